import {
  type CalendarsMessage,
  type ChangeMessage,
  type ConnectionMessage,
  type MailboxMessage,
  type Message,
  SyncError,
  type WatchesMessage,
} from '@concord/core';
import { ourShapes, type Shapes } from '@concord/engine';

type Fields = Readonly<Record<string, unknown>>;
type Parsers = { readonly [Kind in Message['kind']]: (fields: Fields) => Extract<Message, { readonly kind: Kind }> };

const parsers: Parsers = {
  change: parseChange,
  connection: parseConnection,
  watches: parseWatches,
  calendars: parseCalendars,
  mail: parseMail,
};

/**
 * Throws `newer` for a message of a version that this release does not read, and `garbled` for anything but the kinds that
 * it knows: during a deploy the other release's worker may get it, and otherwise it ends in the dead-letter queue. `shapes`:
 * of this release.
 */
export function parseMessage(body: string, shapes: Shapes = ourShapes): Message {
  const received = parseRecord(body);
  if (!Number.isSafeInteger(received['v'])) throw unknownMessage();
  const fields = toRecord(shapes.read('message', received['v'], received));
  const { kind } = fields;
  if (typeof kind !== 'string' || !Object.hasOwn(parsers, kind)) throw unknownMessage();
  return parsers[kind as Message['kind']](fields);
}

const reasons: ReadonlySet<string> = new Set<ChangeMessage['why']>([
  'push',
  'poll',
  'person',
  'continue',
  'again',
  'retry',
]);
const isId = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= 1024;
const maximumIds = 20;

function parseChange({ firm, sync, why, side, ids }: Fields): ChangeMessage {
  const isReason = typeof why === 'string' && reasons.has(why);
  const isSide = side === undefined || side === 'left' || side === 'right';
  const areIds = ids === undefined || (Array.isArray(ids) && ids.length <= maximumIds && ids.every(isId));
  if (!isReason || !isId(firm) || !isId(sync) || !isSide || !areIds) throw unknownMessage();
  return {
    v: 1,
    kind: 'change',
    firm,
    sync,
    why: why as ChangeMessage['why'],
    ...(side === undefined ? {} : { side }),
    ...(ids === undefined ? {} : { ids }),
  };
}

function parseConnection({ firm, connection }: Fields): ConnectionMessage {
  if (!isId(firm) || !isId(connection)) throw unknownMessage();
  return { v: 1, kind: 'connection', firm, connection };
}

function parseWatches({ firm, connection }: Fields): WatchesMessage {
  if (!isId(firm) || !isId(connection)) throw unknownMessage();
  return { v: 1, kind: 'watches', firm, connection };
}

function parseCalendars({ firm, connection }: Fields): CalendarsMessage {
  if (!isId(firm) || !isId(connection)) throw unknownMessage();
  return { v: 1, kind: 'calendars', firm, connection };
}

function parseMail({ firm, connection }: Fields): MailboxMessage {
  if (!isId(firm) || !isId(connection)) throw unknownMessage();
  return { v: 1, kind: 'mail', firm, connection };
}

const unknownMessage = (): SyncError =>
  new SyncError('garbled', 'A message of the queue is none that this version understands.');

function parseRecord(body: string): Fields {
  try {
    return toRecord(JSON.parse(body));
  } catch {
    return {};
  }
}

const toRecord = (value: unknown): Fields => (typeof value === 'object' && value !== null ? { ...value } : {});
