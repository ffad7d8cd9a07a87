import type { Subscription } from '@microsoft/microsoft-graph-types';
import { sendOut } from '../../kernel/send-out.ts';
import { randomId, type World } from '../../kernel/world.ts';
import {
  allEvents,
  allMessages,
  type ChangeType,
  type StoredSubscription,
  type Subscriptions,
} from '../push/subscriptions.ts';
import { findCalendar } from './calendars/find-event.ts';
import type { Answer, Call } from './call.ts';
import { findFolder } from './folders.ts';
import { findMailFolder } from './mail/message-calls.ts';
import { badRequest, GraphRefusal, refusal } from './refusal.ts';

const minMs = 45 * 60_000;
const maxMs = 10_080 * 60_000;
const validationLimitMs = 10_000;
/** Of all apps, for one mailbox. */
const quota = 1_000;

/** `POST /subscriptions`: both addresses must answer the handshake before this answers. */
export async function subscribe(
  world: World,
  subscriptions: Subscriptions,
  call: Call,
  scopes: readonly string[],
): Promise<Answer> {
  const wish = readWish(world, call);
  refuseSubscription(world, subscriptions, call, wish, scopes);
  const urls = [wish.notificationUrl, wish.lifecycleNotificationUrl].filter((url) => url !== undefined);
  for (const url of urls) await validate(world, url);
  const subscription = subscriptions.add(wish);
  return {
    status: 201,
    headers: { Location: `https://graph.microsoft.com/v1.0/subscriptions('${subscription.id}')` },
    body: { '@odata.context': context('subscriptions/$entity'), ...subscriptionBody(subscription) },
  };
}

export function listSubscriptions(subscriptions: Subscriptions, call: Call): Answer {
  const own = subscriptions.of(call.account.oid).filter(({ clientId }) => clientId === call.clientId);
  return { status: 200, body: { '@odata.context': context('subscriptions'), value: own.map(subscriptionBody) } };
}

export function getSubscription(subscriptions: Subscriptions, call: Call, id: string): Answer {
  return { status: 200, body: subscriptionBody(ownSubscription(subscriptions, call, id)) };
}

/** Only the expiry can change; one that has expired cannot be brought back. */
export function renewSubscription(world: World, subscriptions: Subscriptions, call: Call, id: string): Answer {
  const subscription = ownSubscription(subscriptions, call, id);
  const { expirationDateTime } = (call.body ?? {}) as Subscription;
  return {
    status: 200,
    body: subscriptionBody(subscriptions.renew(subscription, readExpiry(world, expirationDateTime))),
  };
}

export function reauthorize(subscriptions: Subscriptions, call: Call, id: string): Answer {
  ownSubscription(subscriptions, call, id);
  return { status: 204 };
}

export function unsubscribe(world: World, subscriptions: Subscriptions, call: Call, id: string): Answer {
  const subscription = ownSubscription(subscriptions, call, id);
  if (world.awkward.strikes('microsoft.subscriptionGhost')) subscriptions.haunt(subscription);
  else subscriptions.remove(subscription.id);
  return { status: 204 };
}

type Wish = Omit<StoredSubscription, 'id'>;

function readWish(world: World, call: Call): Wish {
  if (typeof call.body !== 'object' || call.body === null) throw badRequest('Empty Payload. JSON content expected.');
  const body = call.body as Subscription;
  const changeTypes = (body.changeType ?? '').split(',').map((type) => type.trim());
  if (!changeTypes.every(isChangeType)) throw badRequest(`Invalid 'changeType' attribute.`, 'InvalidRequest');
  const { clientState, resource } = body;
  if (clientState && clientState.length > 128) {
    throw badRequest("'clientState' is longer than 128 characters.", 'InvalidRequest');
  }
  const lifecycle = body.lifecycleNotificationUrl;
  return {
    oid: call.account.oid,
    tenantId: call.account.tenantId,
    clientId: call.clientId,
    resource: resource ?? '',
    folderId: folderOfResource(world, call, resource ?? ''),
    changeTypes,
    idKind: call.prefers.idKind,
    notificationUrl: readUrl('notificationUrl', body.notificationUrl),
    lifecycleNotificationUrl: lifecycle ? readUrl('lifecycleNotificationUrl', lifecycle) : undefined,
    clientState: clientState ?? undefined,
    latestSupportedTlsVersion: body.latestSupportedTlsVersion ?? 'v1_2',
    expiresAt: readExpiry(world, body.expirationDateTime),
  };
}

function isChangeType(type: string): type is ChangeType {
  return type === 'created' || type === 'updated' || type === 'deleted';
}

/**
 * `/me/contacts`, `/users/{id}/contacts`, or one folder of them; `/me/events`, or those of one calendar; `/me/messages`, or those of
 * one folder. That the bare paths mean the main contacts folder, and the events of all calendars, is an assumption.
 */
