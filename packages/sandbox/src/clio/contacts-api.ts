import { readData } from './body.ts';
import type { Book } from './book.ts';
import { type Call, type Clio, type Handler, oneResponse } from './call.ts';
import { chosenContacts, visibleTo } from './contact-list.ts';
import { applyData, blankContact, type ContactData, nextRevision } from './contact-write.ts';
import { parseFields, render, type Selection } from './fields.ts';
import { chooseHabits } from './habits.ts';
import { listPage } from './listing.ts';
import { type Contact, fullName, isVisible, type RowKindName } from './records.ts';
import { invalidArgument, notFound, preconditionFailed } from './refusal.ts';
import { contactResource, redactedShows, rowResources } from './resources.ts';
import { etagOf } from './state.ts';

export const listContacts: Handler = (call) => {
  const { awkward, now } = call.clio.world;
  if (awkward.strikes('clio.emptyList')) return Response.json({ data: [], meta: { paging: {}, records: 0 } });
  const book = seenBook(call.clio, 'clio.staleList');
  const everyone = book.all(call.user.firm);
  const shown = awkward.strikes('clio.redacted') ? everyone : visibleTo(call.user, everyone);
  const query = call.url.searchParams;
  const found = chosenContacts(query, shown, book);
  const lag = query.has('query') && awkward.strikes('clio.queryLag') ? awkward.amount('clio.queryLag', 5_000) : 0;
  return Response.json(
    listPage({
      url: call.url,
      address: `${call.clio.base}/api/v4/contacts.json`,
      resource: contactResource,
      records: lag === 0 ? found : found.filter((contact) => contact.created_at <= now() - lag),
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

export const readContact: Handler = (call) => {
  const selection = selectionOf(call);
  const contact = seenBook(call.clio, 'clio.staleRead').get(call.user.firm, idOf(call));
  if (contact === undefined) throw notFound();
  if (!isVisible(contact, call.user) && !call.clio.world.awkward.strikes('clio.redacted')) throw notFound();
  return contactResponse(call, contact, selection);
};

export const createContact: Handler = async (call) => {
  const selection = selectionOf(call);
  const data = await readData(call.request);
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

export const updateContact: Handler = async (call) => {
  const selection = selectionOf(call);
  const data = await readData(call.request);
  const contact = writableContact(call);
  const expected = call.request.headers.get('if-match');
  if (expected !== null && expected !== etagOf('contact', contact)) throw preconditionFailed();
  return contactResponse(call, save(call.clio, contact, data), selection);
};

/** Documented. No If-Match, no 412: a delete is never guarded. */
export const deleteContact: Handler = (call) => {
  call.clio.book.remove(writableContact(call));
  return new Response(null, { status: 204 });
};

/** The rows of one contact: `GET /contacts/{id}/email_addresses` and `/phone_numbers`. */
export function listRows(kind: RowKindName): Handler {
  return (call) =>
    Response.json(
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

function save(clio: Clio, contact: Contact, data: ContactData): Contact {
  const { world, state, book } = clio;
  const after = applyData(contact, data, {
    now: world.now(),
    nextId: state.nextId,
    habits: chooseHabits(world.awkward),
    anyRowName: false,
    isCompany: (id) => book.get(contact.firm, id)?.type === 'Company',
  });
  if (after !== contact) {
    book.save(after);
    if (world.awkward.strikes('clio.etagBump')) bumpLater(clio, after);
  }
  return after;
}

/** As a background job of Clio's would that touches the record. */
function bumpLater({ world, book }: Clio, { firm, id }: Contact): void {
  world.later(world.awkward.amount('clio.etagBump', 1_000), () => {
    const contact = book.get(firm, id);
    if (contact !== undefined) book.save({ ...contact, ...nextRevision(contact, world.now()) });
    return Promise.resolve();
  });
}

function seenBook({ world, book }: Clio, stale: 'clio.staleList' | 'clio.staleRead'): Pick<Book, 'get' | 'all'> {
  return world.awkward.strikes(stale) ? book.asOf(world.now() - world.awkward.amount(stale, 5_000)) : book;
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

function contactResponse(call: Call, contact: Contact, selection: Selection): Response {
  const data = shownContact(call, contact, selection);
  return oneResponse(call.request, etagOf('contact', contact), contact.updated_at, data);
}

/** A redacted contact keeps its id and times, says so, and shows nothing else (assumption: the changelog names no fields). */
function shownContact(call: Call, contact: Contact, selection: Selection): Record<string, unknown> {
  const shown = render(contactResource, contact, selection, call.view);
  if (isVisible(contact, call.user)) return shown;
  const kept = Object.entries(shown).map(([name, value]) => [name, redactedShows.has(name) ? value : emptied(value)]);
  return { ...Object.fromEntries(kept), redacted: true };
}

function emptied(value: unknown): null | [] {
  return Array.isArray(value) ? [] : null;
}
