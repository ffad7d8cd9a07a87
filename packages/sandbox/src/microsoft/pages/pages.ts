import { createFrontDoor, type Service } from '../../kernel/front-door.ts';
import { type PlainRequest, type PlainResponse, reply, replyJson } from '../../kernel/plain-http.ts';
import { page } from '../../pages/shell.ts';
import type { MicrosoftControl } from '../control.ts';
import type { Account } from '../directory.ts';
import { GraphRefusal } from '../graph/refusal.ts';
import type { OutlookContact, OutlookPeople } from '../people.ts';
import { answerAccount } from './account-page.ts';
import { answerCalendar } from './calendar/calendar-pages.ts';
import { answerMail } from './mail/mail-pages.ts';
import { peopleListPage } from './people-list.ts';
import { formOfContact, inputOfForm, type PersonForm, readForm } from './person-form.ts';
import { deletePage, missingPage, personPage } from './person-page.ts';

/** One request, in one mailbox. */
type Visit = {
  readonly request: PlainRequest;
  readonly query: URLSearchParams;
  readonly account: Account;
  readonly people: OutlookPeople;
};
type Stored = Visit & { readonly contact: OutlookContact; readonly folder: string };

const notices: Readonly<Record<string, string>> = {
  added: 'The contact was added.',
  saved: 'The contact was saved.',
  deleted: 'The contact was deleted.',
  moved: 'The contact was moved.',
};

/** "Outlook people", the calendar and the mail, where a person adds, edits, moves and deletes by hand. Without JavaScript only the list's following is missing. */
export function createPages(control: MicrosoftControl): Service {
  const known = new Map<string, OutlookPeople>();
  const peopleOf = ({ email }: Account): OutlookPeople => {
    const people = known.get(email) ?? control.contacts(email);
    known.set(email, people);
    return people;
  };
  return createFrontDoor('microsoft.pages', async (request) => {
    const url = new URL(request.url);
    if (url.pathname === '/outlook/account') return answerAccount(control, request);
    const email = url.searchParams.get('mailbox');
    const mailboxes = control.accounts().filter(({ mailbox }) => mailbox);
    const account = email === null ? mailboxes[0] : mailboxes.find((one) => one.email === email);
    if (!account) return mailboxes.length === 0 ? noMailboxPage() : missingPage();
    if (/^\/outlook\/(?:calendar(?:\/|$)|mails$)/u.test(url.pathname)) return answerCalendar(control, account, request);
    if (/^\/outlook\/mail(?:\/|$)/u.test(url.pathname)) return answerMail(control, account, request);
    const visit = { request, query: url.searchParams, account, people: peopleOf(account) };
    return answer(control, visit, `${request.method} ${url.pathname.replace(/^\/outlook/u, '')}`);
  });
}

function answer(control: MicrosoftControl, visit: Visit, asked: string): PlainResponse {
  const fixed: Readonly<Record<string, () => PlainResponse>> = {
    'GET /people': () => showList(control, visit),
    'GET /people/': () => showList(control, visit),
    'GET /people/version': () => showVersion(visit),
    'GET /people/new': () => newPage(visit, {}),
    'POST /people/new': () => add(visit),
  };
  const page = fixed[asked];
  if (page) return page();
  const [, method, id = '', action = ''] = /^(GET|POST) \/people\/([^/]+)(?:\/(delete|move))?$/u.exec(asked) ?? [];
  const stored = method === undefined ? undefined : find(visit, id);
  if (!stored) return missingPage();
  const actions: Readonly<Record<string, () => PlainResponse>> = {
    'GET ': () => editPage(stored, formOfContact(stored.contact)),
    'POST ': () => edit(stored),
    'GET delete': () => confirmPage(stored),
    'POST delete': () => remove(stored),
    'POST move': () => move(stored),
  };
  return actions[`${method} ${action}`]?.() ?? missingPage();
}

function showList(control: MicrosoftControl, { account, people, query }: Visit): PlainResponse {
  const notice = notices[query.get('done') ?? ''];
  return peopleListPage({ account, accounts: control.accounts(), people, query, notice });
}

function showVersion({ people }: Visit): PlainResponse {
  return replyJson({ version: people.version() }, { headers: { 'cache-control': 'no-store' } });
}

function find(visit: Visit, encodedId: string): Stored | undefined {
  const id = safelyDecoded(encodedId);
  const contact = visit.people.get(id);
  return contact && { ...visit, contact, folder: visit.people.folderOf(id) ?? 'Contacts' };
}

function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function newPage({ account }: Visit, form: PersonForm, problem?: string): PlainResponse {
  const query = mailboxQuery(account);
  return personPage({
    heading: 'New contact',
    action: `/outlook/people/new?${query}`,
    listHref: listHref(account),
    form,
    problem,
  });
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

function editPage({ account, people, contact, folder }: Stored, form: PersonForm, problem?: string): PlainResponse {
  const path = pathOf(contact);
  return personPage({
    heading: contact.displayName || '(no name)',
    action: `${path}?${mailboxQuery(account)}`,
    listHref: listHref(account, folder),
    form,
    problem,
    stored: { path, folder, folders: people.folders().map(({ displayName }) => displayName) },
  });
}

/** A form that was overtaken is shown again with the new change key: saving it once more is a decision. */
function edit(stored: Stored): PlainResponse {
  const { request, people, contact, account, folder } = stored;
  const form = readForm(new URLSearchParams(request.body));
  if (form.changeKey !== contact.changeKey) {
    const problem =
      'This contact was changed by someone else meanwhile. Saving again replaces their change with yours.';
    return editPage(stored, { ...form, changeKey: contact.changeKey }, problem);
  }
  return refusedOr(
    () => {
      people.edit(contact.id, inputOfForm(form, contact));
      return goTo(account, 'saved', folder);
    },
    (problem) => editPage(stored, form, problem),
  );
}

function confirmPage({ contact, account, folder }: Stored): PlainResponse {
  const name = contact.displayName || '(no name)';
  return deletePage(name, pathOf(contact), mailboxQuery(account), folder === 'Deleted Items');
}

function remove({ people, contact, account, folder }: Stored): PlainResponse {
  people.remove(contact.id);
  return goTo(account, 'deleted', folder);
}

function move({ request, people, contact, account, folder }: Stored): PlainResponse {
  const form = new URLSearchParams(request.body);
  people.move(contact.id, form.get('newFolder')?.trim() || form.get('folder') || folder);
  return goTo(account, 'moved', folder);
}

function refusedOr(act: () => PlainResponse, refused: (problem: string) => PlainResponse): PlainResponse {
  try {
    return act();
  } catch (error) {
    if (error instanceof GraphRefusal) return refused(error.message);
    throw error;
  }
}

function goTo(account: Account, done: string, folder?: string): PlainResponse {
  const location = `${listHref(account, folder)}&done=${done}`;
  return reply(null, { status: 303, headers: { location } });
}

function listHref(account: Account, folder = 'Contacts'): string {
  const query = new URLSearchParams({ mailbox: account.email, ...(folder === 'Contacts' ? {} : { folder }) });
  return `/outlook/people?${query.toString()}`;
}

function pathOf(contact: OutlookContact): string {
  return `/outlook/people/${encodeURIComponent(contact.id)}`;
}

function mailboxQuery(account: Account): string {
  return new URLSearchParams({ mailbox: account.email }).toString();
}

function noMailboxPage(): PlainResponse {
  const body =
    '<section class="sheet narrow"><h1>No mailbox</h1><p>There is no Microsoft account with a mailbox in this sandbox yet.</p></section>';
  return page({ title: 'No mailbox', service: 'outlook', body });
}
