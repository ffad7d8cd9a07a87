import type { PlainResponse } from '../../kernel/plain-http.ts';
import { liveList } from '../../pages/live-list.ts';
import { escapeHtml, page } from '../../pages/shell.ts';
import { endOf, startOf } from '../calendar/all-day.ts';
import { occurrencesOf, shownId } from '../calendar/occurrences.ts';
import { type Calendar, dayMs, type Entry, isOccurrence } from '../calendar/records.ts';
import { clockOf, dateOf, fromWall, midnightOf, toWall } from '../calendar/wall-time.ts';
import type { Clio } from '../call.ts';

const shownDays = 28;

/** `GET {path}/calendars?calendar=&from=`: the calendars of a firm, and four weeks of one of them, in its owner's zone. */
export function agendaPage(clio: Clio, calendar: Calendar, query: URLSearchParams, notice?: string): PlainResponse {
  const { path } = clio;
  const zone = zoneOf(clio, calendar);
  const first = firstDay(clio, query, zone);
  const link = (day: number, label: string): string =>
    `<a class="button quiet" href="${path}/calendars?calendar=${calendar.id}&amp;from=${dateOf(day)}">${label}</a>`;
  const body = `<h1>Calendars</h1><p class="muted"><bdi>${escapeHtml(calendar.name)}</bdi> · ${escapeHtml(zone)}</p>
<nav aria-label="Calendars" class="actions spaced">${calendarLinks(clio, calendar)}</nav>
<div class="toolbar"><div class="actions">${link(first - shownDays * dayMs, 'Earlier')}${link(first + shownDays * dayMs, 'Later')}</div><div class="actions"><a class="button" href="${path}/calendars/new?calendar=${calendar.id}">Add event</a><a class="button quiet" href="${path}/mail">Mail that would have been sent</a></div></div>
<div id="list">${table(clio, calendar, first, zone)}</div>`;
  const script = liveList(`${path}/calendars/version?firm=${calendar.firm}`);
  return page({ title: 'Calendars', service: 'clio', body, script, ...(notice === undefined ? {} : { notice }) });
}

export function zoneOf({ calendars }: Clio, calendar: Calendar): string {
  return calendars.ownerOf(calendar)?.time_zone ?? 'UTC';
}

/** As wall time; by default the Monday of this week. */
function firstDay({ world }: Clio, query: URLSearchParams, zone: string): number {
  const asked = Date.parse(`${query.get('from') ?? ''}T00:00:00Z`);
  const today = midnightOf(toWall(world.now(), zone));
  const sinceMonday = (new Date(today).getUTCDay() + 6) % 7;
  return Number.isNaN(asked) ? today - sinceMonday * dayMs : asked;
}

function calendarLinks({ calendars, state, path }: Clio, current: Calendar): string {
  const firms = [...state.firms.values()];
  return firms
    .flatMap(({ id, name }) =>
      calendars.all(id).map((calendar) => ({ calendar, firm: firms.length > 1 ? ` (${name})` : '' })),
    )
    .map(({ calendar, firm }) => {
      const name = `<bdi>${escapeHtml(calendar.name + firm)}</bdi>`;
      if (calendar.id === current.id) return `<strong aria-current="page">${name}</strong>`;
      return `<a href="${path}/calendars?calendar=${calendar.id}">${name}</a>`;
    })
    .join(' ');
}

function table(clio: Clio, calendar: Calendar, first: number, zone: string): string {
  const span = { from: fromWall(first, zone), to: fromWall(first + shownDays * dayMs, zone) - 1 };
  const shown = clio.entries
    .all(calendar.firm)
    .filter((entry) => clio.calendars.showing(entry).some(({ id }) => id === calendar.id))
    .flatMap((entry) => within(entry, span, zone))
    .sort((a, b) => startOf(a, zone) - startOf(b, zone));
  const caption = `${dateOf(first)} to ${dateOf(first + (shownDays - 1) * dayMs)}`;
  if (shown.length === 0) return `<p class="sheet empty">There is nothing from ${caption}.</p>`;
  const rows = shown.map((entry) => row(clio, entry, zone)).join('');
  return `<table class="list"><caption>${caption}</caption><thead><tr><th scope="col">When</th><th scope="col">What</th><th scope="col">Where</th><th scope="col">Attendees</th></tr></thead><tbody>${rows}</tbody></table>`;
}

type Span = { readonly from: number; readonly to: number };

function within(entry: Entry, { from, to }: Span, zone: string): readonly Entry[] {
  const length = entry.end_at - entry.start_at;
  const all = entry.recurrence_rule === null ? [entry] : occurrencesOf(entry, from - length - dayMs, to + dayMs);
  return all.filter((one) => startOf(one, zone) <= to && endOf(one, zone) > from);
}

function row({ path }: Clio, entry: Entry, zone: string): string {
  const href = `${path}/calendars/entry/${shownId(entry, false)}`;
  const marks = [
    ...(isOccurrence(entry) ? ['Series'] : []),
    ...(entry.parent !== null && !isOccurrence(entry) ? ['Changed'] : []),
    ...(entry.is_private ? ['Private'] : []),
    ...(entry.court_rule ? ['Court rule'] : []),
  ];
  const pills = marks.map((mark) => ` <span class="pill">${mark}</span>`).join('');
  return `<tr><td>${whenOf(entry, zone)}</td><td><a href="${href}"><bdi>${escapeHtml(entry.summary)}</bdi></a>${pills}</td><td><bdi>${escapeHtml(entry.location ?? '')}</bdi></td><td>${entry.attendees.length === 0 ? '' : entry.attendees.length}</td></tr>`;
}

const weekday = new Intl.DateTimeFormat('en', { weekday: 'short', timeZone: 'UTC' });
const dayText = (wall: number): string => `${weekday.format(wall)} ${dateOf(wall)}`;

function whenOf(entry: Entry, zone: string): string {
  if (entry.all_day) {
    const last = entry.end_at - dayMs;
    return `${dayText(entry.start_at)}${last > entry.start_at ? ` to ${dayText(last)}` : ''}<small>all day</small>`;
  }
  return `${dayText(toWall(entry.start_at, zone))}<small>${escapeHtml(`${clockOf(entry.start_at, zone)} to ${clockOf(entry.end_at, zone)}`)}</small>`;
}
