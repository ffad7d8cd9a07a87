import { activityPage } from '@concord/engine';
import { beforeEach, describe, expect, it } from 'vitest';
import { caller, createOneFirm, type OneFirm } from './one-firm.ts';

const anna = {
  type: 'Person',
  first_name: 'Anna',
  last_name: 'Berg',
  email_addresses: [{ name: 'Work', address: 'anna@example.org' }],
} as const;

let firm: OneFirm;
let annaId: number;

const inOutlook = (surname = 'Berg') => firm.outlook.list().filter((contact) => contact.surname === surname);
const inClio = (lastName = 'Berg') =>
  firm.sandbox.clio.contacts.list().filter((contact) => contact.last_name === lastName);

beforeEach(async () => {
  firm = await createOneFirm();
  annaId = firm.sandbox.clio.contacts.addMany([anna]).ids[0] ?? 0;
  await firm.goLive();
  await firm.run(60_000);
  firm.writes();
});

describe('a live sync', () => {
  it('carries a new contact from either side to the other', async () => {
    firm.sandbox.clio.contacts.add({
      ...anna,
      last_name: 'New',
      email_addresses: [{ name: 'Work', address: 'new@example.org' }],
    });
    firm.outlook.add({ givenName: 'Cy', surname: 'Dee', emailAddresses: [{ address: 'cy@example.org' }] });
    await firm.run(5_000);
    expect(inOutlook('New')).toHaveLength(1);
    expect(inClio('Dee')).toHaveLength(1);
  });

  it('carries edits to different fields made on both sides at once', async () => {
    firm.sandbox.clio.contacts.edit(annaId, { title: 'Notary' });
    firm.outlook.edit(inOutlook()[0]?.id ?? '', { mobilePhone: '+1 416 555 0100' });
    await firm.run(10_000);
    expect(inOutlook()[0]).toMatchObject({ jobTitle: 'Notary', mobilePhone: '+1 416 555 0100' });
    expect(inClio()[0]).toMatchObject({
      title: 'Notary',
      phone_numbers: [{ number: '+1 416 555 0100', name: 'Mobile' }],
    });
  });

  it('lets Clio win when the same detail changed on both sides', async () => {
    firm.sandbox.clio.contacts.edit(annaId, { title: 'Notary' });
    firm.outlook.edit(inOutlook()[0]?.id ?? '', { jobTitle: 'Baker' });
    await firm.run(10_000);
    expect(inOutlook()[0]).toMatchObject({ jobTitle: 'Notary' });
    expect(inClio()[0]).toMatchObject({ title: 'Notary' });
  });

  it('deletes in Outlook what was deleted in Clio, after its minute', async () => {
    firm.sandbox.clio.contacts.remove(annaId);
    await firm.run(30_000);
    expect(inOutlook()).toHaveLength(1);
    await firm.run(60_000);
    expect(inOutlook()).toHaveLength(0);
  });

  it('keeps in Clio what was deleted in Outlook, and does not send it again', async () => {
    firm.outlook.remove(inOutlook()[0]?.id ?? '');
    await firm.run(120_000);
    expect(inClio()).toHaveLength(1);
    firm.sandbox.clio.contacts.edit(annaId, { title: 'Notary' });
    await firm.run(120_000);
    expect(inOutlook()).toHaveLength(0);
    expect(firm.writes()).toBe(0);
  });

  it('links a contact again that was restored in Outlook', async () => {
    const id = inOutlook()[0]?.id ?? '';
    firm.outlook.remove(id);
    await firm.run(120_000);
    firm.outlook.move(id, 'Contacts');
    await firm.run(60_000);
    firm.sandbox.clio.contacts.edit(annaId, { title: 'Notary' });
    await firm.run(60_000);
    expect(inOutlook()[0]).toMatchObject({ jobTitle: 'Notary' });
    expect(inClio()).toHaveLength(1);
  });

  it('leaves alone what was moved to another folder, and takes it up when it comes back', async () => {
    const id = inOutlook()[0]?.id ?? '';
    firm.outlook.move(id, 'Private');
    await firm.run(60_000);
    firm.sandbox.clio.contacts.edit(annaId, { title: 'Notary' });
    await firm.run(60_000);
    expect(firm.outlook.get(id)).toMatchObject({ jobTitle: null });
    expect(inClio()).toHaveLength(1);
    firm.outlook.move(id, 'Contacts');
    await firm.run(60_000);
    expect(firm.outlook.get(id)).toMatchObject({ jobTitle: 'Notary' });
  });

  it('keeps a corrected e-mail in its Clio row, primary as before', async () => {
    const before = inClio()[0]?.email_addresses[0];
    firm.outlook.edit(inOutlook()[0]?.id ?? '', { emailAddresses: [{ address: 'anna.berg@example.org' }] });
    await firm.run(10_000);
    expect(inClio()[0]?.email_addresses).toMatchObject([
      { id: before?.id, primary: before?.primary, address: 'anna.berg@example.org', name: 'Work' },
    ]);
  });

  it('keeps three business phones in Clio through edits in Outlook', async () => {
    const phone = (last: string, rest = {}) => ({ name: 'Work', number: `+1 416 555 ${last}`, ...rest });
    firm.sandbox.clio.contacts.edit(annaId, {
      phone_numbers: [phone('0101'), phone('0102', { default: true }), phone('0103')],
    });
    await firm.run(10_000);
    expect(inOutlook()[0]?.businessPhones).toEqual(['+1 416 555 0101', '+1 416 555 0102']);
    for (const last of ['0111', '0121', '0131']) {
      firm.outlook.edit(inOutlook()[0]?.id ?? '', { businessPhones: [`+1 416 555 ${last}`, '+1 416 555 0102'] });
      await firm.run(10_000);
      expect(inClio()[0]?.phone_numbers.map(({ number, primary }) => [number, primary])).toEqual([
        [`+1 416 555 ${last}`, false],
        ['+1 416 555 0102', true],
        ['+1 416 555 0103', false],
      ]);
    }
  });

  it('links an existing company, makes a missing one once, and never litters when it is cleared', async () => {
    firm.sandbox.clio.contacts.add({
      type: 'Company',
      name: 'Acme',
      phone_numbers: [{ name: 'Work', number: '+1 416 555 0199' }],
    });
    await firm.run(5_000);
    const id = inOutlook()[0]?.id ?? '';
    const companies = () =>
      firm.sandbox.clio.contacts
        .list()
        .filter(({ type }) => type === 'Company')
        .map(({ name }) => name);
    firm.outlook.edit(id, { companyName: 'acme' });
    await firm.run(10_000);
    expect(inClio()[0]?.company).toMatchObject({ name: 'Acme' });
    expect(companies()).toEqual(['Acme']);
    firm.outlook.edit(id, { companyName: 'Bolt' });
    await firm.run(10_000);
    firm.outlook.add({
      givenName: 'Cy',
      surname: 'Dee',
      companyName: 'Bolt',
      emailAddresses: [{ address: 'cy@example.org' }],
    });
    await firm.run(60_000);
    expect(companies()).toEqual(['Acme', 'Bolt']);
    const { rows } = await activityPage(firm.ports, caller, (await firm.view()).id);
    expect(rows.filter(({ because }) => because.includes('made this company'))).toHaveLength(1);
    firm.outlook.edit(id, { companyName: null });
    await firm.run(60_000);
    expect(companies()).toEqual(['Acme', 'Bolt']);
    expect(inClio()[0]?.company).toMatchObject({ name: 'Bolt' });
    expect(firm.outlook.list().map(({ companyName, surname }) => [surname, companyName])).toEqual(
      expect.arrayContaining([
        ['Berg', null],
        ['Dee', 'Bolt'],
        [null, 'Acme'],
      ]),
    );
    expect(firm.outlook.list()).toHaveLength(3);
  });

  it('keeps a display name and file-as that somebody made their own', async () => {
    firm.outlook.edit(inOutlook()[0]?.id ?? '', { displayName: 'Annie (client)', fileAs: 'Z-Annie' });
    await firm.run(10_000);
    firm.sandbox.clio.contacts.edit(annaId, { first_name: 'Annabel' });
    await firm.run(10_000);
    expect(inOutlook()[0]).toMatchObject({ givenName: 'Annabel', displayName: 'Annie (client)', fileAs: 'Z-Annie' });
  });

  it('writes nothing in twenty further rounds, though our own notices come late and twice', async () => {
    firm.sandbox.awkward.set('clio.webhookDoubled', { rate: 1 });
    firm.sandbox.awkward.set('clio.webhookLate', { rate: 1, amount: 7_000 });
    firm.sandbox.awkward.set('microsoft.notificationDoubled', { rate: 1 });
    firm.sandbox.awkward.set('microsoft.notificationLate', { rate: 1, amount: 9_000 });
    firm.sandbox.clio.contacts.edit(annaId, { title: 'Notary' });
    firm.outlook.edit(inOutlook()[0]?.id ?? '', { mobilePhone: '+1 416 555 0100' });
    await firm.run(120_000);
    firm.writes();
    for (let round = 0; round < 20; round += 1) {
      await firm.ports.queue.send({ v: 1, kind: 'change', firm: '7001', sync: (await firm.view()).id, why: 'poll' });
      await firm.run(20_000);
    }
    expect(firm.writes()).toBe(0);
  });

  it('takes an old value on a late page for no edit', async () => {
    firm.sandbox.awkward.set('microsoft.replayOld', { rate: 1 });
    firm.sandbox.clio.contacts.edit(annaId, { title: 'Notary' });
    await firm.run(60_000);
    firm.writes();
    await firm.ports.queue.send({ v: 1, kind: 'change', firm: '7001', sync: (await firm.view()).id, why: 'poll' });
    await firm.run(120_000);
    expect(inClio()[0]).toMatchObject({ title: 'Notary' });
    expect(firm.writes()).toBe(0);
  });

  it('takes a relative who shares an e-mail address with somebody linked for a person of their own', async () => {
    firm.outlook.add({ givenName: 'Annika', surname: 'Berg', emailAddresses: [{ address: 'anna@example.org' }] });
    await firm.run(10_000);
    expect(inClio()).toHaveLength(2);
  });
});

