import { isRecord } from '../events/read-event.ts';
import { inCalendar } from './access.ts';
import type { Answer, Call } from './call.ts';
import { badRequest, refusal, required } from './refusal.ts';

/** Documented: "the default is 604800 seconds". That nobody gets more is assumed (`google.calendar.longChannels`). */
const usualLifeMs = 604_800_000;
const maxId = 64;
const maxToken = 256;

/** `POST calendars/{id}/events/watch` */
export async function watchEvents(call: Call): Promise<Answer> {
  const { calendar } = inCalendar(call);
  // Documented: holidays and calendars of elsewhere are polled.
  if (calendar.kind === 'holiday' || calendar.kind === 'imported') throw refusal('pushNotSupported');
  return open(call, calendar.id, `calendars/${encodeURIComponent(calendar.id)}/events`);
}

/** `POST users/me/calendarList/watch` */
export const watchCalendarList = (call: Call): Promise<Answer> => open(call, undefined, 'users/me/calendarList');

/** `POST channels/stop`: for the same account and client only (documented). */
export function stopChannel(call: Call): Answer {
  const { body, channels, account, token } = call;
  const { id, resourceId } = isRecord(body) ? body : {};
  const channel = typeof id === 'string' ? channels.get(id) : undefined;
  const isOwn = channel?.sub === account.sub && channel.clientId === token.clientId;
  if (channel === undefined || !isOwn || channel.resourceId !== resourceId) throw refusal('notFound');
  channels.stop(channel);
  return undefined;
}

async function open(call: Call, calendarId: string | undefined, path: string): Promise<Answer> {
  const { body, channels, account, token, world } = call;
  const { id, type, address, token: secret, params, expiration } = isRecord(body) ? body : {};
  if (typeof id !== 'string' || id === '' || id.length > maxId) throw required('Channel id not specified.');
  if (type !== 'web_hook' && type !== 'webhook')
    throw badRequest(`Channel type ${String(type)} not supported`, 'push.channelTypeNotSupported');
  refuseAddress(address);
  if (secret !== undefined && (typeof secret !== 'string' || secret.length > maxToken))
    throw badRequest('Invalid channel token.');
  if (channels.wasUsed(id)) throw badRequest(`Channel id ${id} not unique`, 'channelIdNotUnique');
  const channel = await channels.open({
    id,
    sub: account.sub,
    clientId: token.clientId,
    calendarId,
    resourceUri: `https://www.googleapis.com/calendar/v3/${path}?alt=json`,
    address: String(address),
    token: typeof secret === 'string' ? secret : undefined,
    expiresAt: world.now() + lifeMs(call, params, expiration),
  });
  return {
    kind: 'api#channel',
    id,
    resourceId: channel.resourceId,
    resourceUri: channel.resourceUri,
    ...(channel.token === undefined ? {} : { token: channel.token }),
    expiration: String(channel.expiresAt),
  };
}

/** The real service takes https only; a machine of one's own is the sandbox's addition. */
function refuseAddress(address: unknown): void {
  const text = typeof address === 'string' ? address : '';
  const url = URL.parse(text);
  const isLocal = url?.protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(url.hostname);
  if (url?.protocol !== 'https:' && !isLocal)
    throw badRequest(`WebHook callback must be HTTPS: ${text}`, 'push.webhookUrlNotHttps');
}

/** Google may grant less than is asked for. */
function lifeMs({ world: { awkward, now } }: Call, params: unknown, expiration: unknown): number {
  const ttl = Number(isRecord(params) ? params.ttl : Number.NaN);
  const until = Number(expiration ?? Number.NaN);
  const asked = ttl > 0 ? ttl * 1_000 : until > now() ? until - now() : usualLifeMs;
  if (awkward.strikes('google.calendar.shortChannels'))
    return Math.min(asked, awkward.amount('google.calendar.shortChannels', 3_600) * 1_000);
  return awkward.strikes('google.calendar.longChannels') ? asked : Math.min(asked, usualLifeMs);
}
