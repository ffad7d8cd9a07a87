import {
  type ChangesPage,
  type Collection,
  eventType,
  type Item,
  type NativeRecord,
  type Observation,
  type Operation,
  type Outcome,
  type Present,
  restrict,
  type ScanPage,
  type Sought,
  type Span,
  SyncError,
} from '@concord/core';
import type { BookState, Call } from './book.ts';
import { keepItem, saysTheSame } from './contacts.ts';
import type { Entry } from './entries.ts';

/** With the group that is kept in step, if only one is, and the span of time that a scan shows. */
type Opened = BookState & { readonly group: string | undefined; readonly window: Span | undefined };

/** The book as a sync sees it. */
export function openCollection(book: BookState, group?: string, window?: Span): Collection {
  const state: Opened = { ...book, group, window };
  const { entries, profile, options } = state;
  const called = <T>(call: Call, answer: () => T): Promise<T> =>
    new Promise((resolve) => {
      options.beforeCall?.(call);
      resolve(answer());
    });
  return {
    profile,
    scan: (next) => called('scan', () => scan(state, next)),
    changes: (cursor) => called('changes', () => changes(state, cursor)),
    read: (ids) => called('read', () => ids.map((id) => observe(state, id, entries.get(id)))),
    records: (ids) => called('records', () => ids.map((id) => recordOf(entries.get(id)))),
    write: (operations) => writeAll(state, operations),
    find: (sought) => called('find', () => sought.map((each) => find(state, each))),
    ...(options.groups ? { groups: () => called('groups', () => options.groups ?? []) } : {}),
    subscribe: (url, secret) => called('subscribe', () => subscribe(state, url, secret)),
    renew: (id) => called('renew', () => renew(state, id)),
    unsubscribe: (id) => called('unsubscribe', () => void state.subscriptions.delete(id)),
  };
}

type ScanToken = { readonly after: number; readonly sequence: number };

function scan(state: Opened, next: string | undefined): ScanPage {
  const { entries, profile, clock } = state;
  const token: ScanToken = next === undefined ? { after: 0, sequence: entries.lastSequence() } : parseScanToken(next);
  const here = entries.all().filter((entry) => entry.standing === 'here' && isWithin(state, entry));
  const rest = here.filter(({ id }) => numberOf(id) > token.after);
  const rows = rest.slice(0, profile.pageSize);
  const observations = rows.map((entry) => present(state, entry, clock.now()));
  const last = rows.at(-1);
  if (last && rest.length > rows.length)
    return { observations, next: `${numberOf(last.id)}.${token.sequence}`, total: here.length };
  return { observations, cursor: cursorAt(state, token.sequence), total: here.length };
}

const isWithin = ({ window }: Opened, { item }: Entry): boolean =>
  window === undefined || eventType.isWithin?.(item, window) !== false;

function parseScanToken(text: string): ScanToken {
  const [after, sequence] = text.split('.').map(Number);
  if (after === undefined || sequence === undefined) throw expired();
  return { after, sequence };
}

const expired = (): SyncError =>
  new SyncError('cursorExpired', 'the cursor is not known any more', { provider: 'memory' });

function changes(state: Opened, cursor: string): ChangesPage {
  const { entries, profile } = state;
  const sequence = Number(cursor.split('.')[1]);
  if (Number.isNaN(sequence) || cursor !== cursorAt(state, sequence)) throw expired();
  const all = entries.all().filter((entry) => entry.sequence > sequence);
  const rows = all.sort((a, b) => a.sequence - b.sequence).slice(0, profile.pageSize);
  const shown = rows.filter(({ standing }) => standing !== 'gone' || profile.deletes === 'changes');
  return {
    observations: shown.map((entry) => observe(state, entry.id, entry, false)),
    cursor: cursorAt(state, rows.at(-1)?.sequence ?? sequence),
    more: all.length > rows.length,
  };
}

/** Under another choice everybody is to be looked at anew. */
const cursorAt = ({ era, group = '' }: Opened, sequence: number): string => `${era()}.${sequence}.${group}`;
const numberOf = (id: string): number => Number(id.slice(1));

function observe(state: Opened, id: string, entry: Entry | undefined, confirmed = true): Observation {
  const askedAt = state.clock.now();
  if (entry === undefined || entry.standing === 'gone') return { kind: 'gone', id, askedAt, confirmed };
  return entry.standing === 'here' ? present(state, entry, askedAt) : { kind: entry.standing, id, askedAt };
}

function present(state: Opened, entry: Entry, askedAt: number): Present {
  const { id, item, createdAt, modifiedAt } = entry;
  const { oneWay, closed } = state.options;
  const [reason, fields] = [oneWay?.(item), closed?.(item) ?? []];
  return {
    kind: 'present',
    id,
    version: versionOf(state, entry),
    createdAt,
    modifiedAt,
    askedAt,
    item,
    ...(isOutside(state, entry) ? { outside: true } : {}),
    ...(reason ? { oneWay: reason } : {}),
    ...(fields.length > 0 ? { closed: fields } : {}),
  };
}

