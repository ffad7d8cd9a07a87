import { SyncError } from '@concord/core';
import { fillGap, mailView, requestBackSync, saveMailSettings, startMailRun, stopMailRun } from '@concord/engine';
import { describe, expect, test } from 'vitest';
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
  type MailWorldOptions,
  minuteMs,
  person,
} from './mail-world.ts';

const box = idsOf(ann).mail;
const ada = 'ada@client.example';

async function started(options: MailWorldOptions = {}): Promise<MailWorld> {
  const world = createMailWorld(options);
  world.clio.add(person('Ada Lovelace', ada));
  await world.connect();
  await world.settle();
  world.now += minuteMs;
  return world;
}

const shown = async ({ ports }: MailWorld) => {
  const [first] = (await mailView(ports, ann)).boxes;
  if (first === undefined) throw new Error('There is no mailbox.');
  return first;
};
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
const days = (firstAt: number, lastAt: number) => ({ from: dayOf(firstAt), to: dayOf(lastAt), zone: 'UTC' });
const addAt = (world: MailWorld, at: number, subject = 'Old'): void =>
  void world.box().add(from(ada, { receivedAt: at, sentAt: at, subject }));

describe('After an outage', () => {
  test('of less than a day everything is looked through, and there is no gap', async () => {
    const world = await started();
    await world.setState(ann, 'lost');
    world.now += 20 * hourMs;
    addAt(world, world.now - 19 * hourMs);
    await world.setState(ann, 'active');
    await world.settle();
    expect(engagementRows(world)).toHaveLength(1);
    expect((await shown(world)).gaps).toEqual([]);
  });

  test('of two days the past day is filled, and the rest is a gap that one click fills', async () => {
    const world = await started();
    const lookedAt = world.now - minuteMs;
    await world.setState(ann, 'lost');
    world.now += 2 * dayMs;
    addAt(world, world.now - 30 * hourMs);
    addAt(world, world.now - 3 * hourMs);
    await world.setState(ann, 'active');
    const connectedAt = world.now;
    await world.settle();
    expect(engagementRows(world)).toHaveLength(1);
    const [gap, ...others] = (await shown(world)).gaps;
    expect(others).toEqual([]);
    expect(gap).toMatchObject({ from: lookedAt, until: connectedAt - dayMs });
    world.now += minuteMs;
    const filling = await fillGap(world.ports, ann, box, gap?.id ?? '');
    expect(filling.boxes[0]?.gaps[0]?.sentence).toBe('This time is being looked through.');
    await fillGap(world.ports, ann, box, gap?.id ?? '');
    await world.settle();
    expect(engagementRows(world)).toHaveLength(2);
    expect(await shown(world)).toMatchObject({ gaps: [], run: { kind: 'gap', state: 'done', kept: 1 } });
    expect(world.ports.table.rows().filter(({ sk }) => sk.startsWith('RUN#'))).toHaveLength(3);
    await expect(fillGap(world.ports, ann, box, gap?.id ?? '')).rejects.toMatchObject({ code: 'notFound' });
  });

  test('of a cursor alone, the time since the last look is looked through by itself, however long', async () => {
    const world = await started();
    world.now += 3 * dayMs;
    addAt(world, world.now - 2 * dayMs);
    world.box().expireCursors();
    await world.settle();
    expect(engagementRows(world)).toHaveLength(1);
    expect(await shown(world)).toMatchObject({ gaps: [], run: { kind: 'gap', state: 'done' } });
  });

  test('a subscription that went with the grant is made anew', async () => {
    const world = await started();
    world.box().dropSubscriptions();
    await world.setState(ann, 'lost');
    world.now += hourMs;
    await world.setState(ann, 'active');
    await world.settle();
    world.deliveries.length = 0;
    world.box().add(from(ada));
    expect(world.deliveries).toHaveLength(1);
    expect((await shown(world)).isPushed).toBe(true);
  });

  test('what a person stops before its end is a gap, also when its worker has noted that', async () => {
    const broken = { isDown: true };
    const world = createMailWorld({
      mail: {
        beforeCall: (call) => {
          if (call === 'range' && broken.isDown)
            throw new SyncError('unavailable', 'not now', { provider: 'microsoft', retryAfterMs: 10 * minuteMs });
        },
      },
    });
    world.clio.add(person('Ada Lovelace', ada));
    addAt(world, world.now - hourMs);
    await world.connect();
    await world.settle();
    const { run } = await shown(world);
    expect(run).toMatchObject({ kind: 'day', state: 'running' });
    const gap = { id: run?.id, from: run?.from, until: run?.until };
    const stopped = await stopMailRun(world.ports, ann, box, run?.id ?? '');
    expect(stopped.boxes[0]?.gaps).toMatchObject([gap]);
    broken.isDown = false;
    await world.pass(20 * minuteMs);
    const { gaps } = await shown(world);
    expect(gaps).toMatchObject([gap]);
    await fillGap(world.ports, ann, box, gaps[0]?.id ?? '');
    await world.settle();
    expect(engagementRows(world)).toHaveLength(1);
    expect((await shown(world)).gaps).toEqual([]);
  });
});

