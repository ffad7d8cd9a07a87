import { type PlainRequest, type PlainResponse, reply } from '../../kernel/plain-http.ts';
import { escapeHtml, page } from '../../pages/shell.ts';
import { type Clio, pathInClio } from '../call.ts';
import type { ClioControl } from '../control.ts';
import { type Contact, type Firm, fullName } from '../records.ts';
import { Refusal } from '../refusal.ts';
import { etagOf } from '../state.ts';
import { blankForm, type ContactForm, editOfForm, formOfContact, readForm, withBlankRow } from './contact-form.ts';
import { formPage } from './form-page.ts';
import { listPage } from './list-page.ts';

type Visit = { readonly request: PlainRequest; readonly query: URLSearchParams; readonly id: number };
type Answer = (visit: Visit) => PlainResponse;

const notices: Readonly<Record<string, string>> = {
  added: 'The contact was added.',
  saved: 'The contact was saved.',
  deleted: 'The contact was deleted.',
};

/** The pages "Clio contacts", where a person adds, edits and deletes by hand; without JavaScript, everything works but the list's following. */
export function createPages(clio: Clio, control: ClioControl): (request: PlainRequest) => PlainResponse {
  const routes: readonly (readonly [RegExp, Answer])[] = [
    [/^GET \/contacts\/?$/u, ({ query }) => showList(clio, query)],
    [
      /^GET \/contacts\/version$/u,
      ({ query }) =>
        reply(String(clio.book.version(Number(query.get('firm')))), {
          headers: { 'cache-control': 'no-store' },
        }),
    ],
    [/^GET \/contacts\/new$/u, ({ query }) => newPage(clio, query)],
    [/^POST \/contacts\/new$/u, (visit) => add(clio, control, visit)],
    [/^GET \/contacts\/(\d+)$/u, ({ id }) => withContact(clio, id, (contact) => editPage(clio, contact))],
    [/^POST \/contacts\/(\d+)$/u, (visit) => edit(clio, control, visit)],
    [/^GET \/contacts\/(\d+)\/delete$/u, ({ id }) => withContact(clio, id, (contact) => confirmPage(clio, contact))],
    [/^POST \/contacts\/(\d+)\/delete$/u, ({ id }) => withContact(clio, id, () => remove(clio, control, id))],
  ];
  return (request) => {
    const url = new URL(request.url);
    const asked = `${request.method} ${pathInClio(url)}`;
    for (const [pattern, answer] of routes) {
      const match = pattern.exec(asked);
      if (match) return answer({ request, query: url.searchParams, id: Number(match[1]) });
    }
    return missingPage(clio);
  };
}

function showList(clio: Clio, query: URLSearchParams): PlainResponse {
  const firm = firmOf(clio, query);
  return firm === undefined ? missingPage(clio) : listPage(clio, firm, query, notices[query.get('done') ?? '']);
}

function firmOf({ state }: Clio, query: URLSearchParams): Firm | undefined {
  return state.firms.get(query.get('firm') ?? '') ?? [...state.firms.values()][0];
}

function newPage(clio: Clio, query: URLSearchParams): PlainResponse {
  const type = query.get('type') === 'Company' ? 'Company' : 'Person';
  const firm = firmOf(clio, query);
  return firm === undefined ? missingPage(clio) : newFormPage(clio, firm.id, blankForm(type));
}

function newFormPage(
  { path }: Clio,
  firm: number | string,
  form: ContactForm,
  rest: { problem?: string; grown?: string; status?: number } = {},
): PlainResponse {
  const heading = form.type === 'Company' ? 'New company' : 'New person';
  return formPage({
    heading,
    action: `${path}/contacts/new?firm=${firm}`,
    listHref: `${path}/contacts`,
    form,
    ...rest,
  });
}

