import { createHash } from 'node:crypto';
import { type MailMessage, type MailSource, SyncError } from '@concord/core';
import type { Caller } from '@concord/engine';
import { beforeEach, describe, expect, it } from 'vitest';
import { mailWishView } from '../../packages/engine/src/mail/mail-wish-view.ts';
import { type Absence, absenceOf, absences } from '../../packages/engine/src/mail/tracing/absence.ts';
import { askTrace } from '../../packages/engine/src/mail/tracing/ask-trace.ts';
import { answerOf } from './mail-wishes.ts';
import {
  ann,
  bob,
  type Connected,
  createMailWorld,
  dayMs,
  engagementRows,
  eve,
  from,
  hourMs,
  type MailWorld,
  minuteMs,
  person,
} from './mail-world.ts';

let world: MailWorld;
let ids: Connected;
let trouble: { find?: Error };

beforeEach(async () => {
  trouble = {};
  world = createMailWorld({
    mail: {
      beforeCall: (call) => {
        if (call === 'find' && trouble.find) throw trouble.find;
      },
    },
  });
  world.clio.add(person('Ada Lovelace', 'ada@example.com'));
  ids = await world.connect();
  await world.settle();
});

const ask = (source: MailSource, caller: Caller = ann, box = ids.mail) => askTrace(world.ports, caller, box, source);
const trace = async (source: string) => await answerOf(world, ask({ source }));
const tracedOf = async (message: MailMessage) => (await trace(`<${message.messageId}>`)).trace;
const headers = (more = '') => `From: Ada <ada@example.com>
To: ann-mail@archer-law.example
Subject: The lease
Date: Fri, 15 Jan 2027 08:00:00 +0000
Message-ID: <pasted@example.com>
${more}`;
const engagementOf = (): string => String(engagementRows(world)[0]?.sk).slice('MSG#'.length);

/** Of 250 KB. */
const noise = Array.from(
  { length: 7_000 },
  (_, n) => `${createHash('sha256').update(String(n)).digest('base64url').slice(0, 22)}@x${n}.example`,
).join(',');

