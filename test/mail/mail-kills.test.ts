import { engagedPage, engagementsPage, fillGap, mailView } from '@concord/engine';
import { describe, expect, test } from 'vitest';
import { ann, bob, createMailWorld, dayMs, from, hourMs, type MailWorld, minuteMs, person } from './mail-world.ts';
import { createMortal, Killed, type Mortal } from './mortal.ts';

const ada = 'ada@client.example';

type Scene = { readonly world: MailWorld; readonly mortal: Mortal; readonly contacts: readonly string[] };

async function createScene(): Promise<Scene> {
  const mortal = createMortal();
  const world = createMailWorld({ wrap: mortal.wrap, clio: { profile: { pageSize: 2 } }, mail: { pageSize: 2 } });
  const contacts = [
    world.clio.add(person('Ada Lovelace', ada)),
    world.clio.add(person('Carl Client', 'carl@client.example')),
    world.clio.add(person('Dora Client', 'dora@client.example')),
  ];
  world.now += 2 * minuteMs;
  return { world, mortal, contacts };
}

/** One after the other, each worker dies before its next call, until one of them lives to the end. Resolves to how many died. */
async function everyKill(
  begin: () => Promise<Scene>,
  act: (scene: Scene) => Promise<void>,
  judge: (scene: Scene) => Promise<void>,
) {
  for (let calls = 0; calls < 500; calls += 1) {
    const scene = await begin();
    const { world, mortal } = scene;
    mortal.dieAt(calls);
    try {
      await act(scene);
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
    }
    const isOver = !mortal.isDead();
    mortal.revive();
    world.now += 95_000;
    await world.pass(2 * hourMs, 10 * minuteMs);
    await judge(scene);
    if (isOver) return calls;
  }
  throw new Error('No worker lives to the end.');
}

async function shown({ world, contacts }: Scene): Promise<readonly (readonly string[])[]> {
  const { people } = await engagedPage(world.ports, ann, {});
  const all: string[][] = [];
  for (const contact of contacts) {
    const rows = await engagementsPage(world.ports, ann, { contact }).then(
      (page) => page.rows,
      () => [],
    );
    expect(people.find((one) => one.contact === contact)?.count ?? 0).toBe(rows.length);
    all.push(rows.map(({ subject }) => subject).sort());
  }
  return all;
}

const everybody = {
  cc: [{ address: 'carl@client.example', name: '' }],
  bcc: [{ address: 'dora@client.example', name: '' }],
};

describe('A worker that dies before any of its calls', () => {
  test('while messages are kept leaves them on every timeline once, and counted once', async () => {
    const kills = await everyKill(
      async () => {
        const scene = await createScene();
        await scene.world.connect(ann);
        await scene.world.connect(bob);
        await scene.world.settle();
        for (const caller of [ann, bob])
          for (const subject of ['one', 'two', 'three'])
            scene.world.box(caller).add(from(ada, { messageId: subject, subject, ...everybody }));
        return scene;
      },
      async ({ world }) => {
        await world.push();
        await world.settle();
      },
      async (scene) => {
        expect(await shown(scene)).toEqual(scene.contacts.map(() => ['one', 'three', 'two']));
        const { rows } = await engagementsPage(scene.world.ports, ann, { contact: scene.contacts[0] ?? '' });
        expect(rows.map(({ boxes }) => boxes.length)).toEqual([2, 2, 2]);
      },
    );
    expect(kills).toBeGreaterThan(60);
  });

  test('while a mailbox begins leaves no message behind that came before, meanwhile or after', async () => {
    const kills = await everyKill(
      async () => {
        const scene = await createScene();
        await scene.world.connect(ann);
        scene.world.box().add(from(ada, { subject: 'before', receivedAt: scene.world.now - 3 * hourMs }));
        return scene;
      },
      async ({ world }) => {
        await world.settle();
        world.box().add(from(ada, { subject: 'after' }));
      },
      async (scene) => {
        scene.world.box().add(from(ada, { subject: 'later' }));
        await scene.world.pass(2 * hourMs, 10 * minuteMs);
        const [subjects] = await shown(scene);
        expect(subjects).toEqual(subjects?.includes('after') ? ['after', 'before', 'later'] : ['before', 'later']);
      },
    );
    expect(kills).toBeGreaterThan(60);
  });

  test('after an outage leaves the gap to be seen until all of it was looked through', async () => {
    const kills = await everyKill(
      async () => {
        const scene = await createScene();
        const { world } = scene;
        await world.connect(ann);
        await world.settle();
        await world.setState(ann, 'lost');
        world.now += 3 * dayMs;
        for (const hours of [60, 50, 40, 30, 20, 10]) {
          const at = world.now - hours * hourMs;
          world.box().add(from(ada, { subject: `${hours}`, receivedAt: at, sentAt: at }));
        }
        await world.setState(ann, 'active');
        return scene;
      },
      async ({ world }) => {
        await world.settle();
        const { boxes } = await mailView(world.ports, ann);
        for (const { connection, gaps } of boxes)
          for (const { id } of gaps) await fillGap(world.ports, ann, connection.id, id);
        await world.settle();
      },
      async (scene) => {
        const gaps = (await mailView(scene.world.ports, ann)).boxes.flatMap((box) => box.gaps);
        const [subjects] = await shown(scene);
        expect(subjects?.slice(0, 2)).toEqual(['10', '20']);
        expect(gaps.length === 1 || subjects?.length === 6).toBe(true);
      },
    );
    expect(kills).toBeGreaterThan(60);
  });

  test('while the contacts are read leaves a directory that says what Clio says', async () => {
    const kills = await everyKill(
      async () => {
        const scene = await createScene();
        const { world, contacts } = scene;
        await world.connect(ann);
        await world.settle();
        world.clio.edit(contacts[0] ?? '', person('Ada King', 'new@client.example', 'dora@client.example'));
        world.clio.remove(contacts[1] ?? '');
        world.now += 25 * hourMs;
        return scene;
      },
      async ({ world }) => await world.settle(),
      async ({ world, contacts }) => {
        const { directory } = await mailView(world.ports, ann);
        expect(directory).toMatchObject({ people: 2 });
        for (const [address, subject] of [
          [ada, 'old'],
          ['new@client.example', 'new'],
          ['carl@client.example', 'gone'],
          ['dora@client.example', 'shared'],
        ] as const)
          world.box().add(from(address, { subject }));
        await world.pass(2 * hourMs, 10 * minuteMs);
        expect(await shown({ world, contacts } as Scene)).toEqual([['new', 'shared'], [], ['shared']]);
      },
    );
    expect(kills).toBeGreaterThan(40);
  });
});
