import { type MailWishView, type NewLetter, SyncError } from '@concord/core';
import type { Caller } from '@concord/engine';
import { beforeEach, describe, expect, it } from 'vitest';
import { mailWishView } from '../../packages/engine/src/mail/mail-wish-view.ts';
import { askSend } from '../../packages/engine/src/mail/sending/ask-send.ts';
import { letterLimits } from '../../packages/engine/src/mail/sending/check-letter.ts';
import { answerOf } from './mail-wishes.ts';
import {
  accountOf,
  ann,
  bob,
  type Connected,
  createMailWorld,
  engagementRows,
  eve,
  from,
  type MailWorld,
  minuteMs,
  person,
} from './mail-world.ts';

class Killed extends Error {}

let world: MailWorld;
let ids: Connected;
let trouble: { send?: Error; wasSent?: Error; isLost: boolean; dieAt: number | undefined; dieAfterSend: boolean };

beforeEach(async () => {
  trouble = { isLost: false, dieAt: undefined, dieAfterSend: false };
  world = createMailWorld({
    mail: {
      provider: { scopes: { read: ['Mail.Read'], send: ['Mail.Send'] } },
      beforeCall: (call) => {
        if ((call === 'send' || call === 'wasSent') && trouble[call]) throw trouble[call];
      },
      losesAnswer: () => {
        if (trouble.dieAfterSend) throw new Killed();
        return trouble.isLost;
      },
    },
    wrap: (ports) => {
      const names = ['get', 'getMany', 'put', 'remove', 'query'] as const;
      const mortal = names.map((name) => [
        name,
        async (...input: readonly never[]) => {
          if (trouble.dieAt !== undefined && (trouble.dieAt -= 1) <= 0) {
            trouble.dieAt = undefined;
            throw new Killed();
          }
          return await (ports.table[name] as (...values: readonly never[]) => Promise<unknown>)(...input);
        },
      ]);
      return { ...ports, table: { ...ports.table, ...Object.fromEntries(mortal) } };
    },
  });
  world.clio.add(person('Ada Lovelace', 'ada@example.com'));
  ids = await world.connect();
  await world.settle();
});

const letter = (more: Partial<NewLetter> = {}): NewLetter => ({
  to: ['ada@example.com'],
  subject: 'The lease',
  text: 'Please sign.',
  ...more,
});
const ask = (more: Partial<NewLetter> = {}, caller: Caller = ann, box = ids.mail) =>
  askSend(world.ports, caller, box, letter(more));
const send = (more: Partial<NewLetter> = {}) => answerOf(world, ask(more));
const view = (id: string, caller: Caller = ann) => mailWishView(world.ports, caller, id);
const sent = () =>
  world
    .box()
    .list()
    .filter(({ place }) => place === 'sent');
/** Workers, of whom one may be killed. */
const workers = async (): Promise<void> => {
  try {
    await world.settle();
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
  }
};

