import type { WhyRecord, WhyView } from '@concord/core';
import { lookNow, requestScan, stopSync, why } from '@concord/engine';
import { describe, expect, it } from 'vitest';
import { caller, createOneFirm, type OneFirm } from './one-firm.ts';

const minuteMs = 60_000;

const clioPerson = (first_name: string, last_name: string, address: string, rest = {}) =>
  ({ type: 'Person', first_name, last_name, email_addresses: [{ name: 'Work', address }], ...rest }) as const;
const outlookPerson = (givenName: string, surname: string, address: string, rest = {}) => ({
  givenName,
  surname,
  emailAddresses: [{ address }],
  ...rest,
});
const phones = { phone_numbers: [{ name: 'Work', number: '+1 416 555 0101' }] };

async function liveFirm(): Promise<OneFirm> {
  const firm = await createOneFirm();
  firm.sandbox.clio.contacts.addMany([
    clioPerson('Anna', 'Berg', 'anna@example.org', phones),
    clioPerson('Bo Erik', 'Fox', 'bo@example.org'),
    { type: 'Company', name: 'Quay Ltd', email_addresses: [{ name: 'Work', address: 'info@quay.example' }] },
  ]);
  firm.sandbox.microsoft.addMany(firm.email, [outlookPerson('Dora', 'Lane', 'dora@example.org')]);
  await firm.goLive();
  await firm.run(minuteMs);
  return firm;
}

const ask = async (firm: OneFirm, query: string): Promise<WhyView> => await why(firm.ports, caller, query);
const only = async (firm: OneFirm, query: string): Promise<WhyRecord> => {
  const { records } = await ask(firm, query);
  expect(records).toHaveLength(1);
  return records[0] as WhyRecord;
};
const codes = ({ reasons }: WhyRecord): readonly string[] => reasons.map(({ code }) => code);
const waits = (record: WhyRecord): readonly string[] => record.waits.map(({ code }) => code);

describe('somebody is found', () => {
  it.each([
    ['ANNA@example.org', 'email'],
    ['Anna Berg <anna@example.org>', 'email'],
    ['Anna Berg', 'name'],
    ['berg, anna', 'name'],
    ['Berg Anna', 'name'],
    ['Anna', 'name'],
    ['(416) 555-0101', 'phone'],
    ['555 0101', 'phone'],
  ])('by %s', async (query, readAs) => {
    const firm = await liveFirm();
    const view = await ask(firm, query);
    expect(view.readAs).toBe(readAs);
    expect(view.records.map(({ title }) => title)).toEqual(['Anna Berg']);
    expect(view.absences).toEqual([]);
  });

  it('by a company’s name, by a name of three words, and by the id on either side', async () => {
    const firm = await liveFirm();
    expect((await only(firm, 'Quay Ltd')).title).toBe('Quay Ltd');
    expect((await only(firm, 'Bo Erik Fox')).title).toBe('Bo Erik Fox');
    const [card] = firm.sandbox.clio.contacts.list();
    const byLeft = await only(firm, String(card?.id));
    const entry = firm.outlook.list().find(({ givenName }) => givenName === 'Anna');
    expect((await only(firm, entry?.id ?? '')).mapping).toBe(byLeft.mapping);
    expect((await only(firm, byLeft.mapping)).title).toBe('Anna Berg');
  });

  it('without a request to a provider, and without reading all mappings for a name, an address or an id', async () => {
    const firm = await liveFirm();
    const before = { ...firm.requests };
    const seen: string[] = [];
    const table = {
      ...firm.ports.table,
      query: async (query: Parameters<typeof firm.ports.table.query>[0]) => {
        seen.push(query.prefix);
        return await firm.ports.table.query(query);
      },
    };
    const ports = { ...firm.ports, table };
    for (const query of ['anna@example.org', 'Anna Berg', 'Anna', '7001']) await why(ports, caller, query);
    expect(seen).not.toContain('MAP#');
    expect(firm.requests).toEqual(before);
    await why(ports, caller, '416 555 0101');
    expect(seen).toContain('MAP#');
  });
});

