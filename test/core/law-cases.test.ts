import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { owed } from './law-cases.ts';

it('the laws are put to the test with at least 100,000 generated cases', () => {
  expect(Object.values(owed).reduce<number>((sum, cases) => sum + cases, 0)).toBeGreaterThanOrEqual(100_000);
});

it.each(Object.keys(owed))('%s counts its cases', (file) => {
  const text = readFileSync(new URL(`../${file}.test.ts`, import.meta.url), 'utf8');
  expect(text).toContain(`lawsOf('${file}')`);
  expect(text).toContain('.countUp()');
});
