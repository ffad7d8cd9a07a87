import {
  type CalendarsView,
  type Element,
  exceptionElement,
  type Item,
  type Listed,
  type NewSync,
  type PreviewRow,
  type Provider,
  type ScanRequest,
  type SideName,
  type SlotException,
  type SyncView,
} from '@concord/core';
import {
  type Caller,
  calendarsView,
  createSync,
  type EnginePorts,
  previewPage,
  requestCalendars,
  requestScan,
  startSync,
  stopSync,
  syncView,
} from '@concord/engine';
import { createMemoryQueue, createMemoryTable, type MemoryQueue, type MemoryTable } from '@concord/local';
import {
  type CalendarsOptions,
  type Call,
  createMemoryBook,
  createMemoryCalendars,
  createMemoryProvider,
  eventCapabilities,
  type MemoryBook,
  type MemoryCalendars,
} from '@concord/provider-memory';
import { saveConnection } from '../engine/save-connection.ts';
import { firmPorts } from './firm-ports.ts';
import { runRounds } from './memory-rounds.ts';
import { createWorker, mortal, type Worker } from './mortal-worker.ts';

export const owner: Caller = { firm: 'f1', member: 'owner' };
export const member: Caller = { firm: 'f1', member: 'member' };
export const minuteMs = 60_000;
export const dayMs = 24 * 60 * minuteMs;

/** Two accounts with calendars in memory, the real engine between them, and another member of the same firm. One clock. */
export type TwoCalendars = {
  readonly ports: EnginePorts;
  readonly table: MemoryTable;
  readonly queue: MemoryQueue;
  readonly now: () => number;
  readonly calendars: Readonly<Record<SideName, MemoryCalendars>>;
  /** The account's own calendar of that side. */
  readonly book: (side: SideName) => MemoryBook;
  /** Has the calendars read, and waits for them. */
  readonly lists: (caller?: Caller) => Promise<CalendarsView>;
  /** Reads the lists and makes the draft between the account's own calendars, or these. */
  readonly pair: (wanted?: Partial<NonNullable<NewSync['calendars']>>, caller?: Caller) => Promise<SyncView>;
  readonly view: () => Promise<SyncView>;
  readonly preview: (wish?: Partial<ScanRequest>) => Promise<readonly PreviewRow[]>;
  readonly start: () => Promise<void>;
  readonly goLive: (wish?: Partial<ScanRequest>) => Promise<void>;
  readonly stop: () => Promise<void>;
  /** What is due is done, time passes, deletes settle. */
  readonly settle: (ms?: number) => Promise<void>;
  /** So many days pass, and everything is read once more. */
  readonly days: (count: number) => Promise<void>;
  /** Calls since the last time. */
  readonly calls: (side: SideName, ...kinds: readonly Call[]) => number;
  /** Title and time of each, in order. */
  readonly titles: (side: SideName) => readonly string[];
  /** Writes that reached an event with guests. */
  readonly mails: readonly string[];
  readonly worker: Worker;
  /** What a grant of that side covers, or all when nothing is said. */
  readonly grant: (side: SideName, scopes: readonly string[]) => Promise<void>;
  /** Called before each call of a calendar. */
  beforeCall: (call: Call) => void;
  /** Called before each call of a catalogue, and once a calendar is made. */
  beforeList: (side: SideName) => void | Promise<void>;
  afterCreate: (side: SideName) => void;
};

const zone = 'America/New_York';

/** On a day of April 2026, at this hour of New York. */
export const at = (day: number, hour: number, rule?: string): string => {
  const date = `2026-04-${String(day).padStart(2, '0')}`;
  const clock = (value: number): string => `${date}T${String(value).padStart(2, '0')}:00:00-04:00`;
  return `${clock(hour)}/${clock(hour + 1)} ${zone}${rule ? ` ${rule}` : ''}`;
};
/** Eight Wednesdays, from this one on. */
export const weekly = (day: number, hour: number): string => at(day, hour, 'FREQ=WEEKLY;COUNT=8;BYDAY=WE');

