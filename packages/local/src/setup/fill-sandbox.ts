import type { ClioRegion, Sandbox } from '@concord/sandbox';
import { Problem } from '../problem.ts';

export type FillChoice = {
  readonly contacts?: number;
  readonly clioFile?: string;
  readonly outlookFile?: string;
  readonly googleFile?: string;
  /** Those in which people can sign in. */
  readonly regions?: readonly ClioRegion[];
};

/** Fills an empty sandbox with the sample firm or from a person's own files, and says what could not be read. */
export async function fillSandbox(sandbox: Sandbox, choice: FillChoice, say: (line: string) => void): Promise<void> {
  const { reportLines, seedSandbox } = await import('@concord/sandbox');
  const { contacts, clioFile, outlookFile, googleFile, regions = [] } = choice;
  const options = {
    ...(contacts === undefined ? {} : { contacts }),
    ...(clioFile === undefined ? {} : { clioFile }),
    ...(outlookFile === undefined ? {} : { outlookFile }),
    ...(googleFile === undefined ? {} : { googleFile }),
    regions: regions.filter((region) => region !== 'us'),
  };
  const isFromFiles = [clioFile, outlookFile, googleFile].some((file) => file !== undefined);
  const { clio, outlook, google } = await seedSandbox(sandbox, options).catch((error: unknown) => {
    if (!isFromFiles || !(error instanceof Error)) throw error;
    throw new Problem(error.message, { cause: error });
  });
  const sides = [
    ...reportLines('Clio', clio),
    ...reportLines('Microsoft 365', outlook),
    ...reportLines('Google', google),
  ];
  for (const line of sides) say(line);
}

/** For a sandbox that has been filled before: what was asked for now is not done. */
export function isAskedFor({ contacts, clioFile, outlookFile, googleFile }: FillChoice): boolean {
  return [contacts, clioFile, outlookFile, googleFile].some((choice) => choice !== undefined);
}
