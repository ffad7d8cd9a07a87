import { type PlainResponse } from '../../kernel/plain-http.ts';
import { liveList } from '../../pages/live-list.ts';
import { escapeHtml, page } from '../../pages/shell.ts';
import { matches } from '../book.ts';
import type { Clio } from '../call.ts';
import { type Contact, type Firm, fullName, type Row } from '../records.ts';

const pageRows = 100;
const collator = new Intl.Collator('en', { sensitivity: 'base' });

/** `GET {path}/contacts?firm=&query=&sort=&page=`: a hundred at a time. */
export function listPage(clio: Clio, firm: Firm, query: URLSearchParams, notice: string | undefined): PlainResponse {
  const question = query.get('query')?.trim() ?? '';
  const sort = query.get('sort') === 'changed' ? 'changed' : 'name';
  const sorted = sortedContacts(clio, firm, sort);
  const found = question === '' ? sorted : sorted.filter((contact) => matches(contact, question, clio.book));
  const last = Math.max(1, Math.ceil(found.length / pageRows));
  const number = Math.min(last, Math.max(1, Math.trunc(Number(query.get('page') ?? 1)) || 1));
  const shown = found.slice((number - 1) * pageRows, number * pageRows);
  const body = `<h1>Contacts</h1><p class="muted">${escapeHtml(firm.name)}</p>
${firmLinks(clio, firm)}
<div class="toolbar">${searchForm(clio, firm, question, sort)}<div class="actions"><a class="button" href="${clio.path}/contacts/new?firm=${firm.id}">Add person</a><a class="button quiet" href="${clio.path}/contacts/new?firm=${firm.id}&amp;type=Company">Add company</a><a class="button quiet" href="${clio.path}/matters?firm=${firm.id}">Matters</a><a class="button quiet" href="${clio.path}/calendars">Calendars</a></div></div>
<div id="list">${shown.length === 0 ? emptyNote(question) : table(clio, shown, caption(found.length, number, last))}${pageLinks(clio, query, number, last)}</div>`;
  const script = liveList(`${clio.path}/contacts/version?firm=${firm.id}`);
  return page({ title: 'Contacts', service: 'clio', body, script, ...(notice === undefined ? {} : { notice }) });
}

type Sort = 'name' | 'changed';
const sortedBooks = new WeakMap<Clio, { readonly key: string; readonly contacts: readonly Contact[] }>();

/** Sorting ten thousand names takes a while, and people turn pages more often than contacts change. */
function sortedContacts(clio: Clio, firm: Firm, sort: Sort): readonly Contact[] {
  const key = `${firm.id}:${sort}:${clio.book.version(firm.id)}`;
  const known = sortedBooks.get(clio);
  if (known?.key === key) return known.contacts;
  const contacts = clio.book.all(firm.id).map((contact) => ({ contact, name: listName(contact) }));
  contacts.sort((a, b) =>
    sort === 'changed' ? b.contact.updated_at - a.contact.updated_at : collator.compare(a.name, b.name),
  );
  const sorted = contacts.map(({ contact }) => contact);
  sortedBooks.set(clio, { key, contacts: sorted });
  return sorted;
}

function listName(contact: Contact): string {
  if (contact.type === 'Company') return contact.name ?? '';
  return [contact.last_name, contact.first_name].filter(Boolean).join(', ');
}

function firmLinks({ state, path }: Clio, current: Firm): string {
  if (state.firms.size() < 2) return '';
  const links = [...state.firms.values()].map(
    (firm) =>
      `<a href="${path}/contacts?firm=${firm.id}"${firm.id === current.id ? ' aria-current="page"' : ''}>${escapeHtml(firm.name)}</a>`,
  );
  return `<nav aria-label="Firms" class="actions">${links.join('')}</nav>`;
}

function searchForm({ path }: Clio, firm: Firm, question: string, sort: Sort): string {
  const option = (value: Sort, label: string) =>
    `<option value="${value}"${value === sort ? ' selected' : ''}>${label}</option>`;
  return `<form method="get" action="${path}/contacts" role="search"><input type="hidden" name="firm" value="${firm.id}">
<label class="field"><span>Search</span><input type="search" name="query" value="${escapeHtml(question)}" placeholder="Name, e-mail, phone, company"></label>
<label class="field short"><span>Order</span><select name="sort">${option('name', 'Name')}${option('changed', 'Changed last')}</select></label>
<button class="quiet">Search</button></form>`;
}

function caption(count: number, number: number, last: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'contact' : 'contacts'}${last > 1 ? ` · page ${number} of ${last}` : ''}`;
}

function emptyNote(question: string): string {
  return question === ''
    ? '<p class="sheet empty">There are no contacts yet.</p>'
    : `<p class="sheet empty">Nothing matches “${escapeHtml(question)}”.</p>`;
}

function table(clio: Clio, contacts: readonly Contact[], summary: string): string {
  const rows = contacts.map((contact) => tableRow(clio, contact)).join('');
  return `<table class="list"><caption>${summary}</caption><thead><tr><th scope="col">Name</th><th scope="col">Company and title</th><th scope="col">E-mail</th><th scope="col">Phone</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function tableRow(clio: Clio, contact: Contact): string {
  const company = contact.company === null ? undefined : clio.book.get(contact.firm, contact.company);
  const pill = contact.type === 'Company' ? ' <span class="pill">Company</span>' : '';
  const title = contact.title ? `<small><bdi>${escapeHtml(contact.title)}</bdi></small>` : '';
  return `<tr><td><a href="${clio.path}/contacts/${contact.id}"><bdi>${escapeHtml(fullName(contact) || '(no name)')}</bdi></a>${pill}</td><td><bdi>${escapeHtml(company?.name ?? '')}</bdi>${title}</td><td>${firstOf(contact.email_addresses, 'address')}</td><td>${firstOf(contact.phone_numbers, 'number')}</td></tr>`;
}

function firstOf(rows: readonly Row[], part: string): string {
  const first = rows.find((row) => row.primary) ?? rows[0];
  if (first === undefined) return '';
  const more = rows.length > 1 ? `<small>and ${rows.length - 1} more</small>` : '';
  return `<bdi>${escapeHtml(first.parts[part] ?? '')}</bdi>${more}`;
}

function pageLinks({ path }: Clio, query: URLSearchParams, number: number, last: number): string {
  if (last === 1) return '';
  const link = (target: number, label: string) => {
    const address = new URLSearchParams(query);
    address.delete('done');
    address.set('page', String(target));
    return `<a class="button quiet" href="${path}/contacts?${escapeHtml(String(address))}">${label}</a>`;
  };
  return `<nav class="actions" aria-label="Pages">${number > 1 ? link(number - 1, 'Previous page') : ''}${number < last ? link(number + 1, 'Next page') : ''}</nav>`;
}
