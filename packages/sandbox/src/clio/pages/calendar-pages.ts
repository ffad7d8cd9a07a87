import { type PlainRequest, type PlainResponse, reply } from '../../kernel/plain-http.ts';
import { escapeHtml, page } from '../../pages/shell.ts';
import type { ClioEntryEdit } from '../calendar/entry-input.ts';
import type { ClioEntryView } from '../calendar/entry-view.ts';
import { type Calendar, dayMs } from '../calendar/records.ts';
import { type Clio, pathInClio } from '../call.ts';
import type { ClioControl } from '../control.ts';
import { Refusal } from '../refusal.ts';
import { agendaPage, zoneOf } from './agenda-page.ts';
import { type EntryForm, editOf, entryFormPage, type Texts, textsOf } from './entry-form.ts';

type Parts = { readonly clio: Clio; readonly control: ClioControl };

const notices: Readonly<Record<string, string>> = {
  added: 'The event was added.',
  saved: 'The event was saved.',
  deleted: 'The event was deleted.',
};

/** The pages "Clio calendars", where a person adds, changes and deletes events, series and single instances by hand. */
export function createCalendarPages(clio: Clio, control: ClioControl): (request: PlainRequest) => PlainResponse {
  const parts = { clio, control };
  return (request) => {
    const url = new URL(request.url);
    const path = pathInClio(url);
    const texts = Object.fromEntries(new URLSearchParams(request.body));
    const isPost = request.method === 'POST';
    if (path === '/calendars/version') return version(clio, url.searchParams);
    if (path === '/mail') return isPost ? clearMail(parts) : mailPage(parts);
    const entry = control.calendar.get(decodeURIComponent(/^\/calendars\/entry\/([^/]+)$/u.exec(path)?.[1] ?? ''));
    if (entry !== undefined) return isPost ? change(parts, entry, texts) : changePage(parts, entry);
    const calendar = calendarOf(clio, url.searchParams);
    if (calendar === undefined) return missingPage(clio);
    if (path === '/calendars/new')
      return isPost ? add(parts, calendar, texts) : newPage(parts, calendar, blank(calendar));
    if (!/^\/calendars\/?$/u.test(path) || isPost) return missingPage(clio);
    return agendaPage(clio, calendar, url.searchParams, notices[url.searchParams.get('done') ?? '']);
  };
}

/** The one that is named, or the first firm's own. */
function calendarOf({ state, calendars }: Clio, query: URLSearchParams): Calendar | undefined {
  const [firm] = state.firms.values();
  const named = state.calendars.get(query.get('calendar') ?? '');
  return named ?? (firm && calendars.all(firm.id)[0]);
}

function version({ entries }: Clio, query: URLSearchParams): PlainResponse {
  return reply(String(entries.version(Number(query.get('firm')))), { headers: { 'cache-control': 'no-store' } });
}

const blank = ({ id }: Calendar): Texts => ({ calendar: String(id) });

function newPage({ clio }: Parts, calendar: Calendar, texts: Texts, problem?: string): PlainResponse {
  return entryFormPage(clio, {
    firm: calendar.firm,
    heading: 'New event',
    action: `${clio.path}/calendars/new?calendar=${calendar.id}`,
    texts,
    zone: zoneOf(clio, calendar),
    problem,
    kind: 'new',
    status: problem === undefined ? 200 : 422,
  });
}

function add(parts: Parts, calendar: Calendar, texts: Texts): PlainResponse {
  const { clio, control } = parts;
  const edit = editOf(clio, calendar.firm, texts, blank(calendar));
  const failed = (problem: string): PlainResponse => newPage(parts, calendar, texts, problem);
  if (typeof edit === 'string') return failed(edit);
  const { summary = '', start = '', end = '', ...rest } = edit;
  return refusedOr(() => {
    control.calendar.add({ calendar: calendar.id, ...rest, summary, start, end }, actOf(texts));
    return goTo(clio, 'added', texts.calendar);
  }, failed);
}

const actOf = ({ notify }: Texts) => ({ notify: notify === 'on' });

function changePage({ clio }: Parts, entry: ClioEntryView, more: Partial<EntryForm> = {}): PlainResponse {
  return entryFormPage(clio, {
    firm: entry.firm,
    heading: entry.summary,
    action: `${clio.path}/calendars/entry/${entry.id}`,
    texts: textsOf(clio, entry),
    zone: entry.time_zone,
    kind: kindOf(entry),
    ...(entry.parent === null ? {} : { seriesHref: `${clio.path}/calendars/entry/${entry.parent}` }),
    ...more,
  });
}

const isInstance = ({ id, parent }: ClioEntryView): boolean => parent !== null && id.startsWith(`${parent}-`);

function kindOf(entry: ClioEntryView): EntryForm['kind'] {
  if (isInstance(entry)) return 'instance';
  return entry.recurrence_rule === null ? 'single' : 'series';
}

