import type { World } from '../../../kernel/world.ts';
import type { MailBox } from '../../mail/mail-box.ts';
import { type StoredMessage, sensitivityProperty } from '../../mail/message.ts';
import type { Answer, Call } from '../call.ts';
import { expandedProperties } from '../contact-list.ts';
import { readExpand } from '../filters.ts';
import { nextLink, readNumber, readTop } from '../paging.ts';
import { badRequest, GraphRefusal } from '../refusal.ts';
import { messageBody, readMessageSelect } from './message-body.ts';
import { filterMessages } from './message-filters.ts';

/** `GET .../messages`: of one folder, or (undefined) of the whole mailbox, Deleted Items and hidden folders too. The newest come first. */
export function listMessages(world: World, call: Call, folderId: string | undefined): Answer {
  const top = readTop(call);
  refuseBigPage(world, top);
  const skip = readNumber(call.query, '$skip') ?? 0;
  const select = readMessageSelect(call.query.get('$select'));
  const expand = readExpand(call.query.get('$expand'));
  const messages = matching(world, call, folderId);
  const rows = messages.slice(skip, skip + top).map((message) => ({
    ...messageBody(message, call.prefers.idKind, select),
    ...shownProperties(world, message, expand),
  }));
  return {
    status: 200,
    body: {
      '@odata.context': `https://graph.microsoft.com/v1.0/$metadata#users('${call.account.oid}')/messages`,
      ...(call.query.get('$count') === 'true' ? { '@odata.count': messages.length } : {}),
      value: rows,
      ...(skip + top < messages.length ? { '@odata.nextLink': nextLink(call, skip + top) } : {}),
    },
  };
}

export function countMessages(world: World, call: Call, folderId: string | undefined): Answer {
  return { status: 200, body: String(matching(world, call, folderId).length) };
}

/** That sensitivity is shown among the extended properties is observed of clients; a switch hides it. */
export function shownProperties(world: World, message: StoredMessage, expand: readonly string[] | undefined): object {
  const hides = expand?.includes(sensitivityProperty) && world.awkward.strikes('microsoft.mail.hidesSensitivity');
  return expandedProperties(message, hides ? expand?.filter((id) => id !== sensitivityProperty) : expand);
}

/** Documented: large pages can run into a time limit. How large nobody says. */
function refuseBigPage(world: World, top: number): void {
  const isTooBig = top > world.awkward.amount('microsoft.mail.bigPages', 100);
  if (isTooBig && world.awkward.strikes('microsoft.mail.bigPages')) {
    throw new GraphRefusal(504, 'UnknownError', 'The gateway did not receive a timely response.');
  }
}

function matching(world: World, call: Call, folderId: string | undefined): readonly StoredMessage[] {
  const box = call.mail();
  const filter = call.query.get('$filter');
  if (filter === null && world.awkward.strikes('microsoft.emptyListing')) return [];
  const orderBy = call.query.get('$orderby');
  refuseInefficient(filter, orderBy);
  const seen = visibleMessages(world, box, folderId);
  return sorted(filter === null ? seen : filterMessages(box, seen, filter), orderBy);
}

/** The mailbox as this read sees it. */
function visibleMessages(world: World, box: MailBox, folderId: string | undefined): readonly StoredMessage[] {
  const current = folderId === undefined ? box.all() : box.inFolder(folderId);
  if (!world.awkward.strikes('microsoft.staleRead')) return current;
  const horizon = world.now() - world.awkward.amount('microsoft.staleRead', 5_000);
  const then = current.flatMap(({ id }) => box.getAt(id, horizon) ?? []);
  if (then.length === current.length && then.every((message, index) => message === current[index])) {
    world.awkward.missed('microsoft.staleRead');
  }
  return then.filter((message) => folderId === undefined || message.folderId === folderId);
}

/** What orders must lead the filter (documented). */
function refuseInefficient(filter: string | null, orderBy: string | null): void {
  const ordering = orderBy?.trim().split(/\s+/u)[0];
  if (filter === null || ordering === undefined || filter.trim().toLowerCase().startsWith(ordering.toLowerCase()))
    return;
  throw new GraphRefusal(400, 'InefficientFilter', 'The restriction or sort order is too complex for this operation.');
}

function sorted(messages: readonly StoredMessage[], orderBy: string | null): readonly StoredMessage[] {
  const [, name = '', direction = 'asc'] =
    /^(receivedDateTime|sentDateTime)(?:\s+(asc|desc))?$/iu.exec((orderBy ?? 'receivedDateTime desc').trim()) ?? [];
  if (name === '') throw badRequest(`The order '${orderBy}' is not supported.`, 'ErrorInvalidUrlQuery');
  const at = ({ fields }: StoredMessage): number =>
    name.toLowerCase() === 'sentdatetime' ? fields.sentAt : fields.receivedAt;
  const sign = direction.toLowerCase() === 'desc' ? -1 : 1;
  return messages.toSorted((one, other) => sign * (at(one) - at(other)));
}