export const event = (title: string, when: string, more: Item = {}): Item => ({ title, when, ...more });

export function exception(value: SlotException): Element {
  const element = exceptionElement(value);
  if (element === undefined) throw new Error('no exception');
  return element;
}

export const calendarScope = 'calendars';

export async function createTwoCalendars(): Promise<TwoCalendars> {
  const time = { now: Date.UTC(2026, 3, 6, 9) };
  let ids = 0;
  const counted: Record<SideName, Call[]> = { left: [], right: [] };
  const mails: string[] = [];
  const worker = createWorker();
  const clock = { now: () => time.now };
  const memory = createMemoryTable(clock);
  const [table, queue] = [mortal(memory, worker), createMemoryQueue(clock)];
  const deliveries: { readonly url: string; readonly body: string }[] = [];
  const shared = (side: SideName): CalendarsOptions => ({
    deliver: (delivery) => void deliveries.push(delivery),
    beforeCall: (call) => {
      counted[side].push(call);
      two.beforeCall(call);
    },
    onForbiddenWrite: (id) => void mails.push(`${side} ${id}`),
    beforeList: () => two.beforeList(side),
    afterCreate: () => two.afterCreate(side),
  });
  const calendars = {
    left: createMemoryCalendars(clock, { ...shared('left'), profile: leftProfile }),
    right: createMemoryCalendars(clock, { ...shared('right'), ...rightHabits }),
  };
  const random = { id: () => `id${String((ids += 1)).padStart(6, '0')}` };
  const ports = portsOn({ table, queue, clock, random }, calendars);
  await connectAll(ports);

  const run = async (ms: number): Promise<void> => await runRounds({ ports, queue, worker, deliveries, time }, ms);
  let sync = '';
  const lists = async (caller = owner): Promise<CalendarsView> => {
    await requestCalendars(ports, caller, `right-${caller.member}`);
    await run(0);
    return await calendarsView(ports, caller, `right-${caller.member}`);
  };
  const view = async (): Promise<SyncView> => await syncView(ports, owner, sync);
  const preview: TwoCalendars['preview'] = async (wish = {}) => {
    if (sync === '') await two.pair();
    await requestScan(ports, owner, sync, { clioSyncOff: true, conflicts: 'left', ...wish });
    await run(3 * minuteMs);
    return (await previewPage(ports, owner, sync, { filter: 'all' })).rows;
  };
  const start = async (): Promise<void> => {
    await startSync(ports, owner, sync, (await view()).preview?.run ?? '');
    await run(5 * minuteMs);
  };
  const two: TwoCalendars = {
    ports,
    table: memory,
    queue,
    now: clock.now,
    calendars,
    book: (side) => calendars[side].book(),
    lists,
    pair: async (wanted = {}, caller = owner) => {
      await lists(caller);
      const chosen = { left: 'calendar1', right: 'calendar1', ...wanted };
      const right = `right-${caller.member}`;
      const made = await createSync(ports, caller, { right, itemType: 'event', calendars: chosen });
      if (caller === owner) sync = made.id;
      return made;
    },
    view,
    preview,
    start,
    goLive: async (wish) => {
      await preview(wish);
      await start();
    },
    stop: async () => {
      await stopSync(ports, owner, sync);
      await run(minuteMs);
    },
    settle: async (ms = 5 * minuteMs) => await run(ms),
    days: async (count) => {
      for (let day = 0; day < count; day += 1) {
        time.now += 25 * 60 * minuteMs;
        await queue.send({ v: 1, kind: 'change', firm: owner.firm, sync, why: 'poll' });
        await run(5 * minuteMs);
      }
    },
    calls: (side, ...kinds) => counted[side].splice(0).filter((call) => kinds.includes(call)).length,
    titles: (side) =>
      calendars[side]
        .book()
        .list()
        .map(({ item: { title, when } }) => `${String(when).slice(5, 16)} ${String(title)}`)
        .sort(),
    mails,
    worker,
    grant: async (side, scopes) => await grantTo(ports, owner, side, scopes),
    beforeCall: () => undefined,
    beforeList: () => undefined,
    afterCreate: () => undefined,
  };
  return two;
}

