import { type PlainRequest, type PlainResponse, reply, replyJson } from '../../kernel/plain-http.ts';
import { page } from '../../pages/shell.ts';
import type { GoogleControl } from '../control.ts';
import type { GoogleAccount } from '../directory.ts';
import type { GoogleContact, GooglePeople } from '../google-people.ts';
import { PeopleRefusal } from '../people/refusal.ts';
import { type ContactForm, formOfContact, inputOfForm, readForm, sourceEtagOf } from './contact-form.ts';
import { contactListPage, idOf, labelNames, titleOf, trashPage } from './contact-list.ts';
import { contactPage, deletePage, missingPage } from './contact-page.ts';

/** One request, in one account. */
type Visit = {
  readonly request: PlainRequest;
  readonly query: URLSearchParams;
  readonly account: GoogleAccount;
  readonly people: GooglePeople;
};
type Stored = Visit & { readonly contact: GoogleContact };

const notices: Readonly<Record<string, string>> = {
  added: 'The contact was added.',
  saved: 'The contact was saved.',
  labelled: 'The labels were saved.',
  deleted: 'The contact was deleted.',
  restored: 'The contact was recovered.',
};

/** "Google Contacts", where a person adds, edits, labels, deletes and recovers by hand. Without JavaScript only the list's following is missing. */
export function createContactPages(control: GoogleControl): (request: PlainRequest, path: string) => PlainResponse {
  const known = new Map<string, GooglePeople>();
  const peopleOf = ({ email }: GoogleAccount): GooglePeople => {
    const people = known.get(email) ?? control.contacts(email);
    known.set(email, people);
    return people;
  };
  return (request, path) => {
    const query = new URL(request.url).searchParams;
    const email = query.get('account');
    const accounts = control.accounts();
    const account = email === null ? accounts[0] : accounts.find((one) => one.email === email);
    if (!account) return accounts.length === 0 ? noAccountPage() : missingPage();
    return answer(control, { request, query, account, people: peopleOf(account) }, `${request.method} ${path}`);
  };
}

function answer(control: GoogleControl, visit: Visit, asked: string): PlainResponse {
  const fixed: Readonly<Record<string, () => PlainResponse>> = {
    'GET /contacts': () => showList(control, visit),
    'GET /contacts/': () => showList(control, visit),
    'GET /contacts/version': () => showVersion(visit),
    'GET /contacts/trash': () => trashPage(visit.account, visit.people),
    'GET /contacts/new': () => newPage(visit, {}),
    'POST /contacts/new': () => add(visit),
  };
  const fixedPage = fixed[asked];
  if (fixedPage) return fixedPage();
  const [, method, id = '', action = ''] =
    /^(GET|POST) \/contacts\/(c\d+)(?:\/(delete|label|restore))?$/u.exec(asked) ?? [];
  if (method === 'POST' && action === 'restore') return restore(visit, `people/${id}`);
  const contact = visit.people.get(`people/${id}`);
  if (method === undefined || contact === undefined) return missingPage();
  const stored = { ...visit, contact };
  const actions: Readonly<Record<string, () => PlainResponse>> = {
    'GET ': () => editPage(stored, formOfContact(contact)),
    'POST ': () => edit(stored),
    'GET delete': () => deletePage(titleOf(contact), pathOf(contact), accountQuery(visit.account)),
    'POST delete': () => remove(stored),
    'POST label': () => label(stored),
  };
  return actions[`${method} ${action}`]?.() ?? missingPage();
}

function showList(control: GoogleControl, { account, people, query }: Visit): PlainResponse {
  const notice = notices[query.get('done') ?? ''];
  return contactListPage({ account, accounts: control.accounts(), people, query, notice });
}

function showVersion({ people }: Visit): PlainResponse {
  return replyJson({ version: people.version() }, { headers: { 'cache-control': 'no-store' } });
}

function newPage({ account }: Visit, form: ContactForm, problem?: string): PlainResponse {
  const action = `/google/contacts/new?${accountQuery(account)}`;
  return contactPage({ heading: 'New contact', action, listHref: listHref(account), form, problem });
}

function add(visit: Visit): PlainResponse {
  const form = readForm(new URLSearchParams(visit.request.body));
  return refusedOr(
    () => {
      visit.people.add(inputOfForm(form, undefined));
      return goTo(visit.account, 'added');
    },
    (problem) => newPage(visit, form, problem),
  );
}

function editPage({ account, people, contact }: Stored, form: ContactForm, problem?: string): PlainResponse {
  const path = pathOf(contact);
  return contactPage({
    heading: titleOf(contact),
    action: `${path}?${accountQuery(account)}`,
    listHref: listHref(account),
    form,
    problem,
    stored: { path, labels: people.labelsOf(contact.resourceName), all: labelNames(people) },
  });
}

/** A form that was overtaken is shown again with the new etag: saving it once more is a decision. */
function edit(stored: Stored): PlainResponse {
  const { request, people, contact, account } = stored;
  const form = readForm(new URLSearchParams(request.body));
  const etag = sourceEtagOf(contact);
  if (form.etag !== etag) {
    const problem =
      'This contact was changed by someone else meanwhile. Saving again replaces their change with yours.';
    return editPage(stored, { ...form, etag }, problem);
  }
  return refusedOr(
    () => {
      people.edit(contact.resourceName, inputOfForm(form, contact));
      return goTo(account, 'saved');
    },
    (problem) => editPage(stored, form, problem),
  );
}

function remove({ people, contact, account }: Stored): PlainResponse {
  people.remove(contact.resourceName);
  return goTo(account, 'deleted');
}

function label({ request, people, contact, account }: Stored): PlainResponse {
  const form = new URLSearchParams(request.body);
  const more = form.get('newLabel')?.trim() ?? '';
  people.label(contact.resourceName, [...form.getAll('label'), ...(more === '' ? [] : [more])]);
  return goTo(account, 'labelled');
}

function restore({ people, account }: Visit, resourceName: string): PlainResponse {
  if (!people.trash().some((contact) => contact.resourceName === resourceName)) return missingPage();
  people.restore(resourceName);
  return goTo(account, 'restored');
}

function refusedOr(act: () => PlainResponse, refused: (problem: string) => PlainResponse): PlainResponse {
  try {
    return act();
  } catch (error) {
    if (error instanceof PeopleRefusal) return refused(error.message);
    throw error;
  }
}

const goTo = (account: GoogleAccount, done: string): PlainResponse =>
  reply(null, { status: 303, headers: { location: `${listHref(account)}&done=${done}` } });

const listHref = (account: GoogleAccount): string => `/google/contacts?${accountQuery(account)}`;

const pathOf = (contact: GoogleContact): string => `/google/contacts/${idOf(contact)}`;

const accountQuery = ({ email }: GoogleAccount): string => new URLSearchParams({ account: email }).toString();

function noAccountPage(): PlainResponse {
  const body =
    '<section class="sheet narrow"><h1>No account</h1><p>There is no Google account in this sandbox yet.</p></section>';
  return page({ title: 'No account', service: 'google', body });
}
