import type {
  Letter,
  MailAddress,
  Mailbox,
  MailMessage,
  MailPlace,
  MailPush,
  MailSensitivity,
  MailSpan,
  Subscription,
} from '@concord/core';
import { beforeEach, describe, expect, test } from 'vitest';

/** A message that comes to the account from outside. */
export type Arrival = {
  /** Without angle brackets; null: it has none. */
  readonly messageId: string | null;
  readonly from: MailAddress;
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  readonly subject: string;
  readonly text: string;
  /** By its own header. */
  readonly sentAt: number;
  readonly receivedAt: number;
  readonly inReplyTo: string;
  readonly sensitivity: MailSensitivity;
  readonly hasAttachments: boolean;
};

/** What somebody outside got from the account. */
export type Posted = {
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly messageId?: string;
  readonly inReplyTo?: string;
};

/** What people do on the provider's own pages, what comes from outside, and time. */
export type MailboxWorld = {
  /** The account's address. */
  readonly account: string;
  /** Resolves with the mailbox's own id of it. What is not said: something from `ada`, to the account, now. */
  readonly deliver: (mail?: Partial<Arrival>) => Promise<string>;
  /** By hand; `other`: into a folder or label of the person's own, `Clients`, which is made when there is none. */
  readonly move: (id: string, place: Extract<MailPlace, 'inbox' | 'junk' | 'deleted' | 'other'>) => Promise<void>;
  /** Gives it a category or label of the person's own. */
  readonly label: (id: string, name: string) => Promise<void>;
  readonly purge: (id: string) => Promise<void>;
  /** The person writes to `ada` on the provider's own page, blindly copied to `bob`. Resolves with the id of the sent message. */
  readonly sendByHand: (subject: string) => Promise<string>;
  readonly draft: (subject: string) => Promise<string>;
  /** What people outside got, the oldest first. */
  readonly posted: () => readonly Posted[];
  /** Every cursor of the account is good no more. */
  readonly expireCursors: () => Promise<void>;
  readonly now: () => number;
  /** Lets time pass; whatever was due by then has happened when it resolves. */
  readonly advance: (ms: number) => Promise<void>;
};

export type MailboxSetup = {
  /** Opens the account's mailbox anew, as another process would. */
  readonly open: () => Mailbox;
  readonly batchSize: number;
  readonly world: MailboxWorld;
  /** What this provider is known not to do. */
  readonly lacks?: {
    /** It knows no sensitivity. */
    readonly sensitivity?: true;
    /** What it sends has no headers that name what is answered. */
    readonly headers?: true;
    /** Every message has an id of its own. */
    readonly namelessMessages?: true;
  };
  /** Absent when the provider cannot push. */
  readonly push?: {
    readonly push: MailPush;
    /** What was told since the last time it was asked: undefined when nothing was, else the ids that were named, if any. */
    readonly news: (subscription: Subscription) => Promise<readonly string[] | undefined>;
  };
};

export const ada: MailAddress = { address: 'ada@client.example', name: 'Ada Lovelace' };
export const bob: MailAddress = { address: 'bob@other.example', name: 'Bob Doe' };
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** No mailbox needs more rounds to tell everything. */
const maxRounds = 100;

/** Every provider's mail passes this. `setup` makes an empty mailbox, with no limits on requests, for each test. */
export function describeMailbox(name: string, setup: () => Promise<MailboxSetup>): void {
  describe(`${name}: the contract of a mailbox`, () => {
    let made: MailboxSetup;
    beforeEach(async () => {
      made = await setup();
    });
    describeChanges(() => made);
    describeRead(() => made);
    describeRange(() => made);
    describeFind(() => made);
    describeSend(() => made);
    describeMailPush(() => made);
  });
}

/** Follows the changes to their end, opening the mailbox anew for each page. */
export async function allChanges(
  { open }: Pick<MailboxSetup, 'open'>,
  from: string,
): Promise<{ readonly messages: readonly MailMessage[]; readonly cursor: string }> {
  const messages: MailMessage[] = [];
  let cursor = from;
  for (let rounds = 0; rounds < maxRounds; rounds += 1) {
    const page = await open().changes(cursor);
    messages.push(...page.messages);
    cursor = page.cursor;
    if (!page.more) return { messages, cursor };
  }
  throw new Error('the changes do not end');
}

