import { type PlainResponse } from '../../kernel/plain-http.ts';
import { liveList } from '../../pages/live-list.ts';
import { escapeHtml, page } from '../../pages/shell.ts';
import type { GoogleAccount } from '../directory.ts';
import type { GoogleContact, GooglePeople } from '../google-people.ts';

const pageRows = 100;

export type ContactList = {
  readonly account: GoogleAccount;
  readonly accounts: readonly GoogleAccount[];
  readonly people: GooglePeople;
  /** `label`, `query` and `page`. */
  readonly query: URLSearchParams;
  readonly notice?: string | undefined;
};

/** What a contact is called on these pages. */
export const titleOf = ({ names, organizations, emailAddresses }: GoogleContact): string =>
  names?.[0]?.displayName || organizations?.[0]?.name || emailAddresses?.[0]?.value || '(no name)';

/** `GET /google/contacts?account=&label=&query=&page=`: a hundred at a time. */
export function contactListPage(list: ContactList): PlainResponse {
  const { account, people, query, notice } = list;
  const label = query.get('label') ?? '';
  const question = query.get('query')?.trim() ?? '';
  const found = sortedPeople(people, label).filter(({ text }) => text.includes(folded(question)));
  const last = Math.max(1, Math.ceil(found.length / pageRows));
  const number = Math.min(last, Math.max(1, Math.trunc(Number(query.get('page') ?? 1)) || 1));
  const shown = found.slice((number - 1) * pageRows, number * pageRows).map(({ contact }) => contact);
  const own = accountQuery(account);
  const body = `<h1>Contacts</h1><p class="muted"><bdi>${escapeHtml(account.name)}</bdi> · ${escapeHtml(account.email)}</p>
<div class="toolbar">${searchForm(list, label, question)}<div class="actions"><a class="button" href="/google/contacts/new?${own}">Add contact</a><a class="button quiet" href="/google/contacts/trash?${own}">Trash</a></div></div>
<div id="list">${shown.length === 0 ? emptyNote(question) : table(shown, own, caption(found.length, number, last))}${pageLinks(query, number, last)}</div>`;
  const script = liveList(`/google/contacts/version?${new URLSearchParams({ account: account.email }).toString()}`);
  return page({ title: 'Contacts', service: 'google', body, script, ...(notice === undefined ? {} : { notice }) });
}

