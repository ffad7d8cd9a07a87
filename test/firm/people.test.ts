import { answer, poll, previewPage, requestScan, startSync, stopSync, waitingPage } from '@concord/engine';
import { describe, expect, it } from 'vitest';
import { caller, createOneFirm, type OneFirm } from './one-firm.ts';

const clioPerson = (first_name: string, last_name: string, address: string, rest = {}) =>
  ({ type: 'Person', first_name, last_name, email_addresses: [{ name: 'Work', address }], ...rest }) as const;
const outlookPerson = (givenName: string, surname: string, address: string, rest = {}) => ({
  givenName,
  surname,
  emailAddresses: [{ address }],
  ...rest,
});

const clioNames = (firm: OneFirm) =>
  firm.sandbox.clio.contacts
    .list()
    .map(({ name }) => name)
    .sort();
const outlookNames = (firm: OneFirm) =>
  firm.outlook
    .list()
    .map(({ givenName, surname }) => `${givenName} ${surname}`)
    .sort();
const idOf = async (firm: OneFirm) => (await firm.view()).id;

describe('who may be the same', () => {
  const phone = { phone_numbers: [{ name: 'Work', number: '+1 416 555 0101' }] };

  async function withLikeness(others = 0): Promise<OneFirm> {
    const firm = await createOneFirm();
    for (let other = 0; other < others; other += 1)
      firm.sandbox.clio.contacts.add(clioPerson(`Bo${other}`, 'Fox', `bo${other}@fox.example`));
    firm.sandbox.clio.contacts.addMany([clioPerson('Anna', 'Berg', 'anna@work.example', phone)]);
    firm.sandbox.microsoft.addMany(firm.email, [
      outlookPerson('Anna', 'Berg', 'anna@home.example', { businessPhones: ['(416) 555-0101'] }),
      outlookPerson('Anna', 'Berg', 'other@elsewhere.example', { businessPhones: ['(416) 555-0177'] }),
    ]);
    await firm.goLive();
    return firm;
  }

  it('is held for a person, and a homonym with details of their own is not', async () => {
    const firm = await withLikeness();
    expect(await firm.view()).toMatchObject({ waiting: { held: 2, parked: 0 }, linked: 1 });
    expect(clioNames(firm)).toEqual(['Anna Berg', 'Anna Berg']);
    const { rows } = await waitingPage(firm.ports, caller, await idOf(firm));
    expect(rows.map(({ because }) => because)).toEqual([
      expect.stringContaining('share a phone number'),
      expect.stringContaining('share a phone number'),
    ]);
    expect(rows[0]?.candidates).toHaveLength(1);
  });

  it('becomes one card when a person says so, with the details of both', async () => {
    const firm = await withLikeness();
    const { rows } = await waitingPage(firm.ports, caller, await idOf(firm));
    const [row] = rows;
    const candidate = row?.candidates[0]?.mapping ?? '';
    await answer(firm.ports, caller, await idOf(firm), {
      answers: [{ mapping: row?.mapping ?? '', answer: 'same', candidate }],
    });
    await firm.run(60_000);
    expect(clioNames(firm)).toHaveLength(2);
    expect(outlookNames(firm)).toHaveLength(2);
    const both = firm.sandbox.clio.contacts.list().find(({ email_addresses }) => email_addresses.length === 2);
    expect(both?.email_addresses.map(({ address }) => address)).toEqual(['anna@work.example', 'anna@home.example']);
    expect(await firm.view()).toMatchObject({ waiting: { held: 0 }, linked: 2 });
  });

  // Answers are carried out in the order of the mappings' ids, which those of the cards decide.
  it.each([0, 5])(
    'becomes one card though its half in Clio is said to be somebody else as well (after %i others)',
    async (others) => {
      const firm = await withLikeness(others);
      const { rows } = await waitingPage(firm.ports, caller, await idOf(firm));
      const inClio = rows.find(({ subtitle }) => subtitle.startsWith('Clio'))?.mapping ?? '';
      const inOutlook = rows.find(({ mapping }) => mapping !== inClio)?.mapping ?? '';
      await answer(firm.ports, caller, await idOf(firm), {
        answers: [
          { mapping: inClio, answer: 'different' },
          { mapping: inOutlook, answer: 'same', candidate: inClio },
        ],
      });
      await firm.run(60_000);
      expect(await firm.view()).toMatchObject({ waiting: { held: 0 }, linked: 2 + others });
      expect(outlookNames(firm)).toHaveLength(2 + others);
    },
  );

  it('stays two people when one click says that all are different', async () => {
    const firm = await withLikeness();
    await answer(firm.ports, caller, await idOf(firm), { answers: [], allDifferent: true });
    await firm.run(60_000);
    expect(clioNames(firm)).toHaveLength(3);
    expect(outlookNames(firm)).toHaveLength(3);
    expect(await firm.view()).toMatchObject({ waiting: { held: 0 }, linked: 3 });
  });
});

