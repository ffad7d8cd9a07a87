import type { World } from '../../kernel/world.ts';
import type { Posting } from '../mail/posting.ts';
import type { Subscriptions } from '../push/subscriptions.ts';
import { calendarRoutes, mainCalendar } from './calendars/routes.ts';
import type { Answer, Call } from './call.ts';
import { countContacts, listContacts } from './contact-list.ts';
import { createContact, deleteContact, getContact, purgeContact, updateContact } from './contacts.ts';
import { readDelta } from './delta.ts';
import type { DeltaTokens } from './delta-token.ts';
import { createFolder, findFolder, getFolder, listChildFolders, listFolders } from './folders.ts';
import { mailRoutes, readMailPath } from './mail/routes.ts';
import { badRequest, GraphRefusal, refusal } from './refusal.ts';
import {
  getSubscription,
  listSubscriptions,
  reauthorize,
  renewSubscription,
  subscribe,
  unsubscribe,
} from './subscription-calls.ts';

export type RouteContext = {
  readonly world: World;
  readonly subscriptions: Subscriptions;
  readonly posting: Posting;
  readonly tokensOf: (oid: string) => DeltaTokens;
  readonly scopes: readonly string[];
};

type Need = 'user' | 'either' | 'read' | 'write' | 'readEvents' | 'writeEvents' | 'readMail' | 'sendMail';
/** `folder` and `calendar` as the path names them, `id` of the item. */
export type Place = {
  readonly folder: string | undefined;
  readonly calendar?: string | undefined;
  readonly id: string;
};
export type Route = {
  /** How the request log calls it. */
  readonly kind: string;
  readonly needs: Need;
  readonly answer: (context: RouteContext, call: Call, place: Place) => Answer | Promise<Answer>;
};

const readScopes = ['Contacts.Read', 'Contacts.ReadWrite', 'Contacts.Read.Shared', 'Contacts.ReadWrite.Shared'];
const readEventScopes = [
  'Calendars.Read',
  'Calendars.ReadWrite',
  'Calendars.Read.Shared',
  'Calendars.ReadWrite.Shared',
];
const readMailScopes = ['Mail.Read', 'Mail.ReadWrite'];
const scopesFor = {
  user: ['User.Read', 'User.ReadWrite', 'User.ReadBasic.All', 'openid'],
  either: [...readScopes, ...readEventScopes, ...readMailScopes],
  read: readScopes,
  write: readScopes.filter((scope) => scope.includes('Write')),
  readEvents: readEventScopes,
  writeEvents: readEventScopes.filter((scope) => scope.includes('Write')),
  readMail: readMailScopes,
  sendMail: ['Mail.Send'],
} as const satisfies Record<Need, readonly string[]>;

/** The contact's folder when the path names one; a bare `/me/contacts/{id}` finds it in any folder. */
const placeOf = (call: Call, { folder, id }: Place) => ({
  id,
  folderId: folder === undefined ? undefined : findFolder(call.mailbox(), folder).id,
});
/** A bare `/me/contacts` is the main folder. */
const folderIdOf = (call: Call, { folder }: Place): string => findFolder(call.mailbox(), folder ?? 'contacts').id;

const routes: Readonly<Record<string, Route>> = {
  ...calendarRoutes,
  ...mailRoutes,
  'GET me': { kind: 'GET me', needs: 'user', answer: ({ world }, call) => profile(world, call) },
  'GET contacts': {
    kind: 'GET contacts',
    needs: 'read',
    answer: ({ world }, call, place) => listContacts(world, call, folderIdOf(call, place)),
  },
  'GET contacts/$count': {
    kind: 'GET contacts count',
    needs: 'read',
    answer: ({ world }, call, place) => countContacts(world, call, folderIdOf(call, place)),
  },
  'POST contacts': {
    kind: 'POST contact',
    needs: 'write',
    answer: ({ world }, call, place) => createContact(world, call, folderIdOf(call, place)),
  },
  'GET contacts/delta': {
    kind: 'GET delta',
    needs: 'read',
    answer: ({ world, tokensOf }, call, place) =>
      readDelta(world, tokensOf(call.account.oid), call, folderIdOf(call, place)),
  },
  'GET contacts/{id}': {
    kind: 'GET contact',
    needs: 'read',
    answer: ({ world }, call, place) => getContact(world, call, placeOf(call, place)),
  },
  'PATCH contacts/{id}': {
    kind: 'PATCH contact',
    needs: 'write',
    answer: ({ world }, call, place) => updateContact(world, call, placeOf(call, place)),
  },
  'DELETE contacts/{id}': {
    kind: 'DELETE contact',
    needs: 'write',
    answer: ({ world }, call, place) => deleteContact(world, call, placeOf(call, place)),
  },
  'POST contacts/{id}/permanentDelete': {
    kind: 'POST permanentDelete',
    needs: 'write',
    answer: ({ world }, call, place) => purgeContact(world, call, placeOf(call, place)),
  },
  'GET contactFolders': {
    kind: 'GET folders',
    needs: 'read',
    answer: ({ world }, call) => listFolders(world, call),
  },
  'POST contactFolders': { kind: 'POST folder', needs: 'write', answer: (_, call) => createFolder(call, 'contacts') },
  'GET contactFolders/{folder}': {
    kind: 'GET folder',
    needs: 'read',
    answer: (_, call, { folder = '' }) => getFolder(call, folder),
  },
  'GET contactFolders/{folder}/childFolders': {
    kind: 'GET folders',
    needs: 'read',
    answer: (_, call, { folder = '' }) => listChildFolders(call, folder),
  },
  'POST contactFolders/{folder}/childFolders': {
    kind: 'POST folder',
    needs: 'write',
    answer: (_, call, { folder = '' }) => createFolder(call, folder),
  },
  'GET subscriptions': {
    kind: 'GET subscriptions',
    needs: 'user',
    answer: ({ subscriptions }, call) => listSubscriptions(subscriptions, call),
  },
  'POST subscriptions': {
    kind: 'POST subscription',
    needs: 'either',
    answer: ({ world, subscriptions, scopes }, call) => subscribe(world, subscriptions, call, scopes),
  },
  'GET subscriptions/{id}': {
    kind: 'GET subscription',
    needs: 'user',
    answer: ({ subscriptions }, call, { id }) => getSubscription(subscriptions, call, id),
  },
  'PATCH subscriptions/{id}': {
    kind: 'PATCH subscription',
    needs: 'either',
    answer: ({ world, subscriptions }, call, { id }) => renewSubscription(world, subscriptions, call, id),
  },
  'DELETE subscriptions/{id}': {
    kind: 'DELETE subscription',
    needs: 'user',
    answer: ({ world, subscriptions }, call, { id }) => unsubscribe(world, subscriptions, call, id),
  },
  'POST subscriptions/{id}/reauthorize': {
    kind: 'POST reauthorize',
    needs: 'either',
    answer: ({ subscriptions }, call, { id }) => reauthorize(subscriptions, call, id),
  },
};