/** `GET /google/contacts/trash?account=` */
export function trashPage(account: GoogleAccount, people: GooglePeople): PlainResponse {
  const own = accountQuery(account);
  const rows = people
    .trash()
    .map(
      (contact) =>
        `<tr><td><bdi>${escapeHtml(titleOf(contact))}</bdi></td><td><form method="post" action="/google/contacts/${encodeURIComponent(idOf(contact))}/restore?${own}"><button class="quiet">Recover<span class="unseen"> ${escapeHtml(titleOf(contact))}</span></button></form></td></tr>`,
    );
  const list =
    rows.length === 0
      ? '<p class="sheet empty">The trash is empty.</p>'
      : `<table class="list"><thead><tr><th scope="col">Name</th><th scope="col">Do</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
  const body = `<p><a href="/google/contacts?${own}">All contacts</a></p><h1>Trash</h1><p class="muted">Contacts lie here for thirty days.</p>${list}`;
  return page({ title: 'Trash', service: 'google', body });
}

/** As these pages' addresses name a contact. */
export const idOf = ({ resourceName }: GoogleContact): string => resourceName.replace('people/', '');

const accountQuery = ({ email }: GoogleAccount): string =>
  escapeHtml(new URLSearchParams({ account: email }).toString());

type Sorted = readonly { readonly contact: GoogleContact; readonly text: string }[];
const collator = new Intl.Collator('en', { sensitivity: 'base' });
const sortedLists = new WeakMap<GooglePeople, { readonly key: string; readonly sorted: Sorted }>();

/** Sorting thousands of names takes a while, and people turn pages more often than contacts change. */
function sortedPeople(people: GooglePeople, label: string): Sorted {
  const key = `${label}/${people.version()}`;
  const known = sortedLists.get(people);
  if (known?.key === key) return known.sorted;
  const sorted = people
    .list(label === '' ? undefined : label)
    .map((contact) => ({ contact, text: searchText(contact) }))
    .sort((one, other) => collator.compare(titleOf(one.contact), titleOf(other.contact)));
  sortedLists.set(people, { key, sorted });
  return sorted;
}

function searchText(contact: GoogleContact): string {
  const { organizations = [], emailAddresses = [], phoneNumbers = [] } = contact;
  const values = [...emailAddresses, ...phoneNumbers].map(({ value }) => value);
  return folded([titleOf(contact), ...organizations.map(({ name }) => name), ...values].filter(Boolean).join('\n'));
}

/** Without accents and case, so that "zoe" finds "Zoë". */
const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

function searchForm({ account, accounts, people }: ContactList, label: string, question: string): string {
  const option = (value: string, text: string, selected: boolean): string =>
    `<option value="${escapeHtml(value)}"${selected ? ' selected' : ''}>${escapeHtml(text)}</option>`;
  const own = accounts.map(({ email, name }) => option(email, name, email === account.email));
  const labels = labelNames(people).map((name) => option(name, name, name === label));
  const choice =
    accounts.length < 2
      ? `<input type="hidden" name="account" value="${escapeHtml(account.email)}">`
      : `<label class="field short"><span>Account</span><select name="account">${own.join('')}</select></label>`;
  return `<form method="get" action="/google/contacts" role="search">${choice}
<label class="field short"><span>Label</span><select name="label">${option('', 'All', label === '')}${labels.join('')}</select></label>
<label class="field"><span>Search</span><input type="search" name="query" value="${escapeHtml(question)}" placeholder="Name, e-mail, phone, company"></label>
<button class="quiet">Show</button></form>`;
}

/** What people can give a contact. */
export const labelNames = (people: GooglePeople): readonly string[] => [
  ...people
    .groups()
    .filter(({ groupType }) => groupType === 'USER_CONTACT_GROUP')
    .map(({ formattedName }) => formattedName),
  'Starred',
];

const caption = (count: number, number: number, last: number): string =>
  `${count.toLocaleString('en')} ${count === 1 ? 'contact' : 'contacts'}${last > 1 ? ` · page ${number} of ${last}` : ''}`;

const emptyNote = (question: string): string =>
  question === ''
    ? '<p class="sheet empty">There is nobody here yet.</p>'
    : `<p class="sheet empty">Nobody matches “${escapeHtml(question)}”.</p>`;

function table(contacts: readonly GoogleContact[], own: string, summary: string): string {
  const rows = contacts.map((contact) => tableRow(contact, own)).join('');
  return `<table class="list"><caption>${summary}</caption><thead><tr><th scope="col">Name</th><th scope="col">Company and title</th><th scope="col">E-mail</th><th scope="col">Phone</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function tableRow(contact: GoogleContact, own: string): string {
  const [work] = contact.organizations ?? [];
  const title = work?.title ? `<small><bdi>${escapeHtml(work.title)}</bdi></small>` : '';
  const href = `/google/contacts/${encodeURIComponent(idOf(contact))}?${own}`;
  return `<tr><td><a href="${href}"><bdi>${escapeHtml(titleOf(contact))}</bdi></a></td><td><bdi>${escapeHtml(work?.name ?? '')}</bdi>${title}</td><td>${firstOf(contact.emailAddresses)}</td><td>${firstOf(contact.phoneNumbers)}</td></tr>`;
}

function firstOf(values: readonly { readonly value?: string | null }[] = []): string {
  const [first, ...others] = values;
  if (!first?.value) return '';
  return `<bdi>${escapeHtml(first.value)}</bdi>${others.length > 0 ? `<small>and ${others.length} more</small>` : ''}`;
}

function pageLinks(query: URLSearchParams, number: number, last: number): string {
  if (last === 1) return '';
  const link = (target: number, text: string): string => {
    const address = new URLSearchParams(query);
    address.delete('done');
    address.set('page', String(target));
    return `<a class="button quiet" href="/google/contacts?${escapeHtml(String(address))}">${text}</a>`;
  };
  return `<nav class="actions" aria-label="Pages">${number > 1 ? link(number - 1, 'Previous page') : ''}${number < last ? link(number + 1, 'Next page') : ''}</nav>`;
}
