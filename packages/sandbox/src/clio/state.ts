import { hash } from 'node:crypto';
import type { Collection } from '../kernel/store.ts';
import { randomId, type World } from '../kernel/world.ts';
import type { Calendar, Entry, EventType, Mail } from './calendar/records.ts';
import type {
  App,
  Code,
  Communication,
  Contact,
  Delivery,
  Firm,
  Matter,
  PracticeArea,
  RefreshToken,
  Relationship,
  Token,
  User,
  Webhook,
} from './records.ts';

/** Everything that survives a killed process. Contacts are changed through the book only, so that webhooks see it. */
export type State = {
  readonly firms: Collection<Firm>;
  readonly users: Collection<User>;
  readonly contacts: Collection<Contact>;
  readonly communications: Collection<Communication>;
  readonly matters: Collection<Matter>;
  readonly relationships: Collection<Relationship>;
  readonly practiceAreas: Collection<PracticeArea>;
  readonly calendars: Collection<Calendar>;
  /** Changed through their book only, as contacts are. */
  readonly entries: Collection<Entry>;
  readonly eventTypes: Collection<EventType>;
  readonly mails: Collection<Mail>;
  readonly codes: Collection<Code>;
  readonly tokens: Collection<Token>;
  readonly refreshTokens: Collection<RefreshToken>;
  readonly webhooks: Collection<Webhook>;
  readonly deliveries: Collection<Delivery>;
  /** Keys `{webhook}:{contact}`: an update of that contact was delivered there before. */
  readonly updatesSeen: Collection<true>;
  readonly app: () => App;
  readonly saveApp: (app: App) => void;
  /** Ids are beyond 32 bits, as Clio's are, and are never used twice. */
  readonly nextId: () => number;
  /** Of matters, relationships and practice areas: a count of their own. */
  readonly nextMatterId: () => number;
  /** Of calendars, of what hangs on entries, and of mail. */
  readonly nextCalendarId: () => number;
  readonly nextEntryId: () => number;
};

const firstId = 4_600_000_000;
const firstMatterId = 1_700_000_000;
const firstCalendarId = 5_700_000_000;
const firstEntryId = 6_800_000_000;
/** Ids are reserved in blocks, so that a row does not cost two writes; a restart skips the rest of a block. */
const idBlock = 1_000;

/** `name` keeps what one region knows apart from the others. */
export function openState(world: Pick<World, 'store' | 'random'>, name = 'clio'): State {
  const collection = <T>(kind: string) => world.store.collection<T>(`${name}.${kind}`);
  const apps = collection<App>('apps');
  return {
    firms: collection('firms'),
    users: collection('users'),
    contacts: collection('contacts'),
    communications: collection('communications'),
    matters: collection('matters'),
    relationships: collection('relationships'),
    practiceAreas: collection('practiceAreas'),
    calendars: collection('calendars'),
    entries: collection('entries'),
    eventTypes: collection('eventTypes'),
    mails: collection('mails'),
    codes: collection('codes'),
    tokens: collection('tokens'),
    refreshTokens: collection('refreshTokens'),
    webhooks: collection('webhooks'),
    deliveries: collection('deliveries'),
    updatesSeen: collection('updatesSeen'),
    app: () => apps.get('app') ?? createApp(world, apps),
    saveApp: (app) => apps.set('app', app),
    nextId: createCounter(collection('counters'), 'ids', firstId),
    nextMatterId: createCounter(collection('counters'), 'matterIds', firstMatterId),
    nextCalendarId: createCounter(collection('counters'), 'calendarIds', firstCalendarId),
    nextEntryId: createCounter(collection('counters'), 'entryIds', firstEntryId),
  };
}

function createApp(world: Pick<World, 'random'>, apps: Collection<App>): App {
  const app = { client_id: randomId(world, 40), client_secret: randomId(world, 40), redirect_uris: [] };
  apps.set('app', app);
  return app;
}

function createCounter(counters: Collection<number>, name: string, first: number): () => number {
  let next = 0;
  let end = 0;
  return () => {
    if (next === end) {
      next = counters.get(name) ?? first;
      end = next + idBlock;
      counters.set(name, end);
    }
    next += 1;
    return next - 1;
  };
}

/** As Clio shows it: the quotes belong to the value. */
export function etagOf(kind: string, record: { readonly id: number; readonly revision: number }): string {
  const known = etags.get(record);
  if (known !== undefined) return known;
  const etag = `"${hash('md5', `${kind}:${record.id}:${record.revision}`)}"`;
  etags.set(record, etag);
  return etag;
}

/** A record never changes, and is always asked for as the same kind: its etag is made once. */
const etags = new WeakMap<object, string>();
