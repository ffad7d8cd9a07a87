import { createFrontDoor, type Service } from '../kernel/front-door.ts';
import { type PlainRequest, type PlainResponse, replyJson } from '../kernel/plain-http.ts';
import { createPostOffice, type PostOffice } from '../kernel/post-office.ts';
import type { World } from '../kernel/world.ts';
import { answerAccount } from './account-page.ts';
import { answerAuthorize } from './authorize.ts';
import { answerBatch } from './batch.ts';
import { createCalendarApi } from './calendar/api/api.ts';
import { calendarBatch } from './calendar/api/batch.ts';
import { createCalendarQuotas, noCalendarQuotas } from './calendar/api/quotas.ts';
import { createCalendars } from './calendar/events/calendars.ts';
import { createEventWriter } from './calendar/events/event-writer.ts';
import { createMailTrap } from './calendar/events/mail-trap.ts';
import { createCalendarPages } from './calendar/pages/calendar-pages.ts';
import { createChannels } from './calendar/push/channels.ts';
import { type AddressBook, createAddressBook } from './contacts/address-book.ts';
import { createControl, type GoogleControl } from './control.ts';
import { createDirectory, type GoogleAccount } from './directory.ts';
import { createMailApi } from './gmail/api/api.ts';
import { mailBatch } from './gmail/api/batch.ts';
import { createUnits } from './gmail/api/units.ts';
import { createMailAccounts } from './gmail/mail-accounts.ts';
import { createMailPages } from './gmail/pages/mail-pages.ts';
import { createNotices } from './gmail/push/notices.ts';
import { createTopics, type GoogleTopic } from './gmail/push/topics.ts';
import { keySet } from './id-token.ts';
import { createContactPages } from './pages/contact-pages.ts';
import { createPeopleApi } from './people/api.ts';
import { createQuotas, noQuotas } from './people/quotas.ts';
import { createSyncTokens, type SyncTokens } from './people/sync-tokens.ts';
import { answerRevoke } from './revoke.ts';
import { errorPage } from './sign-in-pages.ts';
import { answerToken } from './token.ts';

export { accountActions as googleAccountActions, type GoogleAccountAction } from './account-actions.ts';
export { awkwardnesses, type ExpiryForm as GoogleExpiryForm, type GoogleAwkwardness } from './awkwardness.ts';
export type { AccessRole as GoogleAccessRole } from './calendar/events/calendars.ts';
export type { GoogleMail } from './calendar/events/mail-trap.ts';
export type { StoredChannel as GoogleChannel } from './calendar/push/channels.ts';
export type { GoogleContactInput } from './contacts/fields.ts';
export type { GoogleControl, GoogleFilling } from './control.ts';
export type { GoogleAccount, GoogleApp } from './directory.ts';
export type { UnitsSpent as GoogleUnitsSpent } from './gmail/api/units.ts';
export type { GoogleTopic, MailWatch as GoogleMailWatch } from './gmail/push/topics.ts';
export type {
  GoogleActing,
  GoogleCalendar,
  GoogleCalendars,
  GoogleEvent,
  GoogleEventChange,
  GoogleEventInput,
  GoogleResponse,
} from './google-calendars.ts';
export {
  type GoogleDelivery,
  type GoogleMailbox,
  type GoogleMailChange,
  type GoogleMessage,
  googleHeader,
} from './google-mailbox.ts';
export type { GoogleChange, GoogleContact, GooglePeople } from './google-people.ts';

export type GoogleOptions = {
  readonly limits: boolean;
  /** By which mail goes from one look-alike's mailboxes to another's; one of its own unless given. */
  readonly post?: PostOffice;
  /** To which mailboxes can tell their news. */
  readonly topics?: readonly GoogleTopic[];
};

/**
 * Google's identity, contacts, calendars and mail: `/google/accounts` stands for accounts.google.com, `/google/oauth` for
 * oauth2.googleapis.com, `/google/people` for people.googleapis.com, `/google/gmail` and `/google/batch` for gmail.googleapis.com, `/google/calendar` and `/google/batch/calendar` for
 * www.googleapis.com; `/google/contacts`, `/google/calendars` and `/google/mail` are where a person works.
 * Everything that counts is in the world's store. `limits` switches the quotas; awkward habits are switched by name.
 */