describe('A back-sync', () => {
  test('counts first, and looks through nothing before somebody starts it', async () => {
    const world = await started();
    for (let day = 2; day < 12; day += 1) addAt(world, world.now - day * dayMs);
    const asked = await requestBackSync(world.ports, ann, box, days(world.now - 8 * dayMs, world.now - 4 * dayMs));
    expect(asked.boxes[0]?.run).toMatchObject({ kind: 'backSync', state: 'counting' });
    await world.settle();
    const { run } = await shown(world);
    expect(run).toMatchObject({ state: 'counted', expected: 5, looked: 0, remainingMs: 50 });
    expect(engagementRows(world)).toEqual([]);
    await startMailRun(world.ports, ann, box, run?.id ?? '');
    await world.settle();
    expect((await shown(world)).run).toMatchObject({ state: 'done', looked: 5, kept: 5, known: 0 });
    expect(engagementRows(world)).toHaveLength(5);
  });

  test('of days that were looked through already files nothing twice', async () => {
    const world = await started();
    for (let day = 2; day < 6; day += 1) addAt(world, world.now - day * dayMs);
    for (const times of [0, 1]) {
      world.now += minuteMs;
      await requestBackSync(world.ports, ann, box, days(world.now - 9 * dayMs, world.now));
      await world.settle();
      await startMailRun(world.ports, ann, box, (await shown(world)).run?.id ?? '');
      await world.settle();
      expect((await shown(world)).run).toMatchObject(times === 0 ? { kept: 4, known: 0 } : { kept: 0, known: 4 });
    }
    expect(engagementRows(world)).toHaveLength(4);
    expect((await shown(world)).lookedFrom).toBe(Date.parse(dayOf(world.now - 9 * dayMs)));
  });

  test('goes by the days of the zone that it is told', async () => {
    const world = await started();
    const noon = Date.parse('2026-12-20T12:00:00Z');
    for (const hour of [-12, -7.05, -7, 0, 11, 17, 17.05]) addAt(world, noon + hour * hourMs);
    await requestBackSync(world.ports, ann, box, { from: '2026-12-20', to: '2026-12-20', zone: 'America/New_York' });
    await world.settle();
    expect((await shown(world)).run).toMatchObject({ expected: 3, from: Date.parse('2026-12-20T05:00:00Z') });
  });

  test('that is asked for anew puts aside the one that nobody started', async () => {
    const world = await started();
    await requestBackSync(world.ports, ann, box, days(world.now - 3 * dayMs, world.now));
    await world.settle();
    const first = (await shown(world)).run?.id ?? '';
    await requestBackSync(world.ports, ann, box, days(world.now - 9 * dayMs, world.now));
    await world.settle();
    await expect(startMailRun(world.ports, ann, box, first)).rejects.toMatchObject({ code: 'refused' });
    expect((await shown(world)).run).toMatchObject({
      state: 'counted',
      from: Date.parse(dayOf(world.now - 9 * dayMs)),
    });
  });

  test('whose place the mailbox does not know any more begins anew, and counts once what it filed', async () => {
    let pages = 0;
    const world = await started({
      mail: {
        pageSize: 2,
        beforeCall: (call) => {
          if (call === 'range' && (pages += 1) === 3)
            throw new SyncError('cursorExpired', 'not that page', { provider: 'microsoft' });
        },
      },
    });
    pages = 0;
    for (let day = 2; day < 12; day += 1) addAt(world, world.now - day * dayMs);
    await requestBackSync(world.ports, ann, box, days(world.now - 20 * dayMs, world.now));
    await world.settle();
    await startMailRun(world.ports, ann, box, (await shown(world)).run?.id ?? '');
    await world.settle();
    expect((await shown(world)).run).toMatchObject({ state: 'done', looked: 10, kept: 10 });
    expect(engagementRows(world)).toHaveLength(10);
  });

  test('is refused for days that have not come, while the mailbox is lost, and of another member’s mailbox', async () => {
    const world = await started();
    await world.connect(bob);
    const wanted = days(world.now - dayMs, world.now);
    const asked = requestBackSync(world.ports, ann, box, days(world.now + 2 * dayMs, world.now + 3 * dayMs));
    await expect(asked).rejects.toMatchObject({ code: 'refused', message: 'These days have not come yet.' });
    const others = requestBackSync(world.ports, ann, idsOf(bob).mail, wanted);
    await expect(others).rejects.toMatchObject({ code: 'notFound' });
    const clio = requestBackSync(world.ports, ann, idsOf(ann).clio, wanted);
    await expect(clio).rejects.toMatchObject({ code: 'notFound' });
    await world.setState(ann, 'lost');
    const lost = requestBackSync(world.ports, ann, box, wanted);
    await expect(lost).rejects.toMatchObject({ code: 'refused' });
  });

  test('waits for what the provider asks for, and says so', async () => {
    const quiet = { calls: 0 };
    const world = await started({
      mail: {
        beforeCall: (call) => {
          if (call === 'range' && (quiet.calls -= 1) >= 0)
            throw new SyncError('rateLimited', 'slow', { provider: 'microsoft', retryAfterMs: 10 * minuteMs });
        },
      },
    });
    addAt(world, world.now - 2 * dayMs);
    await requestBackSync(world.ports, ann, box, days(world.now - 3 * dayMs, world.now));
    await world.settle();
    quiet.calls = 1;
    await startMailRun(world.ports, ann, box, (await shown(world)).run?.id ?? '');
    await world.settle();
    const { run, sentence } = await shown(world);
    expect([run?.sentence, sentence].join(' ')).toMatch(/going on in 600 seconds.*going on in 600 seconds/u);
    expect(run?.remainingMs).toBeGreaterThanOrEqual(10 * minuteMs);
    await world.pass(11 * minuteMs);
    expect((await shown(world)).run).toMatchObject({ state: 'done', kept: 1 });
  });
});

