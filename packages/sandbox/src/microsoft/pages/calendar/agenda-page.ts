import type { PlainResponse } from '../../../kernel/plain-http.ts';
import { liveList } from '../../../pages/live-list.ts';
import { escapeHtml, page } from '../../../pages/shell.ts';
import { dateOf, dayNumber } from '../../calendar/day.ts';
import type { OutlookEvent } from '../../calendar/event-view.ts';
import type { OutlookCalendars } from '../../calendar/outlook-calendars.ts';
import type { Account } from '../../directory.ts';

export type AgendaPage = {
  readonly account: Account;
  readonly accounts: readonly Account[];
  readonly calendars: OutlookCalendars;
  readonly calendar: string;
  /** First day shown, `YYYY-MM-DD`. */
  readonly from: string;
  readonly notice?: string | undefined;
};

export const agendaDays = 28;
const dayMs = 86_400_000;

/** `GET /outlook/calendar?mailbox=&calendar=&from=`: four weeks of one calendar. */
export function agendaPage(options: AgendaPage): PlainResponse {
  const { account, calendars, calendar, from, notice } = options;
  const first = dayNumber(from) * dayMs;
  const events = calendars.agenda(first, first + agendaDays * dayMs, calendar);
  const query = (day: string): string =>
    escapeHtml(new URLSearchParams({ mailbox: account.email, calendar, from: day }).toString());
  const step = (days: number): string => dateOf(dayNumber(from) + days);
  const mailbox = escapeHtml(new URLSearchParams({ mailbox: account.email }).toString());
  const body = `<h1>Calendar</h1><p class="muted"><bdi>${escapeHtml(account.name)}</bdi> · ${escapeHtml(account.email)} · <a href="/outlook/people?${mailbox}">People</a> · <a href="/outlook/mails?${mailbox}">Mails that were sent</a></p>
<div class="toolbar">${choiceForm(options)}<a class="button" href="/outlook/calendar/new?${query(from)}">Add event</a></div>
<div id="list">${events.length === 0 ? '<p class="sheet empty">Nothing in these four weeks.</p>' : table(events, query(from), from)}</div>
<nav class="actions" aria-label="Weeks"><a class="button quiet" href="/outlook/calendar?${query(step(-agendaDays))}">Earlier</a><a class="button quiet" href="/outlook/calendar?${query(step(agendaDays))}">Later</a></nav>
${newCalendarForm(query(from))}`;
  const version = new URLSearchParams({ mailbox: account.email }).toString();
  const script = liveList(`/outlook/calendar/version?${version}`);
  return page({ title: 'Calendar', service: 'outlook', body, script, ...(notice === undefined ? {} : { notice }) });
}

function choiceForm({ account, accounts, calendars, calendar, from }: AgendaPage): string {
  const option = (value: string, label: string, selected: boolean): string =>
    `<option value="${escapeHtml(value)}"${selected ? ' selected' : ''}>${escapeHtml(label)}</option>`;
  const mailboxes = accounts
    .filter(({ mailbox }) => mailbox)
    .map(({ email, name }) => option(email, name, email === account.email));
  const names = calendars
    .calendars()
    .map(({ name, canEdit }) => option(name, canEdit ? name : `${name} (read only)`, name === calendar));
  return `<form method="get" action="/outlook/calendar"><label class="field short"><span>Mailbox</span><select name="mailbox">${mailboxes.join('')}</select></label>
<label class="field short"><span>Calendar</span><select name="calendar">${names.join('')}</select></label>
<label class="field short"><span>From</span><input type="date" name="from" value="${escapeHtml(from)}"></label>
<button class="quiet">Show</button></form>`;
}

function newCalendarForm(query: string): string {
  return `<form class="row" method="post" action="/outlook/calendar/calendars?${query}"><label class="field short"><span>Another calendar</span><input type="text" name="name" value="" required></label><button class="quiet">Add calendar</button></form>`;
}

function table(events: readonly OutlookEvent[], query: string, from: string): string {
  const rows = events.map((event) => tableRow(event, query)).join('');
  return `<table class="list"><caption>From ${escapeHtml(from)}: ${events.length}</caption><thead><tr><th scope="col">Event</th><th scope="col">When</th><th scope="col">Where</th><th scope="col">Who</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function tableRow(event: OutlookEvent, query: string): string {
  const pills = pillsOf(event).map((text) => ` <span class="pill">${text}</span>`);
  const guests = event.attendees?.map(({ emailAddress }) => emailAddress?.address ?? '') ?? [];
  return `<tr><td><a href="/outlook/calendar/${encodeURIComponent(event.id)}?${query}"><bdi>${escapeHtml(event.subject || '(no subject)')}</bdi></a>${pills.join('')}</td><td>${whenOf(event)}</td><td><bdi>${escapeHtml(event.location?.displayName ?? '')}</bdi></td><td><bdi>${escapeHtml(guests.join(', '))}</bdi></td></tr>`;
}

function pillsOf(event: OutlookEvent): readonly string[] {
  const kinds = { occurrence: 'series', exception: 'changed', seriesMaster: 'series', singleInstance: '' } as const;
  return [
    kinds[event.type],
    event.sensitivity === 'normal' ? '' : (event.sensitivity ?? ''),
    event.isCancelled ? 'cancelled' : '',
    event.isOrganizer ? '' : 'invited',
    event.isOnlineMeeting ? 'online' : '',
    event.joinBlock === 'destroyed' ? 'online, link lost' : '',
  ].filter(Boolean);
}

/** On the clocks of the zone in which it was written. */
export function whenOf({ start, end, isAllDay }: OutlookEvent): string {
  const [from = '', to = ''] = [start?.dateTime, end?.dateTime].map((text) => text?.slice(0, 16).replace('T', ' '));
  if (isAllDay) {
    const last = dateOf(dayNumber(to) - 1);
    return `${from.slice(0, 10)}${last === from.slice(0, 10) ? '' : ` to ${last}`}<small>all day</small>`;
  }
  const until = to.slice(0, 10) === from.slice(0, 10) ? to.slice(11) : to;
  return `${from} to ${until}<small>${escapeHtml(start?.timeZone ?? '')}</small>`;
}