describe('a question about a card', () => {
  it('is asked no more when the card is gone, though its book shows nothing at all any more', async () => {
    const firm = await createOneFirm();
    const phone = { phone_numbers: [{ name: 'Work', number: '+1 416 555 0101' }] };
    const id = firm.sandbox.clio.contacts.add(clioPerson('Anna', 'Berg', 'anna@work.example', phone));
    const other = outlookPerson('Anna', 'Berg', 'anna@home.example', { businessPhones: ['(416) 555-0101'] });
    firm.sandbox.microsoft.addMany(firm.email, [other]);
    await firm.goLive();
    await firm.run(60_000);
    expect(await firm.view()).toMatchObject({ waiting: { held: 2 } });
    firm.sandbox.awkward.set('clio.webhookLost', { rate: 1 });
    firm.sandbox.clio.contacts.remove(id);
    for (let hour = 0; hour < 26; hour += 1) {
      await firm.world.advance(60 * 60_000);
      await poll(firm.ports);
      await firm.run(20_000);
    }
    const { rows } = await waitingPage(firm.ports, caller, await idOf(firm));
    expect(rows.map(({ subtitle }) => subtitle)).toEqual([expect.stringContaining('anna@home.example')]);
  });
});

describe('a second card of somebody who is linked already', () => {
  it('is held, because writing it would make a double', async () => {
    const firm = await createOneFirm();
    firm.sandbox.clio.contacts.addMany([clioPerson('Anna', 'Berg', 'anna@work.example')]);
    await firm.goLive();
    await firm.run(60_000);
    firm.outlook.add(outlookPerson('Anna', 'Berg', 'anna@work.example'));
    await firm.run(60_000);
    expect(clioNames(firm)).toEqual(['Anna Berg']);
    const { rows } = await waitingPage(firm.ports, caller, await idOf(firm));
    expect(rows.map(({ because }) => because)).toEqual([expect.stringContaining('already linked')]);
  });

  it('is held though only a phone number says that it is the same', async () => {
    const phone = { phone_numbers: [{ name: 'Work', number: '+1 416 555 0101' }] };
    const firm = await createOneFirm();
    firm.sandbox.clio.contacts.addMany([clioPerson('Anna', 'Berg', 'anna@work.example', phone)]);
    await firm.goLive();
    await firm.run(60_000);
    firm.outlook.add(outlookPerson('Anna', 'Berg', 'anna@home.example', { businessPhones: ['(416) 555-0101'] }));
    await firm.run(60_000);
    expect(clioNames(firm)).toEqual(['Anna Berg']);
    const { rows } = await waitingPage(firm.ports, caller, await idOf(firm));
    expect(rows.map(({ because }) => because)).toEqual([expect.stringContaining('share a phone number')]);
  });
});

