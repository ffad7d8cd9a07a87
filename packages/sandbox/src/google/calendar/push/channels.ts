import { createHash } from 'node:crypto';
import { sendOut } from '../../../kernel/send-out.ts';
import type { World } from '../../../kernel/world.ts';
import type { Calendars } from '../events/calendars.ts';

export type StoredChannel = {
  readonly id: string;
  readonly sub: string;
  readonly clientId: string;
  /** Undefined for the list of calendars. */
  readonly calendarId: string | undefined;
  readonly resourceId: string;
  readonly resourceUri: string;
  readonly address: string;
  readonly token: string | undefined;
  readonly expiresAt: number;
  /** Of the last message. */
  readonly number: number;
  readonly stopped?: true;
  /** Goes on sending all the same: an awkwardness. */
  readonly ghost?: true;
};

type State = 'sync' | 'exists' | 'not_exists';
type Waiting = { readonly channelId: string; readonly number: number; readonly state: State; readonly tries: number };

export type Channels = {
  /** Opened and not over. */
  readonly get: (id: string) => StoredChannel | undefined;
  readonly all: () => readonly StoredChannel[];
  readonly wasUsed: (id: string) => boolean;
  /** Its first message is on its way, or there already. */
  readonly open: (channel: Omit<StoredChannel, 'resourceId' | 'number'>) => Promise<StoredChannel>;
  readonly stop: (channel: StoredChannel) => void;
};

const limitMs = 10_000;
/** News of several changes at once come together (assumption). */
const gatherMs = 200;
/** Documented: these are tried again, with longer and longer pauses; how long is assumed. Any other answer is the end of it. */
const retried: ReadonlySet<number> = new Set([500, 502, 503, 504]);
const maxTries = 8;

/** Channels and their messages. Both are stored, so that a restarted sandbox still sends what it owes. */
export function createChannels(world: World, calendars: Calendars): Channels {
  const { strikes, amount } = world.awkward;
  const stored = world.store.collection<StoredChannel>('google.channels');
  const waiting = world.store.collection<Waiting>('google.channelMessages');
  const gathering = new Set<string>();

  const isLive = ({ expiresAt, stopped, ghost }: StoredChannel): boolean =>
    expiresAt > world.now() && (!stopped || ghost === true);
  /** Documented: the number grows, and not by one. */
  const nextNumber = (channel: StoredChannel): number => {
    const number = channel.number === 0 ? 1 : channel.number + 1 + Math.floor(world.random() * 3);
    stored.set(channel.id, { ...channel, number });
    return number;
  };
  const post = async (key: string): Promise<void> => {
    const message = waiting.get(key);
    const channel = message && stored.get(message.channelId);
    if (message === undefined || channel === undefined || !isLive(channel)) return void waiting.delete(key);
    const headers = headersOf(channel, message);
    const answer = await sendOut(world, { url: channel.address, headers, body: '' }, limitMs, 'google.cutOff');
    const again = answer !== undefined && retried.has(answer.status) && message.tries + 1 < maxTries;
    if (!again) return void waiting.delete(key);
    waiting.set(key, { ...message, tries: message.tries + 1 });
    world.later(1_000 * 2 ** message.tries, () => post(key));
  };
  const put = (channelId: string, state: State, delayMs = 0): Promise<void> => {
    const channel = stored.get(channelId);
    if (channel === undefined || !isLive(channel)) return Promise.resolve();
    const number = nextNumber(channel);
    const key = `${channelId}/${number}`;
    waiting.set(key, { channelId, number, state, tries: 0 });
    if (delayMs === 0) return post(key);
    world.later(delayMs, () => post(key));
    return Promise.resolve();
  };
  const tell = (channel: StoredChannel, state: State): void => {
    if (!isLive(channel) || gathering.has(channel.id)) return;
    if (strikes('google.calendar.messageLost')) return;
    gathering.add(channel.id);
    const late = strikes('google.calendar.messageLate') ? amount('google.calendar.messageLate', 60_000) : 0;
    const storm = strikes('google.calendar.messageStorm') ? amount('google.calendar.messageStorm', 4) : 1;
    const times = strikes('google.calendar.messageDoubled') ? storm + 1 : storm;
    world.later(gatherMs, async () => {
      gathering.delete(channel.id);
      for (let index = 0; index < times; index += 1) void put(channel.id, state, late + index * gatherMs + 1);
    });
  };
  const hearing = (isMeant: (channel: StoredChannel) => boolean): readonly StoredChannel[] =>
    [...stored.values()].filter((channel) => isMeant(channel) && isLive(channel));

  calendars.watchRows(({ id }) => {
    for (const channel of hearing(({ calendarId }) => calendarId === id)) tell(channel, 'exists');
  });
  calendars.watchEntries(({ sub, calendarId, deleted }) => {
    for (const channel of hearing((one) => one.sub === sub)) {
      if (channel.calendarId === undefined) tell(channel, 'exists');
      else if (channel.calendarId === calendarId && deleted) tell(channel, 'not_exists');
    }
  });
  for (const [key] of waiting.entries()) world.later(gatherMs, () => post(key));

  return {
    get: (id) => {
      const channel = stored.get(id);
      return channel && !channel.stopped && channel.expiresAt > world.now() ? channel : undefined;
    },
    all: () => [...stored.values()].filter((channel) => !channel.stopped && channel.expiresAt > world.now()),
    wasUsed: (id) => stored.get(id) !== undefined,
    open: async (asked) => {
      const channel = { ...asked, resourceId: resourceIdOf(asked.sub, asked.resourceUri), number: 0 };
      stored.set(channel.id, channel);
      if (strikes('google.calendar.syncBeforeAnswer')) await put(channel.id, 'sync');
      else void put(channel.id, 'sync', 1);
      return channel;
    },
    stop: (channel) => {
      const isGhost = strikes('google.calendar.channelGhost');
      const { number = channel.number } = stored.get(channel.id) ?? {};
      stored.set(channel.id, { ...channel, number, stopped: true, ...(isGhost ? { ghost: true } : {}) });
    },
  };
}

/** Documented: opaque, and the same for the same resource. */
const resourceIdOf = (sub: string, uri: string): string =>
  createHash('sha256').update(`${sub} ${uri}`).digest('base64url').slice(0, 27);

const headersOf = (channel: StoredChannel, { number, state }: Waiting): Readonly<Record<string, string>> => ({
  'user-agent': 'APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)',
  'content-length': '0',
  'x-goog-channel-id': channel.id,
  'x-goog-message-number': String(number),
  'x-goog-resource-id': channel.resourceId,
  'x-goog-resource-state': state,
  'x-goog-resource-uri': channel.resourceUri,
  'x-goog-channel-expiration': new Date(channel.expiresAt).toUTCString(),
  ...(channel.token === undefined ? {} : { 'x-goog-channel-token': channel.token }),
});