/** Like Clio: guests are text, and series live in one zone. */
const leftProfile: NonNullable<CalendarsOptions['profile']> = {
  capabilities: { ...eventCapabilities, guests: { shape: 'scalar' } },
  cannotHold: ({ when }) => (String(when).includes('Europe/Berlin FREQ') ? 'zoneNotHeldLeft' : undefined),
};

/** Like Outlook: who has guests would mail them, and a formatted text is more than its words. */
const rightHabits: CalendarsOptions = {
  oneWay: ({ guests }) => (guests ? 'oneWayGuests' : undefined),
  closed: ({ description }) => (String(description ?? '').includes('<b>') ? ['description'] : []),
};

function portsOn(
  kept: Pick<EnginePorts, 'table' | 'queue' | 'clock' | 'random'>,
  calendars: Readonly<Record<SideName, MemoryCalendars>>,
): EnginePorts {
  const provider = (name: 'clio' | 'microsoft', side: SideName): Provider => {
    const { profile, ...rest } = createMemoryProvider(createMemoryBook(kept.clock), {
      name,
      calendars: calendars[side],
    });
    const label = { left: 'Clio', right: 'Outlook' }[side];
    const collections = { contact: `${label} Contacts`, event: `${label} calendar` };
    const scopes = { contact: ['contacts'], event: [calendarScope] };
    return { ...rest, profile: { ...profile, label, collections, scopes } };
  };
  return {
    ...firmPorts(),
    ...kept,
    secrets: { app: async () => ({ clientId: 'app', clientSecret: 'secret' }) },
    transport: () => Promise.reject(new Error('Nothing here talks to a network.')),
    providers: { clio: provider('clio', 'left'), microsoft: provider('microsoft', 'right') },
    hosts: { clio: { app: 'https://left.example' }, microsoft: { app: 'https://right.example' } },
  };
}

/** The account owner, and a member who shares the right-hand account. */
async function connectAll(ports: EnginePorts): Promise<void> {
  await ports.table.put({ pk: `FIRM#${owner.firm}`, sk: 'FIRM', rev: 1, name: 'Firm' });
  for (const caller of [owner, member]) {
    const connections = [`left-${caller.member}`, `right-${caller.member}`];
    const told = { name: caller.member, email: `${caller.member}@example.org`, isOwner: caller === owner };
    await ports.table.put({
      pk: `FIRM#${caller.firm}`,
      sk: `MEMBER#${caller.member}`,
      rev: 1,
      ...told,
      connections,
    });
    for (const side of ['left', 'right'] as const) await grantTo(ports, caller, side, []);
  }
}

async function grantTo(ports: EnginePorts, caller: Caller, side: SideName, scopes: readonly string[]): Promise<void> {
  const id = `${side}-${caller.member}`;
  await saveConnection(ports, caller, {
    id,
    provider: side === 'left' ? 'clio' : 'microsoft',
    ...(side === 'right' ? { accountId: 'shared-mailbox', account: 'shared-mailbox' } : {}),
    tokens: { accessToken: id, refreshToken: id },
    lifeMs: ports.clock.now(),
    scopes,
  });
}

export const listedNamed = (view: readonly Pick<Listed, 'id' | 'name'>[], name: string): string =>
  view.find((one) => one.name === name)?.id ?? '';

/** Of the account's own calendar. */
export const idOf = (two: TwoCalendars, side: SideName, title: string): string =>
  two
    .book(side)
    .list()
    .find(({ item }) => item['title'] === title)?.id ?? '';
