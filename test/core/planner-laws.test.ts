import * as fc from 'fast-check';
import { describe, it } from 'vitest';
import { lawsOf, nothingBroke } from './law-cases.ts';
import { agreesBehindLenses, lensesRoundTrip, meetings, plannerIsIdempotent, symmetryHolds } from './planner-laws.ts';

const laws = lawsOf('core/planner-laws');

describe('one contact behind two real lenses', () => {
  it('comes to rest, also after a crash between two writes, and both cards say the same', () => {
    laws.hold(
      fc.property(meetings, (meeting) => {
        nothingBroke(agreesBehindLenses(meeting));
      }),
      4_000,
    );
  });
});

describe.each([
  ['symmetry', symmetryHolds],
  ['rest', plannerIsIdempotent],
  ['round trips', lensesRoundTrip],
])('the law of %s, case by case', (_, law) => {
  it('holds for any number', () => {
    laws.hold(
      fc.property(fc.integer(), (seed) => {
        nothingBroke(law(seed));
      }),
      1_500,
    );
  });
});

laws.countUp();