describe('a preview', () => {
  it('shows every record with what happens, why, and what does not fit, and writes nothing', async () => {
    const firm = await createOneFirm();
    const number = (last: string) => ({ name: 'Work', number: `+1 416 555 ${last}` });
    firm.sandbox.clio.contacts.addMany([
      clioPerson('Anna', 'Berg', 'anna@work.example', {
        phone_numbers: [number('0101'), number('0102'), number('0103')],
      }),
    ]);
    firm.sandbox.microsoft.addMany(firm.email, [outlookPerson('Bo', 'Dahl', 'bo@example.org'), {}]);
    await firm.preview();
    const { rows } = await previewPage(firm.ports, caller, await idOf(firm), { filter: 'all' });
    expect(rows.map(({ title, outcome, rule }) => [title, outcome, rule])).toEqual([
      ['Anna Berg', 'addedRight', 'create-right'],
      ['Bo Dahl', 'addedLeft', 'create-left'],
      ['No name', 'leftOut', 'nameless'],
    ]);
    expect(rows[0]?.notFitting).toEqual([
      { label: 'Phone', value: '+1 416 555 0103 (work)', reason: expect.stringContaining('no room for more') },
    ]);
    expect(rows[1]?.fields).toContainEqual({
      name: 'lastName',
      label: 'Last name',
      side: 'left',
      before: '',
      after: 'Dahl',
    });
    expect(firm.writes()).toBe(0);
    const only = await previewPage(firm.ports, caller, await idOf(firm), { filter: 'addedRight' });
    expect(only.rows.map(({ title }) => title)).toEqual(['Anna Berg']);
    const found = await previewPage(firm.ports, caller, await idOf(firm), { filter: 'all', search: 'dahl' });
    expect(found.rows.map(({ title }) => title)).toEqual(['Bo Dahl']);
  });

  it('is made again when something was made on the other side before Start', async () => {
    const firm = await createOneFirm();
    firm.sandbox.clio.contacts.addMany([clioPerson('Anna', 'Berg', 'anna@work.example')]);
    const { preview, id } = await firm.preview();
    expect(preview).toMatchObject({ addedRight: 1 });
    firm.outlook.add(outlookPerson('Anna', 'Berg', 'anna@work.example'));
    await startSync(firm.ports, caller, id, preview?.run ?? '');
    await firm.run(60_000);
    expect(outlookNames(firm)).toEqual(['Anna Berg']);
    expect(await firm.view()).toMatchObject({ state: 'live', linked: 1 });
  });

  it('is refused while Clio’s own sync is on', async () => {
    const firm = await createOneFirm();
    await firm.preview();
    await expect(
      requestScan(firm.ports, caller, await idOf(firm), { clioSyncOff: false, conflicts: 'left' }),
    ).rejects.toThrow('Turn off Clio’s own sync');
  });
});

describe('a mailbox without Outlook contacts', () => {
  it('is told so', async () => {
    const firm = await createOneFirm({ mailbox: false });
    await expect(firm.preview()).rejects.toThrow('noMailbox');
    expect((await firm.view()).sentence).toContain('no Outlook contacts');
  });
});

describe('stopping', () => {
  it('ends all syncing at once, and starting again sends what was deleted in Outlook', async () => {
    const firm = await createOneFirm();
    firm.sandbox.clio.contacts.addMany([
      clioPerson('Anna', 'Berg', 'anna@work.example'),
      clioPerson('Bo', 'Dahl', 'bo@example.org'),
    ]);
    await firm.goLive();
    await firm.run(60_000);
    firm.outlook.remove(firm.outlook.list().find(({ givenName }) => givenName === 'Bo')?.id ?? '');
    await firm.run(60_000);
    await stopSync(firm.ports, caller, await idOf(firm));
    await firm.run(5_000);
    firm.writes();
    firm.sandbox.clio.contacts.add(clioPerson('Cy', 'Ek', 'cy@example.org'));
    await firm.run(120_000);
    expect(firm.writes()).toBe(0);
    expect(firm.sandbox.microsoft.subscriptions(firm.email)).toEqual([]);
    const preview = await firm.preview();
    expect(preview.preview).toMatchObject({ addedRight: 2 });
    await firm.goLive();
    await firm.run(60_000);
    expect(outlookNames(firm)).toEqual(['Anna Berg', 'Bo Dahl', 'Cy Ek']);
    expect(clioNames(firm)).toHaveLength(3);
  });
});

