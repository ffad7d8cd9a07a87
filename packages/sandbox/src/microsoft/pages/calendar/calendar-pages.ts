import { type PlainRequest, type PlainResponse, reply, replyJson } from '../../../kernel/plain-http.ts';
import { dateOf, isDate, weekdayOf } from '../../calendar/day.ts';
import type { OutlookEvent } from '../../calendar/event-view.ts';
import type { OutlookCalendars } from '../../calendar/outlook-calendars.ts';
import type { MicrosoftControl } from '../../control.ts';
import type { Account } from '../../directory.ts';
import { GraphRefusal } from '../../graph/refusal.ts';
import { missingPage } from '../person-page.ts';
import { agendaPage } from './agenda-page.ts';
import { type EventForm, formOfEvent, inputOfForm, newForm } from './event-form.ts';
import { deleteEventPage, eventPage } from './event-page.ts';
import { mailPage } from './mail-page.ts';

/** One request, in one calendar. */
type Visit = {
  readonly request: PlainRequest;
  readonly query: URLSearchParams;
  readonly account: Account;
  readonly control: MicrosoftControl;
  readonly calendars: OutlookCalendars;
  readonly calendar: string;
  readonly from: string;
};
type Stored = Visit & { readonly event: OutlookEvent };

const notices: Readonly<Record<string, string>> = {
  added: 'The event was added.',
  saved: 'The event was saved.',
  deleted: 'The event was deleted.',
  moved: 'The event was moved.',
  calendar: 'The calendar was added.',
};

/** `/outlook/calendar` and `/outlook/mails`, where a person does by hand what they would do in Outlook's calendar. */
export function answerCalendar(control: MicrosoftControl, account: Account, request: PlainRequest): PlainResponse {
  const { pathname, searchParams: query } = new URL(request.url);
  if (pathname === '/outlook/mails') return mailPage(account, control.mails(account.email));
  const calendars = control.calendars(account.email);
  const calendar = query.get('calendar') ?? 'Calendar';
  if (!calendars.calendars().some(({ name }) => name === calendar)) return missingPage();
  const day = query.get('from');
  const from = isDate(day) ? day : mondayOf(Math.floor(control.now() / 86_400_000));
  const visit = { request, query, account, control, calendars, calendar, from };
  return answer(visit, `${request.method} ${pathname.replace(/^\/outlook\/calendar\/?/u, '')}`);
}

const mondayOf = (day: number): string => dateOf(day - ((weekdayOf(day) + 6) % 7));