describe('a delta token that has expired', () => {
  it('costs a full pass and no write', async () => {
    firm.sandbox.microsoft.expireDeltaTokens(firm.email);
    await firm.ports.queue.send({ v: 1, kind: 'change', firm: '7001', sync: (await firm.view()).id, why: 'poll' });
    await firm.run(120_000);
    expect(firm.writes()).toBe(0);
    firm.sandbox.clio.contacts.edit(annaId, { title: 'Notary' });
    await firm.run(10_000);
    expect(inOutlook()[0]).toMatchObject({ jobTitle: 'Notary' });
  });

  it('deletes nothing when the new listing is empty', async () => {
    firm.sandbox.microsoft.expireDeltaTokens(firm.email);
    firm.sandbox.awkward.set('microsoft.emptyListing', { rate: 1 });
    firm.sandbox.awkward.set('clio.emptyList', { rate: 1 });
    await firm.ports.queue.send({ v: 1, kind: 'change', firm: '7001', sync: (await firm.view()).id, why: 'poll' });
    await firm.run(300_000);
    firm.sandbox.awkward.set('microsoft.emptyListing', undefined);
    firm.sandbox.awkward.set('clio.emptyList', undefined);
    await firm.run(3_600_000);
    expect(inOutlook()).toHaveLength(1);
    expect(inClio()).toHaveLength(1);
    expect(firm.writes()).toBe(0);
  });
});

it('Notices are asked for at the host of webhooks, where that is another one', async () => {
  const firm = await createOneFirm({ settings: { webhookUrl: 'https://webhooks.concord.test' } });
  await firm.goLive();
  await firm.run(60_000);
  const [subscription] = firm.sandbox.microsoft.subscriptions(firm.email);
  expect(subscription?.notificationUrl).toMatch(/^https:\/\/webhooks\.concord\.test\/webhooks\/microsoft\//u);
});