/** A form that was overtaken is shown again with the new etag: saving it once more is a decision. */
function change(parts: Parts, entry: ClioEntryView, texts: Texts): PlainResponse {
  const { clio, control } = parts;
  const again = (problem: string, status: number): PlainResponse =>
    changePage(parts, entry, { texts: { ...texts, etag: entry.etag }, problem, status });
  const shown = textsOf(clio, entry);
  if (texts.etag !== entry.etag)
    return again(
      'This event was changed by someone else meanwhile. Saving again replaces their change with yours.',
      409,
    );
  const edit = editOf(clio, entry.firm, { recurrence_rule: shown.recurrence_rule ?? '', ...texts }, shown);
  if (texts.do !== 'delete' && typeof edit === 'string') return again(edit, 422);
  return refusedOr(
    () => {
      if (texts.do === 'delete') remove(control, entry, texts);
      else if (typeof edit !== 'string') save(control, entry, edit, texts);
      return goTo(clio, texts.do === 'delete' ? 'deleted' : 'saved', texts.calendar);
    },
    (problem) => again(problem, 422),
  );
}

function remove({ calendar }: ClioControl, entry: ClioEntryView, texts: Texts): void {
  const { parent, original_start } = entry;
  if (!isInstance(entry) || parent === null || original_start === null) calendar.remove(entry.id, actOf(texts));
  else if (texts.scope === 'all') calendar.remove(parent, actOf(texts));
  else if (texts.scope === 'following') calendar.cancelFollowing(parent, original_start, actOf(texts));
  else calendar.cancelInstance(parent, original_start, actOf(texts));
}

function save({ calendar }: ClioControl, entry: ClioEntryView, edit: ClioEntryEdit, texts: Texts): void {
  const { parent, original_start } = entry;
  const series = parent === null ? undefined : calendar.get(parent);
  if (!isInstance(entry) || parent === null || original_start === null || series === undefined)
    calendar.edit(entry.id, edit, actOf(texts));
  else if (texts.scope === 'all') calendar.edit(parent, shifted(edit, entry, series), actOf(texts));
  else if (texts.scope === 'following') calendar.editFollowing(parent, original_start, edit, actOf(texts));
  else calendar.editInstance(parent, original_start, edit, actOf(texts));
}

/** The times that were typed for one instance, as many days from the series' own as that instance is. */
function shifted(edit: ClioEntryEdit, instance: ClioEntryView, series: ClioEntryView): ClioEntryEdit {
  if (edit.start === undefined || edit.end === undefined) return edit;
  const gap = Math.round((Date.parse(instance.start) - Date.parse(series.start)) / dayMs) * dayMs;
  const moved = (time: string): string => {
    const wall = new Date(Date.parse(time.length === 10 ? time : `${time}Z`) - gap).toISOString();
    return wall.slice(0, time.length);
  };
  return { ...edit, start: moved(edit.start), end: moved(edit.end) };
}

/** `GET {path}/mail`: the mail trap, newest first. */
function mailPage({ clio, control }: Parts): PlainResponse {
  const mails = control.calendar.mails().toReversed();
  const rows = mails.map(
    ({ at, kind, to, summary, why }) =>
      `<tr><td>${escapeHtml(at)}</td><td>${kind}</td><td><bdi>${escapeHtml(to.join(', '))}</bdi></td><td><bdi>${escapeHtml(summary)}</bdi><small>${escapeHtml(why)}</small></td></tr>`,
  );
  const list = `<table class="list"><thead><tr><th scope="col">At</th><th scope="col">What</th><th scope="col">To</th><th scope="col">About</th></tr></thead><tbody>${rows.join('')}</tbody></table>
<form class="actions" method="post" action="${clio.path}/mail"><button class="danger">Forget all</button></form>`;
  const body = `<p><a href="${clio.path}/calendars">All events</a></p><h1>Mail that would have been sent</h1><p class="muted">What Clio would have sent to attendees. Nothing leaves this machine.</p>
${mails.length === 0 ? '<p class="sheet empty">No mail.</p>' : list}`;
  return page({ title: 'Mail', service: 'clio', body });
}

function clearMail({ clio, control }: Parts): PlainResponse {
  control.calendar.clearMails();
  return reply(null, { status: 303, headers: { location: `${clio.path}/mail` } });
}

function refusedOr(act: () => PlainResponse, refused: (problem: string) => PlainResponse): PlainResponse {
  try {
    return act();
  } catch (error) {
    if (error instanceof Refusal) return refused(`${error.message}.`);
    throw error;
  }
}

function goTo({ path }: Clio, done: string, calendar = ''): PlainResponse {
  const location = `${path}/calendars?done=${done}&calendar=${encodeURIComponent(calendar)}`;
  return reply(null, { status: 303, headers: { location } });
}

function missingPage({ path }: Clio): PlainResponse {
  const body = `<section class="sheet narrow"><h1>Not here</h1><p>There is no such event or page. It may have been deleted.</p><p><a href="${path}/calendars">All events</a></p></section>`;
  return page({ title: 'Not here', service: 'clio', body, status: 404 });
}
