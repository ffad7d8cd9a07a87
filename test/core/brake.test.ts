import { brake, brakeLimits } from '@concord/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const counts = fc.record({ deletes: fc.nat(200), overwrites: fc.nat(200) });
const none = { deletes: 0, overwrites: 0 };

describe('the brake', () => {
  it('stops beyond five or a tenth of what is linked, and of deletes beyond half of a small book', () => {
    expect(brakeLimits(1000)).toEqual({ deletes: 100, overwrites: 100 });
    expect(brakeLimits(30)).toEqual({ deletes: 5, overwrites: 5 });
    expect(brakeLimits(6)).toEqual({ deletes: 3, overwrites: 5 });
    expect(brakeLimits(1)).toEqual({ deletes: 1, overwrites: 5 });
    expect(brakeLimits(0)).toEqual({ deletes: 1, overwrites: 5 });
  });

  it('lets the last one pass that is within its limit, and not the next', () => {
    expect(brake(30, none, { deletes: 5, overwrites: 0 })).toEqual({ kind: 'go' });
    expect(brake(30, none, { deletes: 6, overwrites: 0 })).toEqual({
      kind: 'stop',
      what: 'deletes',
      count: 6,
      limit: 5,
    });
    expect(brake(30, { deletes: 0, overwrites: 5 }, { deletes: 0, overwrites: 1 })).toEqual({
      kind: 'stop',
      what: 'overwrites',
      count: 6,
      limit: 5,
    });
  });

  it('never stops what deletes and overwrites nothing, however much was done before', () => {
    fc.assert(
      fc.property(fc.nat(5000), counts, (linked, soFar) => {
        expect(brake(linked, soFar, none)).toEqual({ kind: 'go' });
      }),
      { numRuns: 1000 },
    );
  });

  it('counts what was done before: cutting a disaster into pieces does not get it past', () => {
    fc.assert(
      fc.property(fc.nat(5000), counts, counts, (linked, soFar, planned) => {
        const whole = { deletes: soFar.deletes + planned.deletes, overwrites: soFar.overwrites + planned.overwrites };
        const limits = brakeLimits(linked);
        const isTooMuch = (['deletes', 'overwrites'] as const).some(
          (what) => planned[what] > 0 && whole[what] > limits[what],
        );
        expect(brake(linked, soFar, planned).kind).toBe(isTooMuch ? 'stop' : 'go');
      }),
      { numRuns: 2000 },
    );
  });
});
