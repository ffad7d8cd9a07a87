import type { Key, Row, Table } from '@concord/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

export type TableUnderTest = {
  readonly table: Table & { readonly units: () => { readonly read: number; readonly write: number } };
  readonly close: () => Promise<void>;
};

/** A clock that the suite moves. */
export type TestClock = { readonly now: () => number; at: number };

/** What an implementation is known not to do. */
export type Gap = 'index units';

/** Every implementation of `Table` must pass this, less its named gaps. Each test writes under a partition of its own. */
export function describeTable(
  name: string,
  create: (clock: TestClock) => Promise<TableUnderTest>,
  gaps: readonly Gap[] = [],
): void {
  describe(`table: ${name}`, () => {
    const clock: TestClock = { at: 1_800_000_000_000, now: () => clock.at };
    let subject: TableUnderTest;
    let table: TableUnderTest['table'];
    let pk = '';
    let count = 0;
    beforeAll(async () => {
      subject = await create(clock);
      table = subject.table;
    });
    afterAll(() => subject.close());
    beforeEach(() => {
      count += 1;
      pk = `P#${count}`;
      clock.at = 1_800_000_000_000;
    });
    const key = (sk: string): Key => ({ pk, sk });
    const row = (sk: string, more: Record<string, unknown> = {}): Row => ({ pk, sk, rev: 1, ...more });
    const sks = (rows: readonly Row[]): string[] => rows.map(({ sk }) => sk);

    it('gives back what was put, with nested values, bytes and empty texts', async () => {
      const value = {
        text: '',
        list: [1, 'Zoë 🦊', null, { deep: [true] }],
        bytes: new Uint8Array([0, 1, 255]),
        n: -1.5,
      };
      await table.put(row('a', value));
      expect(await table.get(key('a'))).toEqual(row('a', value));
    });

    it('gives back bytes as a plain Uint8Array', async () => {
      await table.put(row('a', { bytes: Buffer.from('abc') }));
      const bytes = (await table.get(key('a')))?.['bytes'];
      expect(bytes).toBeInstanceOf(Uint8Array);
      expect([...(bytes as Uint8Array)]).toEqual([97, 98, 99]);
    });

    it('leaves undefined members out', async () => {
      await table.put(row('a', { gone: undefined, deep: { gone: undefined, kept: 1 } }));
      const found = await table.get(key('a'));
      expect(Object.keys(found ?? {}).sort()).toEqual(['deep', 'pk', 'rev', 'sk']);
      expect(found?.['deep']).toEqual({ kept: 1 });
    });

    it('knows nothing of a row that was never put', async () => {
      expect(await table.get(key('none'))).toBeUndefined();
    });

    it.each([
      ['', { list: [1], deep: { text: 'a' }, dueAt: 1 }],
      [', bytes included', { list: [1], deep: { bytes: new Uint8Array([1]) }, dueAt: 1 }],
    ])('shares nothing with its callers that they could change%s', async (_, wanted) => {
      const value = () => structuredClone(wanted);
      const given = value();
      await table.put(row('a', given));
      const found: (Record<string, unknown> | undefined)[] = [
        given,
        await table.get(key('a')),
        (await table.getMany([key('a')]))[0],
        (await table.query({ pk, prefix: 'a', limit: 1 })).rows[0],
        (await table.due(1, 1))[0],
      ];
      for (const each of found) for (const tamper of tamperings) refusable(() => tamper(each as Tamperable));
      expect(await table.get(key('a'))).toEqual(row('a', value()));
      await table.remove(key('a'));
    });

    it('replaces the whole row', async () => {
      await table.put(row('a', { old: 1 }));
      await table.put({ ...row('a'), rev: 2 });
      expect(await table.get(key('a'))).toEqual({ ...row('a'), rev: 2 });
    });

    it.each(['a row of 400 KB and more', 'a date', 'a number beyond safe integers', 'an empty sort key'])(
      'refuses %s',
      async (what) => {
        const bad: Record<string, Row> = {
          'a row of 400 KB and more': row('a', { text: 'x'.repeat(400 * 1024) }),
          'a date': row('a', { at: new Date(0) }),
          'a number beyond safe integers': row('a', { n: Number.MAX_SAFE_INTEGER + 1 }),
          'an empty sort key': row(''),
        };
        await expect(table.put(bad[what] ?? row('a'))).rejects.toThrow();
        expect(await table.get(key('a'))).toBeUndefined();
      },
    );

    describe('conditions', () => {
      it('puts an absent row once', async () => {
        expect(await table.put(row('a', { by: 1 }), { kind: 'absent' })).toBe(true);
        expect(await table.put(row('a', { by: 2 }), { kind: 'absent' })).toBe(false);
        expect(await table.get(key('a'))).toEqual(row('a', { by: 1 }));
      });

      it('puts over the revision that was read and over no other', async () => {
        await table.put(row('a'));
        expect(await table.put({ ...row('a'), rev: 2 }, { kind: 'rev', rev: 1 })).toBe(true);
        expect(await table.put({ ...row('a'), rev: 2, by: 'late' }, { kind: 'rev', rev: 1 })).toBe(false);
        expect(await table.get(key('a'))).toEqual({ ...row('a'), rev: 2 });
      });

      it('does not put over a revision where there is no row', async () => {
        expect(await table.put(row('a'), { kind: 'rev', rev: 1 })).toBe(false);
        expect(await table.get(key('a'))).toBeUndefined();
      });

      it('lets exactly one of many racing writers win', async () => {
        await table.put(row('a'));
        const writers = Array.from({ length: 8 }, (_, by) => ({ ...row('a'), rev: 2, by }));
        const done = await Promise.all(writers.map((next) => table.put(next, { kind: 'rev', rev: 1 })));
        expect(done.filter(Boolean)).toHaveLength(1);
        expect((await table.get(key('a')))?.['by']).toBe(done.indexOf(true));
      });

      it('removes only the revision that was read', async () => {
        await table.put(row('a'));
        expect(await table.remove(key('a'), { kind: 'rev', rev: 2 })).toBe(false);
        expect(await table.get(key('a'))).toBeDefined();
        expect(await table.remove(key('a'), { kind: 'rev', rev: 1 })).toBe(true);
        expect(await table.get(key('a'))).toBeUndefined();
      });

      it('removes what is not there', async () => {
        expect(await table.remove(key('none'))).toBe(true);
        expect(await table.remove(key('none'), { kind: 'rev', rev: 1 })).toBe(false);
      });
    });

    describe('many rows', () => {
      it('puts, reads and removes more rows than one batch takes', async () => {
        const rows = Array.from({ length: 230 }, (_, index) => row(`m${index}`, { index }));
        await table.putMany(rows);
        const found = await table.getMany([...rows, key('none')]);
        expect(sks(found).sort()).toEqual(sks(rows).sort());
        await table.removeMany(rows.slice(0, 229));
        expect(sks(await table.getMany(rows))).toEqual(['m229']);
      });

      it('takes a key given twice once, the last one given', async () => {
        await table.putMany([row('a', { by: 1 }), row('a', { by: 2 })]);
        expect(await table.getMany([key('a'), key('a')])).toEqual([row('a', { by: 2 })]);
        await table.removeMany([key('a'), key('a')]);
        expect(await table.get(key('a'))).toBeUndefined();
      });

      it('takes keys apart that look alike when written one after the other', async () => {
        const keys = [
          { pk: `${pk}a`, sk: 'bc' },
          { pk: `${pk}ab`, sk: 'c' },
        ];
        await table.putMany(keys.map((one, index) => ({ ...one, rev: index + 1 })));
        expect((await table.getMany(keys)).map(({ rev }) => rev).sort()).toEqual([1, 2]);
      });

      it('does nothing for no rows', async () => {
        await table.putMany([]);
        await table.removeMany([]);
        expect(await table.getMany([])).toEqual([]);
      });
    });

    describe('query', () => {
      const fill = (names: readonly string[]): Promise<void> => table.putMany(names.map((sk) => row(sk)));

      it('finds the rows of a prefix, in order, and no other partition', async () => {
        await fill(['b#2', 'a#1', 'b#1', 'b#10', 'c#1']);
        await table.put({ pk: `${pk}x`, sk: 'b#0', rev: 1 });
        expect(sks((await table.query({ pk, prefix: 'b#', limit: 10 })).rows)).toEqual(['b#1', 'b#10', 'b#2']);
        expect(sks((await table.query({ pk, prefix: 'b#', limit: 10, reverse: true })).rows)).toEqual([
          'b#2',
          'b#10',
          'b#1',
        ]);
      });

      it('finds the whole partition for an empty prefix', async () => {
        await fill(['b', 'a']);
        expect(sks((await table.query({ pk, prefix: '', limit: 10 })).rows)).toEqual(['a', 'b']);
      });

      it.each([false, true])('pages without losing or doubling a row (reverse: %s)', async (reverse) => {
        const names = Array.from({ length: 25 }, (_, index) => `r#${String(index).padStart(2, '0')}`);
        await fill([...names, 'q#0', 's#0']);
        const seen: string[] = [];
        let after: string | undefined;
        for (let page = 0; page < 10; page += 1) {
          const found = await table.query({
            pk,
            prefix: 'r#',
            limit: 10,
            reverse,
            ...(after === undefined ? {} : { after }),
          });
          seen.push(...sks(found.rows));
          after = found.after;
          if (after === undefined) break;
        }
        expect(seen).toEqual(reverse ? names.toReversed() : names);
      });

      it('names the last row of a full page, also when nothing follows', async () => {
        await fill(['a', 'b']);
        const full = await table.query({ pk, prefix: '', limit: 2 });
        expect(full.after).toBe('b');
        expect(await table.query({ pk, prefix: '', limit: 2, after: 'b' })).toEqual({ rows: [] });
        expect(await table.query({ pk, prefix: '', limit: 3 })).not.toHaveProperty('after');
      });

      it('starts after a key that is not there, or lies outside of the prefix', async () => {
        await fill(['b1', 'b3']);
        const after = async (start: string, reverse = false): Promise<string[]> =>
          sks((await table.query({ pk, prefix: 'b', limit: 9, after: start, reverse })).rows);
        expect(await after('b2')).toEqual(['b3']);
        expect(await after('b2', true)).toEqual(['b1']);
        expect([await after('a'), await after('c')]).toEqual([['b1', 'b3'], []]);
        expect([await after('a', true), await after('c', true)]).toEqual([[], ['b3', 'b1']]);
        expect(await after('b')).toEqual(['b1', 'b3']);
      });

      it('orders by UTF-8 bytes, not by JavaScript units', async () => {
        await fill(['\uffee', '😀', 'é', 'z']);
        expect(sks((await table.query({ pk, prefix: '', limit: 9 })).rows)).toEqual(['z', 'é', '\uffee', '😀']);
        expect(sks((await table.query({ pk, prefix: '', limit: 9, after: '\uffee' })).rows)).toEqual(['😀']);
      });

      it('reads on past more than a megabyte', async () => {
        const rows = Array.from({ length: 12 }, (_, index) => row(`r${index}`, { text: 'x'.repeat(120_000) }));
        await table.putMany(rows);
        expect((await table.query({ pk, prefix: 'r', limit: 12 })).rows).toHaveLength(12);
      });
    });

    describe('expiry', () => {
      const nowSeconds = 1_800_000_000;
      const expired = { expiresAt: nowSeconds };
      const live = { expiresAt: nowSeconds + 1 };

      it('hides expired rows from every read', async () => {
        await table.putMany([row('a', expired), row('b', live), row('c', expired), row('d')]);
        expect(await table.get(key('a'))).toBeUndefined();
        expect(sks(await table.getMany(['a', 'b', 'c', 'd'].map(key))).sort()).toEqual(['b', 'd']);
        expect(sks((await table.query({ pk, prefix: '', limit: 2 })).rows)).toEqual(['b', 'd']);
      });

      it('hides a row once its time has come', async () => {
        await table.put(row('a', live));
        expect(await table.get(key('a'))).toEqual(row('a', live));
        clock.at += 1_000;
        expect(await table.get(key('a'))).toBeUndefined();
      });

      it('counts an expired row as absent in conditions', async () => {
        await table.put(row('a', expired));
        expect(await table.put({ ...row('a'), rev: 2 }, { kind: 'rev', rev: 1 })).toBe(false);
        expect(await table.remove(key('a'), { kind: 'rev', rev: 1 })).toBe(false);
        expect(await table.put(row('a', { by: 'next' }), { kind: 'absent' })).toBe(true);
        expect(await table.get(key('a'))).toEqual(row('a', { by: 'next' }));
      });

      it('counts a row that has not expired as present in conditions', async () => {
        await table.put(row('a', live));
        expect(await table.put(row('a'), { kind: 'absent' })).toBe(false);
        expect(await table.put({ ...row('a', live), rev: 2 }, { kind: 'rev', rev: 1 })).toBe(true);
      });
    });

    describe('due', () => {
      it('finds due rows of all partitions, earliest first, up to the limit', async () => {
        const rows = Array.from({ length: 12 }, (_, index) => ({
          pk: `${pk}/${index}`,
          sk: 's',
          rev: 1,
          dueAt: 100 - index,
        }));
        await table.putMany(rows);
        expect((await table.due(95, 4)).map(({ dueAt }) => dueAt)).toEqual([89, 90, 91, 92]);
        expect((await table.due(90, 10)).map(({ dueAt }) => dueAt)).toEqual([89, 90]);
        await table.removeMany(rows);
        expect(await table.due(95, 10)).toEqual([]);
      });

      it('forgets a row that is no longer due, and follows one that moved', async () => {
        await table.put(row('a', { dueAt: 5 }));
        await table.put(row('b', { dueAt: 5 }));
        await table.put(row('a'));
        await table.put(row('b', { dueAt: 7 }));
        expect(await table.due(6, 10)).toEqual([]);
        expect(await table.due(7, 10)).toEqual([row('b', { dueAt: 7 })]);
        await table.remove(key('b'));
        expect(await table.due(9, 10)).toEqual([]);
      });

      it('leaves expired rows out', async () => {
        await table.put(row('a', { dueAt: 5, expiresAt: 1 }));
        expect(await table.due(5, 10)).toEqual([]);
        await table.remove(key('a'));
      });
    });

    describe('units', () => {
      const used = async (work: () => Promise<unknown>): Promise<{ read: number; write: number }> => {
        const before = table.units();
        await work();
        const after = table.units();
        return { read: after.read - before.read, write: after.write - before.write };
      };

      it('counts a write by begun KB of the larger of both rows', async () => {
        expect(await used(() => table.put(row('a', { text: 'x'.repeat(900) })))).toEqual({ read: 0, write: 1 });
        expect(await used(() => table.put(row('a', { text: 'x'.repeat(2_500) })))).toEqual({ read: 0, write: 3 });
        expect(await used(() => table.put(row('a')))).toEqual({ read: 0, write: 3 });
        expect(await used(() => table.remove(key('a')))).toEqual({ read: 0, write: 1 });
      });

      it('counts a strong read by begun 4 KB, and a query by the sum of its rows', async () => {
        await table.putMany(Array.from({ length: 5 }, (_, index) => row(`r${index}`, { text: 'x'.repeat(1_500) })));
        expect(await used(() => table.get(key('r0')))).toEqual({ read: 1, write: 0 });
        expect(await used(() => table.getMany(['r0', 'r1', 'r2'].map(key)))).toEqual({ read: 3, write: 0 });
        expect(await used(() => table.query({ pk, prefix: 'r', limit: 9 }))).toEqual({ read: 2, write: 0 });
      });

      it('counts a refused write', async () => {
        await table.put(row('a'));
        expect(await used(() => table.put(row('a'), { kind: 'absent' }))).toEqual({ read: 0, write: 1 });
      });

      it.skipIf(gaps.includes('index units'))('counts entering, moving within and leaving the index', async () => {
        expect(await used(() => table.put(row('a', { dueAt: 1 })))).toEqual({ read: 0, write: 2 });
        expect(await used(() => table.put(row('a', { dueAt: 1, more: 1 })))).toEqual({ read: 0, write: 1 });
        expect(await used(() => table.put(row('a', { dueAt: 2 })))).toEqual({ read: 0, write: 3 });
        expect(await used(() => table.remove(key('a')))).toEqual({ read: 0, write: 2 });
      });
    });
  });
}

type Tamperable = {
  rev: number;
  readonly list: number[];
  readonly deep: { text?: string; readonly bytes?: Uint8Array };
};

const tamperings: readonly ((row: Tamperable) => void)[] = [
  (row) => {
    row.rev = 9;
  },
  (row) => row.list.push(2),
  (row) => {
    row.deep.text = 'b';
  },
  (row) => row.deep.bytes?.fill(9),
];

/** What was handed out may also refuse to be changed. */
function refusable(tamper: () => void): void {
  try {
    tamper();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}
