import type { PlainResponse } from '../../../kernel/plain-http.ts';
import { escapeHtml, page } from '../../../pages/shell.ts';
import type { EventForm } from './event-form.ts';

export type EventPage = {
  readonly heading: string;
  /** Where the form goes. */
  readonly action: string;
  readonly listHref: string;
  readonly form: EventForm;
  readonly problem?: string | undefined;
  /** Of an event that is there. */
  readonly stored?: Stored | undefined;
};
type Stored = {
  readonly isSeries: boolean;
  /** Of an instance: where its series is. */
  readonly seriesHref?: string | undefined;
  /** Said at the top, for example that somebody else organizes it. */
  readonly note?: string | undefined;
  /** The account's own answer, where it is a guest. */
  readonly answer?: string | undefined;
};

export function eventPage({ heading, action, listHref, form, problem, stored }: EventPage): PlainResponse {
  const isInstance = stored?.seriesHref !== undefined;
  const body = `<p><a href="${escapeHtml(listHref)}">Calendar</a></p>
<form class="sheet" method="post" action="${escapeHtml(action)}" autocomplete="off">
<h1><bdi>${escapeHtml(heading)}</bdi></h1>
${stored?.note === undefined ? '' : `<p class="muted">${escapeHtml(stored.note)}</p>`}
${isInstance ? `<p class="muted">One of a series. <a href="${escapeHtml(stored.seriesHref ?? '')}">The whole series</a></p>` : ''}
${problem === undefined ? '' : `<p class="error" role="alert">${escapeHtml(problem)}</p>`}
<input type="hidden" name="etag" value="${escapeHtml(form.etag ?? '')}">
<fieldset><legend>Event</legend><div class="grid">${field(form, 'summary', 'Title')}${field(form, 'location', 'Location')}</div></fieldset>
<fieldset><legend>When</legend><div class="grid">${field(form, 'startDate', 'First day', 'date')}${field(form, 'startTime', 'From', 'time')}${field(form, 'endDate', 'Last day', 'date')}${field(form, 'endTime', 'To', 'time')}${field(form, 'timeZone', 'Time zone')}</div>
<div class="row">${box(form, 'allDay', 'All day')}${box(form, 'free', 'Show as free')}${box(form, 'private', 'Private')}</div></fieldset>
<fieldset><legend>More</legend>${isInstance ? '' : `<label class="field"><span>Repeats (lines such as RRULE:FREQ=WEEKLY;BYDAY=MO)</span><textarea name="recurrence" rows="2">${escapeHtml(form.recurrence ?? '')}</textarea></label>`}
<label class="field"><span>Description</span><textarea name="description" rows="3" dir="auto">${escapeHtml(form.description ?? '')}</textarea></label></fieldset>
<fieldset><legend>Guests</legend><div class="grid">${field(form, 'guests', 'E-mail addresses, with commas')}</div><div class="row">${box(form, 'notify', 'Send mails to guests')}</div></fieldset>
<div class="actions"><button name="do" value="save">${isInstance ? 'Save this event' : 'Save'}</button>${isInstance ? '<button class="quiet" name="do" value="saveFollowing">Save this and following</button>' : ''}
<a class="button quiet" href="${escapeHtml(listHref)}">Cancel</a>${stored ? deleteButtons(stored) : ''}</div>
${stored?.answer === undefined ? '' : answerButtons(stored.answer)}</form>`;
  return page({ title: heading, service: 'google', body, status: problem === undefined ? 200 : 422 });
}

const field = (form: EventForm, name: string, label: string, type = 'text'): string =>
  `<label class="field"><span>${label}</span><input type="${type}" name="${name}" value="${escapeHtml(form[name] ?? '')}" dir="auto"></label>`;

const box = (form: EventForm, name: string, label: string): string =>
  `<label class="choice"><input type="checkbox" name="${name}" value="yes"${form[name] === 'yes' ? ' checked' : ''}><span>${label}</span></label>`;

function deleteButtons({ isSeries, seriesHref }: Stored): string {
  const button = (value: string, label: string): string =>
    `<button class="danger" name="do" value="${value}">${label}</button>`;
  if (seriesHref === undefined) return button('delete', isSeries ? 'Delete the series' : 'Delete');
  return button('delete', 'Delete this event') + button('deleteFollowing', 'Delete this and following');
}

function answerButtons(answer: string): string {
  const answers = { accepted: 'Yes', tentative: 'Maybe', declined: 'No' } as const;
  const buttons = Object.entries(answers).map(
    ([value, label]) => `<button class="quiet" name="do" value="${value}">${label}</button>`,
  );
  return `<div class="actions"><span class="muted">Going? So far: ${escapeHtml(answer)}.</span>${buttons.join('')}</div>`;
}

export function missingPage(): PlainResponse {
  const body =
    '<section class="sheet narrow"><h1>Not here</h1><p>There is no such event, calendar, account or page. It may have been deleted.</p><p><a href="/google/calendars">Calendar</a></p></section>';
  return page({ title: 'Not here', service: 'google', body, status: 404 });
}