function recordOf(entry: Entry | undefined): NativeRecord | undefined {
  if (entry === undefined || entry.standing === 'gone') return undefined;
  return { id: entry.id, item: entry.item, extra: entry.extra };
}

const isOutside = ({ group }: Opened, { groups }: Entry): boolean => group !== undefined && !groups.includes(group);

const versionOf = (state: Opened, entry: Entry): string =>
  `v${entry.revision}${isOutside(state, entry) ? ' outside' : ''}`;

async function writeAll(state: Opened, operations: readonly Operation[]): Promise<readonly Outcome[]> {
  if (operations.length > state.profile.batchSize) throw new Error(`${operations.length} operations in one write`);
  const outcomes: Outcome[] = [];
  for (const operation of operations) {
    const halted = outcomes.at(-1);
    if (halted?.kind === 'notDone') {
      outcomes.push(halted);
      continue;
    }
    try {
      state.options.beforeCall?.(operation.kind);
      const outcome = writeOne(state, operation);
      outcomes.push(state.options.losesAnswer?.(operation.kind) ? { kind: 'unknown' } : outcome);
    } catch (error) {
      if (!(error instanceof SyncError)) throw error;
      if (outcomes.length === 0 && (error.code === 'unauthorized' || error.code === 'leaseLost')) throw error;
      outcomes.push(notDone(error));
    }
  }
  return outcomes;
}

function notDone({ code, retryAfterMs }: SyncError): Outcome {
  return { kind: 'notDone', code, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

function writeOne(state: Opened, operation: Operation): Outcome {
  const { entries, profile, clock, newHandle } = state;
  if (operation.kind === 'create') {
    const item = keepItem(operation.item, undefined, profile.capabilities, newHandle);
    const marker = profile.markers ? { marker: operation.marker } : {};
    return {
      kind: 'written',
      observation: present(state, entries.add({ item, groups: groupsOfNew(state), ...marker }), clock.now()),
    };
  }
  const entry = entries.get(operation.id);
  if (entry === undefined || entry.standing !== 'here')
    return { kind: operation.kind === 'delete' ? 'deleted' : 'gone' };
  if (state.options.oneWay?.(entry.item) !== undefined) {
    state.options.onForbiddenWrite?.(entry.id);
    return { kind: 'conflict' };
  }
  if (versionOf(state, entry) !== operation.version) return { kind: 'conflict' };
  if (operation.kind === 'delete') {
    entries.change(entry, { standing: 'gone' });
    return { kind: 'deleted' };
  }
  const kept = (wanted: Item): Item => ({
    ...keepItem(wanted, entry.item, profile.capabilities, newHandle),
    ...untouched(state, entry.item),
  });
  const item = kept(operation.item);
  const isSame = JSON.stringify(item) === JSON.stringify(kept(entry.item));
  return {
    kind: 'written',
    observation: present(state, isSame ? entry : entries.change(entry, { item }), clock.now()),
  };
}

/** What no write changes: what is only read here, and what holds more than its text says. */
function untouched({ profile, options }: Opened, item: Item): Item {
  const closed = options.closed?.(item) ?? [];
  const fields = Object.entries(profile.capabilities).filter(
    ([name, { readOnly }]) => readOnly || closed.includes(name),
  );
  return Object.fromEntries(fields.flatMap(([name]) => (item[name] === undefined ? [] : [[name, item[name]]])));
}

function groupsOfNew({ group, options }: Opened): readonly string[] {
  const chosen = options.groups?.find(({ id }) => id === group);
  return chosen?.takesNew ? [chosen.id] : [];
}

function find(state: Opened, { marker, item, since }: Sought): readonly Present[] {
  const { entries, profile, clock } = state;
  const here = entries.all().filter(({ standing }) => standing === 'here');
  const wanted = restrict(item, profile.capabilities);
  const found = here.filter((entry) =>
    profile.markers
      ? entry.marker === marker
      : entry.createdAt >= since && saysTheSame(entry.item, wanted, profile.capabilities),
  );
  return found.map((entry) => present(state, entry, clock.now()));
}

function subscribe({ subscriptions, profile, clock, newHandle }: BookState, url: string, secret: string) {
  const id = newHandle();
  const expiresAt = clock.now() + profile.subscriptionMs;
  subscriptions.set(id, { url, secret, expiresAt });
  return { id, expiresAt, secret };
}

function renew({ subscriptions, profile, clock }: BookState, id: string) {
  const known = subscriptions.get(id);
  if (known === undefined || known.expiresAt <= clock.now())
    throw new SyncError('notFound', 'the subscription is gone', { provider: 'memory' });
  const expiresAt = clock.now() + profile.subscriptionMs;
  subscriptions.set(id, { ...known, expiresAt });
  return { id, expiresAt, secret: known.secret };
}
