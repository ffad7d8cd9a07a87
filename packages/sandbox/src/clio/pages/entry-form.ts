import type { PlainResponse } from '../../kernel/plain-http.ts';
import { escapeHtml, page } from '../../pages/shell.ts';
import type { ClioEntryEdit } from '../calendar/entry-input.ts';
import type { ClioEntryView } from '../calendar/entry-view.ts';
import { type Attendee, dayMs } from '../calendar/records.ts';
import { dateOf, toWall } from '../calendar/wall-time.ts';
import type { Clio } from '../call.ts';
import { contactNamed, nameOf } from './matter-pages.ts';

/** What a person typed, before anything is judged. Of an all-day event the dates alone count, the last one included. */
export type Texts = Readonly<Record<string, string>>;

/** The texts of an entry, with its times in its own zone. */
export function textsOf(clio: Clio, entry: ClioEntryView): Texts {
  const wall = (time: string): string => new Date(toWall(Date.parse(time), entry.time_zone)).toISOString().slice(0, 16);
  const lastDay = (end: string): string => dateOf(Date.parse(`${end}T00:00:00Z`) - dayMs);
  return {
    etag: entry.etag,
    summary: entry.summary,
    calendar: String(entry.calendar),
    start: entry.all_day ? `${entry.start}T00:00` : wall(entry.start),
    end: entry.all_day ? `${lastDay(entry.end)}T00:00` : wall(entry.end),
    all_day: entry.all_day ? 'on' : '',
    location: entry.location ?? '',
    description: entry.description ?? '',
    recurrence_rule: entry.recurrence_rule ?? '',
    private: entry.private ? 'on' : '',
    attendees: entry.attendees.map((attendee) => attendeeText(clio, entry.firm, attendee)).join('\n'),
  };
}

function attendeeText(clio: Clio, firm: number, { type, id }: Pick<Attendee, 'type' | 'id'>): string {
  return type === 'Contact' ? nameOf(clio, firm, id) : (clio.calendars.get(firm, id)?.name ?? '');
}

/** Only what differs from how the form was shown; a sentence when something is wrong with it. */
export function editOf(clio: Clio, firm: number, texts: Texts, shown: Texts): ClioEntryEdit | string {
  const isChanged = (...names: readonly string[]): boolean =>
    names.some((name) => (texts[name] ?? '') !== (shown[name] ?? ''));
  const attendees = readAttendees(clio, firm, texts.attendees ?? '');
  if (attendees === undefined) return 'There is no contact or calendar of one of the attendees’ names.';
  const times = readTimes(texts);
  if (times === undefined) return 'An event needs a beginning and an end.';
  return {
    ...(isChanged('summary') ? { summary: texts.summary?.trim() ?? '' } : {}),
    ...(isChanged('calendar') ? { calendar: Number(texts.calendar) } : {}),
    ...(isChanged('start', 'end', 'all_day') ? times : {}),
    ...(isChanged('location') ? { location: texts.location ?? null } : {}),
    ...(isChanged('description') ? { description: texts.description ?? null } : {}),
    ...(isChanged('recurrence_rule') ? { recurrence_rule: texts.recurrence_rule?.trim() ?? null } : {}),
    ...(isChanged('private') ? { private: texts.private === 'on' } : {}),
    ...(isChanged('attendees') ? { attendees } : {}),
  };
}

function readTimes({
  start = '',
  end = '',
  all_day,
}: Texts): Required<Pick<ClioEntryEdit, 'start' | 'end' | 'all_day'>> | undefined {
  if (![start, end].every((text) => /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/u.test(text))) return undefined;
  if (all_day !== 'on') return { start, end, all_day: false };
  const nextDay = dateOf(Date.parse(`${end.slice(0, 10)}T00:00:00Z`) + dayMs);
  return { start: start.slice(0, 10), end: nextDay, all_day: true };
}

/** A contact by name or number, or a calendar by its name. */
function readAttendees(clio: Clio, firm: number, text: string): readonly Pick<Attendee, 'type' | 'id'>[] | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const found = lines.map((line): Pick<Attendee, 'type' | 'id'> | undefined => {
    const calendar = clio.calendars.all(firm).find(({ name }) => name === line.trim());
    if (calendar !== undefined) return { type: 'Calendar', id: calendar.id };
    const contact = contactNamed(clio, firm, line);
    return contact && { type: 'Contact', id: contact.id };
  });
  return found.includes(undefined) ? undefined : found.filter((one) => one !== undefined);
}

