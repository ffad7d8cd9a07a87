import { type Awkwardnesses, withoutSome } from '../kernel/awkwardness.ts';
import { type PlainResponse, reply, replyJson } from '../kernel/plain-http.ts';
import { droppable } from './awkwardness.ts';
import { readData } from './body.ts';
import type { Book } from './book.ts';
import { type Call, type Clio, type Handler, oneResponse } from './call.ts';
import { chosenContacts, visibleTo } from './contact-list.ts';
import { applyData, blankContact, type ContactData, nextRevision } from './contact-write.ts';
import { parseFields, render, type Selection } from './fields.ts';
import { chooseHabits } from './habits.ts';
import { listPage } from './listing.ts';
import { type Contact, fullName, isVisible, type RowKindName, type User } from './records.ts';
import { invalidArgument, invalidRecord, notFound, preconditionFailed } from './refusal.ts';
import { contactResource, redactedShows, rowResources } from './resources.ts';
import { etagOf } from './state.ts';

export const listContacts: Handler = (call) => {
  const { awkward } = call.clio.world;
  const query = call.url.searchParams;
  // Of a search for what is new nobody could tell that from the truth: what was made and is not found would be made once more.
  if (!query.has('created_since') && awkward.strikes('clio.emptyList')) {
    if (call.clio.book.all(call.user.firm).length === 0) awkward.missed('clio.emptyList');
    return replyJson({ data: [], meta: { paging: {}, records: 0 } });
  }
  const book = listedBook(call);
  const everyone = book.all(call.user.firm);
  const shown = shownTo(call, everyone);
  const found = chosenContacts(query, shown, book, call.clio.matters.isClient);
  const isShort = isOfEverybody(query) && awkward.strikes('clio.rowsLeftOut');
  const told = isShort ? withoutSome(call.clio.world, 'clio.rowsLeftOut', found) : found;
  const grown = query.has('query') ? searchable(call.clio, told) : told;
  return replyJson(
    listPage({
      url: call.url,
      address: `${call.clio.base}/api/v4/contacts.json`,
      resource: contactResource,
      records: grown,
      view: { ...call.view, book: { ...call.view.book, ...book } },
      maxLimit: 200,
      orders: {
        id: (contact) => contact.id,
        name: (contact) => fullName(contact).toLowerCase(),
        shared_at: (contact) => contact.id,
      },
      renderOne: (contact, selection) => shownContact(call, contact, selection),
    }),
  );
};

const isOfEverybody = (query: URLSearchParams): boolean =>
  !['created_since', 'updated_since', 'ids[]', 'exclude_ids[]', 'query'].some((name) => query.has(name));

export const readContact: Handler = (call) => {
  const selection = selectionOf(call);
  const contact = seenContact(call);
  if (contact === undefined) throw notFound();
  if (!isVisible(contact, call.user) && !call.clio.world.awkward.strikes('clio.redacted')) throw notFound();
  return contactResponse(call, contact, selection);
};

export const createContact: Handler = (call) => {
  const selection = selectionOf(call);
  const data = readData(call.request);
  if (data.type !== 'Person' && data.type !== 'Company') throw invalidArgument("'type' must be Person or Company");
  const { user, clio } = call;
  const blank = blankContact({
    id: clio.state.nextId(),
    firm: user.firm,
    type: data.type === 'Company' ? 'Company' : 'Person',
    created_by: user.id,
    created_at: clio.world.now(),
  });
  return contactResponse(call, save(clio, blank, data), selection);
};

export const updateContact: Handler = (call) => {
  const selection = selectionOf(call);
  const data = readData(call.request);
  const contact = writableContact(call);
  refuseConflict(call, contact);
  return contactResponse(call, save(call.clio, contact, data), selection);
};

/** Documented: If-Match, 412, and nothing is written. That it comes without a reason is assumed, from Graph. */
function refuseConflict({ clio, request }: Call, contact: Contact): void {
  const expected = request.headers['if-match'];
  if (expected === undefined) return;
  const stale = expected !== etagOf('contact', contact);
  if (stale || clio.world.awkward.strikes('clio.spuriousConflict')) throw preconditionFailed();
}

/** Documented. No If-Match, no 412: a delete is never guarded. */
export const deleteContact: Handler = (call) => {
  call.clio.book.remove(writableContact(call));
  return reply(null, { status: 204 });
};

/** The rows of one contact: `GET /contacts/{id}/email_addresses` and `/phone_numbers`. */
export function listRows(kind: RowKindName): Handler {
  return (call) =>
    replyJson(
      listPage({
        url: call.url,
        address: `${call.clio.base}/api/v4/contacts/${idOf(call)}/${kind}.json`,
        resource: rowResources[kind],
        records: writableContact(call)[kind],
        view: call.view,
        maxLimit: 200,
        orders: {},
      }),
    );
}

function save(clio: Clio, contact: Contact, sent: ContactData): Contact {
  const { world, state, book } = clio;
  if (JSON.stringify(sent).includes(refusedWord) && world.awkward.strikes('clio.refusesValue'))
    throw invalidRecord('A value is not valid');
  const data = withoutDropped(world.awkward, sent);
  const habits = chooseHabits(world.awkward);
  const isCompany = (id: number) => book.get(contact.firm, id)?.type === 'Company';
  const rules = { now: world.now(), nextId: state.nextId, habits, anyRowName: false, isCompany };
  const after = applyData(contact, data, rules);
  habits.settle();
  if (after !== contact) {
    book.save(after);
    if (world.awkward.strikes('clio.etagBump')) bumpLater(clio, after);
  }
  return after;
}

