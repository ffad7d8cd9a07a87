import {
  type Clock,
  type Letter,
  type MailAddress,
  type Mailbox,
  type MailChanges,
  type MailMessage,
  type MailPage,
  type MailProvider,
  type MailSpan,
  mailKey,
  type OAuth,
  type Subscription,
  SyncError,
} from '@concord/core';
import type { Delivery } from './book.ts';

export type MailCall =
  | 'begin'
  | 'changes'
  | 'read'
  | 'range'
  | 'count'
  | 'find'
  | 'addresses'
  | 'send'
  | 'wasSent'
  | 'subscribe'
  | 'renew'
  | 'unsubscribe';

export type MailOptions = {
  readonly pageSize?: number;
  /** Called before each operation; what it throws happens instead of the operation. */
  readonly beforeCall?: (call: MailCall, account: string) => void;
  /** True: the letter goes out and its answer is lost. */
  readonly losesAnswer?: () => boolean;
  readonly deliver?: (delivery: Delivery) => void;
  readonly provider?: Partial<
    Pick<MailProvider, 'label' | 'scopes' | 'batchSize' | 'messagesPerMinute' | 'sharedPush'>
  >;
};

/** The mailboxes of a whole post office in memory: what a provider has of them, and what people do with them. */
export type MemoryMail = {
  readonly provider: (oauth: OAuth) => MailProvider;
  /** That of an account; there as soon as somebody asks for it. */
  readonly box: (account: string) => MemoryBox;
};

export type MemoryBox = {
  readonly mailbox: Mailbox;
  /** A message comes in, with what is not said filled in. */
  readonly add: (message?: Partial<MailMessage>) => MailMessage;
  readonly edit: (id: string, change: Partial<MailMessage>) => void;
  readonly remove: (id: string) => void;
  readonly list: () => readonly MailMessage[];
  readonly setAddresses: (addresses: readonly string[]) => void;
  /** Every cursor given out so far is too old from now on. */
  readonly expireCursors: () => void;
  /** Its subscriptions end without a word. */
  readonly dropSubscriptions: () => void;
};

type Kept = { readonly message: MailMessage; readonly sequence: number; readonly marker?: string };
type State = {
  readonly account: string;
  readonly clock: Clock;
  readonly options: MailOptions;
  readonly kept: Map<string, Kept>;
  readonly subscriptions: Map<string, { readonly url: string; readonly secret: string; readonly expiresAt: number }>;
  readonly send: (letter: Letter) => void;
  addresses: readonly string[];
  sequence: number;
  era: number;
  /** How many were given out. */
  ids: number;
};

const subscriptionMs = 86_400_000;
const defaults = {
  label: 'Memory mail',
  scopes: { read: [], send: [] },
  batchSize: 20,
  messagesPerMinute: 6_000,
} as const satisfies Partial<MailProvider>;

export function createMemoryMail(clock: Clock, options: MailOptions = {}): MemoryMail {
  const boxes = new Map<string, MemoryBox & { readonly state: State }>();
  const boxOf = (account: string) => {
    const key = mailKey(account) || account;
    const box = boxes.get(key) ?? createBox(account, clock, options, deliverLetter);
    boxes.set(key, box);
    return box;
  };
  const deliverLetter = (from: string, letter: Letter): void => {
    const message = messageOf(from, letter, clock.now());
    add(boxOf(from).state, { ...message, place: 'sent', folder: 'Sent' }, letter.marker);
    for (const { address } of [...letter.to, ...letter.cc]) {
      const box = boxes.get(mailKey(address));
      if (box) add(box.state, { ...message, place: 'inbox', folder: 'Inbox' });
    }
  };
  return {
    provider: (oauth) => ({
      ...defaults,
      ...options.provider,
      oauth,
      open: ({ account }) => boxOf(account).mailbox,
    }),
    box: boxOf,
  };
}

function createBox(
  account: string,
  clock: Clock,
  options: MailOptions,
  deliver: (from: string, letter: Letter) => void,
): MemoryBox & { readonly state: State } {
  const state: State = {
    account,
    clock,
    options,
    kept: new Map(),
    subscriptions: new Map(),
    send: (letter) => deliver(account, letter),
    addresses: [account],
    sequence: 0,
    era: 0,
    ids: 0,
  };
  return {
    state,
    mailbox: openMailbox(state),
    add: (message = {}) => add(state, message),
    edit: (id, change) => {
      const known = state.kept.get(id);
      if (known === undefined) throw new SyncError('notFound', `no ${id} in the mailbox`);
      save(state, { ...known.message, ...change }, known.marker);
    },
    remove: (id) => void state.kept.delete(id),
    list: () => [...state.kept.values()].map(({ message }) => message),
    setAddresses: (addresses) => {
      state.addresses = addresses;
    },
    expireCursors: () => {
      state.era += 1;
    },
    dropSubscriptions: () => state.subscriptions.clear(),
  };
}

function openMailbox(state: State): Mailbox {
  const { options, account } = state;
  const called = <T>(call: MailCall, answer: () => T): Promise<T> =>
    new Promise((resolve) => {
      options.beforeCall?.(call, account);
      resolve(answer());
    });
  return {
    begin: () => called('begin', () => cursorAt(state, state.sequence)),
    changes: (cursor) => called('changes', () => changes(state, cursor)),
    read: (ids) => called('read', () => read(state, ids)),
    range: (span, next) => called('range', () => range(state, span, next)),
    count: (span) => called('count', () => within(state, span).length),
    find: (messageId) => called('find', () => find(state, messageId)),
    addresses: () => called('addresses', () => state.addresses),
    send: (letter) =>
      called('send', () => {
        state.send(letter);
        if (options.losesAnswer?.()) throw new SyncError('timeout', 'the answer was lost', { provider: 'memory' });
      }),
    wasSent: ({ marker }, since) =>
      called('wasSent', () =>
        [...state.kept.values()].some((kept) => kept.marker === marker && kept.message.receivedAt >= since),
      ),
    subscribe: ({ url, secret }) => called('subscribe', () => subscribe(state, url, secret)),
    renew: (id) => called('renew', () => renew(state, id)),
    unsubscribe: (id) => called('unsubscribe', () => void state.subscriptions.delete(id)),
  };
}

