import { type PlainRequest, type PlainResponse, reply, replyJson } from '../../../kernel/plain-http.ts';
import { page } from '../../../pages/shell.ts';
import type { GoogleControl } from '../../control.ts';
import type { GoogleAccount } from '../../directory.ts';
import type { GoogleActing, GoogleCalendar, GoogleCalendars, GoogleEvent } from '../../google-calendars.ts';
import { CalendarRefusal } from '../api/refusal.ts';
import { isDate } from '../events/event-times.ts';
import { instantOf } from '../events/zones.ts';
import { agendaPage, hrefTo, mailsPage, plusDays } from './agenda-page.ts';
import { blankForm, type EventForm, formOfEvent, inputOfForm, readForm } from './event-form.ts';
import { eventPage, missingPage } from './event-page.ts';

/** One request, in one calendar of one account. */
type Visit = {
  readonly request: PlainRequest;
  readonly query: URLSearchParams;
  readonly account: GoogleAccount;
  readonly calendars: GoogleCalendars;
  readonly calendar: GoogleCalendar;
};
type Stored = Visit & { readonly event: GoogleEvent };

const notices: Readonly<Record<string, string>> = {
  added: 'The event was added.',
  saved: 'The event was saved.',
  deleted: 'The event was deleted.',
  answered: 'The answer was sent.',
};

/** "Google Calendar", where a person adds, edits, deletes and answers by hand. Without JavaScript only the list's following is missing. */
export function createCalendarPages(control: GoogleControl): (request: PlainRequest, path: string) => PlainResponse {
  const known = new Map<string, GoogleCalendars>();
  const calendarsOf = ({ email }: GoogleAccount): GoogleCalendars => {
    const calendars = known.get(email) ?? control.calendars(email);
    known.set(email, calendars);
    return calendars;
  };
  return (request, path) => {
    if (path === '/calendars/mails') return mailsPage(control.mails());
    const query = new URL(request.url).searchParams;
    const email = query.get('account');
    const accounts = control.accounts();
    const account = email === null ? accounts[0] : accounts.find((one) => one.email === email);
    if (!account) return accounts.length === 0 ? noAccountPage() : missingPage();
    const calendars = calendarsOf(account);
    const id = query.get('calendar') ?? account.email;
    const calendar = calendars.list().find((one) => one.id === id);
    if (!calendar) return missingPage();
    return answer(control, { request, query, account, calendars, calendar }, `${request.method} ${path}`);
  };
}

function answer(control: GoogleControl, visit: Visit, asked: string): PlainResponse {
  const fixed: Readonly<Record<string, () => PlainResponse>> = {
    'GET /calendars': () => showAgenda(control, visit),
    'GET /calendars/': () => showAgenda(control, visit),
    'GET /calendars/version': () => showVersion(visit),
    'GET /calendars/new': () => newPage(visit, blankForm(visit.calendars.today(visit.calendar.id), zoneOf(visit))),
    'POST /calendars/new': () => add(visit),
  };
  const fixedPage = fixed[asked];
  if (fixedPage) return fixedPage();
  const [, method, id = ''] = /^(GET|POST) \/calendars\/events\/([\w%@.-]+)$/u.exec(asked) ?? [];
  const event = method === undefined ? undefined : visit.calendars.get(decodeURIComponent(id), visit.calendar.id);
  if (event === undefined || event.status === 'cancelled') return missingPage();
  const stored = { ...visit, event };
  return method === 'GET' ? editPage(stored, formOfEvent(event, zoneOf(visit))) : edit(stored);
}

const zoneOf = ({ calendar }: Visit): string => calendar.timeZone ?? 'UTC';

function showAgenda(control: GoogleControl, visit: Visit): PlainResponse {
  const { account, calendars, calendar, query } = visit;
  const asked = query.get('from') ?? '';
  const from = isDate(asked) ? asked : mondayOf(calendars.today(calendar.id));
  const instant = (day: string): number => instantOf(Date.parse(day), zoneOf(visit));
  const events = calendars.agenda(instant(from), instant(plusDays(from, 28)), calendar.id);
  const notice = notices[query.get('done') ?? ''];
  const accounts = control.accounts();
  return agendaPage({ account, accounts, calendars: calendars.list(), calendar, from, events, notice });
}