describe('sending from a timeline', () => {
  it('goes out from the member’s own mailbox, and is on the timeline once', async () => {
    expect(await send({ cc: ['otto@example.org'] })).toMatchObject({
      state: 'done',
      sentence: `Sent as ${accountOf(ann)}. It appears on the timeline in a moment.`,
    });
    expect(sent()).toMatchObject([
      {
        from: { address: accountOf(ann) },
        to: [{ address: 'ada@example.com' }],
        cc: [{ address: 'otto@example.org' }],
        subject: 'The lease',
        preview: 'Please sign.',
      },
    ]);
    expect(engagementRows(world)).toMatchObject([{ direction: 'sent' }]);
    await world.pass(90 * minuteMs, 30 * minuteMs);
    expect(engagementRows(world)).toHaveLength(1);
  });

  it('answers the message itself where the mailbox has it, and nobody’s conversation where it does not', async () => {
    const got = world.box().add(from('ada@example.com'));
    await world.pass(90 * minuteMs, 30 * minuteMs);
    const [row] = engagementRows(world);
    const engagement = String(row?.sk).slice('MSG#'.length);
    await send({ answers: engagement });
    expect(sent()[0]?.threadId).toBe(got.threadId);
    const bobs = await world.connect(bob);
    for (let count = 0; count < 5; count += 1) world.box(bob).add();
    await world.settle();
    await answerOf(world, askSend(world.ports, bob, bobs.mail, letter({ answers: engagement })), bob);
    const byBob = world
      .box(bob)
      .list()
      .find(({ place }) => place === 'sent');
    expect(byBob).toBeDefined();
    expect(byBob?.threadId).not.toBe(got.threadId);
  });

  it.each([
    ['nobody', { to: [] }, 'to whom'],
    ['an address that is none', { to: ['ada'] }, 'no e-mail address'],
    ['a blank address', { to: ['  '] }, 'no e-mail address'],
    ['a header behind an address', { to: ['ada@example.com\r\nBcc: eve@example.com'] }, 'no e-mail address'],
    ['a header in a domain', { to: ['ada@example.com\nSubject:x'] }, 'no e-mail address'],
    ['a list as one address', { to: ['ada@example.com,eve@example.com'] }, 'no e-mail address'],
    ['a name before an address', { to: ['Ada <ada@example.com>'] }, 'no e-mail address'],
    ['an invisible character', { to: ['ada\u200b@example.com'] }, 'no e-mail address'],
    ['an endless address', { cc: [`${'a'.repeat(300)}@example.com`] }, 'no e-mail address'],
    ['a copy to nobody real', { cc: ['x@'] }, 'no e-mail address'],
    ['51 people', { to: Array.from({ length: 51 }, (_, n) => `a${n}@example.com`) }, '50 people'],
    [
      '50 people and a copy',
      { to: Array.from({ length: 50 }, (_, n) => `a${n}@example.com`), cc: ['b@example.com'] },
      '50 people',
    ],
    ['a header behind a subject', { subject: 'Hi\r\nBcc: eve@example.com' }, 'one line'],
    ['a subject of two lines', { subject: 'Hi\u2028there' }, 'one line'],
    ['an endless subject', { subject: 'x'.repeat(letterLimits.subject + 1) }, 'characters at most'],
    ['nothing to say', { text: ' \r\n ' }, 'Write something'],
    ['an endless text', { text: 'x'.repeat(letterLimits.text + 1) }, 'too long'],
    ['a control character in its text', { text: 'Hi\u0000' }, 'characters that no letter'],
  ] as const)('is refused with %s', async (_title, more, sentence) => {
    await expect(ask(more)).rejects.toMatchObject({ code: 'refused', message: expect.stringContaining(sentence) });
    await world.settle();
    expect(sent()).toEqual([]);
  });

  it('takes 50 people, each once, and line ends of every kind', async () => {
    const to = Array.from({ length: 49 }, (_, n) => `a${n}@example.com`);
    await send({
      to: [...to, ' ADA@example.com ', 'ada@example.com'],
      cc: ['Ada@Example.com'],
      text: 'One\r\nTwo\rThree',
    });
    expect(sent()[0]?.to).toHaveLength(50);
    expect(sent()[0]?.cc).toEqual([]);
    expect(sent()[0]?.preview).toBe('One\nTwo\nThree');
  });

  it('is nobody else’s: another member’s and another firm’s mailbox, their wishes, and a syncing account are not there', async () => {
    await world.connect(bob);
    const asked = await ask();
    for (const caller of [bob, eve]) {
      await expect(ask({}, caller)).rejects.toMatchObject({ code: 'notFound' });
      await expect(view(asked.id, caller)).rejects.toMatchObject({ code: 'notFound' });
    }
    await expect(ask({}, ann, ids.clio)).rejects.toMatchObject({ code: 'notFound' });
    await expect(ask({}, ann, 'unknown')).rejects.toMatchObject({ code: 'notFound' });
    await expect(view('unknown')).rejects.toMatchObject({ code: 'notFound' });
    await expect(ask({ answers: 'unknown' })).rejects.toMatchObject({ code: 'notFound' });
  });
});

describe('what stands in the way of sending', () => {
  it('is said at once where the mailbox is lost, with where to authorize it again', async () => {
    await world.setState(ann, 'lost');
    const asked: MailWishView = await ask();
    expect(asked).toMatchObject({ state: 'failed', next: { url: expect.stringContaining('/auth/microsoft/start') } });
    expect(asked.sentence).toContain('uthorize again');
    await world.settle();
    expect(sent()).toEqual([]);
  });

  it.each([
    [['Mail.Read'], 'failed'],
    [['Mail.Read', 'Mail.Send'], 'waiting'],
  ] as const)('is a permission that was not given, and said before anything is asked: %j', async (scopes, state) => {
    const { table, vault } = world.ports;
    const key = { pk: `FIRM#${ann.firm}`, sk: `CONN#${ids.mail}` };
    const row = await table.get(key);
    const owner = `grant:${ann.firm}:${ids.mail}`;
    const grant = JSON.parse(await vault.open(String(row?.['sealed']), owner));
    const sealed = await vault.seal(JSON.stringify({ ...grant, scopes }), owner);
    await table.put({ ...row, ...key, rev: Number(row?.rev) + 1, sealed });
    const asked = await ask();
    expect(asked.state).toBe(state);
    if (state === 'failed') {
      expect(asked.sentence).toContain('permission to send');
      expect(asked.next?.url).toContain('again=1');
      await world.settle();
      expect(world.asked).not.toContain('mail send');
    }
  });

  it.each(['forbidden', 'consentNeeded'] as const)('%s is a missing permission, and reading goes on', async (code) => {
    trouble.send = new SyncError(code, 'no');
    expect(await send()).toMatchObject({
      state: 'failed',
      sentence: expect.stringContaining('permission to send'),
      next: { url: expect.stringContaining('again=1') },
    });
    world.box().add(from('ada@example.com'));
    await world.pass(90 * minuteMs, 30 * minuteMs);
    expect(engagementRows(world)).toHaveLength(1);
  });

  it.each([
    ['grantLost', 'uthorize again'],
    ['interactionNeeded', 'uthorize again'],
    ['adminNeeded', 'dministrator'],
  ] as const)('%s is told as the connection tells it', async (code, words) => {
    trouble.send = new SyncError(code, 'no');
    const failed = await send();
    expect(failed).toMatchObject({ state: 'failed', sentence: expect.stringContaining(words) });
    expect(failed.next?.url).toContain('/auth/microsoft/start');
    expect(sent()).toEqual([]);
  });

  it('a connection that is lost before its worker came fails the letter', async () => {
    const { id } = await ask();
    await world.setState(ann, 'disconnected');
    await world.settle();
    expect(await view(id)).toMatchObject({ state: 'failed', sentence: expect.stringContaining('disconnected') });
    expect(sent()).toEqual([]);
  });

  it('a letter that the mailbox does not take is said, and the next one goes out', async () => {
    trouble.send = new SyncError('refused', 'no');
    expect(await send()).toMatchObject({ state: 'failed', sentence: expect.stringContaining('Nothing was sent') });
    delete trouble.send;
    expect(await send()).toMatchObject({ state: 'done' });
  });

  it('being asked to slow down is waited for', async () => {
    trouble.send = new SyncError('rateLimited', 'slow', { retryAfterMs: 3 * minuteMs });
    const { id } = await ask();
    await world.settle();
    delete trouble.send;
    expect(await view(id)).toMatchObject({ state: 'waiting', sentence: expect.stringContaining('slow down') });
    await world.pass(4 * minuteMs);
    expect(await view(id)).toMatchObject({ state: 'done' });
    expect(sent()).toHaveLength(1);
  });
});