describe('stopping in the middle of a run', () => {
  it('lets the batch that is under way end, and begins no other', async () => {
    let stop: () => Promise<unknown> = async () => undefined;
    const firm = await createOneFirm({
      tamper: (ports) => ({
        ...ports,
        transport: async (request) => {
          if (request.url.endsWith('/$batch')) await stop();
          return await ports.transport(request);
        },
      }),
    });
    firm.sandbox.clio.contacts.addMany(
      Array.from({ length: 60 }, (_, index) => clioPerson(`P${index}`, 'Berg', `p${index}@example.org`)),
    );
    const { preview, id } = await firm.preview();
    stop = () => stopSync(firm.ports, caller, id);
    await startSync(firm.ports, caller, id, preview?.run ?? '');
    await firm.run(600_000);
    expect(firm.outlook.list()).toHaveLength(20);
    expect((await firm.view()).state).toBe('stopped');
    stop = async () => undefined;
    await firm.goLive();
    await firm.run(600_000);
    expect(new Set(outlookNames(firm)).size).toBe(60);
    expect(firm.outlook.list()).toHaveLength(60);
  });
});

describe('the brake', () => {
  it('stops before the first delete of a disaster, and goes on when a person says so', async () => {
    const firm = await createOneFirm();
    firm.sandbox.clio.contacts.addMany(
      Array.from({ length: 30 }, (_, index) => clioPerson(`P${index}`, 'Berg', `p${index}@example.org`)),
    );
    const { id } = await firm.goLive();
    await firm.run(60_000);
    for (const { id: contact } of firm.sandbox.clio.contacts.list().slice(0, 12))
      firm.sandbox.clio.contacts.remove(contact);
    await firm.run(300_000);
    expect(outlookNames(firm)).toHaveLength(30);
    expect(await firm.view()).toMatchObject({ state: 'paused', trouble: 'brake.deletes' });
    await startSync(firm.ports, caller, id, '');
    await firm.run(300_000);
    expect(outlookNames(firm)).toHaveLength(18);
    expect((await firm.view()).state).toBe('live');
  });

  it('stops a script that changes a detail of everybody', async () => {
    const firm = await createOneFirm();
    firm.sandbox.clio.contacts.addMany(
      Array.from({ length: 30 }, (_, index) =>
        clioPerson(`P${index}`, 'Berg', `p${index}@example.org`, { title: 'Notary' }),
      ),
    );
    await firm.goLive();
    await firm.run(60_000);
    for (const { id } of firm.outlook.list()) firm.outlook.edit(id, { jobTitle: 'x' });
    await firm.run(300_000);
    expect(firm.sandbox.clio.contacts.list().filter(({ title }) => title === 'x').length).toBeLessThanOrEqual(5);
    expect(await firm.view()).toMatchObject({ state: 'paused', trouble: 'brake.overwrites' });
  });
});

describe('a contact that was merged into another in Clio', () => {
  it('leaves its Outlook card to the survivor when that has none', async () => {
    const firm = await createOneFirm();
    const [kept, lost] = firm.sandbox.clio.contacts.addMany([
      clioPerson('Anna', 'Berg', 'anna@work.example'),
      clioPerson('Anna', 'Berg', 'anna@home.example'),
    ]).ids;
    await firm.goLive();
    await firm.run(60_000);
    const card = firm.outlook.list().find(({ emailAddresses }) => emailAddresses?.[0]?.address === 'anna@work.example');
    firm.outlook.remove(card?.id ?? '');
    await firm.run(60_000);
    firm.sandbox.clio.contacts.merge(kept ?? 0, lost ?? 0);
    await firm.run(400_000);
    expect(outlookNames(firm)).toEqual(['Anna Berg']);
    expect(firm.outlook.list()[0]?.emailAddresses?.map(({ address }) => address)).toEqual([
      'anna@work.example',
      'anna@home.example',
    ]);
    expect((await firm.view()).linked).toBe(1);
    firm.writes();
    await firm.run(7_200_000);
    expect(firm.writes()).toBe(0);
  });
});