function add(clio: Clio, control: ClioControl, { request, query }: Visit): PlainResponse {
  const body = new URLSearchParams(request.body);
  const form = readForm(body);
  const more = body.get('more');
  const firm = query.get('firm') ?? '';
  if (more !== null) return newFormPage(clio, firm, withBlankRow(form, more), { grown: more });
  return refusedOr(
    () => {
      control.contacts.add({ type: form.type, ...editOfForm(form) }, Number(firm));
      return goTo(clio, 'added', Number(firm));
    },
    (problem) => newFormPage(clio, firm, form, { problem, status: 422 }),
  );
}

function editPage(clio: Clio, contact: Contact): PlainResponse {
  const company = contact.company === null ? undefined : clio.book.get(contact.firm, contact.company);
  return editFormPage(clio, contact, formOfContact(contact, etagOf('contact', contact), company?.name ?? ''));
}

function editFormPage(
  { path }: Clio,
  contact: Contact,
  form: ContactForm,
  rest: { problem?: string; grown?: string; status?: number } = {},
): PlainResponse {
  const listHref = `${path}/contacts`;
  const action = `${listHref}/${contact.id}`;
  return formPage({ heading: fullName(contact), action, listHref, form, deleteHref: `${action}/delete`, ...rest });
}

/** A form that was overtaken is shown again with the new etag: saving it once more is a decision. */
function edit(clio: Clio, control: ClioControl, { request, id }: Visit): PlainResponse {
  const body = new URLSearchParams(request.body);
  return withContact(clio, id, (contact) => {
    const form = readForm(body);
    const more = body.get('more');
    const etag = etagOf('contact', contact);
    if (more !== null) return editFormPage(clio, contact, withBlankRow(form, more), { grown: more });
    if (form.etag !== etag) {
      const problem =
        'This contact was changed by someone else meanwhile. Saving again replaces their change with yours.';
      return editFormPage(clio, contact, { ...form, etag }, { problem, status: 409 });
    }
    return refusedOr(
      () => {
        control.contacts.edit(id, editOfForm(form));
        return goTo(clio, 'saved', contact.firm);
      },
      (problem) => editFormPage(clio, contact, form, { problem, status: 422 }),
    );
  });
}

function remove(clio: Clio, control: ClioControl, id: number): PlainResponse {
  control.contacts.remove(id);
  return goTo(clio, 'deleted');
}

function confirmPage({ path }: Clio, contact: Contact): PlainResponse {
  const body = `<form class="sheet narrow" method="post" action="${path}/contacts/${contact.id}/delete"><h1>Delete this contact?</h1>
<p><strong><bdi>${escapeHtml(fullName(contact))}</bdi></strong> will be gone for good: Clio has no bin for contacts.</p>
<div class="actions"><button class="danger">Delete</button><a class="button quiet" href="${path}/contacts/${contact.id}">Keep</a></div></form>`;
  return page({ title: 'Delete contact', service: 'clio', body });
}

function withContact(clio: Clio, id: number, answer: (contact: Contact) => PlainResponse): PlainResponse {
  const contact = clio.state.contacts.get(String(id));
  return contact === undefined ? missingPage(clio) : answer(contact);
}

function refusedOr(act: () => PlainResponse, refused: (problem: string) => PlainResponse): PlainResponse {
  try {
    return act();
  } catch (error) {
    if (error instanceof Refusal) return refused(`${error.message}.`);
    throw error;
  }
}

function goTo({ path }: Clio, done: string, firm?: number): PlainResponse {
  const address = `${path}/contacts?done=${done}${firm === undefined ? '' : `&firm=${firm}`}`;
  return reply(null, { status: 303, headers: { location: address } });
}

function missingPage({ path }: Clio): PlainResponse {
  const body = `<section class="sheet narrow"><h1>Not here</h1><p>There is no such contact or page. It may have been deleted.</p><p><a href="${path}/contacts">All contacts</a></p></section>`;
  return page({ title: 'Not here', service: 'clio', body, status: 404 });
}