export async function allOf({ open }: Pick<MailboxSetup, 'open'>, span: MailSpan): Promise<readonly MailMessage[]> {
  const messages: MailMessage[] = [];
  let next: string | undefined;
  for (let rounds = 0; rounds < maxRounds; rounds += 1) {
    const page = await open().range(span, next);
    messages.push(...page.messages);
    next = page.next;
    if (next === undefined) return messages;
  }
  throw new Error('the span does not end');
}

const idsOf = (messages: readonly MailMessage[]): readonly string[] => messages.map(({ id }) => id);
const sorted = (ids: readonly string[]): readonly string[] => ids.toSorted();
const addressesOf = (people: readonly MailAddress[]): readonly string[] => people.map(({ address }) => address);

async function readOne(made: MailboxSetup, id: string): Promise<MailMessage> {
  const [message] = await made.open().read([id]);
  if (message === undefined) throw new Error(`${id} is not there`);
  return message;
}

function describeChanges(current: () => MailboxSetup): void {
  test('from where it begins, nothing of before is told', async () => {
    const made = current();
    await made.world.deliver({ receivedAt: made.world.now() - 3 * dayMs });
    await made.world.advance(minuteMs);
    const cursor = await made.open().begin();
    expect((await allChanges(made, cursor)).messages).toEqual([]);
  });

  test('what comes is told, with all that its envelope says', async () => {
    const made = current();
    const { world } = made;
    const cursor = await made.open().begin();
    await world.advance(minuteMs);
    const sentAt = Math.floor(world.now() / 1000) * 1000 - 5 * minuteMs;
    const id = await world.deliver({
      messageId: 'one@client.example',
      subject: 'The lease',
      text: 'Dear colleague,\nhere it is.',
      cc: [bob],
      sentAt,
      hasAttachments: true,
    });
    await world.advance(minuteMs);
    const { messages } = await allChanges(made, cursor);
    expect([...new Set(idsOf(messages))]).toEqual([id]);
    const [told] = messages;
    expect(told).toMatchObject({
      id,
      messageId: 'one@client.example',
      from: ada,
      cc: [bob],
      bcc: [],
      subject: 'The lease',
      sentAt,
      place: 'inbox',
      labels: [],
      sensitivity: 'normal',
      hasAttachments: true,
    });
    expect(addressesOf(told?.to ?? [])).toEqual([world.account]);
    expect(told?.preview).toMatch(/^Dear colleague,\s+here it is\.$/u);
    expect(told?.folder).not.toBe('');
    expect(told?.threadId).not.toBe('');
    expect(told?.receivedAt).toBeGreaterThanOrEqual(world.now() - minuteMs - 1000);
    expect(told?.receivedAt).toBeLessThanOrEqual(world.now());
    expect(told?.link).toMatch(/^https?:/u);
    expect(await readOne(made, id)).toEqual(told);
  });

  test('what the person sends is told as sent, with everybody who got it', async () => {
    const made = current();
    const cursor = await made.open().begin();
    await made.world.advance(minuteMs);
    const id = await made.world.sendByHand('By hand');
    await made.world.advance(minuteMs);
    const told = (await allChanges(made, cursor)).messages.find((message) => message.id === id);
    expect(told).toMatchObject({ place: 'sent', subject: 'By hand' });
    expect(told?.from?.address).toBe(made.world.account);
    expect([addressesOf(told?.to ?? []), addressesOf(told?.bcc ?? [])]).toEqual([[ada.address], [bob.address]]);
  });

  test('what is moved out of junk is told again, and where it lies then', async () => {
    const made = current();
    const { world } = made;
    const first = await made.open().begin();
    await world.advance(minuteMs);
    const id = await world.deliver();
    await world.move(id, 'junk');
    await world.advance(minuteMs);
    const { messages, cursor } = await allChanges(made, first);
    expect(messages.filter(({ place }) => place !== 'junk')).toEqual([]);
    await world.move(id, 'inbox');
    await world.advance(minuteMs);
    const told = (await allChanges(made, cursor)).messages;
    expect(told).toContainEqual(expect.objectContaining({ id, place: 'inbox' }));
  });

  test('what lies in a folder that was made since is told', async () => {
    const made = current();
    const { world } = made;
    const cursor = await made.open().begin();
    await world.advance(minuteMs);
    const id = await world.deliver();
    await world.move(id, 'other');
    await world.advance(minuteMs);
    const told = (await allChanges(made, cursor)).messages.find((message) => message.id === id);
    expect(told).toMatchObject({ id });
    expect([told?.folder, ...(told?.labels ?? [])]).toContain('Clients');
  });

  test('a cursor that was used tells the same again', async () => {
    const made = current();
    const cursor = await made.open().begin();
    await made.world.advance(minuteMs);
    const id = await made.world.deliver();
    await made.world.advance(minuteMs);
    for (let times = 0; times < 2; times += 1) expect(idsOf((await allChanges(made, cursor)).messages)).toContain(id);
  });

  test('nothing is left out when much has come, and nothing is told for ever', async () => {
    const made = current();
    const first = await made.open().begin();
    await made.world.advance(minuteMs);
    const ids: string[] = [];
    for (let count = 0; count < 130; count += 1) ids.push(await made.world.deliver({ subject: `Number ${count}` }));
    await made.world.advance(minuteMs);
    const { messages, cursor } = await allChanges(made, first);
    expect(sorted([...new Set(idsOf(messages))])).toEqual(sorted(ids));
    expect(await allChanges(made, cursor)).toMatchObject({ messages: [] });
  });

  test('a cursor that expired, and what is none, are refused as such', async () => {
    const made = current();
    const cursor = await made.open().begin();
    await made.world.advance(minuteMs);
    await made.world.expireCursors();
    await expect(made.open().changes(cursor)).rejects.toMatchObject({ code: 'cursorExpired' });
    await expect(made.open().changes('no cursor')).rejects.toMatchObject({ code: 'cursorExpired' });
    const again = await made.open().begin();
    expect(await allChanges(made, again)).toMatchObject({ messages: [] });
  });
}