describe('the answer', () => {
  it('says the rule, the reason, what would change it, both values and what both agreed on', async () => {
    const firm = await liveFirm();
    const anna = await only(firm, 'anna@example.org');
    expect(anna).toMatchObject({
      state: { name: 'linked' },
      rule: { name: 'merge-sides', sentence: expect.stringContaining('kept in step') },
      reasons: [{ code: 'inStep', sentence: 'Both sides say the same.', changes: expect.stringContaining('edit') }],
      waits: [],
      writes: [],
      canLook: true,
    });
    expect(anna.fields.find(({ label }) => label === 'First name')).toEqual({
      label: 'First name',
      left: 'Anna',
      right: 'Anna',
      base: 'Anna',
      standing: 'same',
    });
    expect(anna.history.map(({ what, because }) => `${what}: ${because}`)).toEqual([
      'added: It is in Clio only, and nobody in Microsoft 365 looks like it.',
    ]);
  });

  it('tells of the last ten entries and no more, the newest first', async () => {
    const firm = await liveFirm();
    const [card] = firm.sandbox.clio.contacts.list();
    for (let round = 0; round < 12; round += 1) {
      firm.sandbox.clio.contacts.edit(card?.id ?? 0, { title: `Title ${round}` });
      await firm.run(minuteMs);
    }
    const { history } = await only(firm, 'Anna Berg');
    expect(history).toHaveLength(10);
    expect(history[0]?.fields[0]).toMatchObject({ label: 'Job title', after: 'Title 11' });
  });

  it('explains what two cards have in common, what tells them apart, and that a person may say', async () => {
    const firm = await createOneFirm();
    firm.sandbox.clio.contacts.addMany([
      clioPerson('Anna', 'Berg', 'anna@work.example', phones),
      clioPerson('Anna', 'Berg', 'third@else.example', {
        phone_numbers: [{ name: 'Work', number: '+1 416 555 0188' }],
      }),
    ]);
    firm.sandbox.microsoft.addMany(firm.email, [
      outlookPerson('Anna', 'Berg', 'anna@home.example', { businessPhones: ['(416) 555-0101'] }),
    ]);
    await firm.goLive();
    await firm.run(minuteMs);
    const held = await only(firm, 'anna@home.example');
    expect(held).toMatchObject({ state: { name: 'held' }, rule: { name: 'waits-for-person' } });
    expect(codes(held)).toEqual(['nameAndPhone']);
    expect(waits(held)).toEqual(['person']);
    expect(held.candidates.map(({ verdict, sentence }) => `${verdict}: ${sentence}`)).toEqual([
      'similar: The same name, other e-mail addresses, the same phone number. May be the same; that is for a person to say.',
      'different: The same name, other e-mail addresses, other phone numbers. Taken for somebody else.',
    ]);
  });

  it('says of a delete that waits for its minute until when it does', async () => {
    const firm = await liveFirm();
    firm.sandbox.clio.contacts.remove(firm.sandbox.clio.contacts.list()[0]?.id ?? 0);
    await firm.run(15_000);
    const anna = await only(firm, 'Anna Berg');
    expect(waits(anna)).toContain('settling');
    const until = anna.waits.find(({ code }) => code === 'settling')?.until ?? 0;
    expect(until - firm.world.now()).toBeGreaterThan(0);
    expect(until - firm.world.now()).toBeLessThanOrEqual(minuteMs);
  });

  it('finds who was deleted lately, though no index leads there any more', async () => {
    const firm = await liveFirm();
    firm.sandbox.clio.contacts.remove(firm.sandbox.clio.contacts.list()[0]?.id ?? 0);
    await firm.run(5 * minuteMs);
    for (const query of ['Anna Berg', 'anna@example.org']) {
      const anna = await only(firm, query);
      expect(anna.state.name).toBe('deleted');
      expect(anna.history[0]?.what).toBe('deleted');
    }
  });

  it('says that a stopped sync is, and that nobody can be looked at now', async () => {
    const firm = await liveFirm();
    await stopSync(firm.ports, caller, (await firm.view()).id);
    const anna = await only(firm, 'Anna Berg');
    expect(waits(anna)).toEqual(['stopped']);
    expect(anna.canLook).toBe(false);
    await expect(lookNow(firm.ports, caller, anna.sync, anna.mapping)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('says that a write is refused, by what, and that it is put aside', async () => {
    const firm = await liveFirm();
    firm.sandbox.awkward.set('microsoft.refusesValue', { rate: 1 });
    firm.sandbox.clio.contacts.edit(firm.sandbox.clio.contacts.list()[0]?.id ?? 0, { title: '[refuse]' });
    await firm.run(minuteMs);
    const anna = await only(firm, 'Anna Berg');
    expect(codes(anna)).toContain('refused');
    expect(waits(anna)).toEqual(['parked']);
    expect(anna.fields.find(({ label }) => label === 'Job title')).toEqual({
      label: 'Job title',
      left: '[refuse]',
      standing: 'changedLeft',
    });
  });
});

describe('what is waited for', () => {
  const change = async (firm: OneFirm, sk: string, columns: Readonly<Record<string, unknown>>): Promise<void> => {
    const row = firm.table.rows().find((one) => one.sk === sk);
    if (row) await firm.table.put({ ...row, ...columns, rev: row.rev + 1 });
  };
  const later = (firm: OneFirm): number => firm.world.now() + 5 * minuteMs;

  it.each([
    ['quiet', 'ACCOUNT', (firm: OneFirm) => ({ restUntil: later(firm) })],
    ['failing', 'ACCOUNT', (firm: OneFirm) => ({ failures: 3, dueAt: later(firm) })],
    ['atWork', 'ACCOUNT', (firm: OneFirm) => ({ until: later(firm) })],
  ] as const)('%s, as the account says', async (code, sk, columns) => {
    const firm = await liveFirm();
    expect(waits(await only(firm, 'Anna Berg'))).toEqual([]);
    await change(firm, sk, columns(firm));
    const anna = await only(firm, 'Anna Berg');
    expect(waits(anna)).toEqual([code]);
    if (code !== 'atWork') expect(anna.waits[0]?.until).toBe(later(firm));
  });

  it('fullPass and answerGiven, while a person waits for either', async () => {
    const firm = await liveFirm();
    const { sync, mapping } = await only(firm, 'Anna Berg');
    await change(firm, `SYNC#${sync}`, { refresh: 'r1' });
    const todo = { mapping, answer: 'retry' };
    await firm.table.put({ pk: `SYNC#${caller.firm}#${sync}`, sk: `TODO#${mapping}`, rev: 1, todo });
    expect(waits(await only(firm, 'Anna Berg'))).toEqual(['answerGiven', 'fullPass']);
  });

  it('nothing of one who was being created when no answer came: they are said to be looked for', async () => {
    const firm = await liveFirm();
    firm.sandbox.awkward.set('microsoft.timeoutAfterCommit', { rate: 1 });
    firm.sandbox.clio.contacts.add(clioPerson('Cy', 'Ek', 'cy@example.org'));
    await firm.run(8_000);
    const { absences, records } = await ask(firm, 'Cy Ek');
    expect([records.length, absences.map(({ code }) => code)]).toEqual([0, ['recovering']]);
  });

  it('intent, until it can be found out', async () => {
    const firm = await liveFirm();
    firm.sandbox.awkward.set('microsoft.timeoutAfterCommit', { rate: 1 });
    firm.sandbox.clio.contacts.edit(firm.sandbox.clio.contacts.list()[0]?.id ?? 0, { title: 'Notary' });
    await firm.run(8_000);
    const anna = await only(firm, 'Anna Berg');
    expect([anna.rule.name, codes(anna)]).toEqual(['open-intent', ['recovering']]);
    expect(anna.waits.find(({ code }) => code === 'intent')?.until).toBeGreaterThan(firm.world.now());
  });

  it('brake, connection and trouble, by what paused the sync', async () => {
    const firm = await liveFirm();
    const paused = async (trouble: string): Promise<readonly string[]> => {
      await change(firm, `SYNC#${(await firm.view()).id}`, { state: 'paused', trouble });
      return waits(await only(firm, 'Anna Berg'));
    };
    expect(await paused('brake.deletes')).toEqual(['brake']);
    expect(await paused('misconfigured')).toEqual(['trouble']);
    await change(firm, 'CONN#outlook-connection', { state: 'lost', lostCause: 'revoked' });
    expect(await paused('grantLost')).toEqual(['connection']);
  });

  it('preview and run, before a record has its turn', async () => {
    const firm = await liveFirm();
    const { id } = await firm.view();
    await change(firm, `SYNC#${id}`, { state: 'previewed' });
    expect(waits(await only(firm, 'Anna Berg'))).toEqual(['preview']);
    await change(firm, `SYNC#${id}`, { state: 'running' });
    expect(waits(await only(firm, 'Anna Berg'))).toEqual([]);
  });
});

describe('a look at both sides now', () => {
  it('reads both sides by id, and what nobody told of is carried over', async () => {
    const firm = await createOneFirm();
    firm.sandbox.awkward.set('microsoft.notificationLost', { rate: 1 });
    firm.sandbox.clio.contacts.addMany([clioPerson('Anna', 'Berg', 'anna@example.org')]);
    await firm.goLive();
    await firm.run(minuteMs);
    const entry = firm.outlook.list()[0];
    firm.outlook.edit(entry?.id ?? '', { jobTitle: 'Notary' });
    await firm.run(5 * minuteMs);
    const anna = await only(firm, 'Anna Berg');
    expect(anna.fields.some(({ label }) => label === 'Job title')).toBe(false);
    await lookNow(firm.ports, caller, anna.sync, anna.mapping);
    expect(waits(await only(firm, 'Anna Berg'))).toContain('news');
    await firm.run(minuteMs);
    const after = await only(firm, 'Anna Berg');
    expect(after.fields.find(({ label }) => label === 'Job title')).toMatchObject({ left: 'Notary', standing: 'same' });
    expect(waits(after)).toEqual([]);
  });

  it('is refused for a record of nobody', async () => {
    const firm = await liveFirm();
    const { id } = await firm.view();
    await expect(lookNow(firm.ports, caller, id, 'nothing')).rejects.toMatchObject({ code: 'notFound' });
  });
});

describe('where nobody is found, the reason is', () => {
  const absence = async (firm: OneFirm, query: string) => (await ask(firm, query)).absences.map(({ code }) => code);

  it('that nothing is kept in step', async () => {
    expect(await absence(await createOneFirm(), 'Anna Berg')).toEqual(['noSync']);
  });

  it('that nobody has looked yet, or is looking just now', async () => {
    const firm = await createOneFirm();
    const { id } = await firm.view();
    expect(await absence(firm, 'Anna Berg')).toEqual(['draft']);
    await requestScan(firm.ports, caller, id, { clioSyncOff: true, conflicts: 'left' });
    expect(await absence(firm, 'Anna Berg')).toEqual(['scanning']);
  });

  it('that the preview is not started, with what stands there and why', async () => {
    const firm = await createOneFirm();
    firm.sandbox.clio.contacts.addMany([clioPerson('Anna', 'Berg', 'anna@example.org')]);
    await firm.preview();
    const { absences } = await ask(firm, 'anna@example.org');
    expect(absences).toMatchObject([
      { code: 'inPlan', titles: [{ title: 'Anna Berg', because: [{ code: 'onlyLeft' }] }] },
    ]);
  });

  it('that it is listed and not written, once the preview was carried out', async () => {
    const firm = await createOneFirm();
    firm.sandbox.microsoft.addMany(firm.email, [{ emailAddresses: [{ address: 'nobody@example.org' }] }]);
    firm.sandbox.clio.contacts.addMany([clioPerson('Anna', 'Berg', 'anna@example.org')]);
    await firm.goLive();
    const { absences } = await ask(firm, 'nobody@example.org');
    expect(absences).toMatchObject([{ code: 'inPlan', titles: [{ because: [{ code: 'nameless' }] }] }]);
    expect(absences[0]?.titles?.[0]?.because[0]?.changes).toContain('Giving it a first name');
  });

  it('that a last name alone leads nowhere', async () => {
    expect(await absence(await liveFirm(), 'Berg')).toEqual(['oneWord']);
  });

  it('that neither side has shown it', async () => {
    expect(await absence(await liveFirm(), 'Nobody Known')).toEqual(['neverShown']);
  });

  it('that this account may not see everybody', async () => {
    const firm = await createOneFirm({ restricted: true });
    firm.sandbox.clio.contacts.addMany([clioPerson('Anna', 'Berg', 'anna@example.org')]);
    await firm.goLive();
    expect(await absence(firm, 'Nobody Known')).toEqual(['restricted']);
  });

  it('that the sync is stopped', async () => {
    const firm = await liveFirm();
    await stopSync(firm.ports, caller, (await firm.view()).id);
    expect(await absence(firm, 'Nobody Known')).toEqual(['stopped']);
  });

  it('never a question that is empty or endless', async () => {
    const firm = await liveFirm();
    for (const query of ['', '   ', 'x'.repeat(400)])
      await expect(ask(firm, query)).rejects.toMatchObject({ code: 'refused' });
  });
});

describe('the account owner asks about another member', () => {
  const owner = { firm: caller.firm, member: '9999' };

  async function withOwner(): Promise<OneFirm> {
    const firm = await createOneFirm();
    firm.sandbox.clio.contacts.addMany([clioPerson('Anna', 'Berg', 'anna@example.org')]);
    firm.sandbox.microsoft.addMany(firm.email, [
      outlookPerson('Anna', 'Berg', 'anna@example.org', { mobilePhone: '+1 416 555 0199' }),
    ]);
    await firm.goLive();
    await firm.run(minuteMs);
    await firm.table.put({
      pk: `FIRM#${caller.firm}`,
      sk: 'MEMBER#9999',
      rev: 1,
      name: 'Otto Owner',
      email: 'otto@firm.example.com',
      isOwner: true,
      connections: [],
    });
    return firm;
  }

  it('and hears whose sync it is, what Clio says and what Concord decides', async () => {
    const firm = await withOwner();
    const { records } = await why(firm.ports, owner, 'anna@example.org');
    expect(records).toMatchObject([{ member: 'Olive Owner', title: 'Anna Berg', rule: { name: 'merge-sides' } }]);
    expect(records[0]?.canLook).toBe(false);
  });

  it('and gets no detail of the address book, nor finds anybody by one', async () => {
    const firm = await withOwner();
    const entry = firm.outlook.list()[0];
    firm.outlook.edit(entry?.id ?? '', { personalNotes: 'secret' });
    const byRight = await why(firm.ports, owner, entry?.id ?? '');
    expect(byRight.records).toEqual([]);
    const { records } = await why(firm.ports, owner, 'anna@example.org');
    expect(records[0]?.fields.every((field) => !('right' in field) && !('base' in field))).toBe(true);
    expect(records[0]?.candidates).toEqual([]);
    expect(records[0]?.history.flatMap(({ fields }) => fields).every(({ side }) => side === 'left')).toBe(true);
  });

  it('and never hears of somebody who is in the address book only', async () => {
    const firm = await withOwner();
    firm.sandbox.microsoft.addMany(firm.email, [
      outlookPerson('Anna', 'Berg', 'private@example.org'),
      { givenName: 'Private', surname: 'Person' },
    ]);
    await stopSync(firm.ports, caller, (await firm.view()).id);
    for (const query of ['private@example.org', 'Private Person'])
      expect((await why(firm.ports, owner, query)).records).toEqual([]);
  });

  it('nor of the half of a question that stands in the address book, nor who it may be', async () => {
    const firm = await withOwner();
    firm.sandbox.clio.contacts.addMany([clioPerson('Dora', 'Lane', 'dora@work.example', phones)]);
    firm.outlook.add(outlookPerson('Dora', 'Lane', 'dora@home.example', { businessPhones: ['(416) 555-0101'] }));
    await firm.run(3 * minuteMs);
    expect((await ask(firm, 'Dora Lane')).records.map(({ state }) => state.name)).toEqual(['held', 'held']);
    const { records } = await why(firm.ports, owner, 'Dora Lane');
    expect(records).toMatchObject([{ state: { name: 'held' }, candidates: [] }]);
    expect(JSON.stringify(records)).not.toContain('dora@home.example');
    expect((await why(firm.ports, owner, 'dora@home.example')).records).toEqual([]);
  });

  it('nor finds anybody by an address that has not reached Clio', async () => {
    const firm = await withOwner();
    firm.sandbox.awkward.set('clio.refusesValue', { rate: 1 });
    const emailAddresses = [{ address: 'anna@example.org' }, { address: 'secret@example.org' }];
    firm.outlook.edit(firm.outlook.list()[0]?.id ?? '', { jobTitle: '[refuse]', emailAddresses });
    await firm.run(3 * minuteMs);
    expect((await only(firm, 'secret@example.org')).waits.map(({ code }) => code)).toEqual(['parked']);
    expect((await why(firm.ports, owner, 'secret@example.org')).records).toEqual([]);
    const { records } = await why(firm.ports, owner, 'anna@example.org');
    expect(JSON.stringify(records)).not.toMatch(/secret@|\[refuse\]/u);
  });

  it('while no other member hears of anybody but their own', async () => {
    const firm = await withOwner();
    const { records, absences } = await why(firm.ports, { firm: caller.firm, member: '1234' }, 'anna@example.org');
    expect(records).toEqual([]);
    expect(absences.map(({ code }) => code)).toEqual(['noSync']);
  });
});
