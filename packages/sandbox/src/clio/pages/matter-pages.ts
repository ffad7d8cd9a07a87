import { type PlainRequest, type PlainResponse, reply } from '../../kernel/plain-http.ts';
import { escapeHtml, page } from '../../pages/shell.ts';
import { type Clio, pathInClio } from '../call.ts';
import type { ClioControl } from '../control.ts';
import type { ClioMatterInput, ClioMatterView } from '../matter-control.ts';
import { type Contact, fullName, matterStatuses, type Participant } from '../records.ts';

type Texts = Readonly<Record<string, string>>;
type Parts = { readonly clio: Clio; readonly control: ClioControl };

/** The pages "Matters", where a person opens and closes them, and says who has to do with them. Without JavaScript. */
export function createMatterPages(clio: Clio, control: ClioControl): (request: PlainRequest) => PlainResponse {
  const parts = { clio, control };
  return (request) => {
    const url = new URL(request.url);
    const [, id] = /^\/matters\/(\d+)$/u.exec(pathInClio(url)) ?? [];
    const firm = Number(url.searchParams.get('firm')) || ([...clio.state.firms.values()][0]?.id ?? 0);
    const matter = id === undefined ? undefined : control.matters.get(Number(id));
    if (id !== undefined && matter === undefined) return missingPage(clio);
    const about = { firm: matter?.firm ?? firm, matter };
    if (request.method === 'GET') {
      return matter ? matterPage(parts, about, textsOf(clio, matter)) : listPage(parts, about.firm, {});
    }
    return save(parts, about, Object.fromEntries(new URLSearchParams(request.body)));
  };
}

type About = { readonly firm: number; readonly matter: ClioMatterView | undefined };

function save(parts: Parts, about: About, texts: Texts): PlainResponse {
  const { clio, control } = parts;
  const { firm, matter } = about;
  if (texts.do === 'delete' && matter) control.matters.remove(matter.id);
  else {
    const read = readMatter(clio, firm, texts);
    if (typeof read === 'string') {
      return matter ? matterPage(parts, about, texts, read) : listPage(parts, firm, texts, read);
    }
    const area = texts.practice_area?.trim() ?? '';
    const practice_area = area === '' ? null : control.matters.practiceArea(area, firm);
    if (matter) control.matters.edit(matter.id, { ...read, practice_area });
    else control.matters.add({ ...read, practice_area }, firm);
  }
  return reply(null, { status: 303, headers: { location: `${clio.path}/matters?firm=${firm}` } });
}

/** What the form asks for, or what is wrong with it. */
function readMatter(clio: Clio, firm: number, texts: Texts): ClioMatterInput | string {
  const client = contactNamed(clio, firm, texts.client ?? '');
  if (client === undefined) return 'There is no contact of the client’s name or number.';
  const names = (texts.related ?? '').split('\n').filter((name) => name.trim() !== '');
  const related = names.map((name) => contactNamed(clio, firm, name)?.id);
  if (related.includes(undefined)) return 'There is no contact of one of the related names or numbers.';
  return {
    client: client.id,
    description: texts.description?.trim() ?? '',
    status: matterStatuses.find((status) => status === texts.status) ?? 'Open',
    ...placeOf(clio, texts),
    related: related.filter((id) => id !== undefined),
  };
}

/** What is left blank is none. */
function placeOf({ state }: Clio, { attorney, open_date, close_date }: Texts): Partial<ClioMatterInput> {
  const day = (text = ''): string | null => (/^\d{4}-\d{2}-\d{2}$/u.test(text) ? text : null);
  return {
    responsible_attorney: state.users.get(attorney ?? '')?.id ?? null,
    open_date: day(open_date),
    ...(day(close_date) === null ? {} : { close_date: day(close_date) }),
  };
}

/** By number, or by the first one of that name. */
export function contactNamed({ book }: Clio, firm: number, text: string): Contact | undefined {
  const wanted = text.trim();
  if (/^\d+$/u.test(wanted)) return book.get(firm, Number(wanted));
  return book.all(firm).find((contact) => fullName(contact).toLowerCase() === wanted.toLowerCase());
}

/** People are named where no other has their name, which would find the other one. */
export function nameOf(clio: Clio, firm: number, id: number): string {
  const contact = clio.book.get(firm, id);
  const name = contact ? fullName(contact) : '';
  return contactNamed(clio, firm, name)?.id === id ? name : String(id);
}

const textsOf = (clio: Clio, matter: ClioMatterView): Texts => {
  const { firm, client, description, status, related, practice_area, responsible_attorney } = matter;
  return {
    practice_area: clio.state.practiceAreas.get(String(practice_area))?.name ?? '',
    attorney: String(responsible_attorney ?? ''),
    open_date: matter.open_date ?? '',
    close_date: matter.close_date ?? '',
    client: nameOf(clio, firm, client),
    description,
    status,
    related: related.map((id) => nameOf(clio, firm, id)).join('\n'),
  };
};

