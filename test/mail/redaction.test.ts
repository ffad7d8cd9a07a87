import { beforeEach, describe, expect, it } from 'vitest';
import { engagementView } from '../../packages/engine/src/mail/engagement-views.ts';
import { redactEngagement } from '../../packages/engine/src/mail/redact-engagement.ts';
import {
  ann,
  bob,
  createMailWorld,
  engagementRows,
  eve,
  from,
  type MailWorld,
  minuteMs,
  person,
} from './mail-world.ts';

let world: MailWorld;
let engagement: string;

beforeEach(async () => {
  world = createMailWorld();
  world.clio.add(person('Ada Lovelace', 'ada@example.com'));
  await world.connect();
  await world.connect(bob);
  await world.settle();
  world
    .box(bob)
    .add(from('ada@example.com', { messageId: 'm@example.com', subject: 'A secret', preview: 'Whispered' }));
  await world.pass(90 * minuteMs, 30 * minuteMs);
  engagement = String(engagementRows(world)[0]?.sk).slice('MSG#'.length);
});

const redact = (caller = bob, id = engagement) => redactEngagement(world.ports, caller, id);

describe('redacting a message', () => {
  it('takes subject, people and text away for good, and leaves that it was there', async () => {
    const before = await engagementView(world.ports, bob, engagement);
    expect(before).toMatchObject({ subject: 'A secret', preview: 'Whispered', canRedact: true });
    expect(await redact()).toMatchObject({
      id: engagement,
      at: before.at,
      subject: '',
      preview: '',
      people: [],
      redacted: { at: world.now, by: 'bob' },
      canRedact: false,
    });
    expect(engagementRows(world)[0]?.['sealed']).toBeUndefined();
    expect(engagementRows(world)[0]).toMatchObject({ boxes: [{ connection: 'mail-42-bob' }], contacts: ['m1'] });
  });

  it('may the account owner, and whose mailbox has it; nobody else, and no other firm', async () => {
    await world.ports.table.put({ pk: 'FIRM#42', sk: 'MEMBER#cleo', rev: 1, name: 'cleo', email: '', connections: [] });
    await expect(redact({ firm: '42', member: 'cleo' })).rejects.toMatchObject({ code: 'refused' });
    for (const [caller, id] of [
      [eve, engagement],
      [bob, 'unknown'],
    ] as const)
      await expect(redact(caller, id)).rejects.toMatchObject({ code: 'notFound' });
    expect(await engagementView(world.ports, bob, engagement)).toMatchObject({ subject: 'A secret' });
    expect(await redact(ann)).toMatchObject({ redacted: { by: 'ann' } });
  });

  it('is safe to repeat: the first one counts', async () => {
    const first = await redact();
    world.now += minuteMs;
    expect(await redact(ann)).toEqual({ ...first, boxes: expect.anything() });
  });

  it('stays, though a mailbox shows the message again, or another one gets it', async () => {
    await redact();
    const [message] = world.box(bob).list();
    world.box(bob).edit(message?.id ?? '', { folder: 'Elsewhere' });
    world.box().add(from('ada@example.com', { messageId: 'm@example.com', subject: 'A secret', preview: 'Whispered' }));
    await world.pass(90 * minuteMs, 30 * minuteMs);
    expect(engagementRows(world)).toHaveLength(1);
    expect(engagementRows(world)[0]?.['sealed']).toBeUndefined();
    expect(await engagementView(world.ports, ann, engagement)).toMatchObject({ subject: '', people: [] });
  });
});