export function createGoogle(
  world: World,
  options: GoogleOptions,
): { readonly service: Service; readonly control: GoogleControl } {
  const directory = createDirectory(world);
  const counts = new Map<string, number>();
  const count = (kind: string): void => void counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const books = new Map<string, AddressBook>();
  const bookOf = ({ sub, region = 'US' }: GoogleAccount): AddressBook =>
    remembered(books, sub, () => createAddressBook(world, sub, region));
  const syncTokens = new Map<string, SyncTokens>();
  const tokensOf = (sub: string): SyncTokens => remembered(syncTokens, sub, () => createSyncTokens(world, sub));
  const calendars = createCalendars(world, directory);
  const mails = createMailTrap(world, directory);
  const writer = createEventWriter({ world, directory, calendars, mails });
  const channels = createChannels(world, calendars);
  const shared = { world, directory, calendars, writer, channels };
  const mailAccounts = createMailAccounts(world, directory, options.post ?? createPostOffice());
  const topics = createTopics(world);
  for (const topic of options.topics ?? []) topics.add(topic);
  const notices = createNotices(world, directory, mailAccounts, topics);
  const units = createUnits(world, options.limits);
  const ofMail = { mailAccounts, topics, notices, units };
  const control = createControl({ ...shared, ...ofMail, mails, bookOf, tokensOf, counts });
  const quotas = options.limits ? createQuotas(world) : noQuotas;
  const api = createPeopleApi({ world, directory, bookOf, tokensOf, quotas, count });
  const calendarQuotas = options.limits ? createCalendarQuotas(world) : noCalendarQuotas;
  const calendarApi = createCalendarApi({ ...shared, quotas: calendarQuotas, count });
  const { limits } = options;
  const mailApi = createMailApi({ world, directory, mails: mailAccounts, topics, units, count, limits });
  const pages = createContactPages(control);
  const calendarPages = createCalendarPages(control);
  const mailPages = createMailPages(control);
  const endpoints = { ...signInEndpoints(world, directory, count), ...accountEndpoints(control) };
  const answer: Service['answer'] = async (request) => {
    const path = new URL(request.url).pathname.replace(/^\/google(?=\/|$)/u, '');
    if (path.startsWith(apiPrefix)) return api(request, path.slice(apiPrefix.length));
    if (path.startsWith(calendarPrefix)) return calendarApi(request, path.slice(calendarPrefix.length));
    if (path.startsWith(mailPrefix)) return mailApi(request, path.slice(mailPrefix.length));
    if (path === calendarBatchPath && request.method === 'POST')
      return answerBatch(world, calendarBatch(world, calendarApi), request);
    if (mailBatchPaths.has(path) && request.method === 'POST') return answerBatch(world, mailBatch(mailApi), request);
    if (path === '/mail' || path.startsWith('/mail/')) return mailPages(request, path);
    if (path === '/calendars' || path.startsWith('/calendars/')) return calendarPages(request, path);
    if (path === '/contacts' || path.startsWith('/contacts/')) return pages(request, path);
    const endpoint = endpoints[`${request.method} ${path}`];
    return endpoint === undefined ? errorPage('invalid_request') : endpoint(request);
  };
  return { service: createFrontDoor('google', answer), control };
}

const apiPrefix = '/people/v1/';
const calendarPrefix = '/calendar/v3/';
const calendarBatchPath = '/batch/calendar/v3';
const mailPrefix = '/gmail/v1/';
const mailBatchPaths: ReadonlySet<string> = new Set(['/batch', '/batch/gmail/v1']);

type Endpoints = Readonly<Record<string, (request: PlainRequest) => PlainResponse>>;

function signInEndpoints(
  world: World,
  directory: ReturnType<typeof createDirectory>,
  count: (kind: string) => void,
): Endpoints {
  const counted =
    (kind: string, answer: typeof answerToken) =>
    (request: PlainRequest): PlainResponse => {
      count(kind);
      return answer(world, directory, request);
    };
  const authorize = (request: PlainRequest): PlainResponse => answerAuthorize(world, directory, request);
  return {
    'GET /accounts/o/oauth2/v2/auth': authorize,
    'POST /accounts/o/oauth2/v2/auth': authorize,
    'POST /oauth/token': counted('POST token', answerToken),
    'POST /oauth/revoke': counted('POST revoke', answerRevoke),
    // Google lets its keys be kept for hours, by a figure that changes.
    'GET /oauth2/v3/certs': () => replyJson(keySet(), { headers: { 'cache-control': 'public, max-age=22000' } }),
  };
}

function accountEndpoints(control: GoogleControl): Endpoints {
  const account = (request: PlainRequest): PlainResponse => answerAccount(control, request);
  return { 'GET /account': account, 'POST /account': account };
}

function remembered<T>(known: Map<string, T>, key: string, make: () => T): T {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}
