import type { Answers, GroupsView, ProgressView, ScanRequest, SyncState, SyncView } from '@concord/core';
import { activityOf, countsOf, heldRows, parkedRow } from './fake-firm.ts';

/** Milliseconds that the fake takes for a scan, a run and a refresh. */
const scanMs = 1200;
const runMs = 1800;
const refreshMs = 2500;
const groupsMs = 300;

/** One scripted sync. Time alone moves it: scanning becomes previewed, running becomes live. */
export function createFakeSync(records: number) {
  let state: SyncState = 'draft';
  let since = Date.now();
  let run = 0;
  let policy: SyncView['policy'] = {
    conflicts: 'left',
    deletes: { left: 'propagate', right: 'release' },
    clioSyncOff: false,
  };
  let edits: { at: number; title: string }[] = [];
  const answered = new Set<string>();
  let wasLive = false;
  let refreshedAt: number | undefined;
  let counts = countsOf('run0', records, answered);

  let groupsAskedAt: number | undefined;
  let groupsReadAt: number | undefined;

  const go = (next: SyncState): void => {
    state = next;
    since = Date.now();
  };
  const settle = (): void => {
    const age = Date.now() - since;
    if (state === 'scanning' && age >= scanMs) go('previewed');
    if (state === 'running' && age >= runMs) go('live');
  };
  const isRefreshing = (): boolean => refreshedAt !== undefined && Date.now() - refreshedAt < refreshMs;
  const held = () => heldRows(records, answered);
  const waiting = () => [...held(), ...(state === 'live' && !answered.has('parked1') ? [parkedRow] : [])];

  return {
    scan(request: ScanRequest): void {
      run++;
      const { choice, ...wish } = request;
      const { choice: known, ...before } = policy;
      const kept = choice === undefined ? known : chosenOf(choice);
      policy = { ...before, ...wish, ...(kept ? { choice: kept } : {}) };
      wasLive ||= state === 'stopped';
      counts = countsOf(`run${run}`, records, answered, wasLive && request.resend !== false);
      go('scanning');
    },
    start: (): void => go('running'),
    stop: (): void => go(state === 'scanning' || state === 'previewed' ? 'draft' : 'stopped'),
    askGroups: (): void => {
      groupsAskedAt = Date.now();
    },
    groups(): GroupsView {
      if (groupsAskedAt !== undefined && Date.now() - groupsAskedAt >= groupsMs) {
        groupsReadAt = Date.now();
        groupsAskedAt = undefined;
      }
      const read = groupsReadAt === undefined ? { left: [], right: [] } : { ...groups, readAt: groupsReadAt };
      return { ...read, isAsked: groupsAskedAt !== undefined };
    },
    refresh: (): void => {
      refreshedAt = Date.now();
    },
    force(next: SyncState): void {
      go(next);
      if (next === 'stopped') wasLive = true;
    },
    edit: (title: string): void => {
      edits = [...edits, { at: Date.now(), title }];
    },
    answer({ answers, allDifferent }: Answers): void {
      for (const { mapping } of allDifferent ? held() : answers) answered.add(mapping);
      counts = countsOf(counts.run, records, answered);
    },
    answered: (mapping: string): boolean => answered.has(mapping),
    waiting: () => (settle(), waiting()),
    activity: () => activityOf(Date.now(), edits),
    view(): SyncView {
      settle();
      const age = Date.now() - since;
      const linked = counts.linked + counts.addedLeft + counts.addedRight;
      return {
        ...sides,
        state,
        sentence: sentences[state],
        policy,
        waiting: { held: state === 'draft' ? 0 : held().length, parked: waiting().length - held().length },
        linked: state === 'live' || state === 'paused' ? linked : 0,
        outside: 0,
        ...(state === 'scanning' ? { progress: scanProgress(age, records) } : {}),
        ...(state === 'live' && isRefreshing()
          ? { progress: refreshProgress(Date.now() - (refreshedAt ?? 0), records) }
          : {}),
        ...(state === 'running' ? { progress: runProgress(age, records) } : {}),
        ...(state === 'draft' || state === 'scanning' ? {} : { preview: counts }),
        ...(state === 'live' ? { freshness: freshness(edits, since), inStepAt: Date.now() - 4000 } : {}),
        ...(state === 'paused' ? { trouble: 'grantLost' } : {}),
      };
    },
  };
}

/** As the services name them. */
const groups = {
  left: [
    { id: 'client', name: 'Clients', takesNew: false },
    { id: 'openMatter', name: 'Contacts of open matters', takesNew: false },
  ],
  right: ['Court', 'Experts', 'Referrals'].map((name) => ({ id: name, name, takesNew: true })),
} as const;

function chosenOf(choice: NonNullable<ScanRequest['choice']>): SyncView['policy']['choice'] {
  if (choice === 'everything') return undefined;
  const group = groups[choice.side].find(({ id }) => id === choice.group);
  return group && { side: choice.side, group };
}

const sides = {
  id: 's1',
  itemType: 'contact',
  left: { label: 'Clio', collection: 'Clio Contacts', account: 'Harbour & Finch LLP' },
  right: {
    label: 'Microsoft 365',
    collection: 'Outlook Contacts',
    account: 'robin@harbourfinch.example.com',
    connection: 'c-microsoft',
  },
} as const;

const sentences = {
  draft: 'Choose what to sync, then press Sync to see a preview.',
  scanning: 'Both sides are being read and compared. Nothing is written.',
  previewed: 'Look through it, then press Start Sync.',
  running: 'The preview is being carried out.',
  live: 'Edits on either side reach the other within seconds.',
  paused:
    'Microsoft 365 no longer accepts the permission you gave, most likely after a password change. Authorize again to go on.',
  stopped: 'Changes are no longer carried over. Press Sync to see a preview and start again.',
} as const satisfies Record<SyncState, string>;

function scanProgress(age: number, records: number): ProgressView {
  const share = age / scanMs;
  if (share < 0.4) return { phase: 'readingLeft', done: Math.floor(records * share) };
  if (share < 0.8) return { phase: 'readingRight', done: Math.floor(records * (share - 0.4)), total: records };
  return { phase: 'matching', done: Math.floor(records * share), total: records, remainingMs: 3000 };
}

function refreshProgress(age: number, records: number): ProgressView {
  const done = Math.floor((records * age) / refreshMs);
  return { phase: age < refreshMs / 2 ? 'readingLeft' : 'readingRight', done, total: records };
}

function runProgress(age: number, records: number): ProgressView {
  const done = Math.min(records - 1, Math.floor((records * age) / runMs));
  const progress = { phase: 'writing', done, total: records, remainingMs: 260_000 * (1 - done / records) } as const;
  return age > runMs * 0.5
    ? { ...progress, waitingFor: 'Clio allows 50 requests a minute; going on in 20 seconds.' }
    : progress;
}

function freshness(edits: readonly { at: number }[], since: number) {
  return { lastChangeAt: edits.at(-1)?.at ?? since, checkedAt: Date.now(), changesToday: 12 + edits.length, lag };
}

const lag = {
  left: { providerMs: 2100, oursMs: 320, changes: 8 },
  right: { providerMs: 41_000, oursMs: 410, changes: 8 },
} as const;
