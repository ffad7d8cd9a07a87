import { engagementsPage, engagementView, mailView } from '@concord/engine';
import { describe, expect, test } from 'vitest';
import {
  accountOf,
  ann,
  bob,
  createMailWorld,
  dayMs,
  engagementRows,
  from,
  hourMs,
  type MailWorld,
  minuteMs,
  person,
  pointersTo,
} from './mail-world.ts';

async function started(world: MailWorld): Promise<string> {
  const ada = world.clio.add(person('Ada Lovelace', 'ada@client.example', 'ada@home.example'));
  await world.connect();
  await world.settle();
  world.asked.length = 0;
  return ada;
}

const boxOf = async (world: MailWorld, caller = ann) => {
  const [box] = (await mailView(world.ports, caller)).boxes;
  if (box === undefined) throw new Error('There is no mailbox.');
  return box;
};
const rowsOf = async (world: MailWorld, contact: string, caller = ann) =>
  (await engagementsPage(world.ports, caller, { contact })).rows;

describe('A mailbox that was connected', () => {
  test('keeps the past day and what comes, once each, and leaves out what is nobody’s', async () => {
    const world = createMailWorld();
    const ada = world.clio.add(person('Ada Lovelace', 'ada@client.example'));
    const box = world.box();
    const at = (receivedAt: number) => ({ receivedAt, sentAt: receivedAt });
    box.add(from('ada@client.example', at(world.now - 2 * hourMs)));
    box.add(from('ada@client.example', at(world.now - 2 * dayMs)));
    box.add(from('news@letter.example'));
    await world.connect();
    await world.settle();
    expect(engagementRows(world)).toHaveLength(1);
    box.add(from('Ada+work@Client.example'));
    await world.pass(hourMs);
    expect(pointersTo(world, ada)).toHaveLength(2);
    expect((await boxOf(world)).run).toMatchObject({ kind: 'day', state: 'done', kept: 1, leftOut: 1 });
    expect((await boxOf(world)).counts).toEqual({ kept: 2, leftOut: 1 });
  });

  test('stores nothing of what is left out, neither its words nor its people', async () => {
    const world = createMailWorld();
    await started(world);
    world.box().add(from('stranger@nowhere.example', { subject: 'Quite secret', preview: 'Nobody keeps this' }));
    await world.pass(hourMs);
    const everything = JSON.stringify(world.ports.table.rows());
    expect(everything).not.toMatch(/stranger|secret|Nobody keeps/u);
    expect(world.logged.join()).not.toMatch(/stranger|secret|ada/u);
  });

  test('seals the words and the people of what is kept', async () => {
    const world = createMailWorld();
    await started(world);
    world.box().add(from('ada@client.example', { subject: 'Quite secret', preview: 'A few lines' }));
    await world.pass(hourMs);
    const everything = JSON.stringify(world.ports.table.rows());
    expect(engagementRows(world)).toHaveLength(1);
    expect(everything).not.toMatch(/secret|few lines|Lovelace|client\.example/u);
  });

  test('reads what a push names in one request, and does not ask for changes', async () => {
    const world = createMailWorld();
    const ada = await started(world);
    world.box().add(from('ada@client.example'));
    world.now += minuteMs / 2;
    await world.push();
    await world.settle();
    expect(pointersTo(world, ada)).toHaveLength(1);
    expect(world.asked.filter((call) => call.startsWith('mail'))).toEqual(['mail read']);
  });

  test('looks for what a push named and is not to be found any more', async () => {
    const world = createMailWorld();
    const ada = await started(world);
    const { id } = world.box().add(from('ada@client.example'));
    world.box().remove(id);
    world.box().add(from('ada@client.example'));
    await world.push();
    await world.settle();
    expect(world.asked).toContain('mail changes');
    expect(pointersTo(world, ada)).toHaveLength(1);
  });

  test('sees within the hour what no push told of', async () => {
    const world = createMailWorld();
    const ada = await started(world);
    world.box().dropSubscriptions();
    world.box().add(from('ada@client.example'));
    await world.pass(hourMs + minuteMs);
    expect(pointersTo(world, ada)).toHaveLength(1);
  });

  test('costs one request and few units while nothing happens', async () => {
    const world = createMailWorld();
    await started(world);
    await world.pass(2 * minuteMs);
    world.asked.length = 0;
    const before = world.ports.table.units();
    await world.pass(5 * hourMs, 5 * minuteMs);
    const { write } = world.ports.table.units();
    expect(world.asked).toEqual(Array.from({ length: 5 }, () => 'mail changes'));
    // The lease, taken and given back, and what is remembered, whose due time is an entry of the index.
    expect((write - before.write) / 5).toBeLessThanOrEqual(5);
  });

  test('writes about four units for a new message of one contact, and none for one that is known', async () => {
    const world = createMailWorld({ mail: { pageSize: 50 } });
    const people = Array.from({ length: 20 }, (_, index) => `c${index}@client.example`);
    for (const address of people) world.clio.add(person(`Client ${address.slice(0, 3)}`, address));
    await started(world);
    for (const address of people) for (let count = 0; count < 2; count += 1) world.box().add(from(address));
    const before = world.ports.table.units();
    await world.pass(hourMs, hourMs);
    const first = world.ports.table.units();
    expect(engagementRows(world)).toHaveLength(40);
    expect((first.write - before.write) / 40).toBeLessThanOrEqual(4);
    for (const { id } of world.box().list()) world.box().edit(id, { labels: ['Read'] });
    await world.pass(hourMs, hourMs);
    expect(engagementRows(world)).toHaveLength(40);
    expect(world.ports.table.units().write - first.write).toBeLessThanOrEqual(6);
  });

  test('is not rung for again while it is disconnected, and keeps what it kept', async () => {
    const world = createMailWorld();
    const ada = await started(world);
    world.box().add(from('ada@client.example'));
    await world.pass(hourMs);
    await world.setState(ann, 'disconnected');
    await world.pass(3 * hourMs, 10 * minuteMs);
    world.asked.length = 0;
    await world.pass(3 * hourMs, 10 * minuteMs);
    expect(world.asked).toEqual([]);
    expect(await rowsOf(world, ada)).toHaveLength(1);
  });
});

