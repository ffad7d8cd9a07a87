import { defaultMailSettings, type MailSettingsEdit } from '@concord/core';
import { engagedPage, engagementsPage, mailView, saveAliases, saveMailSettings } from '@concord/engine';
import { describe, expect, test } from 'vitest';
import { parseAliases, parseContactPlace, parseMailDays, parseMailSettings } from '../../functions/api/mail-inputs.ts';
import {
  ann,
  bob,
  createMailWorld,
  dayMs,
  engagementRows,
  from,
  hourMs,
  idsOf,
  type MailWorld,
  minuteMs,
  person,
  pointersTo,
} from './mail-world.ts';

async function started(): Promise<{ readonly world: MailWorld; readonly ada: string; readonly carl: string }> {
  const world = createMailWorld();
  const ada = world.clio.add(person('Ada Lovelace', 'ada@client.example'));
  const carl = world.clio.add(person('Carl Client', 'carl@client.example'));
  await world.connect();
  await world.settle();
  return { world, ada, carl };
}

const save = async (world: MailWorld, edit: MailSettingsEdit) => {
  await saveMailSettings(world.ports, ann, edit);
  await world.settle();
};

describe('What a firm decides about its mail', () => {
  test('begins with the domains of its members, but none where anybody can have a mailbox', async () => {
    const world = createMailWorld();
    await world.ports.table.put({
      pk: 'FIRM#42',
      sk: 'MEMBER#zoe',
      rev: 1,
      name: 'Zoe',
      email: 'zoe@gmail.com',
      isOwner: false,
      connections: [],
    });
    await world.connect();
    const before = (await mailView(world.ports, ann)).settings;
    expect(before).toEqual({ ...defaultMailSettings, ownDomains: ['archer-law.example'] });
    await world.settle();
    await world.connect({ firm: '42', member: 'eve' });
    expect((await mailView(world.ports, ann)).settings).toEqual(before);
  });

  test('only the account owner changes; what is absent stays', async () => {
    const { world } = await started();
    await world.connect(bob);
    await expect(saveMailSettings(world.ports, bob, { copiesCount: false })).rejects.toMatchObject({ code: 'refused' });
    await save(world, { retentionDays: 30 });
    const { settings, canEditSettings } = await saveMailSettings(world.ports, ann, { copiesCount: false });
    expect([settings.copiesCount, settings.retentionDays, settings.keepPreview]).toEqual([false, 30, true]);
    expect([canEditSettings, (await mailView(world.ports, bob)).canEditSettings]).toEqual([true, false]);
    await save(world, { retentionDays: null });
    expect((await mailView(world.ports, ann)).settings).not.toHaveProperty('retentionDays');
  });

  test('holds for the next message: copies, excluded domains, previews', async () => {
    const { world, ada } = await started();
    await save(world, { copiesCount: false, excludedDomains: ['bank.example'], keepPreview: false });
    world.clio.add(person('A Bank', 'desk@bank.example'));
    world.now += 2 * minuteMs;
    world.box().add(from('stranger@new.example', { cc: [{ address: 'ada@client.example', name: '' }] }));
    world.box().add(from('desk@eu.bank.example'));
    world.box().add(from('ada@client.example', { preview: 'What it says' }));
    await world.pass(hourMs);
    const { rows } = await engagementsPage(world.ports, ann, { contact: ada });
    expect(rows.map(({ preview }) => preview)).toEqual(['']);
    expect(engagementRows(world)).toHaveLength(1);
  });

  test('an address that a member calls their own is nobody’s contact', async () => {
    const { world, ada } = await started();
    const { boxes } = await saveAliases(world.ports, ann, idsOf(ann).mail, ['Ada@client.example ', 'me@else.example']);
    expect(boxes[0]?.aliases.own).toEqual(['Ada@client.example', 'me@else.example']);
    await expect(saveAliases(world.ports, bob, idsOf(ann).mail, [])).rejects.toMatchObject({ code: 'notFound' });
    world.box().add(from('ada@client.example'));
    await world.pass(hourMs);
    expect(pointersTo(world, ada)).toEqual([]);
  });
});

