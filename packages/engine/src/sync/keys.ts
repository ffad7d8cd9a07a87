import { createHash } from 'node:crypto';
import type { Key, SideName } from '@concord/core';

/** Every key of a sync's rows, in one place. `docs/data-model.md` says who reads and writes each. */
export type SyncId = { readonly firm: string; readonly sync: string };
export type RunId = SyncId & { readonly run: string };

const ofSync = ({ firm, sync }: SyncId, sk: string): Key => ({ pk: `SYNC#${firm}#${sync}`, sk });
const ofRun = ({ firm, run }: RunId, sk: string): Key => ({ pk: `RUN#${firm}#${run}`, sk });

export const syncKey = ({ firm, sync }: SyncId): Key => ({ pk: `FIRM#${firm}`, sk: `SYNC#${sync}` });
/** Which sync of the firm holds which books. */
export const booksKey = (firm: string): Key => ({ pk: `FIRM#${firm}`, sk: 'BOOKS' });
/** One row a right-hand account: its lease, and when it is due. */
export const accountKey = (firm: string, connection: string): Key => ({
  pk: `ACCOUNT#${firm}#${connection}`,
  sk: 'ACCOUNT',
});

/** The calendars of a connection and of the one on its left, as they were read last, and what is wished of them. */
export const calendarsKey = (firm: string, connection: string): Key => ({
  pk: `CALENDARS#${firm}#${connection}`,
  sk: 'CALENDARS',
});

export const workKey = (id: SyncId): Key => ofSync(id, 'WORK');
/** The groups of both sides, as they were read last. */
export const groupsKey = (id: SyncId): Key => ofSync(id, 'GROUPS');
export const bellKey = (id: SyncId, side: SideName): Key => ofSync(id, `BELL#${side}`);
export const mappingKey = (id: SyncId, mapping: string): Key => ofSync(id, `MAP#${mapping}`);
/** Which mapping an item of a side belongs to. */
export const pointerKey = (id: SyncId, side: SideName, item: string): Key => ofSync(id, `AT#${side}#${item}`);
/** Which mappings can be found under a match key. */
export const matchKey = (id: SyncId, key: string, mapping: string): Key => ofSync(id, `${matchPrefix(key)}${mapping}`);
export const matchPrefix = (key: string): string => `KEY#${key.length > 80 ? hash(key) : key}#`;
/** Match keys that begin like this; not those that are too long to be told. */
export const matchBeginning = (key: string): string => `KEY#${key}`;
export const waitingKey = (id: SyncId, mapping: string): Key => ofSync(id, `WAIT#${mapping}`);
/** A delete that waits for its minute. */
export const settlePrefix = 'SETTLE#';
export const settleKey = (id: SyncId, mapping: string): Key => ofSync(id, `${settlePrefix}${mapping}`);
/** What a person said about a mapping. */
export const todoPrefix = 'TODO#';
export const todoKey = (id: SyncId, mapping: string): Key => ofSync(id, `${todoPrefix}${mapping}`);
/** Two cards of one side that may be the same. */
export const doublePrefix = 'DOUBLE#';
export const doubleKey = (id: SyncId, double: string): Key => ofSync(id, `${doublePrefix}${double}`);
export const intentPrefix = 'INTENT#';
export const intentKey = (id: SyncId, intent: string): Key => ofSync(id, `${intentPrefix}${intent}`);
export const historyKey = (id: SyncId, at: number, entry: string): Key =>
  ofSync(id, `HIST#${String(at).padStart(15, '0')}#${entry}`);
/** The index of the history: which mappings a batch tells of. */
export const toldKey = (id: SyncId, at: number, entry: string): Key =>
  ofSync(id, `TOLD#${String(at).padStart(15, '0')}#${entry}`);
/** What a sync deleted and overwrote on a side, within a day. */
export const brakeKey = (id: SyncId, side: SideName): Key => ofSync(id, `BRAKE#${side}`);
/** The same of a collection into which several syncs write. */
export const bookBrakeKey = (firm: string, book: string): Key => ({ pk: `FIRM#${firm}`, sk: `BRAKE#${book}` });
/** What was about to happen when the brake stopped it. */
export const brakedKey = (id: SyncId): Key => ofSync(id, 'BRAKE#stopped');
/** Whom that was about to happen to, some thousands in a row. */
export const heldUpKey = (id: SyncId, part: number): Key => ofSync(id, `BRAKE#stopped#${padded(part)}`);
/** One for each run that was begun, as long as that is kept. */
export const runNoteKey = ({ run, ...id }: RunId): Key => ofSync(id, `RUN#${run}`);

/** All that is known of a sync besides its own row, its runs and their notes. */
export const partOfSync = {
  pk: ({ firm, sync }: SyncId): string => `SYNC#${firm}#${sync}`,
  prefixes: [
    'BELL#',
    'TODO#',
    'DOUBLE#',
    'WAIT#',
    'SETTLE#',
    'INTENT#',
    'KEY#',
    'AT#',
    'MAP#',
    'HIST#',
    'TOLD#',
    'BRAKE',
    'GROUPS',
    'WORK',
  ],
} as const;
/** All that is known of a run. */
export const partOfRun = {
  pk: ({ firm, run }: Pick<RunId, 'firm' | 'run'>): string => `RUN#${firm}#${run}`,
  prefixes: ['SCAN#', 'PLAN#', 'RUN'],
} as const;

export const runKey = (id: RunId): Key => ofRun(id, 'RUN');
export const scanKey = (id: RunId, side: SideName, page: number): Key => ofRun(id, `SCAN#${side}#${padded(page)}`);
/** `plan`: which of the run's plans; the one that a person has seen stays when another is made. */
export const planKey = (id: RunId, plan: number, page: number): Key => ofRun(id, `PLAN#${plan}#${padded(page)}`);

export const hookKey = (hook: string): Key => ({ pk: `HOOK#${hook}`, sk: 'HOOK' });
export const claimKey = (firm: string, kind: string, key: string): Key => ({
  pk: `CLAIM#${firm}`,
  sk: `${kind}#${hash(key)}`,
});

const padded = (page: number): string => String(page).padStart(6, '0');

/** Short, and the same for the same text: for keys that would otherwise hold people's words or grow too long. */
export function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