function folderOfResource(world: World, call: Call, resource: string): string {
  const { oid } = call.account;
  const path = resource.replace(/^\//u, '').replace(/^users\/([^/]+)\//iu, (all, user) => (user === oid ? 'me/' : all));
  if (/^me\/contacts$/iu.test(path)) return call.mailbox().contactsFolderId;
  const isMainOnly = /^me\/calendar\/events$/iu.test(path);
  if (isMainOnly || /^me\/events$/iu.test(path)) {
    const { defaultId } = call.calendars().box;
    return isMainOnly || world.awkward.strikes('microsoft.calendar.mainCalendarOnly') ? defaultId : allEvents;
  }
  const calendarId = /^me\/calendars(?:\/|\(')([^/']+)(?:'\))?\/events$/iu.exec(path)?.[1];
  if (calendarId !== undefined) return findCalendar(call.calendars().box, calendarId).id;
  if (/^me\/messages$/iu.test(path)) return call.mail() && allMessages;
  const mailFolder = /^me\/mailFolders(?:\/|\(')([^/']+)(?:'\))?\/messages$/iu.exec(path)?.[1];
  if (mailFolder !== undefined) return findMailFolder(call.mail(), mailFolder).id;
  const folderId = /^me\/contactFolders(?:\/|\(')([^/']+)(?:'\))?\/contacts$/iu.exec(path)?.[1];
  if (folderId === undefined) throw badRequest(`The resource '${resource}' is not supported here.`, 'InvalidRequest');
  return findFolder(call.mailbox(), folderId).id;
}

function readUrl(name: string, text: string | null | undefined): string {
  const url = text && URL.canParse(text) ? new URL(text) : undefined;
  // The real service takes https only; a machine of one's own is the sandbox's addition.
  const local = url?.protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(url.hostname);
  if (!url || !(url.protocol === 'https:' || local)) {
    throw badRequest(`The '${name}' property must be a valid https address.`, 'InvalidRequest');
  }
  return text ?? '';
}

/** Under 45 minutes becomes 45; over seven days is refused (which words it uses is not known). */
function readExpiry(world: World, text: string | undefined): number {
  const asked = Date.parse(text ?? '');
  if (Number.isNaN(asked))
    throw badRequest("The 'expirationDateTime' property is missing or invalid.", 'InvalidRequest');
  if (asked > world.now() + maxMs) {
    throw badRequest('Subscription expiration can only be 10080 minutes in the future.', 'InvalidRequest');
  }
  return Math.max(asked, world.now() + minMs);
}

function refuseSubscription(
  world: World,
  subscriptions: Subscriptions,
  call: Call,
  wish: Wish,
  scopes: readonly string[],
): void {
  const kind = kindOf(wish.resource);
  if (!scopes.some((scope) => scope.startsWith(`${kind}.Read`))) throw refusal('accessDenied');
  if (!scopes.includes(`${kind}.Read`) && world.awkward.strikes('microsoft.subscriptionNeedsRead')) {
    throw new GraphRefusal(403, 'ErrorAccessDenied', `Access is denied. ${kind}.Read is needed to subscribe.`);
  }
  const existing = subscriptions.of(call.account.oid);
  if (existing.length >= quota || world.awkward.strikes('microsoft.subscriptionQuota')) {
    throw new GraphRefusal(403, 'ExtensionError', 'Operation: Create; the limit of subscriptions was reached.');
  }
  const twin = existing.find((known) => known.folderId === wish.folderId && sameTypes(known, wish));
  if (twin && world.awkward.strikes('microsoft.subscriptionDuplicate')) {
    const message = `Subscription Id ${twin.id} already exists for the requested combination`;
    throw new GraphRefusal(409, 'Conflict', message);
  }
}

/** How the permissions for it are called. */
function kindOf(resource: string): 'Calendars' | 'Contacts' | 'Mail' {
  if (/messages$/iu.test(resource)) return 'Mail';
  return /events$/iu.test(resource) ? 'Calendars' : 'Contacts';
}

function sameTypes(one: Wish, other: Wish): boolean {
  return one.clientId === other.clientId && one.changeTypes.toSorted().join() === other.changeTypes.toSorted().join();
}

/** The token needs decoding: `+` is a space, and there are colons. It must come back as plain text. */
async function validate(world: World, url: string): Promise<void> {
  const token = `Validation: Testing client application reachability for subscription Request-Id: ${randomId(world, 22)}`;
  const query = new URLSearchParams({ validationToken: token }).toString();
  const address = `${url}${url.includes('?') ? '&' : '?'}${query}`;
  const headers = { 'content-type': 'text/plain; charset=utf-8' };
  const answer = await sendOut(world, { url: address, headers }, validationLimitMs, 'microsoft.cutOff');
  const isPlain = answer?.headers['content-type']?.startsWith('text/plain');
  if (answer?.status !== 200 || !isPlain || answer.body !== token) {
    throw badRequest(
      'Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request.',
      'InvalidRequest',
    );
  }
}

function ownSubscription(subscriptions: Subscriptions, call: Call, id: string): StoredSubscription {
  const subscription = subscriptions.get(id);
  if (subscription?.oid === call.account.oid && subscription.clientId === call.clientId) return subscription;
  throw new GraphRefusal(404, 'ResourceNotFound', 'The object was not found.');
}

function subscriptionBody(subscription: StoredSubscription): Subscription {
  return {
    id: subscription.id,
    resource: subscription.resource,
    applicationId: subscription.clientId,
    changeType: subscription.changeTypes.join(','),
    clientState: subscription.clientState ?? null,
    notificationUrl: subscription.notificationUrl,
    notificationQueryOptions: null,
    lifecycleNotificationUrl: subscription.lifecycleNotificationUrl ?? null,
    expirationDateTime: new Date(subscription.expiresAt).toISOString(),
    creatorId: subscription.oid,
    includeResourceData: null,
    latestSupportedTlsVersion: subscription.latestSupportedTlsVersion,
    encryptionCertificate: null,
    encryptionCertificateId: null,
    notificationUrlAppId: null,
  };
}

function context(suffix: string): string {
  return `https://graph.microsoft.com/v1.0/$metadata#${suffix}`;
}
