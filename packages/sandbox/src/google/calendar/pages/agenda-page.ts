import type { PlainResponse } from '../../../kernel/plain-http.ts';
import { liveList } from '../../../pages/live-list.ts';
import { escapeHtml, page } from '../../../pages/shell.ts';
import type { GoogleAccount } from '../../directory.ts';
import type { GoogleCalendar, GoogleEvent } from '../../google-calendars.ts';
import type { GoogleMail } from '../events/mail-trap.ts';

export type AgendaPage = {
  readonly account: GoogleAccount;
  readonly accounts: readonly GoogleAccount[];
  readonly calendars: readonly GoogleCalendar[];
  readonly calendar: GoogleCalendar;
  /** The first of the four weeks that are shown. */
  readonly from: string;
  readonly events: readonly GoogleEvent[];
  readonly notice?: string | undefined;
};

export const hrefTo = (path: string, query: Readonly<Record<string, string>>): string =>
  `/google/calendars${path}?${new URLSearchParams(query).toString()}`;

/** `GET /google/calendars?account=&calendar=&from=`: calendars, and four weeks of one. */
export function agendaPage(options: AgendaPage): PlainResponse {
  const { account, calendar, calendars, from, events, notice } = options;
  const own = { account: account.email, calendar: calendar.id };
  const move = (days: number, text: string): string =>
    `<a class="button quiet" href="${escapeHtml(hrefTo('', { ...own, from: plusDays(from, days) }))}">${text}</a>`;
  const links = calendars.map((one) => {
    const here = one.id === calendar.id ? ' aria-current="page"' : '';
    const href = escapeHtml(hrefTo('', { account: account.email, calendar: one.id }));
    return `<a href="${href}"${here}><bdi>${escapeHtml(one.summary ?? one.id)}</bdi></a> <small class="muted">${escapeHtml(one.accessRole ?? '')}</small>`;
  });
  const body = `<h1>Calendar</h1><p class="muted"><bdi>${escapeHtml(account.name)}</bdi> · ${escapeHtml(account.email)} · ${escapeHtml(calendar.timeZone ?? '')}</p>
<nav aria-label="Calendars" class="actions spaced">${links.join('')}</nav>
<div class="toolbar">${accountForm(options)}<div class="actions"><a class="button" href="${escapeHtml(hrefTo('/new', own))}">Add event</a><a class="button quiet" href="/google/calendars/mails">Mails</a></div></div>
<div id="list">${events.length === 0 ? '<p class="sheet empty">Nothing happens in these four weeks.</p>' : table(events, own)}</div>
<nav class="actions" aria-label="Weeks">${move(-28, 'Four weeks earlier')}${move(28, 'Four weeks later')}</nav>`;
  const script = liveList(hrefTo('/version', own));
  return page({ title: 'Calendar', service: 'google', body, script, ...(notice === undefined ? {} : { notice }) });
}

export const plusDays = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

function accountForm({ account, accounts }: AgendaPage): string {
  const options = accounts.map(
    ({ email, name }) =>
      `<option value="${escapeHtml(email)}"${email === account.email ? ' selected' : ''}>${escapeHtml(name)}</option>`,
  );
  return `<form method="get" action="/google/calendars"><label class="field short"><span>Account</span><select name="account">${options.join('')}</select></label><button class="quiet">Show</button></form>`;
}

function table(events: readonly GoogleEvent[], own: Readonly<Record<string, string>>): string {
  const rows = events.map((event) => {
    const href = escapeHtml(hrefTo(`/events/${encodeURIComponent(event.id)}`, own));
    const pills = [
      event.recurringEventId ? 'series' : '',
      event.visibility === 'private' ? 'private' : '',
      event.status === 'tentative' ? 'tentative' : '',
      event.eventType === 'default' ? '' : (event.eventType ?? ''),
    ].flatMap((text) => (text === '' ? [] : [` <span class="pill">${escapeHtml(text)}</span>`]));
    const guests = (event.attendees ?? [])
      .map(({ email, responseStatus }) => `${email} (${responseStatus})`)
      .join(', ');
    return `<tr><td>${whenOf(event)}</td><td><a href="${href}"><bdi>${escapeHtml(event.summary || '(No title)')}</bdi></a>${pills.join('')}</td><td><bdi>${escapeHtml(event.location ?? '')}</bdi></td><td><bdi>${escapeHtml(guests)}</bdi></td></tr>`;
  });
  return `<table class="list"><thead><tr><th scope="col">When</th><th scope="col">Title</th><th scope="col">Location</th><th scope="col">Guests</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

const dayNames = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
});

function whenOf({ start, end }: GoogleEvent): string {
  const dayOf = (text: string): string => dayNames.format(Date.parse(text.slice(0, 10)));
  if (start?.date && end?.date) {
    const last = plusDays(end.date, -1);
    return last === start.date ? dayOf(start.date) : `${dayOf(start.date)} – ${dayOf(last)}`;
  }
  const [from, to] = [start?.dateTime ?? '', end?.dateTime ?? ''];
  const isOneDay = from.slice(0, 10) === to.slice(0, 10);
  return `${dayOf(from)}, ${from.slice(11, 16)}–${isOneDay ? '' : `${dayOf(to)}, `}${to.slice(11, 16)}`;
}

/** `GET /google/calendars/mails`: what would have been sent. */
export function mailsPage(mails: readonly GoogleMail[]): PlainResponse {
  const rows = mails
    .toReversed()
    .map(
      ({ at, why, from, to, summary, by, cause }) =>
        `<tr><td>${new Date(at).toISOString().slice(0, 19).replace('T', ' ')}</td><td>${why}</td><td><bdi>${escapeHtml(summary)}</bdi></td><td><bdi>${escapeHtml(to.join(', '))}</bdi></td><td><bdi>${escapeHtml(from)}</bdi></td><td>${by === 'app' ? 'An app' : 'A person'}<small>${escapeHtml(cause)}</small></td></tr>`,
    );
  const heads = ['When (UTC)', 'Why', 'Event', 'To', 'From', 'Who wrote'].map((text) => `<th scope="col">${text}</th>`);
  const list =
    rows.length === 0
      ? '<p class="sheet empty">Google would have sent no mail.</p>'
      : `<table class="list"><thead><tr>${heads.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
  const body = `<p><a href="/google/calendars">Calendar</a></p><h1>Mails</h1><p class="muted">What Google would have sent because events were written. Nothing leaves this machine.</p>${list}`;
  return page({ title: 'Mails', service: 'google', body });
}