describe('a trace', () => {
  it('tells the rule, the folder, every address and the engagement of a message that was kept', async () => {
    const message = world
      .box()
      .add(from('ada@example.com', { folder: 'Clients', cc: [{ address: 'x@y.example', name: '' }] }));
    await world.pass(90 * minuteMs, 30 * minuteMs);
    expect(await trace(` ${message.messageId} `)).toMatchObject({
      state: 'done',
      sentence: 'It is kept: ada@example.com belongs to Ada Lovelace.',
      trace: {
        messageId: message.messageId,
        subject: 'A message',
        keeps: true,
        rule: 'kept',
        places: ['Clients'],
        from: 'ada@example.com',
        engagement: engagementOf(),
        addresses: [
          { address: 'ada@example.com', as: 'from', sentence: 'Belongs to Ada Lovelace.' },
          { as: 'to', sentence: 'Your own address.' },
          { address: 'x@y.example', as: 'cc', sentence: 'No contact has this address.' },
        ],
      },
    });
    expect((await tracedOf(message))?.change).toBeUndefined();
    expect((await tracedOf(message))?.steps.at(-1)).toMatchObject({ rule: 'kept', answers: true });
  });

  it('tells the rule that left a message out, and what would change that', async () => {
    const message = world.box().add(from('ada@example.com', { labels: ['No Concord'] }));
    expect(await tracedOf(message)).toMatchObject({
      keeps: false,
      rule: 'labelled',
      change: expect.any(String),
      steps: [
        { rule: 'draft', answers: false },
        { rule: 'junk', answers: false },
        { rule: 'deleted', answers: false },
        { rule: 'chat', answers: false },
        { rule: 'sensitive', answers: false },
        { rule: 'labelled', answers: true },
      ],
    });
  });

  it('judges the message as the mailbox has it, whatever was pasted of it', async () => {
    world.box().add(from('ada@example.com', { messageId: 'pasted@example.com', place: 'junk', folder: 'Junk' }));
    const traced = (await trace(headers('X-Forged: yes'))).trace;
    expect(traced).toMatchObject({ rule: 'junk', places: ['Junk'], keeps: false });
  });

  it('judges what was pasted where the mailbox does not have it, and says so', async () => {
    expect((await trace(headers())).trace).toMatchObject({
      keeps: true,
      rule: 'kept',
      places: [],
      subject: 'The lease',
      sentence: `It is kept: ada@example.com belongs to Ada Lovelace. ${absences.notHere.says}`,
      change: absences.notHere.change,
    });
    const nobody = (await trace(headers().replaceAll('ada@example.com', 'otto@example.org'))).trace;
    expect(nobody).toMatchObject({ rule: 'noContact', keeps: false });
    expect(nobody?.sentence).not.toContain(absences.notHere.says);
  });

  it('prefers, of copies in several folders, the one that came furthest', async () => {
    const more = { messageId: 'twice@example.com' };
    world.box().add(from('ada@example.com', { ...more, place: 'deleted', folder: 'Deleted Items' }));
    world.box().add(from('ada@example.com', { ...more, folder: 'Clients' }));
    world.box().add(from('ada@example.com', { ...more, place: 'drafts', folder: 'Drafts' }));
    expect((await trace('<twice@example.com>')).trace).toMatchObject({
      keeps: true,
      places: ['Deleted Items', 'Clients', 'Drafts'],
    });
  });

  it('knows somebody who became a contact a moment ago', async () => {
    await world.pass(2 * hourMs, 30 * minuteMs);
    world.clio.add(person('Otto New', 'otto@example.org'));
    const message = world.box().add(from('otto@example.org'));
    world.now += 2 * minuteMs;
    expect(await tracedOf(message)).toMatchObject({ keeps: true, rule: 'kept' });
  });

  it('of an engagement finds it by the mailbox’s own id', async () => {
    world.box().add(from('ada@example.com'));
    await world.pass(90 * minuteMs, 30 * minuteMs);
    expect(await answerOf(world, ask({ engagement: engagementOf() }))).toMatchObject({
      state: 'done',
      trace: { keeps: true, engagement: engagementOf() },
    });
    const kept = world.box().list()[0];
    world.box().edit(kept?.id ?? '', { place: 'junk', folder: 'Junk' });
    const traced = await answerOf(world, ask({ engagement: engagementOf() }));
    expect(traced.trace).toMatchObject({ keeps: false, rule: 'junk', engagement: engagementOf() });
    expect(traced.sentence).toContain('on the timeline all the same');
    world.box().remove(kept?.id ?? '');
    expect(await answerOf(world, ask({ engagement: engagementOf() }))).toMatchObject({ state: 'failed' });
  });

  it('says that nobody has it where only an id was pasted, and when the mailbox does not answer', async () => {
    expect(await trace('<nowhere@example.com>')).toMatchObject({
      state: 'failed',
      sentence: expect.stringContaining('paste the internet headers'),
    });
    trouble.find = new SyncError('unavailable', 'down');
    const { id } = await ask({ source: headers() });
    await world.settle();
    expect(await mailWishView(world.ports, ann, id)).toMatchObject({ state: 'waiting' });
    await world.pass(6 * minuteMs);
    expect(await mailWishView(world.ports, ann, id)).toMatchObject({
      state: 'failed',
      sentence: expect.stringContaining('does not answer'),
    });
  });

  it('says why at once where the mailbox is lost', async () => {
    await world.setState(ann, 'lost');
    expect(await ask({ source: headers() })).toMatchObject({
      state: 'failed',
      sentence: expect.stringContaining('Authorize again'),
      next: { url: expect.stringContaining('/auth/microsoft/start') },
    });
  });

  it.each([
    ['nothing', '  '],
    ['a text without headers', 'Dear Ada, hello'],
    ['more than 256 KB', `From: ada@example.com\n\n${'x'.repeat(256 * 1024)}`],
    ['more than 256 KB of few characters', `Subject: ${'é'.repeat(140_000)}`],
    ['zeros', '\u0000'.repeat(100)],
  ])('refuses %s, with what to paste instead', async (_title, source) => {
    await expect(ask({ source })).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringMatching(/[Pp]aste/u),
    });
  });

  it.each([
    ['thousands of addresses that nothing makes shorter', `From: ada@example.com\nTo: ${noise}\n`],
    [
      'thousands of addresses',
      `From: ada@example.com\nTo: ${Array.from({ length: 9_000 }, (_, n) => `a${n}@example.org`).join(', ')}\n`,
    ],
    ['an endless header', `${headers()}X-Long: ${'x'.repeat(200_000)}\n`],
    [
      'unclosed quotes and brackets',
      `From: "${'<"('.repeat(5_000)}\nTo: ${'('.repeat(20_000)}\nMessage-ID: <${'a'.repeat(900)}>\n`,
    ],
    [
      'markup',
      `From: <script>alert(1)</script>@example.com\nSubject: =?utf-8?B?PGltZyBzcmM9eD4=?=\nMessage-ID: <m@x.example>\n`,
    ],
    ['names of objects', 'From: __proto__@example.com\n__proto__: x\nconstructor: y\nMessage-ID: <toString>\n'],
  ])('takes %s in its stride, within what a row can hold', async (_title, source) => {
    const answer = await trace(source);
    expect(answer.state).toBe('done');
    expect(answer.trace?.addresses.length).toBeLessThanOrEqual(200);
    const largest = Math.max(
      ...world.ports.table.rows().map((row) => (row.pk.startsWith('WISH#') ? JSON.stringify(row).length : 0)),
    );
    expect(largest).toBeLessThan(400_000);
  });

  it('is nobody else’s: mailboxes, wishes and engagements of others are not there', async () => {
    world.box().add(from('ada@example.com'));
    await world.pass(90 * minuteMs, 30 * minuteMs);
    const engagement = engagementOf();
    const bobs = await world.connect(bob);
    const { id } = await ask({ source: headers() });
    for (const caller of [bob, eve]) {
      await expect(ask({ source: headers() }, caller)).rejects.toMatchObject({ code: 'notFound' });
      await expect(mailWishView(world.ports, caller, id)).rejects.toMatchObject({ code: 'notFound' });
    }
    await expect(ask({ engagement }, bob, bobs.mail)).rejects.toMatchObject({ code: 'notFound' });
    await expect(ask({ engagement: 'unknown' })).rejects.toMatchObject({ code: 'notFound' });
    await expect(ask({ source: headers() }, ann, ids.clio)).rejects.toMatchObject({ code: 'notFound' });
  });
});