/** The newest first, two hundred at most. */
function listPage({ clio, control }: Parts, firm: number, texts: Texts, problem?: string): PlainResponse {
  const all = control.matters.list(firm);
  const shown = all.toReversed().slice(0, 200);
  const rows = shown.map((matter) => {
    const client = clio.book.get(firm, matter.client);
    return `<tr><td><a href="${clio.path}/matters/${matter.id}">${String(matter.number).padStart(5, '0')}</a></td><td><bdi>${escapeHtml(matter.description)}</bdi></td><td><bdi>${escapeHtml(client ? fullName(client) : '(deleted)')}</bdi></td><td>${matter.status}</td><td>${matter.related.length}</td></tr>`;
  });
  const body = `<p><a href="${clio.path}/contacts?firm=${firm}">All contacts</a></p><h1>Matters</h1>
<table class="list"><caption>${all.length.toLocaleString('en')} ${all.length === 1 ? 'matter' : 'matters'}${shown.length < all.length ? ' · the newest 200' : ''}</caption><thead><tr><th scope="col">Number</th><th scope="col">Description</th><th scope="col">Client</th><th scope="col">Status</th><th scope="col">Related</th></tr></thead><tbody>${rows.join('')}</tbody></table>
${form(clio, firm, { action: `${clio.path}/matters?firm=${firm}`, heading: 'New matter', texts, problem })}`;
  return page({ title: 'Matters', service: 'clio', body, status: problem === undefined ? 200 : 422 });
}

function matterPage({ clio, control }: Parts, { firm, matter }: About, texts: Texts, problem?: string): PlainResponse {
  const heading = `Matter ${String(matter?.number).padStart(5, '0')}`;
  const body = `<p><a href="${clio.path}/matters?firm=${firm}">All matters</a></p>
${form(clio, firm, { action: `${clio.path}/matters/${matter?.id}`, heading, texts, problem, more: '<button class="danger" name="do" value="delete">Delete</button>' })}
${matter ? communicationsOf(clio, control, matter) : ''}`;
  return page({ title: heading, service: 'clio', body, status: problem === undefined ? 200 : 422 });
}

/** What was logged on it, the newest first. */
function communicationsOf(clio: Clio, control: ClioControl, { id, firm }: ClioMatterView): string {
  const logged = control.communications.list(firm).filter(({ matter }) => matter === id);
  const newest = logged.toSorted((a, b) => b.received_at - a.received_at).slice(0, 200);
  const rows = newest.map(({ received_at, subject, body, senders, receivers }) => {
    const when = new Date(received_at).toISOString();
    return `<tr><td><time datetime="${when}">${when.slice(0, 16).replace('T', ' ')}</time></td><td>${namesOf(clio, firm, senders)}</td><td>${namesOf(clio, firm, receivers)}</td><td><bdi>${escapeHtml(subject)}</bdi></td><td><bdi>${escapeHtml(body)}</bdi></td></tr>`;
  });
  const head = ['Received (UTC)', 'From', 'To', 'Subject', 'Text'].map((text) => `<th scope="col">${text}</th>`);
  return `<table class="list"><caption>${logged.length} ${logged.length === 1 ? 'communication' : 'communications'}</caption><thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function namesOf({ book, state }: Clio, firm: number, people: readonly Participant[]): string {
  const names = people.map(({ type, id }) => {
    if (type === 'User') return state.users.get(String(id))?.name ?? '(deleted)';
    const contact = book.get(firm, id);
    return contact ? fullName(contact) : '(deleted)';
  });
  return `<bdi>${escapeHtml(names.join(', '))}</bdi>`;
}

type MatterForm = {
  readonly action: string;
  readonly heading: string;
  readonly texts: Texts;
  readonly problem: string | undefined;
  readonly more?: string;
};

function form({ state }: Clio, firm: number, { action, heading, texts, problem, more = '' }: MatterForm): string {
  const options = matterStatuses.map(
    (status) => `<option${status === texts.status ? ' selected' : ''}>${status}</option>`,
  );
  const users = [...state.users.values()].filter((user) => user.firm === firm);
  const attorneys = users.map(
    ({ id, name }) =>
      `<option value="${id}"${String(id) === texts.attorney ? ' selected' : ''}>${escapeHtml(name)}</option>`,
  );
  const text = (name: string, label: string, type = 'text') =>
    `<label class="field"><span>${label}</span><input type="${type}" name="${name}" value="${escapeHtml(texts[name] ?? '')}" dir="auto"></label>`;
  return `<form class="sheet" method="post" action="${action}" autocomplete="off"><h2>${heading}</h2>
${problem === undefined ? '' : `<p class="error" role="alert">${escapeHtml(problem)}</p>`}
<div class="grid">${text('client', 'Client (name or number of a contact)')}${text('description', 'Description')}<label class="field short"><span>Status</span><select name="status">${options.join('')}</select></label>
${text('practice_area', 'Practice area')}<label class="field"><span>Responsible attorney</span><select name="attorney"><option value="">Nobody</option>${attorneys.join('')}</select></label>
${text('open_date', 'Open date', 'date')}${text('close_date', 'Close date', 'date')}
<label class="field"><span>Related contacts (one on each line)</span><textarea name="related" rows="3" dir="auto">${escapeHtml(texts.related ?? '')}</textarea></label></div>
<div class="actions"><button name="do" value="save">Save</button>${more}</div></form>`;
}

function missingPage({ path }: Clio): PlainResponse {
  const body = `<section class="sheet narrow"><h1>Not here</h1><p>There is no such matter. It may have been deleted.</p><p><a href="${path}/matters">All matters</a></p></section>`;
  return page({ title: 'Not here', service: 'clio', body, status: 404 });
}