describe('Engagements that are kept for a time', () => {
  test('go when it is over, with what leads to them and who has none left', async () => {
    const { world, ada, carl } = await started();
    await save(world, { retentionDays: 10 });
    world.box().add(from('ada@client.example'));
    world.box().add(from('carl@client.example'));
    await world.pass(6 * dayMs, 6 * hourMs);
    world.box().add(from('carl@client.example'));
    await world.pass(5 * dayMs, 6 * hourMs);
    expect([ada, carl].map((id) => pointersTo(world, id).length)).toEqual([0, 1]);
    const { people, total } = await engagedPage(world.ports, ann, {});
    expect([total, people.map(({ contact, count }) => [contact, count])]).toEqual([1, [[carl, 1]]]);
  });

  test('go at once when it was made shorter, and stay when it was made longer', async () => {
    const { world, ada } = await started();
    await save(world, { retentionDays: 10 });
    for (const age of [8, 6, 1]) {
      const at = world.now - age * dayMs;
      world.box().add(from('ada@client.example', { receivedAt: at, sentAt: at, subject: `${age} days` }));
    }
    await world.pass(hourMs);
    const subjects = async () =>
      (await engagementsPage(world.ports, ann, { contact: ada })).rows.map(({ subject }) => subject);
    expect(await subjects()).toEqual(['1 days', '6 days', '8 days']);
    await save(world, { retentionDays: 7 });
    expect(await subjects()).toEqual(['1 days', '6 days']);
    expect(await engagedPage(world.ports, ann, {})).toMatchObject({ people: [{ contact: ada, count: 2 }] });
    await save(world, { retentionDays: 365 });
    await world.pass(30 * dayMs, dayMs);
    expect(await subjects()).toEqual(['1 days', '6 days']);
    await save(world, { retentionDays: null });
    expect(world.ports.table.rows().filter(({ pk, expiresAt }) => pk.startsWith('MAIL#') && expiresAt)).toEqual([]);
    const settings = world.ports.table.rows().find(({ sk }) => sk === 'MAIL');
    expect([settings?.['sweep'], settings?.dueAt]).toEqual([undefined, undefined]);
  });

  test('are not made of messages that are older, whatever these say of their age', async () => {
    const { world } = await started();
    await save(world, { retentionDays: 10 });
    const old = world.now - 20 * dayMs;
    world.box().add(from('ada@client.example', { receivedAt: old, sentAt: old }));
    world.box().add(from('ada@client.example', { sentAt: 0 }));
    await world.pass(hourMs);
    expect(engagementRows(world)).toHaveLength(1);
  });

  test('are gone through to the end by whoever comes after a lost message', async () => {
    const { world } = await started();
    for (let count = 0; count < 150; count += 1) world.box().add(from('ada@client.example'));
    await world.pass(hourMs, 10 * minuteMs);
    await saveMailSettings(world.ports, ann, { retentionDays: 100 });
    for (const { done } of world.ports.queue.receive(100)) done();
    await world.pass(10 * minuteMs);
    const rows = engagementRows(world);
    expect([rows.length, rows.filter(({ expiresAt }) => expiresAt !== undefined).length]).toEqual([150, 150]);
  });
});

describe('A redacted engagement', () => {
  test('stays redacted when its message is seen again, or somebody on it becomes a contact', async () => {
    const { world, ada } = await started();
    const cc = [{ address: 'new@client.example', name: '' }];
    const { id } = world.box().add(from('ada@client.example', { subject: 'Secret', cc }));
    await world.pass(hourMs);
    const [row] = engagementRows(world);
    if (row === undefined) throw new Error('There is no engagement.');
    const { sealed: _, ...rest } = row;
    await world.ports.table.put({ ...rest, rev: row.rev + 1, redacted: { at: world.now, by: 'ann' } });
    const dora = world.clio.add(person('Dora New', 'new@client.example'));
    world.now += 2 * minuteMs;
    world.box().edit(id, { labels: ['Seen'] });
    await world.connect(bob);
    await world.pass(2 * hourMs);
    const { rows } = await engagementsPage(world.ports, ann, { contact: ada });
    expect(rows).toMatchObject([
      { subject: '', preview: '', people: [], canRedact: false, redacted: { at: expect.any(Number), by: 'ann' } },
    ]);
    expect(pointersTo(world, dora)).toEqual([]);
  });
});

