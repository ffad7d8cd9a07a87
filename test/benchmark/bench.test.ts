import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseOptions } from './options.ts';
import { atLeast, atMost, percentile, type Report, rounded } from './report.ts';

const script = fileURLToPath(new URL('./bench.ts', import.meta.url));
const bench = (...typed: readonly string[]) => spawnSync(process.execPath, [script, ...typed], { encoding: 'utf8' });

describe('a bench', () => {
  it('prints exactly one document with --json, every number with its unit', { timeout: 120_000 }, () => {
    const { stdout, status } = bench('overlap', '--contacts', '60', '--json');
    expect(status).toBe(0);
    const report = JSON.parse(stdout) as Report;
    expect(report.bench).toBe('overlap');
    expect(report.results[0]).toMatchObject({
      of: 'first run',
      people: 60,
      on_both: 30,
      doubled: 0,
      falsely_linked: 0,
    });
    expect(report.results[0]?.['engine_cpu_ms']).toBeGreaterThan(0);
    expect(report.targets.map(({ name, ok }) => [name, ok])).toEqual([
      ['doubled_60', true],
      ['falsely_linked_60', true],
      ['lost_60', true],
      ['recall_percent_60', true],
    ]);
  });

  it('delivers notices to a receiver without workers, of which none is lost and each hostile one refused', {
    timeout: 60_000,
  }, () => {
    const { stdout, status } = bench('webhooks', '--seconds', '2', '--rate', '200', '--json');
    expect(status).toBe(0);
    const report = JSON.parse(stdout) as Report;
    expect(report.results[0]).toMatchObject({ of: 'receiver', notices: 392, accepted: 392, hostile: 8 });
    // How quick it is depends on who else is at work on this machine.
    const others = report.targets.filter(({ name }) => !name.endsWith('_p99_ms'));
    expect(others.map(({ name, ok }) => [name, ok])).toEqual([
      ['accepted_and_lost', true],
      ['answered_otherwise', true],
      ['rings_of_an_account', true],
    ]);
  });

  it('deploys other releases in the middle of a first run, and loses and doubles nobody', { timeout: 60_000 }, () => {
    const { stdout, status } = bench('redeploy', '--contacts', '300', '--json');
    expect(status).toBe(0);
    const { targets } = JSON.parse(stdout) as Report;
    expect(targets.map(({ name, measured }) => [name, measured])).toEqual([
      ['missing_300', 0],
      ['doubled_300', 0],
      ['dead_letters_300', 0],
      ['releases_and_versions_300', 5],
    ]);
  });

  it.each(['clio', 'microsoft'])(
    'keeps everybody else fresh while one imports from %s',
    { timeout: 120_000 },
    (from) => {
      const size = ['--connections', '5', '--contacts', '100', '--days', '1', '--imports', '400', '--workers', '1'];
      const { stdout, status } = bench('fleet', ...size, '--from', from, '--json');
      expect(status).toBe(0);
      const { results, targets } = JSON.parse(stdout) as Report;
      expect(results[0]).toMatchObject({ edits: 5, imported: 400 });
      expect(targets.map(({ name, ok }) => [name, ok])).toEqual([
        ['fresh_p99_min_of_the_others', true],
        ['not_arrived', true],
        ['imported', true],
      ]);
    },
  );

  it('lets a whole firm begin at once, and finds everybody once', { timeout: 240_000 }, () => {
    const { stdout, status } = bench('firm', '--members', '3', '--people', '40', '--share', '0.5', '--json');
    expect(status).toBe(0);
    const report = JSON.parse(stdout) as Report;
    expect(report.results[0]).toMatchObject({ of: 'firm', members: 3, waiting_for_a_person: 0 });
    expect(report.targets.map(({ name, measured }) => [name, measured])).toEqual([
      ['doubled_in_clio', 0],
      ['missing_in_clio', 0],
      ['doubled_in_books', 0],
      ['missing_in_books', 0],
      ['two_people_in_one', 0],
      ['companies_doubled', 0],
    ]);
  });

  it('says what can be typed when it was typed wrong, and fails', { timeout: 30_000 }, () => {
    const { stdout, stderr, status } = bench('everything');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain(
      'Usage: npm run bench -- <initial|overlap|preview|quiet|push|expired|history|change|redeploy|watches>',
    );
  });
});

describe('what was typed', () => {
  const sizes = { initial: [1_000, 10_000] };

  it('is the usual sizes unless others are named, smallest first', () => {
    expect(parseOptions(['initial'], sizes).options.contacts).toEqual([1_000, 10_000]);
    expect(parseOptions(['initial', '--contacts', '300,20'], sizes).options.contacts).toEqual([20, 300]);
  });

  it.each([
    ['--contacts', '0'],
    ['--contacts', '1000,many'],
    ['--contacts', '1.5'],
    ['--from', 'google'],
    ['--provider', 'clio'],
    ['--share', '1.5'],
    ['--known', ''],
    ['--edits', '-1'],
    ['--what', 'else'],
    ['quiet', ''],
  ])('is refused when it makes no sense: %s %s', (...typed) => {
    expect(() => parseOptions(['initial', ...typed], sizes)).toThrow();
  });
});

describe('a target', () => {
  it('is kept by the limit itself, and missed by anything beyond', () => {
    expect([atMost('ms', 4, 4).ok, atMost('ms', 4, 4.001).ok]).toEqual([true, false]);
    expect([atLeast('percent', 99, 99).ok, atLeast('percent', 99, 98.999).ok]).toEqual([true, false]);
  });

  it('is missed by what could not be measured', () => {
    expect([atMost('ms', 4, Number.NaN).ok, atLeast('percent', 99, Number.NaN).ok]).toEqual([false, false]);
  });
});

describe('numbers', () => {
  it('are the ones that the share of all are not above', () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect([percentile(values, 0.5), percentile(values, 0.95), percentile([7], 0.95)]).toEqual([50, 95, 7]);
  });

  it('keep three digits that mean something, and whole ones above', () => {
    expect([rounded(0.123456), rounded(7.0851), rounded(14_584.4), rounded(0)]).toEqual([0.123, 7.09, 14_584, 0]);
  });
});
