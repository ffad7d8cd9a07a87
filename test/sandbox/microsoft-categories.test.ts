import { describe, expect, it } from 'vitest';
import { createBench, main, readRound } from './microsoft-world.ts';

describe('categories', () => {
  it('move the change key on, and show in the delta, as any other field', async () => {
    const bench = createBench();
    const before = bench.people.add({ givenName: 'Ada' });
    const { deltaLink } = await readRound(bench, `${main}/delta`);
    const after = bench.people.edit(before.id, { categories: ['Clients'] });
    expect(after.changeKey).not.toBe(before.changeKey);
    expect((await readRound(bench, deltaLink)).rows.map(({ id }) => id)).toEqual([before.id]);
  });

  it('change unseen when the habit strikes, and other fields with them do not', async () => {
    const bench = createBench();
    const before = bench.people.add({ givenName: 'Ada' });
    const { deltaLink } = await readRound(bench, `${main}/delta`);
    bench.on('categoriesUnseen');
    const after = bench.people.edit(before.id, { categories: ['Clients'] });
    expect([after.changeKey, after.categories]).toEqual([before.changeKey, ['Clients']]);
    expect((await readRound(bench, deltaLink)).rows).toEqual([]);
    expect((await bench.graph('GET', `${main}?$select=categories`)).body.value).toMatchObject([
      { categories: ['Clients'] },
    ]);
    const both = bench.people.edit(before.id, { categories: [], jobTitle: 'Countess' });
    expect(both.changeKey).not.toBe(before.changeKey);
  });
});