describe('The people with engagements', () => {
  test('come the latest first, page by page, and are found by name and by address', async () => {
    const world = createMailWorld();
    const addresses = Array.from({ length: 120 }, (_, index) => `c${index}@client.example`);
    for (const [index, address] of addresses.entries()) world.clio.add(person(`Client Number${index}`, address));
    await world.connect();
    await world.settle();
    for (const address of addresses) {
      world.now += 1_000;
      world.box().add(from(address));
    }
    await world.pass(hourMs, 10 * minuteMs);
    const first = await engagedPage(world.ports, ann, {});
    expect([first.total, first.people.length, first.people[0]?.name]).toEqual([120, 50, 'Client Number119']);
    const seen = new Set<string>();
    for (let after: string | undefined = ''; after !== undefined; ) {
      const page: typeof first = await engagedPage(world.ports, ann, after === '' ? {} : { after });
      for (const { contact } of page.people) seen.add(contact);
      after = page.after;
    }
    expect(seen.size).toBe(120);
    const found = async (search: string) =>
      (await engagedPage(world.ports, ann, { search })).people.map((one) => one.name);
    expect(await found(' number11 ')).toHaveLength(11);
    expect(await found('C7+x@Client.example')).toEqual(['Client Number7']);
    expect(await found('nobody')).toEqual([]);
  });

  test('and a pointer that leads to another time, another contact or nowhere is passed over', async () => {
    const { world, ada, carl } = await started();
    world.box().add(from('ada@client.example'));
    await world.pass(hourMs);
    const [pointer] = pointersTo(world, ada);
    const [, at = '', id = ''] = (pointer?.sk ?? '').split('#');
    const { table } = world.ports;
    const earlier = String(Number(at) - 1).padStart(at.length, '0');
    await table.put({ pk: `TIMELINE#42#${ada}`, sk: `AT#${earlier}#${id}`, rev: 1 });
    await table.put({ pk: `TIMELINE#42#${ada}`, sk: `AT#${at}#nowhere`, rev: 1 });
    await table.put({ pk: `TIMELINE#42#${carl}`, sk: `AT#${at}#${id}`, rev: 1 });
    expect((await engagementsPage(world.ports, ann, { contact: ada })).rows).toHaveLength(1);
    expect((await engagementsPage(world.ports, ann, { contact: carl })).rows).toEqual([]);
  });

  test('and a timeline goes on behind its page', async () => {
    const { world, ada } = await started();
    for (let count = 0; count < 60; count += 1) {
      world.now += 1_000;
      world.box().add(from('ada@client.example', { subject: `No ${count}` }));
    }
    await world.pass(hourMs, 10 * minuteMs);
    const first = await engagementsPage(world.ports, ann, { contact: ada });
    const second = await engagementsPage(world.ports, ann, { contact: ada, after: first.after ?? '' });
    expect([...first.rows, ...second.rows].map(({ subject }) => subject)).toEqual(
      Array.from({ length: 60 }, (_, index) => `No ${59 - index}`),
    );
    expect(second.after).toBeUndefined();
  });
});

describe('What pages of mail send', () => {
  test.each([
    [
      { copiesCount: false, retentionDays: null },
      { copiesCount: false, retentionDays: null },
    ],
    [{ ownDomains: [' @Example.COM ', 'example.com'] }, { ownDomains: ['example.com'] }],
    [{ excludedLabels: ['  Private ', ''] }, { excludedLabels: ['Private'] }],
    [{ unknown: 1 }, {}],
    [{ retentionDays: 0 }, undefined],
    [{ retentionDays: 1.5 }, undefined],
    [{ retentionDays: '30' }, undefined],
    [{ retentionDays: 1e9 }, undefined],
    [{ ownDomains: ['com'] }, undefined],
    [{ ownDomains: 'example.com' }, undefined],
    [{ ownDomains: [['example.com']] }, undefined],
    [{ ownDomains: Array.from({ length: 201 }, (_, index) => `d${index}.example`) }, undefined],
    [{ excludedLabels: ['x'.repeat(201)] }, undefined],
    [{ copiesCount: 'yes' }, undefined],
    [null, undefined],
    ['text', undefined],
  ])('of settings: %j is %j', (body, parsed) => expect(parseMailSettings(body)).toEqual(parsed));

  test.each([
    [{ from: '2026-01-01', to: '2026-01-31', zone: 'Europe/Paris' }, true],
    [{ from: '2026-01-31', to: '2026-01-01', zone: 'UTC' }, false],
    [{ from: '2026-02-30', to: '2026-03-01', zone: 'UTC' }, false],
    [{ from: '0001-01-01', to: '2026-03-01', zone: 'UTC' }, false],
    [{ from: '2026-01-01', to: '2026-01-31', zone: '../../etc' }, false],
    [{ from: '2026-01-01', to: '2026-01-31' }, false],
    [{ from: 20_260_101, to: '2026-01-31', zone: 'UTC' }, false],
    [undefined, false],
  ])('of days: %j is %s', (body, isFit) => expect(parseMailDays(body) !== undefined).toBe(isFit));

  test('of aliases and contacts is bounded, and holds no key of another row', () => {
    expect(parseAliases({ aliases: ['a@example.com'] })).toEqual({ aliases: ['a@example.com'] });
    expect(parseAliases({ aliases: ['no address'] })).toBeUndefined();
    expect(
      parseAliases({ aliases: Array.from({ length: 21 }, (_, index) => `a${index}@example.com`) }),
    ).toBeUndefined();
    expect(parseContactPlace({ contact: '42' })).toEqual({ contact: '42' });
    expect(parseContactPlace({ contact: '42#MSG#1' })).toBeUndefined();
    expect(parseContactPlace({})).toBeUndefined();
  });
});
