import { isSyncError, type SyncError } from '@concord/core';
import type { RunContext } from './command.ts';
import { openDeployment } from './deployment.ts';
import type { Parsed } from './parse-command.ts';

export type { RunContext } from './command.ts';

/** Carries out one command and returns its exit code. Throws a `Problem` for what the person at the keyboard can put right. */
export async function run(parsed: Parsed, context: RunContext): Promise<number> {
  if (parsed.kind === 'text') {
    context.say(parsed.text);
    return 0;
  }
  const deployment = await openDeployment(parsed.target, context.environment);
  try {
    return await parsed.run(deployment, { ...context, target: parsed.target });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const { code, message } = error;
    context.say(parsed.isJson ? JSON.stringify({ error: { code, message } }, null, 2) : message);
    return 2;
  } finally {
    await deployment.close();
  }
}

/** What is asked for makes sense, and is not to be. */
const isRefusal = (error: unknown): error is SyncError =>
  isSyncError(error) && (error.code === 'refused' || error.code === 'conflict' || error.code === 'notFound');