/** People look at weeks. */
const mondayOf = (day: string): string => plusDays(day, -((new Date(day).getUTCDay() + 6) % 7));

function showVersion({ calendars, calendar }: Visit): PlainResponse {
  return replyJson({ version: calendars.version(calendar.id) }, { headers: { 'cache-control': 'no-store' } });
}

function newPage(visit: Visit, form: EventForm, problem?: string): PlainResponse {
  const action = hrefTo('/new', queryOf(visit));
  return eventPage({ heading: 'New event', action, listHref: hrefTo('', queryOf(visit)), form, problem });
}

function add(visit: Visit): PlainResponse {
  const form = readForm(new URLSearchParams(visit.request.body));
  return refusedOr(
    () => {
      visit.calendars.add(inputOfForm(form, undefined), actingOf(visit, form));
      return goTo(visit, 'added');
    },
    (problem) => newPage(visit, form, problem),
  );
}

function editPage(stored: Stored, form: EventForm, problem?: string): PlainResponse {
  const { event } = stored;
  const own = queryOf(stored);
  const { recurringEventId: series } = event;
  const self = event.organizer?.self ? undefined : event.attendees?.find((guest) => guest.self);
  return eventPage({
    heading: event.summary || '(No title)',
    action: hrefTo(`/events/${encodeURIComponent(event.id)}`, own),
    listHref: hrefTo('', own),
    form,
    problem,
    stored: {
      isSeries: event.recurrence !== undefined,
      seriesHref: series ? hrefTo(`/events/${encodeURIComponent(series)}`, own) : undefined,
      note: event.organizer?.self ? undefined : `Organized by ${event.organizer?.email ?? 'somebody else'}.`,
      answer: self?.responseStatus ?? undefined,
    },
  });
}

/** A form that was overtaken is shown again with the new etag: saving it once more is a decision. */
function edit(stored: Stored): PlainResponse {
  const { request, event, calendars } = stored;
  const form = readForm(new URLSearchParams(request.body));
  const wish = form.do ?? 'save';
  if (form.etag !== event.etag) {
    const problem = 'This event was changed by someone else meanwhile. Saving again replaces their change with yours.';
    return editPage(stored, { ...form, etag: event.etag }, problem);
  }
  const { id, recurringEventId: series, originalStartTime } = event;
  const acting = actingOf(stored, form);
  const original = originalStartTime?.date ?? originalStartTime?.dateTime ?? '';
  const isAnswer = wish === 'accepted' || wish === 'declined' || wish === 'tentative';
  const wishes: Readonly<Record<string, () => unknown>> = {
    save: () => calendars.edit(id, inputOfForm(form, event), acting),
    saveFollowing: () => calendars.editFollowing(series ?? id, original, inputOfForm(form, event), acting),
    delete: () => calendars.remove(id, acting),
    deleteFollowing: () => calendars.removeFollowing(series ?? id, original, acting),
  };
  return refusedOr(
    () => {
      if (isAnswer) calendars.respond(id, wish, acting);
      else wishes[wish]?.();
      return goTo(stored, isAnswer ? 'answered' : wish.startsWith('delete') ? 'deleted' : 'saved');
    },
    (problem) => editPage(stored, form, problem),
  );
}

const actingOf = ({ calendar }: Visit, form: EventForm): GoogleActing => ({
  calendarId: calendar.id,
  sendUpdates: form.notify === 'yes' ? 'all' : 'none',
});

function refusedOr(act: () => PlainResponse, refused: (problem: string) => PlainResponse): PlainResponse {
  try {
    return act();
  } catch (error) {
    if (error instanceof CalendarRefusal) return refused(error.message);
    throw error;
  }
}

const goTo = (visit: Visit, done: string): PlainResponse =>
  reply(null, { status: 303, headers: { location: hrefTo('', { ...queryOf(visit), done }) } });

const queryOf = ({ account, calendar }: Visit): Readonly<Record<string, string>> => ({
  account: account.email,
  calendar: calendar.id,
});

function noAccountPage(): PlainResponse {
  const body =
    '<section class="sheet narrow"><h1>No account</h1><p>There is no Google account in this sandbox yet.</p></section>';
  return page({ title: 'No account', service: 'google', body });
}