describe('where a message that counts is on no timeline, the trace says why', () => {
  const changeOf = async (message: MailMessage) => (await tracedOf(message))?.change;

  it('it came before the mailbox was connected', async () => {
    const days = { receivedAt: world.now - 9 * dayMs, sentAt: world.now - 9 * dayMs };
    const message = world.box(bob).add(from('ada@example.com', days));
    const { mail } = await world.connect(bob);
    await world.settle();
    const { trace: traced } = await answerOf(world, ask({ source: `<${message.messageId}>` }, bob, mail), bob);
    expect(traced).toMatchObject({ keeps: true, change: absences.before.change });
    expect(traced?.sentence).toContain(absences.before.says);
  });

  it('it came while the mailbox was lost for days', async () => {
    await world.setState(ann, 'lost');
    const message = world
      .box()
      .add(from('ada@example.com', { receivedAt: world.now + hourMs, sentAt: world.now + hourMs }));
    world.now += 3 * dayMs;
    await world.setState(ann, 'active');
    await world.pass(10 * minuteMs);
    expect(await changeOf(message)).toBe(absences.gap.change);
  });

  it('it is newer than the last look', async () => {
    await world.pass(2 * hourMs, 30 * minuteMs);
    world.now += 1_000;
    const message = world
      .box()
      .add(from('ada@example.com', { receivedAt: world.now + minuteMs, sentAt: world.now + minuteMs }));
    const { id } = await ask({ source: `<${message.messageId}>` });
    // Its worker finds the wish before anything else.
    await world.settle();
    expect((await mailWishView(world.ports, ann, id)).trace?.change).toBe(absences.notYet.change);
  });

  it('whose contact was added later', async () => {
    await world.pass(2 * hourMs, 30 * minuteMs);
    const message = world.box().add(from('otto@example.org'));
    await world.pass(2 * hourMs, 30 * minuteMs);
    world.clio.add(person('Otto New', 'otto@example.org'));
    world.now += 2 * minuteMs;
    const traced = await tracedOf(message);
    expect(traced).toMatchObject({ keeps: true, change: absences.newContact.change });
    expect(traced?.sentence).toContain('Otto New was added or changed after it had come');
  });

  const facts = {
    isHere: true,
    at: 50,
    forgottenBefore: 0,
    gaps: [],
    underWay: [],
    lookedFrom: 10,
    lookedAt: 90,
    newContacts: [],
  };
  it.each<[Absence, Partial<Parameters<typeof absenceOf>[0]>]>([
    ['notHere', { isHere: false, forgottenBefore: 99 }],
    ['forgotten', { forgottenBefore: 51, underWay: [{ from: 0, until: 99 }] }],
    ['underWay', { underWay: [{ from: 50, until: 51 }], gaps: [{ from: 0, until: 99 }] }],
    ['gap', { gaps: [{ from: 50, until: 51 }], lookedFrom: 60 }],
    ['before', { gaps: [{ from: 51, until: 60 }], lookedFrom: 51, lookedAt: 40 }],
    ['notYet', { lookedFrom: 50, lookedAt: 50, newContacts: ['Ada'] }],
    ['newContact', { lookedFrom: undefined, lookedAt: 51, newContacts: ['Ada'] }],
    ['missed', { gaps: [{ from: 40, until: 50 }], underWay: [{ from: 51, until: 60 }] }],
  ])('in its order: %s', (absence, more) => {
    expect(absenceOf({ ...facts, ...more })).toBe(absence);
  });
});
