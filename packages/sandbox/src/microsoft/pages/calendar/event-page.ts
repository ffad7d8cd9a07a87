import type { PlainResponse } from '../../../kernel/plain-http.ts';
import { escapeHtml, page } from '../../../pages/shell.ts';
import type { OutlookEvent } from '../../calendar/event-view.ts';
import { sensitivities, showAsValues } from '../../calendar/read-event.ts';
import { type EventForm, repeats } from './event-form.ts';

export type EventPage = {
  readonly heading: string;
  /** Where the form goes. */
  readonly action: string;
  readonly listHref: string;
  readonly form: EventForm;
  readonly problem?: string | undefined;
  /** For an event that is there. */
  readonly stored?:
    | {
        readonly event: OutlookEvent;
        readonly calendars: readonly string[];
        readonly path: string;
        readonly query: string;
      }
    | undefined;
};

const labels = {
  free: 'Free',
  tentative: 'Tentative',
  busy: 'Busy',
  oof: 'Away',
  workingElsewhere: 'Working elsewhere',
  unknown: 'Unknown',
  normal: 'Normal',
  personal: 'Personal',
  private: 'Private',
  confidential: 'Confidential',
} as const;

export function eventPage({ heading, action, listHref, form, problem, stored }: EventPage): PlainResponse {
  const isInstance = stored?.event.date !== undefined;
  const body = `<p><a href="${escapeHtml(listHref)}">Calendar</a></p>
<form class="sheet" method="post" action="${escapeHtml(action)}" autocomplete="off">
<h1><bdi>${escapeHtml(heading)}</bdi></h1>
${problem === undefined ? '' : `<p class="error" role="alert">${escapeHtml(problem)}</p>`}
${stored === undefined ? '' : notesOn(stored.event, stored.query)}
<input type="hidden" name="changeKey" value="${escapeHtml(form.changeKey ?? '')}">
${group('Event', field(form, 'subject', 'Subject') + field(form, 'location', 'Place'))}
${group('When', times(form))}
${isInstance ? scopeChoice(form) : group('Repeats', repeatChoice(form))}
${group('Guests', field(form, 'guests', 'E-mail addresses, with commas between them'))}
<p class="muted">Whoever is a guest would get a mail: it is kept among the mails that were sent, and goes nowhere.</p>
${group('Shown as', select(form, 'showAs', 'Free or busy', showAsValues) + select(form, 'sensitivity', 'Privacy', sensitivities) + field(form, 'categories', 'Categories, with commas between them'))}
${group('Notes', `<label class="field"><span>Text</span><textarea name="notes" rows="5" dir="auto">\n${escapeHtml(form.notes ?? '')}</textarea></label>`)}
<div class="actions"><button>Save</button><a class="button quiet" href="${escapeHtml(listHref)}">Cancel</a>
${stored ? `<a class="button danger" href="${escapeHtml(`${stored.path}/delete?${stored.query}`)}">Delete…</a>` : ''}</div>
</form>
${stored && !isInstance ? moveForm(stored) : ''}`;
  return page({ title: heading, service: 'outlook', body, status: problem === undefined ? 200 : 422 });
}

function group(legend: string, fields: string): string {
  return `<fieldset><legend>${legend}</legend><div class="grid">${fields}</div></fieldset>`;
}

function field(form: EventForm, name: string, label: string, type = 'text'): string {
  return `<label class="field"><span>${label}</span><input type="${type}" name="${name}" value="${escapeHtml(form[name] ?? '')}" dir="auto"></label>`;
}

function times(form: EventForm): string {
  const isAllDay = form.isAllDay === 'on' ? ' checked' : '';
  return [
    field(form, 'startDate', 'From, day', 'date'),
    field(form, 'startTime', 'From, time', 'time'),
    field(form, 'endDate', 'To, day', 'date'),
    field(form, 'endTime', 'To, time', 'time'),
    field(form, 'zone', 'Time zone'),
    `<label class="choice"><input type="checkbox" name="isAllDay" value="on"${isAllDay}>All day</label>`,
  ].join('');
}

function select(form: EventForm, name: string, label: string, values: readonly (keyof typeof labels)[]): string {
  const options = values.map(
    (value) => `<option value="${value}"${form[name] === value ? ' selected' : ''}>${labels[value]}</option>`,
  );
  return `<label class="field"><span>${label}</span><select name="${name}">${options.join('')}</select></label>`;
}

function repeatChoice(form: EventForm): string {
  const kept = form.repeat === 'kept' ? '<option value="kept" selected>As it does now</option>' : '';
  const options = Object.entries(repeats).map(
    ([value, label]) => `<option value="${value}"${form.repeat === value ? ' selected' : ''}>${label}</option>`,
  );
  return `<label class="field"><span>How often</span><select name="repeat">${kept}${options.join('')}</select></label>${field(form, 'until', 'Until', 'date')}`;
}

function scopeChoice(form: EventForm): string {
  const choice = (value: string, label: string): string =>
    `<label class="choice"><input type="radio" name="scope" value="${value}"${form.scope === value ? ' checked' : ''}>${label}</label>`;
  return group('Change', choice('one', 'This one only') + choice('following', 'This and following'));
}

function notesOn(event: OutlookEvent, query: string): string {
  const series = event.seriesMasterId
    ? `<p class="muted">One of a series. <a href="/outlook/calendar/${encodeURIComponent(event.seriesMasterId)}?${escapeHtml(query)}">The whole series</a></p>`
    : '';
  const days = [
    ...event.changed.map((date) => `${date} changed`),
    ...event.cancelled.map((date) => `${date} cancelled`),
  ];
  const special = days.length === 0 ? '' : `<p class="muted">Special days: ${days.join(', ')}.</p>`;
  const online = {
    none: '',
    present: 'An online meeting; the text says how to join.',
    destroyed: 'Was an online meeting: the text no longer says how to join.',
  };
  return `${series}${special}${online[event.joinBlock] === '' ? '' : `<p class="muted">${online[event.joinBlock]}</p>`}`;
}

function moveForm({ event, calendars, path, query }: NonNullable<EventPage['stored']>): string {
  const options = calendars.map(
    (name) => `<option${name === event.calendar ? ' selected' : ''}>${escapeHtml(name)}</option>`,
  );
  return `<form class="sheet" method="post" action="${escapeHtml(`${path}/move?${query}`)}"><h2>Calendar</h2>
<div class="row"><label class="field"><span>Move to</span><select name="to">${options.join('')}</select></label><button class="quiet">Move</button></div></form>`;
}

export function deleteEventPage(event: OutlookEvent, path: string, query: string): PlainResponse {
  const isInstance = event.date !== undefined;
  const choice = (value: string, label: string, checked: boolean): string =>
    `<label class="choice"><input type="radio" name="scope" value="${value}"${checked ? ' checked' : ''}>${label}</label>`;
  const scope = isInstance
    ? choice('one', 'This one only', true) + choice('following', 'This and following', false)
    : '';
  const body = `<form class="sheet narrow" method="post" action="${escapeHtml(`${path}/delete?${query}`)}"><h1>Delete this event?</h1>
<p><strong><bdi>${escapeHtml(event.subject || '(no subject)')}</bdi></strong>${event.type === 'seriesMaster' ? ', the whole series' : ''}</p>${scope}
<div class="actions"><button class="danger">Delete</button><a class="button quiet" href="${escapeHtml(`${path}?${query}`)}">Keep</a></div></form>`;
  return page({ title: 'Delete event', service: 'outlook', body });
}
