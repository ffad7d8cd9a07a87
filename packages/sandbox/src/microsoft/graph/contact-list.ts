import type { World } from '../../kernel/world.ts';
import type { Card } from '../mailbox/card.ts';
import type { Mailbox } from '../mailbox/mailbox.ts';
import type { Answer, Call } from './call.ts';
import { contactBody, readSelect } from './contact-body.ts';
import { filterCards, readExpand } from './filters.ts';
import { nextLink, readNumber, readTop } from './paging.ts';
import { badRequest } from './refusal.ts';

/** `GET .../contacts`: one page, in the order of creation. The link on is `$skip`, to be taken as opaque. */
export function listContacts(world: World, call: Call, folderId: string): Answer {
  const mailbox = call.mailbox();
  const top = readTop(call);
  const skip = readNumber(call.query, '$skip') ?? 0;
  const select = readSelect(call.query.get('$select'));
  const expand = readExpand(call.query.get('$expand'));
  const cards = matching(world, call, mailbox, folderId);
  const rows = cards.slice(skip, skip + top).map((card) => ({
    ...contactBody(card, call.prefers.idKind, select),
    ...expandedProperties(card, expand),
  }));
  return {
    status: 200,
    body: {
      '@odata.context': `https://graph.microsoft.com/v1.0/$metadata#users('${call.account.oid}')/contacts`,
      ...(call.query.get('$count') === 'true' ? { '@odata.count': cards.length } : {}),
      value: rows,
      ...(skip + top < cards.length ? { '@odata.nextLink': nextLink(call, skip + top) } : {}),
    },
  };
}

export function countContacts(world: World, call: Call, folderId: string): Answer {
  return { status: 200, body: String(matching(world, call, call.mailbox(), folderId).length) };
}

export function expandedProperties(card: Pick<Card, 'properties'>, expand: readonly string[] | undefined): object {
  const found = expand?.flatMap((id) =>
    card.properties[id] === undefined ? [] : [{ id, value: card.properties[id] }],
  );
  return found && found.length > 0 ? { singleValueExtendedProperties: found } : {};
}

/** The folder as this read sees it. */
function matching(world: World, call: Call, mailbox: Mailbox, folderId: string): readonly Card[] {
  const filter = call.query.get('$filter');
  // Of a search nobody could tell that from the truth: what was made and is not found would be made once more.
  if (filter === null && world.awkward.strikes('microsoft.emptyListing')) {
    if (mailbox.inFolder(folderId).length === 0) world.awkward.missed('microsoft.emptyListing');
    return [];
  }
  const cards = visibleCards(world, mailbox, folderId);
  return sorted(filter === null ? cards : filterCards(mailbox, cards, filter), call.query.get('$orderby'));
}

function visibleCards(world: World, mailbox: Mailbox, folderId: string): readonly Card[] {
  if (!world.awkward.strikes('microsoft.staleRead')) return mailbox.inFolder(folderId);
  const horizon = world.now() - world.awkward.amount('microsoft.staleRead', 5_000);
  const entries = [...mailbox.log(folderId).after(0, horizon)];
  const then = entries.flatMap(({ id, gone }) => (gone ? [] : (mailbox.getAt(id, horizon) ?? [])));
  const current = new Set(mailbox.inFolder(folderId));
  if (then.length === current.size && then.every((card) => current.has(card)))
    world.awkward.missed('microsoft.staleRead');
  return then;
}

function sorted(cards: readonly Card[], orderBy: string | null): readonly Card[] {
  if (orderBy === null) return cards;
  const [, name = '', direction = 'asc'] = /^(\w+)(?:\s+(asc|desc))?$/iu.exec(orderBy.trim()) ?? [];
  const textOf = (card: Card): string => JSON.stringify(contactBody(card, 'immutable', [name])[name]);
  if (!['displayName', 'givenName', 'surname', 'lastModifiedDateTime', 'createdDateTime'].includes(name)) {
    throw badRequest(`The order '${orderBy}' is not supported.`, 'ErrorInvalidUrlQuery');
  }
  const sign = direction.toLowerCase() === 'desc' ? -1 : 1;
  return cards.toSorted((one, other) => sign * textOf(one).localeCompare(textOf(other)));
}