describe('a letter whose answer is lost', () => {
  it('is looked for among the sent ones, and not sent again where it is there', async () => {
    trouble.isLost = true;
    const { id } = await ask();
    await world.settle();
    trouble.isLost = false;
    expect(await view(id)).toMatchObject({
      state: 'waiting',
      sentence: expect.stringContaining('nothing is sent twice'),
    });
    await world.pass(minuteMs, 10_000);
    expect(await view(id)).toMatchObject({ state: 'waiting' });
    await world.pass(2 * minuteMs, 10_000);
    expect(await view(id)).toMatchObject({ state: 'done' });
    expect(sent()).toHaveLength(1);
  });

  it.each(['timeout', 'unavailable', 'garbled', 'network'] as const)(
    'is sent again where it is not there: %s',
    async (code) => {
      trouble.send = new SyncError(code, 'lost');
      const { id } = await ask();
      await world.settle();
      delete trouble.send;
      await world.pass(3 * minuteMs, 10_000);
      expect(await view(id)).toMatchObject({ state: 'done' });
      expect(sent()).toHaveLength(1);
      expect(world.asked.filter((call) => call === 'mail wasSent')).toHaveLength(1);
    },
  );

  it('does not keep a look at new mail waiting', async () => {
    trouble.send = new SyncError('timeout', 'lost');
    await ask();
    await world.settle();
    world.box().add(from('ada@example.com'));
    await world.ports.queue.send({ v: 1, kind: 'mail', firm: ann.firm, connection: ids.mail });
    await world.pass(minuteMs, 10_000);
    expect(trouble.send).toBeDefined();
    await world.pass(90 * minuteMs, 30 * minuteMs);
    expect(engagementRows(world).length).toBeGreaterThan(0);
  });

  it('is given up in the end, and whoever wrote it is told to look', async () => {
    trouble.send = new SyncError('timeout', 'lost');
    const { id } = await ask();
    await world.pass(20 * minuteMs, 30_000);
    expect(await view(id)).toMatchObject({
      state: 'failed',
      sentence: expect.stringContaining('Look among your sent messages'),
    });
  });

  it.each(Array.from({ length: 30 }, (_, index) => index + 1))(
    'or whose worker dies at its call %i goes out once',
    async (calls) => {
      const { id } = await ask();
      trouble.dieAt = calls;
      await workers();
      trouble.dieAt = undefined;
      await world.pass(6 * minuteMs, 10_000);
      expect(await view(id)).toMatchObject({ state: 'done' });
      expect(sent()).toHaveLength(1);
    },
  );

  it('or whose worker dies right after it went out is not sent again', async () => {
    const { id } = await ask();
    trouble.dieAfterSend = true;
    await workers();
    trouble.dieAfterSend = false;
    expect(sent()).toHaveLength(1);
    await world.pass(2 * minuteMs, 10_000);
    expect(await view(id)).toMatchObject({ state: 'waiting' });
    expect(world.asked).not.toContain('mail wasSent');
    await world.pass(4 * minuteMs, 10_000);
    expect(await view(id)).toMatchObject({ state: 'done' });
    expect(sent()).toHaveLength(1);
  });

  it('whose message was lost is found by the poll', async () => {
    const { id } = await ask();
    for (const { done } of world.ports.queue.receive()) done();
    await world.pass(2 * minuteMs, 10_000);
    expect(await view(id)).toMatchObject({ state: 'done' });
  });
});
