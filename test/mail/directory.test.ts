import { SyncError } from '@concord/core';
import { engagementsPage, mailView } from '@concord/engine';
import { describe, expect, test } from 'vitest';
import { sealed } from '../../packages/engine/src/sync/pack.ts';
import {
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

const clioCalls = ({ asked }: MailWorld) => asked.filter((call) => call.startsWith('clio'));
const directoryOf = async (world: MailWorld) => (await mailView(world.ports, ann)).directory;

describe('The contacts of a firm', () => {
  test('are read once for all mailboxes, and asked for news at most once a minute', async () => {
    const world = createMailWorld({ clio: { profile: { pageSize: 2 } } });
    for (let count = 0; count < 5; count += 1) world.clio.add(person(`Client ${count}`, `c${count}@client.example`));
    await world.connect(ann);
    await world.connect(bob);
    await world.settle();
    expect(clioCalls(world).filter((call) => call === 'clio scan')).toHaveLength(3);
    await world.pass(2 * minuteMs);
    world.asked.length = 0;
    for (let second = 0; second < 50; second += 1) {
      world.box(second % 2 === 0 ? ann : bob).add(from(`stranger${second}@nowhere.example`));
      world.now += 1_000;
      await world.push();
      await world.settle();
    }
    expect(clioCalls(world)).toEqual(['clio changes']);
    expect(await directoryOf(world)).toMatchObject({ people: 5, addresses: 5 });
  });

  test('are asked for news before somebody whom nobody knows is left out', async () => {
    const world = createMailWorld();
    await world.connect();
    await world.settle();
    world.now += 10 * minuteMs;
    const ada = world.clio.add(person('Ada Lovelace', 'ada@client.example'));
    world.now += minuteMs;
    world.box().add(from('ADA+x@client.example'));
    await world.push();
    await world.settle();
    expect(pointersTo(world, ada)).toHaveLength(1);
  });

  test('are not asked for news of a message whose people are all known, or of the firm', async () => {
    const world = createMailWorld();
    world.clio.add(person('Ada Lovelace', 'ada@client.example'));
    await world.connect();
    await world.settle();
    await world.pass(10 * minuteMs);
    world.asked.length = 0;
    const account = { address: 'ann-mail@archer-law.example', name: '' };
    world.box().add(from('ada@client.example', { to: [account] }));
    world.box().add(from('nobody-yet@archer-law.example', { to: [account] }));
    await world.push();
    await world.settle();
    expect(engagementRows(world)).toHaveLength(1);
    expect(clioCalls(world)).toEqual([]);
  });

  test('follow a change of address, and two contacts can share one', async () => {
    const world = createMailWorld();
    const ada = world.clio.add(person('Ada Lovelace', 'old@client.example'));
    const carl = world.clio.add(person('Carl Client', 'office@client.example'));
    await world.connect();
    await world.settle();
    world.clio.edit(ada, person('Ada King', 'new@client.example', 'office@client.example'));
    world.now += 2 * minuteMs;
    world.box().add(from('old@client.example'));
    world.box().add(from('new@client.example'));
    world.box().add(from('office@client.example'));
    await world.pass(hourMs);
    expect([pointersTo(world, ada), pointersTo(world, carl)].map(({ length }) => length)).toEqual([2, 1]);
    expect(await engagementsPage(world.ports, ann, { contact: ada })).toMatchObject({
      name: 'Ada King',
      addresses: ['new@client.example', 'office@client.example'],
    });
    expect(await directoryOf(world)).toMatchObject({ people: 2, addresses: 3 });
  });

  test('that a complete pass does not show any more are nobody’s, by the next day', async () => {
    const world = createMailWorld({ clio: { profile: { deletes: 'notices', pageSize: 2 } } });
    const people = Array.from({ length: 5 }, (_, index) =>
      world.clio.add(person(`Client ${index}`, `c${index}@client.example`)),
    );
    await world.connect();
    await world.settle();
    world.clio.remove(people[1] ?? '');
    await world.pass(dayMs + 2 * hourMs, hourMs / 2);
    world.box().add(from('c1@client.example'));
    world.box().add(from('c2@client.example'));
    await world.pass(hourMs);
    expect(people.map((id) => pointersTo(world, id).length)).toEqual([0, 0, 1, 0, 0]);
    expect(await directoryOf(world)).toMatchObject({ people: 4, addresses: 4 });
    expect(world.ports.table.rows().filter(({ sk }) => sk.startsWith('PASS#'))).toEqual([]);
  });

  test('stay when one who sees only some of them does not see them, or Clio suddenly shows nobody', async () => {
    const world = createMailWorld({ clio: { profile: { deletes: 'notices' } } });
    const ada = world.clio.add(person('Ada Lovelace', 'ada@client.example'));
    await world.connect(ann, { seesEverything: false });
    await world.settle();
    world.clio.move(ada, 'hidden');
    await world.pass(dayMs + 2 * hourMs, hourMs / 2);
    world.box().add(from('ada@client.example'));
    await world.pass(hourMs);
    expect(pointersTo(world, ada)).toHaveLength(1);
    await world.connect(bob);
    await world.pass(2 * dayMs, hourMs);
    world.box().add(from('ada@client.example'));
    await world.pass(hourMs);
    expect(pointersTo(world, ada)).toHaveLength(2);
  });

  test('stay when one who sees only some of them is told that one is gone', async () => {
    const world = createMailWorld();
    const ada = world.clio.add(person('Ada Lovelace', 'ada@client.example'));
    world.clio.add(person('Carl Client', 'carl@client.example'));
    await world.connect(ann, { seesEverything: false });
    await world.settle();
    world.clio.remove(ada);
    world.now += 2 * minuteMs;
    world.box().add(from('stranger@nowhere.example'));
    await world.pass(hourMs);
    expect(await directoryOf(world)).toMatchObject({ people: 2 });
    await world.connect(bob);
    await world.pass(2 * dayMs, hourMs);
    expect(await directoryOf(world)).toMatchObject({ people: 1 });
  });

  test('who come while a complete pass is past their page are not taken for missing', async () => {
    const scans = { count: 0 };
    const meanwhile: { add?: () => void } = {};
    const world = createMailWorld({
      clio: {
        profile: { pageSize: 2 },
        beforeCall: (call) => {
          if (call === 'scan' && (scans.count += 1) === 2) meanwhile.add?.();
        },
      },
    });
    for (let index = 0; index < 5; index += 1) world.clio.add(person(`Client ${index}`, `c${index}@client.example`));
    await world.connect();
    await world.settle();
    world.now += 25 * hourMs;
    scans.count = 0;
    const kept = await sealed(world.ports, '42', 'person', { contact: 'late', name: 'Late', addresses: [] });
    const late = { pk: 'PEOPLE#42', sk: 'C#late', rev: 1, size: 0, at: world.now + minuteMs, ...kept };
    meanwhile.add = () => void world.ports.table.put(late);
    await world.pass(minuteMs);
    expect(scans.count).toBe(3);
    expect(world.ports.table.rows().filter(({ sk }) => sk.startsWith('C#'))).toHaveLength(6);
  });

  test('who were erased are not known, also when Clio shows them anew', async () => {
    const world = createMailWorld();
    const ada = world.clio.add(person('Ada Lovelace', 'ada@client.example'));
    const { digestOfCard } = await import('../../packages/engine/src/erase/tombstones.ts');
    const clio = { provider: 'clio', connection: 'any' } as const;
    const place = { firm: '42', itemType: 'contact', left: clio, right: clio } as const;
    const digest = digestOfCard(place, 'left', ada);
    await world.connect();
    await world.settle();
    await world.ports.table.put({ pk: 'ERASED#42', sk: `DIGEST#${digest}`, rev: 1 });
    world.clio.edit(ada, person('Ada King', 'ada@client.example'));
    world.now += 2 * minuteMs;
    world.box().add(from('stranger@nowhere.example'));
    await world.pass(hourMs);
    world.box().add(from('ada@client.example'));
    await world.pass(hourMs);
    expect(pointersTo(world, ada)).toEqual([]);
    expect(await directoryOf(world)).toMatchObject({ people: 0, addresses: 0 });
  });
});

describe('While Clio cannot be asked', () => {
  const away = () => {
    const broken: { error: SyncError | undefined } = { error: undefined };
    const world = createMailWorld({
      clio: {
        beforeCall: () => {
          if (broken.error) throw broken.error;
        },
      },
    });
    return { broken, world };
  };
  const unavailable = new SyncError('unavailable', 'Clio is away', { provider: 'clio' });

  test('nothing is judged before it was read once; then everything is, and nothing is lost', async () => {
    const { broken, world } = away();
    const ada = world.clio.add(person('Ada Lovelace', 'ada@client.example'));
    broken.error = unavailable;
    await world.connect();
    await world.settle();
    for (let count = 0; count < 3; count += 1) {
      world.box().add(from('ada@client.example'));
      await world.pass(hourMs, 5 * minuteMs);
    }
    expect(engagementRows(world)).toEqual([]);
    const view = await mailView(world.ports, ann);
    expect(view.boxes[0]?.sentence).toMatch(/waits until Clio answers.*No message is lost/u);
    expect(view.directory.readAt).toBeUndefined();
    expect(world.asked.filter((call) => call === 'mail changes')).toEqual([]);
    broken.error = undefined;
    await world.pass(20 * minuteMs);
    expect(pointersTo(world, ada)).toHaveLength(3);
    expect((await mailView(world.ports, ann)).boxes[0]?.sentence).toMatch(/^Messages of your contacts are filed/u);
  });

  test('known people’s mail is kept, and nobody else is left out for good', async () => {
    const { broken, world } = away();
    const ada = world.clio.add(person('Ada Lovelace', 'ada@client.example'));
    await world.connect();
    await world.settle();
    await world.pass(10 * minuteMs);
    const carl = world.clio.add(person('Carl Client', 'carl@client.example'));
    broken.error = unavailable;
    world.box().add(from('ada@client.example'));
    world.box().add(from('carl@client.example'));
    await world.push();
    await world.settle();
    expect([ada, carl].map((id) => pointersTo(world, id).length)).toEqual([1, 0]);
    await world.pass(hourMs);
    broken.error = undefined;
    await world.pass(20 * minuteMs);
    expect([ada, carl].map((id) => pointersTo(world, id).length)).toEqual([1, 1]);
  });

  test('what no push tells of is not passed over either, page after page', async () => {
    const { broken, world } = away();
    world.clio.add(person('Ada Lovelace', 'ada@client.example'));
    await world.connect();
    await world.settle();
    world.box().dropSubscriptions();
    await world.pass(10 * minuteMs);
    const carl = world.clio.add(person('Carl Client', 'carl@client.example'));
    broken.error = unavailable;
    for (let count = 0; count < 120; count += 1) world.box().add(from('carl@client.example'));
    await world.pass(3 * hourMs, 10 * minuteMs);
    expect(pointersTo(world, carl)).toEqual([]);
    broken.error = undefined;
    await world.pass(hourMs);
    expect(pointersTo(world, carl)).toHaveLength(120);
  });

  test('a Clio that asked for quiet is left in quiet, and the mailbox is not', async () => {
    const { broken, world } = away();
    await world.connect();
    await world.settle();
    await world.pass(10 * minuteMs);
    broken.error = new SyncError('rateLimited', 'too many', { provider: 'clio', retryAfterMs: 10 * minuteMs });
    world.box().add(from('somebody@new.example'));
    await world.push();
    await world.settle();
    world.asked.length = 0;
    await world.pass(9 * minuteMs);
    expect(clioCalls(world)).toEqual([]);
  });

  test('another member’s Clio is used, where the one that was used is lost', async () => {
    const world = createMailWorld();
    await world.connect(ann);
    await world.connect(bob);
    await world.settle();
    await world.setState(ann, 'lost', 'clio');
    const ada = world.clio.add(person('Ada Lovelace', 'ada@client.example'));
    world.now += 2 * minuteMs;
    world.box(ann).add(from('ada@client.example'));
    await world.pass(hourMs);
    expect(pointersTo(world, ada)).toHaveLength(1);
  });

  test('and no member has one that works, the page says so', async () => {
    const world = createMailWorld();
    const ada = world.clio.add(person('Ada Lovelace', 'ada@client.example'));
    await world.connect();
    await world.settle();
    await world.setState(ann, 'lost', 'clio');
    world.now += 2 * minuteMs;
    world.box().add(from('somebody@new.example'));
    await world.pass(hourMs);
    const view = await mailView(world.ports, ann);
    expect(view.boxes[0]?.sentence).toContain('Sign in with Clio again');
    expect(view.directory.sentence).toContain('Sign in with Clio again');
    await world.setState(ann, 'active', 'clio');
    world.box().add(from('ada@client.example'));
    await world.pass(hourMs);
    expect(pointersTo(world, ada)).toHaveLength(1);
    expect((await mailView(world.ports, ann)).directory.sentence).not.toContain('Sign in');
  });
});