function answer(visit: Visit, asked: string): PlainResponse {
  const fixed: Readonly<Record<string, () => PlainResponse>> = {
    'GET ': () => showAgenda(visit),
    'GET version': () =>
      replyJson({ version: visit.calendars.version() }, { headers: { 'cache-control': 'no-store' } }),
    'GET new': () => newPage(visit, newForm(visit.control.now())),
    'POST new': () => add(visit),
    'POST calendars': () => addCalendar(visit),
  };
  const known = fixed[asked];
  if (known) return known();
  const [, method, id = '', action = ''] = /^(GET|POST) ([^/]+)(?:\/(delete|move))?$/u.exec(asked) ?? [];
  const event = method === undefined ? undefined : visit.calendars.get(decoded(id));
  if (!event) return missingPage();
  const stored = { ...visit, event };
  const actions: Readonly<Record<string, () => PlainResponse>> = {
    'GET ': () => editPage(stored, formOfEvent(event)),
    'POST ': () => edit(stored),
    'GET delete': () => deleteEventPage(event, pathOf(event), queryOf(visit)),
    'POST delete': () => remove(stored),
    'POST move': () => move(stored),
  };
  return actions[`${method} ${action}`]?.() ?? missingPage();
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function showAgenda({ control, account, calendars, calendar, from, query }: Visit): PlainResponse {
  const notice = notices[query.get('done') ?? ''];
  return agendaPage({ account, accounts: control.accounts(), calendars, calendar, from, notice });
}

function newPage(visit: Visit, form: EventForm, problem?: string): PlainResponse {
  const action = `/outlook/calendar/new?${queryOf(visit)}`;
  return eventPage({ heading: 'New event', action, listHref: listHref(visit), form, problem });
}

function add(visit: Visit): PlainResponse {
  const form = formIn(visit);
  return refusedOr(
    () => {
      visit.calendars.add(inputOfForm(form, undefined), visit.calendar);
      return goTo(visit, 'added');
    },
    (problem) => newPage(visit, form, problem),
  );
}

function addCalendar(visit: Visit): PlainResponse {
  const name = formIn(visit).name?.trim() ?? '';
  const isNew = name !== '' && !visit.calendars.calendars().some((known) => known.name === name);
  if (isNew) visit.calendars.addCalendar(name);
  return goTo({ ...visit, calendar: isNew ? name : visit.calendar }, isNew ? 'calendar' : '');
}

function editPage(stored: Stored, form: EventForm, problem?: string): PlainResponse {
  const { event, calendars } = stored;
  const [path, query] = [pathOf(event), queryOf(stored)];
  return eventPage({
    heading: event.subject || '(no subject)',
    action: `${path}?${query}`,
    listHref: listHref(stored),
    form,
    problem,
    stored: { event, calendars: calendars.calendars().map(({ name }) => name), path, query },
  });
}

/** A form that was overtaken is shown again with the new change key: saving it once more is a decision. */
function edit(stored: Stored): PlainResponse {
  const { event, calendars } = stored;
  const form = formIn(stored);
  if (form.changeKey !== event.changeKey) {
    const problem = 'This event was changed by someone else meanwhile. Saving again replaces their change with yours.';
    return editPage(stored, { ...form, changeKey: event.changeKey }, problem);
  }
  return refusedOr(
    () => {
      const input = inputOfForm(form, event);
      if (Object.keys(input).length === 0) return goTo(stored, 'saved');
      if (form.scope === 'following' && event.date !== undefined && event.seriesMasterId) {
        calendars.editFollowing(event.seriesMasterId, event.date, input);
      } else calendars.edit(event.id, input);
      return goTo(stored, 'saved');
    },
    (problem) => editPage(stored, form, problem),
  );
}

function remove(stored: Stored): PlainResponse {
  const { event, calendars } = stored;
  return refusedOr(
    () => {
      if (formIn(stored).scope === 'following' && event.date !== undefined && event.seriesMasterId) {
        calendars.removeFollowing(event.seriesMasterId, event.date);
      } else calendars.remove(event.id);
      return goTo(stored, 'deleted');
    },
    (problem) => editPage(stored, formOfEvent(event), problem),
  );
}

function move(stored: Stored): PlainResponse {
  const { event, calendars, calendar } = stored;
  const wanted = formIn(stored).to ?? calendar;
  if (!calendars.calendars().some(({ name }) => name === wanted)) return missingPage();
  calendars.move(event.id, wanted);
  return goTo(stored, 'moved');
}

function refusedOr(act: () => PlainResponse, refused: (problem: string) => PlainResponse): PlainResponse {
  try {
    return act();
  } catch (error) {
    if (error instanceof GraphRefusal) return refused(error.message);
    throw error;
  }
}

const formIn = ({ request }: Visit): EventForm => Object.fromEntries(new URLSearchParams(request.body));
const pathOf = ({ id }: OutlookEvent): string => `/outlook/calendar/${encodeURIComponent(id)}`;
const queryOf = ({ account, calendar, from }: Visit): string =>
  new URLSearchParams({ mailbox: account.email, calendar, from }).toString();
const listHref = (visit: Visit): string => `/outlook/calendar?${queryOf(visit)}`;

function goTo(visit: Visit, done: string): PlainResponse {
  return reply(null, { status: 303, headers: { location: `${listHref(visit)}&done=${done}` } });
}
