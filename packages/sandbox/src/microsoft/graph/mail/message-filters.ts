import type { MailBox } from '../../mail/mail-box.ts';
import type { StoredMessage } from '../../mail/message.ts';
import { canonicalPropertyId } from '../../mailbox/read-fields.ts';
import { conjuncts, instantIn } from '../calendars/event-filters.ts';
import { alternatives, propertyClause, unescaped } from '../filters.ts';
import { badRequest } from '../refusal.ts';

type Test = (message: StoredMessage) => boolean;

const timeClause = /^(receivedDateTime|sentDateTime) (eq|ge|gt|le|lt) ([\d:.TZ+-]+)$/iu;
const textClause = /^(internetMessageId|conversationId|subject|parentFolderId) (eq|ne) '((?:[^']|'')*)'$/iu;
const flagClause = /^(isRead|isDraft|hasAttachments) (eq|ne) (true|false)$/iu;

/** The messages that a `$filter` leaves: clauses joined with `and`, such groups joined with `or`. */
export function filterMessages(box: MailBox, messages: readonly StoredMessage[], filter: string) {
  const groups = alternatives(filter).map((group) => conjuncts(group).map((clause) => testOf(box, clause)));
  return messages.filter((message) => groups.some((tests) => tests.every((test) => test(message))));
}

/** From when on, of a filter `receivedDateTime ge|gt {time}`: the only one that a delta takes. */
export function readSince(filter: string | null): number | undefined {
  if (filter === null) return undefined;
  const [, name, operator = '', time = ''] = timeClause.exec(filter.trim()) ?? [];
  if (name?.toLowerCase() === 'receiveddatetime' && ['ge', 'gt'].includes(operator.toLowerCase())) {
    return instantIn(time) + (operator.toLowerCase() === 'gt' ? 1 : 0);
  }
  throw badRequest(`The filter '${filter}' is not supported with change tracking.`, 'ErrorInvalidUrlQueryFilter');
}

function testOf(box: MailBox, clause: string): Test {
  const property = propertyClause.exec(clause);
  if (property) {
    const found = box.withProperty(canonicalPropertyId(unescaped(property[2])), unescaped(property[3]));
    const ids = new Set(found.map(({ id }) => id));
    return ({ id }) => ids.has(id);
  }
  const [, time, by = 'eq', at = ''] = timeClause.exec(clause) ?? [];
  if (time !== undefined) {
    const wanted = instantIn(at);
    const isReceived = time.toLowerCase() === 'receiveddatetime';
    const compared = compare[by.toLowerCase() as keyof typeof compare];
    return ({ fields }) => compared(isReceived ? fields.receivedAt : fields.sentAt, wanted);
  }
  return plainTest(clause);
}

const compare = {
  eq: (one, other) => one === other,
  ge: (one, other) => one >= other,
  gt: (one, other) => one > other,
  le: (one, other) => one <= other,
  lt: (one, other) => one < other,
} as const satisfies Record<string, (one: number, other: number) => boolean>;

function plainTest(clause: string): Test {
  const [, name, operator, value = ''] = textClause.exec(clause) ?? flagClause.exec(clause) ?? [];
  const read = name === undefined ? undefined : values[name.toLowerCase()];
  if (read === undefined) throw badRequest(`The filter '${clause}' is not supported.`, 'ErrorInvalidUrlQueryFilter');
  const isWanted: Test = (message) => String(read(message)) === unescaped(value);
  return operator?.toLowerCase() === 'ne' ? (message) => !isWanted(message) : isWanted;
}

const values: Readonly<Record<string, (message: StoredMessage) => unknown>> = {
  internetmessageid: ({ fields }) => fields.internetMessageId,
  conversationid: ({ fields }) => fields.conversationId,
  subject: ({ fields }) => fields.subject,
  parentfolderid: ({ folderId }) => folderId,
  isread: ({ fields }) => fields.isRead,
  isdraft: ({ fields }) => fields.isDraft,
  hasattachments: ({ fields }) => fields.hasAttachments,
};
