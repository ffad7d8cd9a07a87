import { type Clock, isSyncError } from '@concord/core';
import { why } from '@concord/engine';
import { Problem } from '@concord/local';
import type { Deployment } from '../deployment.ts';
import { type AskedAs, callerOf } from './caller-of.ts';
import { readingPorts } from './reading-ports.ts';
import { whyLines } from './why-lines.ts';

export type WhyQuestion = AskedAs & { readonly query: string; readonly isJson: boolean };

type Surroundings = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly say: (line: string) => void;
};

/** Says why somebody is as they are, as the page would say it to whom it is asked for. Throws a `Problem`. */
export async function askWhy(
  deployment: Deployment,
  { query, isJson, ...askedAs }: WhyQuestion,
  { environment, clock, say }: Surroundings,
): Promise<void> {
  const caller = await callerOf(deployment, askedAs);
  try {
    const view = await why(readingPorts(deployment, environment, clock), caller, query);
    for (const line of isJson ? [JSON.stringify(view, null, 2)] : whyLines(view)) say(line);
  } catch (error) {
    if (isSyncError(error) && error.code === 'refused') throw new Problem(error.message, { cause: error });
    throw error;
  }
}