function add(state: State, message: Partial<MailMessage>, marker?: string): MailMessage {
  const now = state.clock.now();
  const id = `m${(state.ids += 1)}`;
  const whole: MailMessage = {
    messageId: `${id}.${now}@${state.account.split('@').at(-1) ?? 'memory'}`,
    threadId: `t-${id}`,
    to: [{ address: state.account, name: '' }],
    cc: [],
    bcc: [],
    subject: 'A message',
    preview: 'What it says',
    sentAt: now,
    receivedAt: now,
    place: 'inbox',
    folder: 'Inbox',
    labels: [],
    sensitivity: 'normal',
    hasAttachments: false,
    link: `https://memory.invalid/mail/${id}`,
    ...message,
    id,
  };
  return save(state, whole, marker);
}

/** At the end of the changes, and told to whoever listens. */
function save(state: State, message: MailMessage, marker?: string): MailMessage {
  state.sequence += 1;
  state.kept.set(message.id, { message, sequence: state.sequence, ...(marker === undefined ? {} : { marker }) });
  for (const { url, secret, expiresAt } of state.subscriptions.values())
    if (expiresAt > state.clock.now())
      state.options.deliver?.({ url, body: JSON.stringify({ secret, event: 'changed', id: message.id }) });
  return message;
}

function messageOf(from: string, { to, cc, subject, text, marker, answers }: Letter, now: number) {
  const addresses = (all: readonly MailAddress[]) => all.map(({ address, name }) => ({ address, name }));
  return {
    messageId: `${marker}@memory.invalid`,
    ...(answers === undefined ? {} : { threadId: answers.threadId }),
    from: { address: from, name: '' },
    to: addresses(to),
    cc: addresses(cc),
    subject,
    preview: text.slice(0, 255),
    sentAt: now,
    receivedAt: now,
  };
}

const sizeOf = ({ options }: State): number => options.pageSize ?? 50;
const cursorAt = ({ era }: State, sequence: number): string => `${era}.${sequence}`;

function changes(state: State, cursor: string): MailChanges {
  const sequence = Number(cursor.split('.')[1]);
  if (Number.isNaN(sequence) || cursor !== cursorAt(state, sequence))
    throw new SyncError('cursorExpired', 'the cursor is not known any more', { provider: 'memory' });
  const news = [...state.kept.values()].filter((kept) => kept.sequence > sequence);
  const page = news.sort((a, b) => a.sequence - b.sequence).slice(0, sizeOf(state));
  const last = page.at(-1)?.sequence ?? sequence;
  return {
    messages: page.map(({ message }) => message),
    cursor: cursorAt(state, last),
    more: page.length < news.length,
  };
}

function read(state: State, ids: readonly string[]): readonly MailMessage[] {
  const most = state.options.provider?.batchSize ?? defaults.batchSize;
  if (ids.length > most) throw new Error(`${ids.length} ids in one read`);
  return ids.flatMap((id) => state.kept.get(id)?.message ?? []);
}

const unlisted: ReadonlySet<string> = new Set<MailMessage['place']>(['drafts', 'junk', 'deleted']);

/** The newest first. */
function within(state: State, { from, until }: MailSpan): readonly MailMessage[] {
  return [...state.kept.values()]
    .map(({ message }) => message)
    .filter(({ receivedAt, place }) => receivedAt >= from && receivedAt < until && !unlisted.has(place))
    .sort((a, b) => b.receivedAt - a.receivedAt || (a.id < b.id ? 1 : -1));
}

/** Continues after a message, not after a number of them: what comes in meanwhile moves nothing. */
function range(state: State, span: MailSpan, next: string | undefined): MailPage {
  const [time, id] = next === undefined ? [Number.POSITIVE_INFINITY, ''] : placeIn(next);
  const rest = within(state, span).filter(
    (message) => message.receivedAt < time || (message.receivedAt === time && message.id < id),
  );
  const messages = rest.slice(0, sizeOf(state));
  const last = messages.at(-1);
  return { messages, ...(last && messages.length < rest.length ? { next: `${last.receivedAt} ${last.id}` } : {}) };
}

function placeIn(next: string): readonly [number, string] {
  const [time = '', id = ''] = next.split(' ');
  return [Number(time), id];
}

const find = ({ kept }: State, messageId: string): readonly MailMessage[] =>
  [...kept.values()]
    .map(({ message }) => message)
    .filter((message) => message.messageId?.toLowerCase() === messageId.toLowerCase());

function subscribe(state: State, url: string, secret: string): Subscription {
  const id = `s${(state.ids += 1)}`;
  const expiresAt = state.clock.now() + subscriptionMs;
  state.subscriptions.set(id, { url, secret, expiresAt });
  return { id, expiresAt, secret };
}

function renew({ subscriptions, clock }: State, id: string): Subscription {
  const known = subscriptions.get(id);
  if (known === undefined || known.expiresAt <= clock.now())
    throw new SyncError('notFound', 'the subscription is gone', { provider: 'memory' });
  const expiresAt = clock.now() + subscriptionMs;
  subscriptions.set(id, { ...known, expiresAt });
  return { id, expiresAt, secret: known.secret };
}