function describeRead(current: () => MailboxSetup): void {
  test('reads those of the ids that are there, a whole batch at once', async () => {
    const made = current();
    const ids: string[] = [];
    for (let count = 0; count < made.batchSize; count += 1) ids.push(await made.world.deliver());
    await made.world.advance(minuteMs);
    const [gone = '', ...others] = ids;
    await made.world.purge(gone);
    await made.world.advance(minuteMs);
    expect(sorted(idsOf(await made.open().read(ids)))).toEqual(sorted(others));
    expect(await made.open().read([])).toEqual([]);
  });

  test('says where a message lies', async () => {
    const made = current();
    const { world } = made;
    const id = await world.deliver();
    for (const place of ['junk', 'deleted', 'inbox', 'other'] as const) {
      await world.move(id, place);
      await world.advance(minuteMs);
      expect(await readOne(made, id)).toMatchObject({ id, place });
    }
    const draft = await world.draft('Not yet');
    await world.advance(minuteMs);
    expect(await readOne(made, draft)).toMatchObject({ place: 'drafts', subject: 'Not yet' });
  });

  test('a message without an id of its own, a subject or a name of its writer is read all the same', async () => {
    const made = current();
    const messageId = made.lacks?.namelessMessages ? 'robot@client.example' : null;
    const nameless = { address: 'robot@client.example', name: '' };
    const id = await made.world.deliver({ messageId, subject: '', text: '', from: nameless });
    await made.world.advance(minuteMs);
    const message = await readOne(made, id);
    expect(message).toMatchObject({ subject: '', preview: '' });
    expect(message.from?.address).toBe(nameless.address);
    expect(message.messageId).toBe(messageId ?? undefined);
    expect('messageId' in message).toBe(messageId !== null);
  });

  test('shows what a person labelled it with', async () => {
    const made = current();
    const id = await made.world.deliver();
    await made.world.label(id, 'No Concord');
    await made.world.advance(minuteMs);
    expect((await readOne(made, id)).labels).toContain('No Concord');
  });

  test.each(['personal', 'private', 'confidential'] as const)('shows that it is %s', async (sensitivity) => {
    const made = current();
    const id = await made.world.deliver({ sensitivity });
    await made.world.advance(minuteMs);
    expect((await readOne(made, id)).sensitivity).toBe(made.lacks?.sensitivity ? 'normal' : sensitivity);
  });

  test('a long text is cut, and a wild date is shown beside the mailbox’s own', async () => {
    const made = current();
    const sentAt = Date.UTC(1999, 11, 31);
    const id = await made.world.deliver({ text: 'word '.repeat(400), sentAt });
    await made.world.advance(minuteMs);
    const message = await readOne(made, id);
    expect(message.preview.length).toBeLessThanOrEqual(255);
    expect(message.preview.length).toBeGreaterThan(50);
    expect(message.sentAt).toBe(sentAt);
    expect(message.receivedAt).toBeGreaterThan(made.world.now() - dayMs);
  });

  test('an answer is in the same thread as what it answers', async () => {
    const made = current();
    const first = await made.world.deliver({ messageId: 'first@client.example', subject: 'Lease' });
    const answer = await made.world.deliver({ inReplyTo: 'first@client.example', subject: 'Re: Lease' });
    const other = await made.world.deliver({ subject: 'Something else' });
    await made.world.advance(minuteMs);
    const [one, two, three] = [await readOne(made, first), await readOne(made, answer), await readOne(made, other)];
    expect(two.threadId).toBe(one.threadId);
    expect(three.threadId).not.toBe(one.threadId);
  });
}

