import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Mutant } from './mutant.ts';
import { mutantTable } from './mutant-table.ts';
import { mutants } from './mutants.ts';
import { type MutantsToRun, runMutants } from './run-mutants.ts';
import { unnoticed } from './unnoticed.ts';

const player = new URL('./trial/trial-player.ts', import.meta.url);
const file = 'packages/core/src/contacts/keys.ts';
const find = `export function emailElement(address: string | null | undefined, traits: ElementTraits = {}): Element | undefined {
  return textElement(address, folded, traits);`;

const withKey = (name: string, key: string): Mutant => ({
  name,
  breaks: 'Addresses are folded.',
  file,
  find,
  replace: find.replace('folded,', `${key},`),
});

const upper = withKey('upper', '(text) => text.toUpperCase()');
const harmless = withKey('harmless', '(text) => folded(text)');

const run = async (mutants: readonly Mutant[], given: Partial<MutantsToRun> = {}) =>
  await runMutants({ player, seeds: 5, threads: 2, mutants, ...given });

describe('planting bugs and playing', () => {
  it('counts the seeds until a bug is noticed, tells which ones nobody noticed, and leaves the file alone', async () => {
    const before = readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
    const results = await run([upper, harmless]);
    expect(results).toEqual([
      { mutant: upper, kind: 'found', seeds: 3, violation: 'fold: A@EXAMPLE.ORG' },
      { mutant: harmless, kind: 'survived', seeds: 5 },
    ]);
    expect(readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8')).toBe(before);
  });

  it('takes a throw, an endless seed and a crash of the thread for violations', async () => {
    const thrown = withKey('thrown', "() => 'thrown'");
    const endless = withKey('endless', "() => 'for ever'");
    const crash = withKey('crash', "() => { void Promise.reject(new Error('in the air')); return 'a'; }");
    const leaves = withKey('leaves', "() => 'leaves'");
    const results = await run([thrown, endless, crash, leaves], { seedTimeoutMs: 2_000 });
    expect(results.map((result) => (result.kind === 'found' ? [result.seeds, result.violation] : result))).toEqual([
      [1, 'bug: nobody caught it'],
      [1, 'endless: not over after 2000 ms'],
      [1, 'bug: in the air'],
      [1, 'bug: the thread ended with 0'],
    ]);
  });

  it('says so when a bug is out of date, or in a file that nothing played loads', async () => {
    const old = { ...upper, name: 'old', find: 'no such line' };
    const elsewhere = { ...upper, name: 'elsewhere', file: 'packages/core/src/nowhere.ts' };
    expect(await run([old, elsewhere])).toMatchObject([
      { kind: 'failed', because: expect.stringContaining('out of date') },
      { kind: 'failed', because: expect.stringContaining('Nothing that is played loads') },
    ]);
  });

  it('does not believe a seed that is not clean without the bug, and goes on with the next', async () => {
    const noisy = new URL('./trial/noisy-player.ts', import.meta.url);
    const [found, lost] = await run([upper, harmless], { player: noisy });
    expect(found).toMatchObject({ kind: 'found', seeds: 4, violation: 'fold: A' });
    expect(lost).toMatchObject({
      kind: 'failed',
      because: 'not found, and these seeds are not clean anyway: 2 (always: it is seed 2)',
    });
  });

  it('plays only those that are named, tells each result as it comes, and knows its bound', async () => {
    const told: string[] = [];
    const onResult: MutantsToRun['onResult'] = ({ mutant }) => told.push(mutant.name);
    expect(await run([upper, harmless], { only: ['upper'], onResult })).toHaveLength(1);
    expect(told).toEqual(['upper']);
    await expect(run([upper], { only: ['lower'] })).rejects.toThrow('lower');
    await expect(run([upper], { seeds: 5_001 })).rejects.toThrow(RangeError);
  });
});

describe('the planted bugs that nobody notices', () => {
  it('are played when they are named, and only then', async () => {
    const [one] = unnoticed;
    const named = await runMutants({ player, seeds: 1, threads: 1, only: [one?.name ?? ''] });
    expect(named.map(({ mutant }) => mutant)).toEqual([one]);
    expect(mutants.filter(({ name }) => unnoticed.some((other) => other.name === name))).toEqual([]);
  });
});

describe('the table for the docs', () => {
  it('has a row for each bug: its rule, what noticed it, after how many seeds', () => {
    const table = mutantTable([
      { mutant: upper, kind: 'found', seeds: 3, violation: 'I5: somebody | is there twice' },
      { mutant: harmless, kind: 'survived', seeds: 600 },
    ]);
    expect(table.split('\n').slice(2)).toEqual([
      '| `upper` | Addresses are folded. | I5 | 3 |',
      '| `harmless` | Addresses are folded. | **nothing** | more than 600 |',
      '',
    ]);
  });
});