describe('One message', () => {
  test('that two members received is one engagement, in both mailboxes, and each sees their own link alone', async () => {
    const world = createMailWorld();
    const ada = await started(world);
    await world.connect(bob);
    const messageId = 'One@client.example';
    for (const caller of [ann, bob])
      world
        .box(caller)
        .add(from('ada@client.example', { messageId: caller === ann ? messageId : messageId.toUpperCase() }));
    await world.pass(hourMs);
    const [mine, ...others] = await rowsOf(world, ada);
    expect(others).toEqual([]);
    expect(mine?.boxes.toSorted((a, b) => (a.account < b.account ? -1 : 1))).toEqual([
      { account: accountOf(ann), isMine: true, link: expect.any(String) },
      { account: accountOf(bob), isMine: false },
    ]);
    const [his] = await rowsOf(world, ada, bob);
    expect(his?.boxes.filter(({ isMine }) => isMine)).toMatchObject([{ account: accountOf(bob) }]);
    expect(his?.boxes.filter(({ link }) => link !== undefined)).toHaveLength(1);
  });

  test('under the id of somebody else’s message is another one, and comes onto no timeline of theirs', async () => {
    const world = createMailWorld();
    const ada = await started(world);
    const eve = world.clio.add(person('Eve Moran', 'eve@other.example'));
    world.box().add(from('ada@client.example', { messageId: 'one@client.example', subject: 'The lease' }));
    await world.pass(hourMs);
    world.box().add(from('eve@other.example', { messageId: 'one@client.example', subject: 'Borrowed' }));
    await world.pass(hourMs);
    const subjects = async (contact: string) => (await rowsOf(world, contact)).map(({ subject }) => subject);
    expect([await subjects(ada), await subjects(eve)]).toEqual([['The lease'], ['Borrowed']]);
  });

  test('without an id is known by its sender, its people, its subject and its minute', async () => {
    const world = createMailWorld();
    const ada = await started(world);
    await world.connect(bob);
    const plain = { messageId: '', to: [{ address: 'both@archer-law.example', name: '' }], sentAt: world.now };
    for (const caller of [ann, bob]) world.box(caller).add(from('ada@client.example', plain));
    world.box().add(from('ada@client.example', { ...plain, subject: 'Another one' }));
    world.box().add(from('ada@client.example', { ...plain, sentAt: world.now - minuteMs }));
    await world.pass(hourMs);
    expect(await rowsOf(world, ada)).toHaveLength(3);
  });

  test('stands at its own time, unless that is more than a day from when it came', async () => {
    const world = createMailWorld();
    const ada = await started(world);
    const now = world.now;
    world.box().add(from('ada@client.example', { subject: 'a little off', sentAt: now - 3 * hourMs }));
    world.box().add(from('ada@client.example', { subject: 'far off', sentAt: now + 9_000 * dayMs }));
    world.box().add(from('ada@client.example', { subject: 'of old', sentAt: 0 }));
    await world.pass(hourMs);
    const times = Object.fromEntries((await rowsOf(world, ada)).map(({ subject, at }) => [subject, at]));
    expect(times).toEqual({ 'a little off': now - 3 * hourMs, 'far off': now, 'of old': now });
  });

  test('with several contacts stands on the timeline of each', async () => {
    const world = createMailWorld();
    const ada = await started(world);
    const carl = world.clio.add(person('Carl Client', 'carl@client.example'));
    world.now += 2 * minuteMs;
    world.box().add(from('ada@client.example', { cc: [{ address: 'carl@client.example', name: 'Carl' }] }));
    await world.pass(hourMs);
    const [[one], [other]] = [await rowsOf(world, ada), await rowsOf(world, carl)];
    expect(one?.id).toBe(other?.id);
    expect(one?.people.map(({ as, contact }) => [as, contact])).toEqual([
      ['from', ada],
      ['to', undefined],
      ['cc', carl],
    ]);
  });

  test('that was sent is no less the contact’s, and says so in every mailbox that has it', async () => {
    const world = createMailWorld();
    const ada = await started(world);
    await world.connect(bob);
    const sent = { messageId: 'out@archer', to: [{ address: 'ada@home.example', name: 'Ada' }] };
    world.box(bob).add({ ...sent, from: { address: 'alias@elsewhere.example', name: '' } });
    await world.pass(hourMs);
    expect((await rowsOf(world, ada))[0]?.direction).toBe('received');
    world.box().add({ ...sent, from: { address: 'alias@elsewhere.example', name: '' }, place: 'sent', folder: 'Sent' });
    await world.pass(hourMs);
    expect((await rowsOf(world, ada)).map(({ direction }) => direction)).toEqual(['sent']);
  });

  test('of another firm is not to be had', async () => {
    const world = createMailWorld();
    const ada = await started(world);
    world.box().add(from('ada@client.example'));
    await world.pass(hourMs);
    const id = (await rowsOf(world, ada))[0]?.id ?? '';
    expect(await engagementView(world.ports, ann, id)).toMatchObject({ id, canRedact: true });
    const stranger = { firm: '66', member: 'ann' };
    await expect(engagementView(world.ports, stranger, id)).rejects.toMatchObject({ code: 'notFound' });
    await expect(engagementsPage(world.ports, stranger, { contact: ada })).rejects.toMatchObject({ code: 'notFound' });
  });
});
