import { describe, expect, it } from 'vitest';
import { exhaust } from './exhaust.ts';
import type { Scenario } from './scenario.ts';
import { type Family, families } from './scenarios/index.ts';

const timeoutMs = 240_000;

/** One test a scenario: whoever is killed at whichever call, it ends as if nobody had been. */
export function testFamilies(...names: readonly Family[]): void {
  for (const name of names) {
    const scenarios: readonly Scenario[] = families[name];
    describe(`${name}, with somebody killed at each call in turn`, () => {
      for (const scenario of scenarios) {
        it(`end as if nobody had been: ${scenario.name}`, { timeout: timeoutMs }, async () => {
          expect(await exhaust(scenario)).toEqual([]);
        });
      }
    });
  }
}
