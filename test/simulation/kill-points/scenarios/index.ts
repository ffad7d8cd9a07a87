import type { Scenario } from '../scenario.ts';
import { heldMatches, openQuestions } from './answers.ts';
import { companies } from './companies.ts';
import { creates } from './creates.ts';
import { deletePolicies, deletes } from './deletes.ts';
import { edits } from './edits.ts';
import { firstRuns } from './first-runs.ts';
import { bothClouds, googleGrants, googleSyncs } from './google.ts';
import { grants } from './grants.ts';
import { merges } from './merges.ts';
import { notices } from './notices.ts';
import { brakes, passes } from './passes.ts';
import { queues, recoveries, troubles } from './troubles.ts';
import { undos } from './undos.ts';

/** Every scenario that is played with a kill at each of its points, by family. */
export const families = {
  'first runs': firstRuns,
  creates,
  edits,
  deletes,
  'delete policies': deletePolicies,
  'merges in Clio': merges,
  companies,
  'held matches': heldMatches,
  'open questions': openQuestions,
  passes,
  brakes,
  grants,
  notices,
  troubles,
  'a Google mailbox': googleSyncs,
  'grants of Google': googleGrants,
  'two mailboxes of one member': bothClouds,
  recoveries,
  queues,
  undos,
} as const satisfies Readonly<Record<string, readonly Scenario[]>>;
export type Family = keyof typeof families;

export const allScenarios: readonly Scenario[] = Object.values(families).flat();
