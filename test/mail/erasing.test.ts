import { erasePerson, lookForPerson } from '@concord/engine';
import { beforeEach, describe, expect, it } from 'vitest';
import { readPeople } from '../../packages/engine/src/mail/directory-people.ts';
import { readDirectoryRecord } from '../../packages/engine/src/mail/directory-record.ts';
import { engagementView } from '../../packages/engine/src/mail/engagement-views.ts';
import {
  ann,
  createMailWorld,
  engagementRows,
  firm,
  from,
  hourMs,
  type MailWorld,
  minuteMs,
  person,
  pointersTo,
} from './mail-world.ts';

class Killed extends Error {}

let world: MailWorld;
let ada: string;
let otto: string;
let dieAt: number | undefined;

beforeEach(async () => {
  dieAt = undefined;
  world = createMailWorld({
    wrap: (ports) => {
      const mortal = (['put', 'putMany', 'remove', 'removeMany'] as const).map((name) => [
        name,
        async (...input: readonly never[]) => {
          if (dieAt !== undefined && (dieAt -= 1) <= 0) {
            dieAt = undefined;
            throw new Killed();
          }
          return await (ports.table[name] as (...values: readonly never[]) => Promise<unknown>)(...input);
        },
      ]);
      return { ...ports, table: { ...ports.table, ...Object.fromEntries(mortal) } };
    },
  });
  const [first, second] = [
    world.clio.add(person('Ada Lovelace', 'ada@example.com', 'office@example.com')),
    world.clio.add(person('Otto Other', 'otto@example.org', 'office@example.com')),
  ];
  [ada, otto] = [first, second];
  await world.connect();
  await world.settle();
  const box = world.box();
  box.add(from('ada@example.com', { subject: 'Alone' }));
  box.add(from('ada@example.com', { subject: 'Together', cc: [{ address: 'otto@example.org', name: 'Otto' }] }));
  box.add(from('otto@example.org', { subject: 'Otto' }));
  box.add(from('office@example.com', { subject: 'Office' }));
  await world.pass(90 * minuteMs, 30 * minuteMs);
});

const erase = async (query: string, all = false) => await erasePerson(world.ports, firm, { query, all });
const views = async () =>
  await Promise.all(
    engagementRows(world).map(async ({ sk }) => await engagementView(world.ports, ann, sk.slice('MSG#'.length))),
  );
const rowsOf = (contact: string) =>
  world.ports.table.rows().filter(({ pk, sk }) => `${pk} ${sk}`.split(/[# ]/u).includes(contact));

describe('erasing somebody who only ever wrote mail', () => {
  it('counts first and changes nothing', async () => {
    const before = JSON.stringify(world.ports.table.rows());
    expect(await lookForPerson(world.ports, firm, { query: 'ada@example.com' })).toMatchObject({
      records: [],
      counts: { engagements: 3, correspondents: 1 },
      later: [],
    });
    expect(JSON.stringify(world.ports.table.rows())).toBe(before);
  });

  it.each(['ada@example.com', ' Ada+x@Example.com ', 'ada lovelace'])(
    'removes their timeline, and their part in messages of others: %s',
    async (query) => {
      expect(await erase(query)).toMatchObject({ counts: { engagements: 3, correspondents: 1 } });
      const left = await views();
      expect(left.map(({ subject }) => subject).sort()).toEqual(['', 'Office', 'Otto']);
      expect(left.find(({ subject }) => subject === '')).toMatchObject({ redacted: { at: world.now }, people: [] });
      const office = left.find(({ subject }) => subject === 'Office');
      expect(office?.people).toMatchObject([{ as: 'from', address: 'office@example.com' }, { as: 'to' }]);
      expect(office?.people[0]?.contact).not.toBe(ada);
      expect(rowsOf(ada)).toEqual([]);
      expect(pointersTo(world, otto)).toHaveLength(3);
      expect((await readDirectoryRecord(world.ports, firm)).people).toBe(1);
    },
  );

  it('is passed over from then on, by directory and by new mail', async () => {
    await erase('ada@example.com');
    world.clio.edit(ada, person('Ada King', 'ada@example.com'));
    world.box().add(from('ada@example.com', { subject: 'Again' }));
    await world.pass(30 * hourMs, hourMs);
    expect([...(await readPeople(world.ports, firm, [ada, otto])).keys()]).toEqual([otto]);
    expect((await views()).map(({ subject }) => subject)).not.toContain('Again');
    expect(rowsOf(ada)).toEqual([]);
  });

  it('asks which one, where a name or an address is several people’s', async () => {
    await expect(erase('office@example.com')).rejects.toMatchObject({ code: 'refused' });
    expect(engagementRows(world)).toHaveLength(4);
    expect(await erase('office@example.com', true)).toMatchObject({ counts: { engagements: 4, correspondents: 2 } });
    expect(engagementRows(world)).toEqual([]);
  });

  it('finds nobody under what nobody has, nor in another firm', async () => {
    for (const query of ['eve@example.com', 'Eve', 'love', ''])
      await expect(erase(query)).rejects.toMatchObject({ code: 'notFound' });
    await expect(erasePerson(world.ports, '66', { query: 'ada@example.com' })).rejects.toMatchObject({
      code: 'notFound',
    });
    expect(engagementRows(world)).toHaveLength(4);
  });

  it('finds somebody who is in Clio no more by the name on their timeline', async () => {
    world.clio.remove(ada);
    await world.pass(30 * hourMs, hourMs);
    expect((await readPeople(world.ports, firm, [ada])).size).toBe(0);
    expect(await erase('Ada Lovelace')).toMatchObject({ counts: { engagements: 3 } });
    expect(rowsOf(ada)).toEqual([]);
  });

  it.each(Array.from({ length: 14 }, (_, index) => index + 1))(
    'is finished by typing it again after it died at its write %i',
    async (writes) => {
      dieAt = writes;
      await erase('ada@example.com').catch((error: unknown) => {
        if (!(error instanceof Killed)) throw error;
      });
      dieAt = undefined;
      await erase('ada@example.com').catch((error: unknown) => expect(error).toMatchObject({ code: 'notFound' }));
      expect(rowsOf(ada)).toEqual([]);
      expect((await views()).map(({ subject }) => subject).sort()).toEqual(['', 'Office', 'Otto']);
    },
  );

  it('leaves messages alone that others had in which they got no part', async () => {
    await erase('ada@example.com');
    expect((await views()).find(({ subject }) => subject === 'Otto')).toMatchObject({
      people: [{ contact: otto }, {}],
    });
  });
});
