import { type MailboxView, SyncError } from '@concord/core';
import { type Caller, engagedPage, engagementsPage, fillGap, mailView } from '@concord/engine';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ann, bob, createMailWorld, from, hourMs, type MailWorld, minuteMs, person } from './mail-world.ts';
import { createMortal, Killed, type Mortal } from './mortal.ts';

/** What happens to a firm and its mail. `who`: 0 is Ann, 1 is Bob. */
type Event =
  | { readonly kind: 'mail'; readonly who: 0 | 1 | 2; readonly by: number; readonly hasId: boolean }
  | { readonly kind: 'newContact' }
  | { readonly kind: 'lose' | 'reconnect' | 'expire' | 'silence'; readonly who: 0 | 1 }
  | { readonly kind: 'push'; readonly times: 0 | 1 | 2 }
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'clio'; readonly isDown: boolean }
  | { readonly kind: 'refuse'; readonly calls: number }
  | { readonly kind: 'die'; readonly calls: number };

const who = fc.constantFrom(0 as const, 1 as const);
const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('mail' as const),
      who: fc.constantFrom(0 as const, 1 as const, 2 as const),
      by: fc.nat(5),
      hasId: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'newContact' as const }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('lose' as const, 'reconnect' as const, 'expire' as const, 'silence' as const),
      who,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('push' as const),
      times: fc.constantFrom(0 as const, 1 as const, 2 as const),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      ms: fc.constantFrom(minuteMs, 10 * minuteMs, hourMs, 7 * hourMs, 30 * hourMs),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('clio' as const), isDown: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('refuse' as const), calls: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('die' as const), calls: fc.nat(60) }) },
);

type Sent = {
  readonly at: number;
  readonly address: string;
  readonly callers: readonly Caller[];
  readonly subject: string;
};

type Stage = {
  readonly world: MailWorld;
  readonly mortal: Mortal;
  readonly sent: Sent[];
  /** When each address became a contact. */
  readonly known: Map<string, { readonly at: number; readonly contact: string }>;
  readonly broken: { isDown: boolean; refusals: number };
};

const callers = [ann, bob] as const;

async function createStage(): Promise<Stage> {
  const mortal = createMortal();
  const broken = { isDown: false, refusals: 0 };
  const world = createMailWorld({
    wrap: mortal.wrap,
    clio: {
      profile: { pageSize: 2 },
      beforeCall: () => {
        if (broken.isDown) throw new SyncError('unavailable', 'Clio is away', { provider: 'clio' });
      },
    },
    mail: {
      pageSize: 3,
      beforeCall: () => {
        if ((broken.refusals -= 1) >= 0)
          throw new SyncError('rateLimited', 'too many', { provider: 'microsoft', retryAfterMs: 5_000 });
      },
    },
  });
  const stage = { world, mortal, sent: [], known: new Map(), broken };
  for (let count = 0; count < 3; count += 1) addContact(stage);
  world.now += 2 * minuteMs;
  for (const caller of callers) await world.connect(caller);
  return stage;
}

const addressAt = (index: number): string => `client${index}@client${index}.example`;

function addContact({ world, known }: Stage): void {
  const address = addressAt(known.size);
  const contact = world.clio.add(person(`Client Number${known.size}`, address.toUpperCase(), `other-${address}`));
  known.set(address, { at: world.now, contact });
}

/** Workers may die: whatever they left is found by the next ones. */
async function live({ world, mortal }: Stage, act: () => Promise<void>): Promise<void> {
  for (let lives = 0; lives < 3; lives += 1) {
    try {
      await act();
      if (!mortal.isDead()) return;
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
    }
    mortal.revive();
    // Past the lease of whoever died.
    world.now += 95_000;
  }
}

async function happen(stage: Stage, now: Event): Promise<void> {
  const { world, mortal, broken } = stage;
  switch (now.kind) {
    case 'mail':
      return send(stage, now);
    case 'newContact':
      addContact(stage);
      world.now += 2 * minuteMs;
      return;
    case 'lose':
      return await world.setState(callers[now.who], 'lost');
    case 'reconnect':
      world.now += 1;
      if ((await world.stateOf(callers[now.who])) === 'lost') await world.setState(callers[now.who], 'active');
      return;
    case 'expire':
      return world.box(callers[now.who]).expireCursors();
    case 'silence':
      return world.box(callers[now.who]).dropSubscriptions();
    case 'push': {
      const all = [...world.deliveries];
      if (now.times === 2) world.deliveries.push(...all);
      if (now.times === 0) world.deliveries.length = 0;
      return await live(stage, async () => await world.push());
    }
    case 'clio':
      broken.isDown = now.isDown;
      return;
    case 'refuse':
      broken.refusals = now.calls;
      return;
    case 'die':
      mortal.dieAt(now.calls);
      return;
    default:
      return await live(stage, async () => await world.pass(now.ms, Math.max(minuteMs, now.ms / 20)));
  }
}

