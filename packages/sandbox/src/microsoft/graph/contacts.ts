import type { World } from '../../kernel/world.ts';
import { type Card, etagOf } from '../mailbox/card.ts';
import type { Mailbox } from '../mailbox/mailbox.ts';
import { readFields } from '../mailbox/read-fields.ts';
import { savedFields, savedProperties } from '../mailbox/saving.ts';
import type { Answer, Call } from './call.ts';
import { contactBody, idOf, readSelect } from './contact-body.ts';
import { expandedProperties } from './contact-list.ts';
import { readExpand } from './filters.ts';
import { looksLikeId, missing, refuseConflict, refuseValue } from './item-checks.ts';
import { refusal } from './refusal.ts';

/** Where a request looks for a contact: one folder, or (undefined) the whole mailbox. */
type Place = { readonly id: string; readonly folderId: string | undefined };

export function getContact(world: World, call: Call, place: Place): Answer {
  const select = readSelect(call.query.get('$select'));
  const expand = readExpand(call.query.get('$expand'));
  const card = visible(world, call.mailbox(), place, seenCard(world, call.mailbox(), place.id));
  return {
    status: 200,
    headers: { ETag: etagOf(card) },
    body: {
      '@odata.context': contextOf(call),
      ...contactBody(card, call.prefers.idKind, select),
      ...expandedProperties(card, expand),
    },
  };
}

/** A contact as this read sees it. */
function seenCard({ awkward, now }: World, mailbox: Mailbox, id: string): Card | undefined {
  const current = mailbox.get(id);
  if (!awkward.strikes('microsoft.staleRead')) return current;
  const then = mailbox.getAt(id, now() - awkward.amount('microsoft.staleRead', 5_000));
  if (then === current) awkward.missed('microsoft.staleRead');
  return then;
}

export function createContact(world: World, call: Call, folderId: string): Answer {
  const patch = readFields(call.body);
  refuseValue(world, call);
  const mailbox = call.mailbox();
  const card = mailbox.add(folderId, savedFields(world, {}, patch), savedProperties({}, patch));
  bumpLater(world, mailbox, card);
  const location = `https://graph.microsoft.com/v1.0/users('${call.account.oid}')/contacts('${idOf(card, call.prefers.idKind)}')`;
  return { status: 201, headers: { Location: location, ETag: etagOf(card) }, body: fullBody(call, card) };
}

export function updateContact(world: World, call: Call, place: Place): Answer {
  const mailbox = call.mailbox();
  const card = visible(world, mailbox, place, mailbox.get(place.id));
  const patch = readFields(call.body);
  refuseValue(world, call);
  refuseConflict(world, call, card);
  const properties = savedProperties(card.properties, patch);
  const next = mailbox.change(card, savedFields(world, card.fields, patch), properties);
  bumpLater(world, mailbox, next);
  if (call.prefers.minimal) return { status: 204, headers: { ETag: etagOf(next) } };
  return { status: 200, headers: { ETag: etagOf(next) }, body: fullBody(call, next) };
}

/** Goes to Deleted Items; from there it goes for good. */
export function deleteContact(world: World, call: Call, place: Place): Answer {
  const mailbox = call.mailbox();
  const card = visible(world, mailbox, place, mailbox.get(place.id));
  refuseConflict(world, call, card);
  if (card.folderId === mailbox.deletedItemsId) mailbox.purge(card);
  else mailbox.move(card, mailbox.deletedItemsId);
  return { status: 204 };
}

export function purgeContact(world: World, call: Call, place: Place): Answer {
  const mailbox = call.mailbox();
  mailbox.purge(visible(world, mailbox, place, mailbox.get(place.id)));
  return { status: 204 };
}

/**
 * Whether a contact in Deleted Items answers to its immutable id is not documented: by default it does not. That a
 * folder's path finds only its own contacts is assumed.
 */
function visible(world: World, mailbox: Mailbox, { id, folderId }: Place, card: Card | undefined): Card {
  if (!card) throw looksLikeId(id) ? missing(world) : refusal('idMalformed');
  if (folderId !== undefined && card.folderId !== folderId) throw missing(world);
  const deleted = card.folderId === mailbox.deletedItemsId;
  if (deleted && folderId === undefined) {
    if (!world.awkward.strikes('microsoft.softDeleteVisible')) throw missing(world);
  }
  return card;
}

/** Extended properties are not shown in the answer to a write. */
function fullBody(call: Call, card: Card): object {
  return { '@odata.context': contextOf(call), ...contactBody(card, call.prefers.idKind) };
}

function contextOf(call: Call): string {
  return `https://graph.microsoft.com/v1.0/$metadata#users('${call.account.oid}')/contacts/$entity`;
}

function bumpLater(world: World, mailbox: Mailbox, card: Card): void {
  if (!world.awkward.strikes('microsoft.changeKeyBump')) return;
  world.later(world.awkward.amount('microsoft.changeKeyBump', 2_000), async () => {
    const current = mailbox.get(card.id);
    if (current) mailbox.change(current);
  });
}