/** The route of a request, and where its path points. Undefined when this sandbox has no such thing. */
export function findRoute(method: string, segments: readonly string[]): { route: Route; place: Place } | undefined {
  const { shape, place } = readPath(segments);
  const route = routes[`${method} ${shape}`];
  return route && { route, place };
}

export async function answerCall(context: RouteContext, call: Call): Promise<Answer> {
  const found = findRoute(call.method, call.segments);
  if (!found) throw unknownPath(call);
  const { route, place } = found;
  if (!scopesFor[route.needs].some((scope) => context.scopes.includes(scope))) throw refusal('accessDenied');
  return route.answer(context, call, place);
}

function unknownPath(call: Call): GraphRefusal {
  const [first = ''] = call.segments;
  const known = findRoute('GET', call.segments) ?? findRoute('POST', call.segments);
  if (known) return new GraphRefusal(405, 'ErrorInvalidRequest', 'The OData request is not supported.');
  return badRequest(`Resource not found for the segment '${first}'.`);
}

const literals = new Set([
  'me',
  'contacts',
  '$count',
  'delta',
  'permanentDelete',
  'contactFolders',
  'childFolders',
  'subscriptions',
  'reauthorize',
  'calendars',
  'calendar',
  'calendarView',
  'events',
  'instances',
]);

/** Takes folders out of the path, `contactFolders/{a}/childFolders/{b}/contacts/{id}` → `contacts/{id}` in folder b. */
function readPath(segments: readonly string[]): { shape: string; place: Place } {
  let rest = segments.map((segment) => segment.replace(/^(?:microsoft\.graph\.)?delta(?:\(\))?$/u, 'delta'));
  const inCalendar = readCalendarPath(rest);
  if (inCalendar !== undefined) return inCalendar;
  const inMail = readMailPath(rest);
  if (inMail !== undefined) return inMail;
  let folder: string | undefined;
  while (isFolderStep(rest)) {
    folder = rest[1];
    const isContacts = rest[2] === 'contacts';
    const isChild = rest[2] === 'childFolders' && rest[3] !== undefined;
    if (!isContacts && !isChild)
      return { shape: ['contactFolders/{folder}', ...rest.slice(2)].join('/'), place: { folder, id: '' } };
    rest = rest.slice(2);
  }
  const id = rest.find((segment) => !literals.has(segment)) ?? '';
  const shape = rest.map((segment) => (literals.has(segment) ? segment : '{id}')).join('/');
  return { shape, place: { folder, id } };
}

/** Takes the calendar out of the path, `calendars/{a}/events/{id}` → `events/{id}` in calendar a. */
function readCalendarPath([first, ...rest]: readonly string[]): { shape: string; place: Place } | undefined {
  const isNamed = first === 'calendars' && rest[0] !== undefined;
  if (!isNamed && first !== 'calendar') return undefined;
  const [calendar = mainCalendar, ...below] = isNamed ? rest : [mainCalendar, ...rest];
  const id = below.find((segment) => !literals.has(segment)) ?? '';
  const shape = below.map((segment) => (literals.has(segment) ? segment : '{id}')).join('/');
  return { shape: shape || 'calendar', place: { folder: undefined, calendar, id } };
}

function isFolderStep([collection, folder]: readonly string[]): boolean {
  if (collection !== 'contactFolders' && collection !== 'childFolders') return false;
  return folder !== undefined && folder !== 'delta';
}

function profile(world: World, { account, query }: Call): Answer {
  const [givenName = null, ...rest] = account.name.split(' ');
  return {
    status: 200,
    body: {
      '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#users/$entity',
      id: account.oid,
      displayName: account.name,
      givenName,
      surname: rest.join(' ') || null,
      mail: account.mailbox ? account.email : null,
      userPrincipalName: account.email,
      jobTitle: null,
      mobilePhone: null,
      officeLocation: null,
      preferredLanguage: null,
      businessPhones: [],
      ...proxyAddresses(world, account, query),
    },
  };
}

/** Shown only to those who ask by name. That everybody may see their own with `User.Read` is assumed; a switch leaves them out. */
function proxyAddresses(world: World, { email, aliases = [], mailbox }: Call['account'], query: URLSearchParams) {
  const isAsked = query.get('$select')?.split(',').includes('proxyAddresses') && mailbox;
  if (!isAsked || world.awkward.strikes('microsoft.mail.noProxyAddresses')) return {};
  return { proxyAddresses: [`SMTP:${email}`, ...aliases.map((alias) => `smtp:${alias}`)] };
}