function describeRange(current: () => MailboxSetup): void {
  test('gives what was received in a span, from its first moment up to its end', async () => {
    const made = current();
    const from = Math.floor(made.world.now() / 1000) * 1000 - 10 * dayMs;
    const until = from + dayMs;
    const at = (receivedAt: number) => made.world.deliver({ receivedAt, sentAt: from - 30 * dayMs });
    await at(from - 1000);
    const first = await at(from);
    const last = await at(until - 1000);
    await at(until);
    await made.world.advance(minuteMs);
    const span = { from, until };
    expect(sorted(idsOf(await allOf(made, span)))).toEqual(sorted([first, last]));
    expect(await made.open().count(span)).toBe(2);
    const none = { from: from - 3 * dayMs, until: from - 2 * dayMs };
    expect(await allOf(made, none)).toEqual([]);
    expect(await made.open().count(none)).toBe(0);
  });

  test('gives each message of many once, also when many came in one second', async () => {
    const made = current();
    const from = Math.floor(made.world.now() / 1000) * 1000 - 2 * dayMs;
    const ids: string[] = [];
    const all = 620;
    for (let count = 0; count < all; count += 1) {
      const receivedAt = from + (count < 300 ? count * minuteMs : 300 * minuteMs);
      ids.push(await made.world.deliver({ receivedAt }));
    }
    await made.world.advance(minuteMs);
    const span = { from, until: from + dayMs };
    expect(sorted(idsOf(await allOf(made, span)))).toEqual(sorted(ids));
    const count = await made.open().count(span);
    expect(count).toBeGreaterThan(all * 0.5);
    expect(count).toBeLessThan(all * 2);
  });

  test('leaves drafts, junk and deleted ones out, and takes what was sent and filed', async () => {
    const made = current();
    const { world } = made;
    const from = Math.floor(world.now() / 1000) * 1000 - minuteMs;
    const [inbox, filed, junk, deleted] = [
      await world.deliver(),
      await world.deliver(),
      await world.deliver(),
      await world.deliver(),
    ];
    await world.move(filed, 'other');
    await world.move(junk, 'junk');
    await world.move(deleted, 'deleted');
    await world.draft('Not yet');
    const sent = await world.sendByHand('By hand');
    await world.advance(minuteMs);
    const span = { from, until: world.now() };
    expect(sorted(idsOf(await allOf(made, span)))).toEqual(sorted([inbox, filed, sent]));
    expect(await made.open().count(span)).toBe(3);
  });
}

