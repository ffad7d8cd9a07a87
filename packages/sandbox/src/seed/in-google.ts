import type { GoogleFilling } from '../google/control.ts';
import type { Card } from './card.ts';
import { createDraw } from './draw.ts';
import { otherVersion } from './other-version.ts';
import type { Person } from './people.ts';
import { toGoogle } from './to-google.ts';
import { tagOf } from './truth.ts';

export type GoogleShareOptions = {
  readonly seed?: number;
  /** Share of the people whom the account holds. */
  readonly share?: number;
  /** Puts each one's id into a web site, by which a test knows them again. */
  readonly tagged?: boolean;
};

/**
 * Those of a firm's people whom one Google account holds, in its own spelling. Draws from nothing but its own seed, so
 * whatever else is made of the same people stays as it was.
 */
export function peopleInGoogle(people: readonly Person[], options: GoogleShareOptions = {}): readonly GoogleFilling[] {
  const { seed = 1, share = 0.4, tagged = false } = options;
  const draw = createDraw(seed * 31 + 7);
  const chosen = draw.shuffled(people).slice(0, Math.round(people.length * share));
  return chosen.map(({ id, card }) => inGoogle(otherVersion(draw, tagged ? withTag(card, id) : card)));
}

const withTag = (card: Card, id: string): Card => ({ ...card, sites: [{ label: 'work', value: tagOf(id) }] });

function inGoogle(card: Card): GoogleFilling {
  const placing = toGoogle(card);
  if (placing.kind === 'refused') throw new Error(placing.reason);
  return placing.input;
}
