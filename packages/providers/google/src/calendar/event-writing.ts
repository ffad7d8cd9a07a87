import { type Collection, isSyncError, type Operation, type Outcome, type SyncError } from '@concord/core';
import type { Attempt } from '../attempt.ts';
import { type Looked, type Looking, lookAt } from './event-looking.ts';
import { creating, removing, updating, type Writing } from './event-steps.ts';
import { eventsProfile } from './profile.ts';

/**
 * Each operation is a row of requests, one after another; those of different operations go side by side, in one batch a
 * round. What is to be changed is read right before: nothing is written over another version, nor where guests are.
 */
export function createEventWriting(looking: Looking): Pick<Collection, 'write'> {
  return {
    write: async (operations) => {
      if (operations.length > eventsProfile.batchSize) throw new RangeError(`${operations.length} operations`);
      const ids = operations.flatMap((operation) => (operation.kind === 'create' ? [] : [operation.id]));
      const looked = new Map((await lookAt(looking, ids)).map((one) => [one.observation.id, one]));
      return await run(
        looking,
        operations.map((operation) => begin(looking, operation, looked)),
      );
    },
  };
}

function begin(looking: Looking, operation: Operation, looked: ReadonlyMap<string, Looked>): Writing | Outcome {
  if (operation.kind === 'create') return creating(looking, operation);
  const found = looked.get(operation.id);
  const settled = settledBy(operation, found);
  if (settled) return settled;
  if (found?.whole === undefined) return { kind: 'conflict' };
  return operation.kind === 'delete' ? removing(looking, found.whole) : updating(looking, operation, found.whole);
}

/** What is known without a request. Whoever wants to write where guests are, or where nothing is written, has not seen that yet. */
function settledBy(operation: Exclude<Operation, { kind: 'create' }>, found: Looked | undefined): Outcome | undefined {
  const { observation } = found ?? {};
  if (observation?.kind === 'gone') return { kind: operation.kind === 'delete' ? 'deleted' : 'gone' };
  if (observation?.kind !== 'present' || observation.version !== operation.version) return { kind: 'conflict' };
  return observation.oneWay === undefined ? undefined : { kind: 'conflict' };
}

/** Throws only where nothing at all was done, and whatever came next would fare no better. */
async function run({ asking }: Looking, writings: readonly (Writing | Outcome)[]): Promise<readonly Outcome[]> {
  const outcomes = new Map<number, Outcome>();
  const told = new Map<number, Attempt | undefined>();
  for (const [at, writing] of writings.entries())
    if (isWriting(writing)) told.set(at, undefined);
    else outcomes.set(at, writing);
  let failure: SyncError | undefined;
  let isUntouched = true;
  for (let rounds = 0; told.size > 0 && rounds < maxRounds; rounds += 1) {
    const asked = [...told].flatMap(([at, sent]) => {
      const step = stepOf(writings[at], sent);
      if (!step.done) return [{ at, request: step.value }];
      outcomes.set(at, step.value);
      told.delete(at);
      return [];
    });
    const attempts = await asking.tryAll(asked.map(({ request }) => request));
    for (const [index, { at }] of asked.entries()) {
      const sent = attempts[index] ?? { kind: 'unknown' };
      told.set(at, sent);
      if (sent.kind === 'failed') failure ??= sent.error;
      else isUntouched = false;
    }
  }
  if (failure && isUntouched) throw failure;
  return writings.map((_, at) => outcomes.get(at) ?? { kind: 'unknown' });
}

/** More than any operation asks for: its dates, each with its real id, and what is read before and after. */
const maxRounds = 400;

const isWriting = (writing: Writing | Outcome): writing is Writing => !('kind' in writing);

/** What cannot be read of an answer to a write says nothing of it: `unknown`. */
function stepOf(writing: Writing | Outcome | undefined, sent: Attempt | undefined) {
  if (writing === undefined || !isWriting(writing)) throw new Error('An operation that has nothing to ask was asked');
  try {
    return sent === undefined ? writing.next({ kind: 'unknown' }) : writing.next(sent);
  } catch (error) {
    if (!isSyncError(error)) throw error;
    return { done: true as const, value: { kind: 'unknown' } as const satisfies Outcome };
  }
}
