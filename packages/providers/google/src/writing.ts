import { type Collection, isSyncError, type Operation, type Outcome, type SyncError } from '@concord/core';
import type { Api } from './api.ts';
import { attempt } from './attempt.ts';
import type { Calls } from './calls.ts';
import { writeContact } from './contacts.ts';
import type { Answer } from './errors.ts';
import { type Create, creating, type Delete, deleting, errorsOf, type Lane, type Update, updating } from './lanes.ts';
import { notDone, outcomeOf } from './outcomes.ts';
import { contactsProfile } from './profile.ts';
import { type Looked, type Looking, lookAt } from './reading.ts';
import { marked } from './requests.ts';

type Plan = {
  readonly creates: Create[];
  readonly updates: Update[];
  readonly deletes: Delete[];
  /** What needs no request, because what is there now says it all. */
  readonly settled: Map<number, Outcome>;
};

/**
 * One request after another, as Google asks ("mutate requests for the same user should be sent sequentially"): creates,
 * then updates, then deletes, each kind in one batch, sent once. What is to be changed is read right before: a field is
 * replaced as a whole, and a delete asks for no version.
 */
export function createWriting(api: Api, calls: Calls, context: Looking): Pick<Collection, 'write'> {
  return {
    write: async (operations) => {
      if (operations.length > contactsProfile.batchSize) throw new RangeError(`${operations.length} operations`);
      const plan = await planOf(operations, calls, context);
      const turn: Turn = { api, context, at: context.clock.now(), outcomes: new Map() };
      const failure =
        (await send(turn, creating, plan.creates)) ??
        (await send(turn, updating, plan.updates)) ??
        (await send(turn, deleting, plan.deletes));
      if (failure && turn.outcomes.size === 0) throw failure;
      return operations.map((_, at) => plan.settled.get(at) ?? turn.outcomes.get(at) ?? undone(failure));
    },
  };
}

function undone(failure: SyncError | undefined): Outcome {
  if (failure === undefined) throw new Error('An operation was neither sent nor settled');
  return notDone(failure.code, failure.retryAfterMs);
}

async function planOf(operations: readonly Operation[], calls: Calls, context: Looking): Promise<Plan> {
  const plan: Plan = { creates: [], updates: [], deletes: [], settled: new Map() };
  const ids = operations.flatMap((operation) => (operation.kind === 'create' ? [] : [operation.id]));
  const looked = new Map((await lookAt(calls, context, ids)).map((one) => [one.observation.id, one]));
  for (const [at, operation] of operations.entries()) {
    if (operation.kind === 'create') {
      const { marker, item } = operation;
      const patch = marked(writeContact(undefined, item, context.phoneRegion) ?? {}, marker, context.group);
      plan.creates.push({ at, operation, marker, patch });
    } else planChange(plan, at, operation, looked.get(operation.id), context.phoneRegion);
  }
  return plan;
}

function planChange(
  plan: Plan,
  at: number,
  operation: Exclude<Operation, { kind: 'create' }>,
  looked: Looked | undefined,
  phoneRegion: string,
): void {
  const { observation, person } = looked ?? {};
  if (observation?.kind === 'gone') {
    plan.settled.set(at, { kind: operation.kind === 'delete' ? 'deleted' : 'gone' });
  } else if (observation?.kind !== 'present' || !person || observation.version !== operation.version) {
    plan.settled.set(at, { kind: 'conflict' });
  } else if (operation.kind === 'delete') {
    plan.deletes.push({ at, operation, resourceName: person.resourceName });
  } else {
    const patch = writeContact({ item: operation.known.item, person }, operation.item, phoneRegion);
    if (patch) plan.updates.push({ at, operation, person, patch });
    else plan.settled.set(at, { kind: 'written', observation });
  }
}

/** One `write` on its way: what is known of the operations that were sent. */
type Turn = {
  readonly api: Api;
  readonly context: Looking;
  readonly at: number;
  readonly outcomes: Map<number, Outcome>;
};
type Job = { readonly at: number; readonly operation: Operation };

/** Notes an outcome for each that was sent. Returns what holds for all that are still to be sent. */
async function send<One extends Job>(
  turn: Turn,
  lane: Lane<One>,
  jobs: readonly One[],
): Promise<SyncError | undefined> {
  const [first] = jobs;
  if (first === undefined) return undefined;
  // One by itself is told exactly what is wrong with it, and counts a sixth of a batch.
  if (jobs.length === 1) return await sendOne(turn, lane, first);
  const sent = await attempt(turn.api, turn.context.clock, lane.all(jobs));
  if (sent.kind === 'failed') return sent.error;
  if (sent.kind === 'refused') return await sendApart(turn, lane, jobs, sent.answer);
  const answers = sent.kind === 'done' ? answersOf(lane, sent.answer, jobs) : [];
  for (const [index, job] of jobs.entries()) note(turn, job, answers[index]);
  return undefined;
}

async function sendOne<One extends Job>(turn: Turn, lane: Lane<One>, job: One): Promise<SyncError | undefined> {
  const sent = await attempt(turn.api, turn.context.clock, lane.one(job));
  if (sent.kind === 'failed') return sent.error;
  note(turn, job, sent.kind === 'unknown' ? undefined : sent.answer);
  return undefined;
}

/**
 * A batch that Google refused because of some of it. Those that it names have their answer; whether the others were
 * done is not documented, so creates among them are left in doubt. Where it names none, nothing was done (assumption:
 * a request is checked before anything of it is carried out), and each is sent by itself.
 */
async function sendApart<One extends Job>(
  turn: Turn,
  lane: Lane<One>,
  jobs: readonly One[],
  answer: Answer,
): Promise<SyncError | undefined> {
  const errors = errorsOf(answer);
  const errorAt = (job: One, index: number) => errors.get(lane.nameOf(job, index));
  const others = jobs.filter((job, index) => errorAt(job, index) === undefined);
  for (const [index, job] of jobs.entries()) {
    const own = errorAt(job, index);
    if (own) note(turn, job, own);
  }
  if (others.length < jobs.length) {
    if (lane.mayRepeat) return await send(turn, lane, others);
    for (const job of others) note(turn, job, undefined);
    return undefined;
  }
  for (const job of jobs) {
    const failure = await sendOne(turn, lane, job);
    if (failure) return failure;
  }
  return undefined;
}

function note(turn: Turn, { at, operation }: Job, answer: Answer | undefined): void {
  const { clock, phoneRegion, group } = turn.context;
  const asked = { askedAt: turn.at, now: clock.now(), phoneRegion, group };
  turn.outcomes.set(at, outcomeOf(operation, answer, asked));
}

/** A batch that was taken but whose answer cannot be read: nothing is known of any of it. */
function answersOf<One extends Job>(
  lane: Lane<One>,
  answer: Answer,
  jobs: readonly One[],
): readonly (Answer | undefined)[] {
  try {
    return lane.answers(answer, jobs);
  } catch (error) {
    if (!isSyncError(error)) throw error;
    return [];
  }
}