/** Stands for whatever a service will never take. */
const refusedWord = '[refuse]';

function withoutDropped(awkward: Awkwardnesses, data: ContactData): ContactData {
  const dropped = droppable.filter((name) => data[name] !== undefined && awkward.strikes(`clio.dropsField.${name}`));
  if (dropped.length === 0) return data;
  return Object.fromEntries(Object.entries(data).filter(([name]) => !dropped.some((other) => other === name)));
}

/** As a background job of Clio's would that touches the record. */
function bumpLater({ world, book }: Clio, { firm, id }: Contact): void {
  world.later(world.awkward.amount('clio.etagBump', 1_000), () => {
    const contact = book.get(firm, id);
    if (contact !== undefined) book.save({ ...contact, ...nextRevision(contact, world.now()) });
    return Promise.resolve();
  });
}

/** A search for what is new lags no longer than this: who looks for what they made a while ago must be able to find it. */
const longestSearchLagMs = 5_000;

/** The book as a list shows it. */
function listedBook({ clio: { world, book }, user, url }: Call): Pick<Book, 'get' | 'all'> {
  if (!world.awkward.strikes('clio.staleList')) return book;
  const lagMs = world.awkward.amount('clio.staleList', longestSearchLagMs);
  const isSearch = url.searchParams.has('created_since');
  const then = book.asOf(world.now() - (isSearch ? Math.min(lagMs, longestSearchLagMs) : lagMs));
  const [old, current] = [then.all(user.firm), book.all(user.firm)];
  const isSame = old.length === current.length && old.every((contact, index) => contact === current[index]);
  if (isSame) world.awkward.missed('clio.staleList');
  return then;
}

function shownTo({ clio: { world }, user }: Call, everyone: readonly Contact[]): readonly Contact[] {
  const visible = visibleTo(user, everyone);
  if (!world.awkward.strikes('clio.redacted')) return visible;
  if (visible.length === everyone.length) world.awkward.missed('clio.redacted');
  return everyone;
}

/** What a search finds of those whom it should find. */
function searchable({ world: { awkward, now } }: Clio, found: readonly Contact[]): readonly Contact[] {
  if (!awkward.strikes('clio.queryLag')) return found;
  const grown = found.filter((contact) => contact.created_at <= now() - awkward.amount('clio.queryLag', 5_000));
  if (grown.length === found.length) awkward.missed('clio.queryLag');
  return grown;
}

/** One contact as a read by id shows it. */
function seenContact(call: Call): Contact | undefined {
  const { world, book } = call.clio;
  const current = book.get(call.user.firm, idOf(call));
  if (!world.awkward.strikes('clio.staleRead')) return current;
  const then = book.asOf(world.now() - world.awkward.amount('clio.staleRead', 5_000));
  const old = then.get(call.user.firm, idOf(call));
  if (old === current) world.awkward.missed('clio.staleRead');
  return old;
}

function writableContact(call: Call): Contact {
  const contact = call.clio.book.get(call.user.firm, idOf(call));
  if (contact === undefined || !isVisible(contact, call.user)) throw notFound();
  return contact;
}

function idOf(call: Call): number {
  return Number(call.params[0]);
}

function selectionOf(call: Call): Selection {
  return parseFields(call.url.searchParams.get('fields'), contactResource);
}

function contactResponse(call: Call, contact: Contact, selection: Selection): PlainResponse {
  const data = shownContact(call, contact, selection);
  return oneResponse(call.request, etagOf('contact', contact), contact.updated_at, data);
}

/** A redacted contact keeps its id and times, says so, and shows nothing else (assumption: the changelog names no fields). */
function shownContact(call: Call, contact: Contact, selection: Selection): Record<string, unknown> {
  const shown = rendered(call, contact, selection);
  if (isVisible(contact, call.user)) return shown;
  const kept = Object.entries(shown).map(([name, value]) => [name, redactedShows.has(name) ? value : emptied(value)]);
  return { ...Object.fromEntries(kept), redacted: true };
}

type Rendered = {
  readonly company: Contact | undefined;
  readonly isClient: boolean;
  readonly shown: Record<string, unknown>;
};

/** By contact, user and selection: none of them ever changes in place. */
const renderings = new WeakMap<Contact, WeakMap<User, WeakMap<Selection, Rendered>>>();

/** What one user sees of a contact, made once for as long as the contact, its company and whether it is a client stay as they are. */
function rendered({ clio, user, view }: Call, contact: Contact, selection: Selection): Record<string, unknown> {
  const ofContact = renderings.get(contact) ?? new WeakMap<User, WeakMap<Selection, Rendered>>();
  renderings.set(contact, ofContact);
  const ofUser = ofContact.get(user) ?? new WeakMap<Selection, Rendered>();
  ofContact.set(user, ofUser);
  const company = contact.company === null ? undefined : clio.book.get(contact.firm, contact.company);
  const isClient = selection.has('is_client') && clio.matters.isClient(contact.id);
  const known = ofUser.get(selection);
  if (known !== undefined && known.company === company && known.isClient === isClient) return known.shown;
  const shown = render(contactResource, contact, selection, view);
  ofUser.set(selection, { company, isClient, shown });
  return shown;
}

function emptied(value: unknown): null | [] {
  return Array.isArray(value) ? [] : null;
}