describe('A message whose contact was added later', () => {
  const added = async (fillNewContacts: boolean): Promise<number> => {
    const world = await started();
    await saveMailSettings(world.ports, ann, { fillNewContacts });
    world.box().add(from('carl@client.example'));
    await world.pass(hourMs, 10 * minuteMs);
    world.clio.add(person('Carl Client', 'carl@client.example'));
    world.now += 2 * minuteMs;
    world.box().add(from('somebody@new.example'));
    await world.pass(2 * hourMs, 10 * minuteMs);
    return engagementRows(world).length;
  };
  test('is left out', async () => expect(await added(false)).toBe(0));
  test('is filed where the firm chose so', async () => expect(await added(true)).toBe(1));
});

describe('A mailbox that cannot be read', () => {
  const refusing = (error: SyncError) => {
    const broken: { error: SyncError | undefined } = { error: undefined };
    const made = started({
      mail: {
        beforeCall: (call) => {
          if (call === 'changes' && broken.error) throw broken.error;
        },
      },
    });
    return { made, refuse: () => void (broken.error = error), allow: () => void (broken.error = undefined) };
  };

  test('for want of a permission is lost, with its own sentence; nothing is asked of it meanwhile', async () => {
    const { made, refuse } = refusing(new SyncError('consentNeeded', 'no', { provider: 'microsoft' }));
    const world = await made;
    refuse();
    await world.pass(hourMs, 10 * minuteMs);
    expect(await world.stateOf(ann)).toBe('needsConsent');
    expect((await shown(world)).sentence).toContain('permission to read your mail');
    world.asked.length = 0;
    await world.pass(5 * hourMs, 10 * minuteMs);
    expect(world.asked).toEqual([]);
  });

  test('because there is none says so, and is tried again the next day', async () => {
    const { made, refuse, allow } = refusing(new SyncError('noMailbox', 'none', { provider: 'microsoft' }));
    const world = await made;
    refuse();
    await world.pass(2 * hourMs, 10 * minuteMs);
    expect((await shown(world)).sentence).toBe(
      'This account has no mailbox. Connect one that has. Concord tries again every day.',
    );
    world.asked.length = 0;
    await world.pass(20 * hourMs, hourMs);
    expect(world.asked).toEqual([]);
    allow();
    world.box().add(from(ada));
    world.deliveries.length = 0;
    await world.pass(6 * hourMs, hourMs);
    expect(engagementRows(world)).toHaveLength(1);
    expect((await shown(world)).sentence).toContain('are filed');
  });
});
