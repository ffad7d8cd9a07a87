import { describe, expect, it } from 'vitest';
import { play, setUp } from './play.ts';
import { moreMerges } from './scenarios/merges.ts';
import { testFamilies } from './test-families.ts';

testFamilies('merges in Clio');

describe('one card for whoever is left', () => {
  for (const scenario of moreMerges) {
    it(`after ${scenario.name}`, async () => {
      expect((await play(scenario, await setUp(scenario), undefined)).wrong).toEqual([]);
    });
  }
});
