import type { Card } from './card.ts';
import type { Draw } from './draw.ts';
import type { Mailboxes } from './mailboxes.ts';
import { origins } from './names.ts';
import type { Person } from './people.ts';
import type { Place } from './places.ts';

/** What exists so far, and may be shared or must not be repeated. */
export type Town = {
  readonly draw: Draw;
  readonly mailboxes: Mailboxes;
  /** Names that are taken, so that only the namesakes we know of are namesakes. */
  readonly names: Set<string>;
  readonly companies: Employer[];
  readonly people: Person[];
};

export type Employer = {
  readonly card: Card;
  readonly domain: string;
  readonly place: Place;
  /** Of its telephone numbers. */
  readonly code: string;
};

/** `latin`: how the name stands in an e-mail address. */
export type Name = { readonly first: string; readonly middle: string; readonly last: string; readonly latin: string };

const maxAttempts = 1_000;

/** Never a namesake by accident: a name that is taken becomes a double one. */
export function drawName({ draw, names }: Town): Name {
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const name = anyName(draw);
    const unique = names.has(keyOf(name)) ? doubled(draw, name) : name;
    if (names.has(keyOf(unique))) continue;
    names.add(keyOf(unique));
    return unique;
  }
  throw new Error('There are no names left for so many people');
}

function anyName(draw: Draw): Name {
  const origin = draw.weighted(origins);
  const familyOrigin = draw.chance(0.85) ? origin : draw.weighted(origins);
  const [first = '', latinFirst = first] = draw.one(origin.first).split('|');
  const [last = '', latinLast = last] = draw.one(familyOrigin.last).split('|');
  const [middle = ''] = draw.one(origin.first).split('|');
  return { first, middle, last, latin: `${latinFirst}.${latinLast}` };
}

function doubled(draw: Draw, name: Name): Name {
  const [second = '', latin = second] = draw.one(draw.weighted(origins).last).split('|');
  return { ...name, last: `${name.last}-${second}`, latin: `${name.latin}-${latin}` };
}

export const keyOf = ({ first, last }: Pick<Name, 'first' | 'last'>): string => `${first}\n${last}`.toLowerCase();