function describeFind(current: () => MailboxSetup): void {
  test.each(['plain@client.example', "o'brien+tag=1%2F@client.example", 'CAF=AbC_9-x@mail.client.example'])(
    'finds a message by its id %s, wherever it lies',
    async (messageId) => {
      const made = current();
      const id = await made.world.deliver({ messageId });
      await made.world.deliver({ messageId: `other.${messageId}` });
      for (const place of ['inbox', 'junk', 'deleted'] as const) {
        await made.world.move(id, place);
        await made.world.advance(minuteMs);
        expect(await made.open().find(messageId)).toMatchObject([{ id, messageId, place }]);
      }
    },
  );

  test('finds nothing by an id that no message has', async () => {
    const made = current();
    await made.world.deliver({ messageId: 'one@client.example' });
    await made.world.advance(minuteMs);
    expect(await made.open().find('two@client.example')).toEqual([]);
  });

  test('names the address of the account', async () => {
    const made = current();
    const addresses = await made.open().addresses();
    expect(addresses.map((address) => address.toLowerCase())).toContain(made.world.account.toLowerCase());
  });
}

export const letter: Letter = {
  marker: 'marker-1',
  to: [ada],
  cc: [bob],
  subject: 'Ürgent: your lease',
  text: 'Dear Ada,\n\nit is <signed> & sealed.\n.\n– Anna',
};

function describeSend(current: () => MailboxSetup): void {
  test('a letter reaches everybody once, as plain text, and lies among what was sent', async () => {
    const made = current();
    const { world } = made;
    const cursor = await made.open().begin();
    await world.advance(minuteMs);
    const since = world.now();
    expect(await made.open().wasSent(letter, since)).toBe(false);
    await made.open().send(letter);
    await world.advance(5 * minuteMs);
    const got = world.posted();
    expect(got).toHaveLength(2);
    for (const one of got) {
      expect(one).toMatchObject({ to: [ada.address], cc: [bob.address], subject: letter.subject });
      expect(one.text.replaceAll('\r\n', '\n').trimEnd()).toBe(letter.text);
    }
    const told = (await allChanges(made, cursor)).messages.filter(({ place }) => place === 'sent');
    expect([...new Set(idsOf(told))]).toHaveLength(1);
    expect(told[0]).toMatchObject({ subject: letter.subject, messageId: got[0]?.messageId });
    expect(addressesOf([...(told[0]?.to ?? []), ...(told[0]?.cc ?? [])])).toEqual([ada.address, bob.address]);
    expect(await made.open().wasSent(letter, since)).toBe(true);
    expect(await made.open().wasSent({ ...letter, marker: 'marker-2' }, since)).toBe(false);
  });

  test('an answer is in the thread of what it answers', async () => {
    const made = current();
    const { world } = made;
    const id = await world.deliver({ messageId: 'asked@client.example', subject: 'Lease' });
    await world.advance(minuteMs);
    const asked = await readOne(made, id);
    await made.open().send({ ...letter, cc: [], subject: 'Re: Lease', answers: asked });
    await world.advance(5 * minuteMs);
    const [got] = world.posted();
    expect(got?.subject).toBe('Re: Lease');
    expect(got?.inReplyTo).toBe(made.lacks?.headers ? undefined : 'asked@client.example');
    const sent = await made.open().find(got?.messageId ?? '');
    expect(sent).toMatchObject([{ place: 'sent', threadId: asked.threadId }]);
  });
}

function describeMailPush(current: () => MailboxSetup): void {
  test('a subscription tells of what comes, until it is ended', async ({ skip }) => {
    const made = current();
    const { world } = made;
    const push = made.push ?? skip('no push');
    const subscription = await made.open().subscribe(push.push);
    expect(subscription.expiresAt).toBeGreaterThan(world.now());
    await world.advance(minuteMs);
    await push.news(subscription);
    const id = await world.deliver();
    await world.advance(minuteMs);
    const named = await push.news(subscription);
    expect(named).toBeDefined();
    if (named !== undefined && named.length > 0) {
      expect(named).toContain(id);
      expect(idsOf(await made.open().read(named))).toContain(id);
    }
    const renewed = await made.open().renew(subscription.id, push.push);
    expect(renewed.expiresAt).toBeGreaterThan(world.now());
    await made.open().unsubscribe(renewed.id);
    await made.open().unsubscribe(renewed.id);
    await world.advance(minuteMs);
    await push.news(renewed);
    await world.deliver();
    await world.advance(minuteMs);
    expect(await push.news(renewed)).toBeUndefined();
  });
}