export type EntryForm = {
  readonly firm: number;
  readonly heading: string;
  readonly action: string;
  readonly texts: Texts;
  readonly zone: string;
  readonly problem?: string | undefined;
  readonly status?: number;
  /** `new`, a single event, a whole series, or one of its instances. */
  readonly kind: 'new' | 'single' | 'series' | 'instance';
  /** Of an instance: where its series is changed. */
  readonly seriesHref?: string;
};

export function entryFormPage(clio: Clio, form: EntryForm): PlainResponse {
  const { texts, heading, action, problem, kind } = form;
  const listHref = `${clio.path}/calendars?calendar=${texts.calendar ?? ''}`;
  const series = form.seriesHref === undefined ? '' : ` · <a href="${escapeHtml(form.seriesHref)}">The series</a>`;
  const body = `<p><a href="${listHref}">All events</a>${series}</p>
<form class="sheet" method="post" action="${escapeHtml(action)}" autocomplete="off"><h1>${escapeHtml(heading)}</h1>
${problem === undefined ? '' : `<p class="error" role="alert">${escapeHtml(problem)}</p>`}
<input type="hidden" name="etag" value="${escapeHtml(texts.etag ?? '')}">
<fieldset><legend>Event</legend><div class="grid">${field(texts, 'summary', 'Title')}<label class="field"><span>Calendar</span><select name="calendar">${calendarOptions(clio, form)}</select></label>
${field(texts, 'start', `Begins (${form.zone})`, 'datetime-local')}${field(texts, 'end', 'Ends', 'datetime-local')}
${field(texts, 'location', 'Place')}${kind === 'instance' ? '' : field(texts, 'recurrence_rule', 'Repeats (such as FREQ=WEEKLY;COUNT=4)')}
<label class="field"><span>Description</span><textarea name="description" rows="3" dir="auto">${escapeHtml(texts.description ?? '')}</textarea></label>
<label class="field"><span>Attendees (contacts, or calendars of colleagues; one on each line)</span><textarea name="attendees" rows="3" dir="auto">${escapeHtml(texts.attendees ?? '')}</textarea></label></div>
<div class="row">${box(texts, 'all_day', 'All day: the dates alone count, the last one included')}${box(texts, 'private', 'Private')}${box({}, 'notify', 'Notify attendees by e-mail')}</div></fieldset>
${kind === 'instance' ? scopes : ''}
<div class="actions"><button name="do" value="save">Save</button><a class="button quiet" href="${listHref}">Cancel</a>
${kind === 'new' ? '' : '<button class="danger" name="do" value="delete">Delete</button>'}</div></form>`;
  return page({ title: heading, service: 'clio', body, status: form.status ?? 200 });
}

const scopes = `<fieldset><legend>Save or delete</legend>${(
  [
    ['this', 'Only this event'],
    ['following', 'This and the following events'],
    ['all', 'All events of the series'],
  ] as const
)
  .map(
    ([value, label]) =>
      `<label class="choice"><input type="radio" name="scope" value="${value}"${value === 'this' ? ' checked' : ''}>${label}</label>`,
  )
  .join('')}</fieldset>`;

function field(texts: Texts, name: string, label: string, type = 'text'): string {
  return `<label class="field"><span>${label}</span><input type="${type}" name="${name}" value="${escapeHtml(texts[name] ?? '')}" dir="auto"></label>`;
}

function box(texts: Texts, name: string, label: string): string {
  return `<label class="choice"><input type="checkbox" name="${name}"${texts[name] === 'on' ? ' checked' : ''}>${label}</label>`;
}

function calendarOptions({ calendars }: Clio, { firm, texts }: EntryForm): string {
  return calendars
    .all(firm)
    .map(
      ({ id, name }) =>
        `<option value="${id}"${String(id) === texts.calendar ? ' selected' : ''}>${escapeHtml(name)}</option>`,
    )
    .join('');
}