describe('somebody who was deleted in Outlook and is made there anew', () => {
  for (const way of ['while live', 'before a new start'] as const) {
    it(`is linked with the Clio contact that stayed, and makes no double: ${way}`, async () => {
      const firm = await createOneFirm();
      firm.sandbox.clio.contacts.addMany([clioPerson('Anna', 'Berg', 'anna@work.example', { title: 'Notary' })]);
      await firm.goLive();
      await firm.run(60_000);
      firm.outlook.remove(firm.outlook.list()[0]?.id ?? '');
      await firm.run(60_000);
      if (way === 'before a new start') await stopSync(firm.ports, caller, await idOf(firm));
      firm.outlook.add(outlookPerson('Anna', 'Berg', 'anna@work.example'));
      await firm.run(60_000);
      if (way === 'before a new start') await firm.goLive();
      await firm.run(120_000);
      expect(clioNames(firm)).toEqual(['Anna Berg']);
      expect(outlookNames(firm)).toEqual(['Anna Berg']);
      expect(firm.sandbox.clio.contacts.list()[0]).toMatchObject({ title: 'Notary' });
      expect(firm.outlook.list()[0]).toMatchObject({ jobTitle: 'Notary' });
      firm.writes();
      await firm.run(7_200_000);
      expect(firm.writes()).toBe(0);
    });
  }
});

describe('a grant that was lost', () => {
  for (const provider of ['clio', 'microsoft'] as const) {
    it(`pauses the sync, loses nothing, and holds nobody up when it is given again: ${provider}`, async () => {
      const firm = await createOneFirm({ settings: { leaseMs: 90_000, requestTimeoutMs: 20_000 } });
      firm.sandbox.clio.contacts.addMany([clioPerson('Anna', 'Berg', 'anna@work.example')]);
      await firm.goLive();
      await firm.run(60_000);
      const regrant = firm.loseGrant(provider);
      firm.sandbox.clio.contacts.add(clioPerson('Bo', 'Dahl', 'bo@example.org'));
      firm.outlook.add(outlookPerson('Cy', 'Ek', 'cy@example.org'));
      await firm.run(30_000);
      expect((await firm.view()).state).toBe('paused');
      firm.requests[provider] = 0;
      await firm.run(30_000);
      expect(firm.requests[provider]).toBe(0);
      await regrant();
      await firm.run(15_000);
      expect(clioNames(firm)).toEqual(['Anna Berg', 'Bo Dahl', 'Cy Ek']);
      expect(outlookNames(firm)).toEqual(['Anna Berg', 'Bo Dahl', 'Cy Ek']);
    });
  }
});

describe('a detail that both sides changed, when a person is to be asked', () => {
  for (const [winner, title] of [
    ['left', 'Notary'],
    ['right', 'Baker'],
  ] as const) {
    it(`waits, while the rest goes on, and becomes what ${winner} says when that is answered`, async () => {
      const firm = await createOneFirm();
      const [anna] = firm.sandbox.clio.contacts.addMany([clioPerson('Anna', 'Berg', 'anna@work.example')]).ids;
      await requestScan(firm.ports, caller, await idOf(firm), { clioSyncOff: true, conflicts: 'ask' });
      await firm.run(10_000);
      await startSync(firm.ports, caller, await idOf(firm), (await firm.view()).preview?.run ?? '');
      await firm.run(60_000);
      firm.sandbox.clio.contacts.edit(anna ?? 0, { title: 'Notary', prefix: 'Dr' });
      firm.outlook.edit(firm.outlook.list()[0]?.id ?? '', { jobTitle: 'Baker' });
      await firm.run(60_000);
      expect(firm.outlook.list()[0]).toMatchObject({ jobTitle: 'Baker', title: 'Dr' });
      expect(await firm.view()).toMatchObject({ waiting: { held: 1 } });
      const [row] = (await waitingPage(firm.ports, caller, await idOf(firm))).rows;
      expect(row?.because).toContain('Job title: Clio says “Notary”, Microsoft 365 says “Baker”.');
      await answer(firm.ports, caller, await idOf(firm), {
        answers: [{ mapping: row?.mapping ?? '', answer: winner }],
      });
      await firm.run(60_000);
      expect(firm.outlook.list()[0]).toMatchObject({ jobTitle: title });
      expect(firm.sandbox.clio.contacts.list()[0]).toMatchObject({ title });
      expect(await firm.view()).toMatchObject({ waiting: { held: 0 } });
    });
  }
});
