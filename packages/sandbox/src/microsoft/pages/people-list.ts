import { type PlainResponse } from '../../kernel/plain-http.ts';
import { liveList } from '../../pages/live-list.ts';
import { escapeHtml, page } from '../../pages/shell.ts';
import type { Account } from '../directory.ts';
import type { OutlookContact, OutlookPeople } from '../people.ts';

const pageRows = 100;

export type PeopleList = {
  readonly account: Account;
  readonly accounts: readonly Account[];
  readonly people: OutlookPeople;
  /** `folder`, `query` and `page`. */
  readonly query: URLSearchParams;
  readonly notice?: string | undefined;
};

/** `GET /outlook/people?mailbox=&folder=&query=&page=`: a hundred at a time. */
export function peopleListPage({ account, accounts, people, query, notice }: PeopleList): PlainResponse {
  const folder = query.get('folder') ?? 'Contacts';
  const question = query.get('query')?.trim() ?? '';
  const found = sortedPeople(people, account.oid, folder).filter(({ text }) => text.includes(folded(question)));
  const last = Math.max(1, Math.ceil(found.length / pageRows));
  const number = Math.min(last, Math.max(1, Math.trunc(Number(query.get('page') ?? 1)) || 1));
  const shown = found.slice((number - 1) * pageRows, number * pageRows).map(({ contact }) => contact);
  const mailbox = new URLSearchParams({ mailbox: account.email }).toString();
  const body = `<h1>People</h1><p class="muted"><bdi>${escapeHtml(account.name)}</bdi> · ${escapeHtml(account.email)} · <a href="/outlook/calendar?${escapeHtml(mailbox)}">Calendar</a></p>
<div class="toolbar">${searchForm(account, accounts, people, folder, question)}<a class="button" href="/outlook/people/new?${escapeHtml(mailbox)}">Add contact</a></div>
<div id="list">${shown.length === 0 ? emptyNote(question) : table(shown, mailbox, caption(found.length, number, last))}${pageLinks(query, number, last)}</div>`;
  const script = liveList(`/outlook/people/version?${mailbox}`);
  return page({ title: 'People', service: 'outlook', body, script, ...(notice === undefined ? {} : { notice }) });
}

type Sorted = readonly { readonly contact: OutlookContact; readonly text: string }[];
const collator = new Intl.Collator('en', { sensitivity: 'base' });
const sortedFolders = new WeakMap<OutlookPeople, { readonly key: string; readonly sorted: Sorted }>();

/** Sorting ten thousand names takes a while, and people turn pages more often than contacts change. */
function sortedPeople(people: OutlookPeople, oid: string, folder: string): Sorted {
  const key = `${oid}/${folder}/${people.version()}`;
  const known = sortedFolders.get(people);
  if (known?.key === key) return known.sorted;
  const sorted = people
    .list(folder)
    .map((contact) => ({ contact, text: searchText(contact) }))
    .sort((one, other) => collator.compare(filing(one.contact), filing(other.contact)));
  sortedFolders.set(people, { key, sorted });
  return sorted;
}

function filing(contact: OutlookContact): string {
  return contact.fileAs || contact.displayName || '';
}

function searchText(contact: OutlookContact): string {
  const { displayName, fileAs, companyName, emailAddresses, businessPhones, homePhones, mobilePhone } = contact;
  const emails = emailAddresses?.map(({ address }) => address) ?? [];
  const texts = [
    displayName,
    fileAs,
    companyName,
    ...emails,
    ...(businessPhones ?? []),
    ...(homePhones ?? []),
    mobilePhone,
  ];
  return folded(texts.filter(Boolean).join('\n'));
}

/** Without accents and case, so that "zoe" finds "Zoë". */
function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

function searchForm(
  account: Account,
  accounts: readonly Account[],
  people: OutlookPeople,
  folder: string,
  question: string,
): string {
  const option = (value: string, label: string, selected: boolean): string =>
    `<option value="${escapeHtml(value)}"${selected ? ' selected' : ''}>${escapeHtml(label)}</option>`;
  const mailboxes = accounts
    .filter(({ mailbox }) => mailbox)
    .map(({ email, name }) => option(email, name, email === account.email));
  const folders = people.folders().map(({ displayName }) => option(displayName, displayName, displayName === folder));
  const choice =
    mailboxes.length < 2
      ? `<input type="hidden" name="mailbox" value="${escapeHtml(account.email)}">`
      : `<label class="field short"><span>Mailbox</span><select name="mailbox">${mailboxes.join('')}</select></label>`;
  return `<form method="get" action="/outlook/people" role="search">${choice}
<label class="field short"><span>Folder</span><select name="folder">${folders.join('')}</select></label>
<label class="field"><span>Search</span><input type="search" name="query" value="${escapeHtml(question)}" placeholder="Name, e-mail, phone, company"></label>
<button class="quiet">Show</button></form>`;
}

function caption(count: number, number: number, last: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'contact' : 'contacts'}${last > 1 ? ` · page ${number} of ${last}` : ''}`;
}

function emptyNote(question: string): string {
  return question === ''
    ? '<p class="sheet empty">There is nobody in this folder yet.</p>'
    : `<p class="sheet empty">Nobody matches “${escapeHtml(question)}”.</p>`;
}

function table(contacts: readonly OutlookContact[], mailbox: string, summary: string): string {
  const rows = contacts.map((contact) => tableRow(contact, mailbox)).join('');
  return `<table class="list"><caption>${summary}</caption><thead><tr><th scope="col">Name</th><th scope="col">Company and title</th><th scope="col">E-mail</th><th scope="col">Phone</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function tableRow(contact: OutlookContact, mailbox: string): string {
  const href = `/outlook/people/${encodeURIComponent(contact.id)}?${mailbox}`;
  const title = contact.jobTitle ? `<small><bdi>${escapeHtml(contact.jobTitle)}</bdi></small>` : '';
  const emails = contact.emailAddresses?.map(({ address, name }) => address ?? name ?? '') ?? [];
  const phones = [contact.mobilePhone, ...(contact.businessPhones ?? []), ...(contact.homePhones ?? [])];
  return `<tr><td><a href="${escapeHtml(href)}"><bdi>${escapeHtml(contact.displayName || '(no name)')}</bdi></a></td><td><bdi>${escapeHtml(contact.companyName ?? '')}</bdi>${title}</td><td>${firstOf(emails)}</td><td>${firstOf(phones)}</td></tr>`;
}

function firstOf(texts: readonly (string | null | undefined)[]): string {
  const [first, ...others] = texts.filter((text) => text);
  if (!first) return '';
  return `<bdi>${escapeHtml(first)}</bdi>${others.length > 0 ? `<small>and ${others.length} more</small>` : ''}`;
}

function pageLinks(query: URLSearchParams, number: number, last: number): string {
  if (last === 1) return '';
  const link = (target: number, label: string): string => {
    const address = new URLSearchParams(query);
    address.delete('done');
    address.set('page', String(target));
    return `<a class="button quiet" href="/outlook/people?${escapeHtml(String(address))}">${label}</a>`;
  };
  return `<nav class="actions" aria-label="Pages">${number > 1 ? link(number - 1, 'Previous page') : ''}${number < last ? link(number + 1, 'Next page') : ''}</nav>`;
}