function send({ world, sent }: Stage, { who: to, by, hasId }: Extract<Event, { readonly kind: 'mail' }>): void {
  world.now += 1_000;
  const at = world.now;
  const subject = `About ${sent.length}`;
  const address = addressAt(by);
  const reached = to === 2 ? callers : [callers[to]];
  for (const caller of reached)
    world.box(caller).add({
      ...from(address.replace('@', '+tag@')),
      to: reached.map((each) => ({ address: `${each.member}-mail@archer-law.example`, name: '' })),
      ...(hasId ? { messageId: `<${sent.length}@Client.Example>` } : {}),
      subject,
      sentAt: at,
      receivedAt: at,
    });
  if (!hasId)
    for (const caller of reached) {
      const { id } = world.box(caller).list().at(-1) ?? { id: '' };
      world.box(caller).edit(id, { messageId: '' });
    }
  sent.push({ at, address, callers: reached, subject });
}

async function endOf(stage: Stage): Promise<void> {
  const { world, mortal, broken } = stage;
  mortal.revive();
  Object.assign(broken, { isDown: false, refusals: 0 });
  world.now += 95_000;
  for (const caller of callers) if ((await world.stateOf(caller)) === 'lost') await world.setState(caller, 'active');
  await world.pass(3 * hourMs, 10 * minuteMs);
}

type Row = { readonly contact: string; readonly subject: string };

async function timelines({ world }: Stage): Promise<readonly Row[]> {
  const { people } = await engagedPage(world.ports, ann, {});
  const rows: Row[] = [];
  for (const { contact, count } of people) {
    const page = await engagementsPage(world.ports, ann, { contact });
    expect(page.rows).toHaveLength(count);
    rows.push(...page.rows.map(({ subject }) => ({ contact, subject })));
  }
  return rows;
}

const keyOf = ({ contact, subject }: Row): string => `${contact} ${subject}`;

describe('Whatever happens to mailboxes, Clio and workers', () => {
  test('every message of a contact is on the timeline once, but for those of a time that the page does not say was looked at', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 5, maxLength: 40 }), async (events) => {
        const stage = await createStage();
        for (const each of events) await happen(stage, each);
        await endOf(stage);
        await judge(stage);
        for (const caller of callers) {
          const { boxes } = await mailView(stage.world.ports, caller);
          for (const { connection, gaps } of boxes)
            for (const { id } of gaps) await fillGap(stage.world.ports, caller, connection.id, id);
        }
        await stage.world.pass(hourMs, 10 * minuteMs);
        await judge(stage, true);
      }),
      { numRuns: 150 },
    );
  }, 120_000);
});

async function judge(stage: Stage, isFilled = false): Promise<void> {
  const { world, sent, known } = stage;
  const rows = (await timelines(stage)).map(keyOf);
  expect(new Set(rows).size).toBe(rows.length);
  const boxOf = new Map<Caller, MailboxView | undefined>();
  for (const caller of callers) {
    const [box] = (await mailView(world.ports, caller)).boxes;
    boxOf.set(caller, box);
    if (isFilled) expect(box?.gaps).toEqual([]);
  }
  const isLookedAt = (caller: Caller, at: number): boolean => {
    const { lookedFrom = Number.POSITIVE_INFINITY, gaps = [] } = boxOf.get(caller) ?? {};
    return at >= lookedFrom && gaps.every((gap) => at < gap.from || at >= gap.until);
  };
  for (const { at, address, callers: reached, subject } of sent) {
    const one = known.get(address);
    if (one === undefined || one.at > at - minuteMs) continue;
    if (reached.some((caller) => isLookedAt(caller, at)))
      expect(rows).toContain(keyOf({ contact: one.contact, subject }));
  }
  const contacts = new Set([...known.values()].map(({ contact }) => contact));
  expect(rows.filter((row) => !contacts.has(row.split(' ')[0] ?? ''))).toEqual([]);
}
