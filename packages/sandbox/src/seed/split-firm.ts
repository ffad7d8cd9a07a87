import type { ClioContactInput } from '../clio/contact-control.ts';
import type { OutlookContactInput } from '../microsoft/mailbox/contact-fields.ts';
import type { Card } from './card.ts';
import { drawCompany } from './company-names.ts';
import type { Draw } from './draw.ts';
import { createDraw } from './draw.ts';
import { otherVersion } from './other-version.ts';
import type { Person } from './people.ts';
import { present } from './present.ts';
import { toClio } from './to-clio.ts';
import { toOutlook } from './to-outlook.ts';
import { tagOf } from './truth.ts';

export type SplitOptions = {
  readonly seed?: number;
  /** Share of the people who are on both sides. */
  readonly shared?: number;
  /** Share of the people who are in Outlook only; the rest is in Clio only. Companies never are. */
  readonly outlookOnly?: number;
  /** Puts each one's id into a web site, by which a test knows them again on either side. */
  readonly tagged?: boolean;
};

/**
 * What should come of somebody who is on both sides: `linked` without asking, or `asked` about, because the cards do not
 * share both name and e-mail.
 */
export type Expectation = 'linked' | 'asked';

export type Truth = {
  /** By index of the input: who it is. */
  readonly clio: readonly string[];
  readonly outlook: readonly string[];
  /** Everybody, by id. */
  readonly people: ReadonlyMap<string, Whereabouts>;
  /** Two people, one on each side, whom a careless program would link. */
  readonly nearMisses: readonly { readonly clio: number; readonly outlook: number; readonly how: string }[];
};
export type Whereabouts = { readonly clio?: number; readonly outlook?: number; readonly expected?: Expectation };

export type FirmSplit = {
  readonly clio: readonly ClioContactInput[];
  readonly outlook: readonly OutlookContactInput[];
  readonly truth: Truth;
};

/**
 * Puts people into a firm's Clio and into a mailbox, as they would stand there after years: the same person spelled
 * otherwise, with other details, or under the name from before the wedding. The same seed gives the same two sides.
 */
export function splitFirm(people: readonly Person[], options: SplitOptions = {}): FirmSplit {
  const { seed = 1, shared = 0.5, outlookOnly = (1 - shared) / 2, tagged = false } = options;
  const draw = createDraw(seed);
  const sides = assignSides(draw, people, Math.round(people.length * shared), Math.round(people.length * outlookOnly));
  const clio: Placed<ClioContactInput>[] = [];
  const outlook: Placed<OutlookContactInput>[] = [];
  const expected = new Map<string, Expectation>();
  const companies = new Set<string>();
  people.forEach(({ id, card }, index) => {
    const side = sides[index];
    const ours = tagged ? withTag(card, id) : card;
    if (side !== 'outlook') clio.push({ id, input: inClio(ours) });
    if (side === 'clio') return;
    const theirs = side === 'both' ? otherVersion(draw, ours) : withNewEmployer(draw, ours, companies);
    outlook.push({ id, input: inOutlook(theirs) });
    if (side === 'both') expected.set(id, expectationFor(ours, theirs));
  });
  return finish(people, clio, draw.shuffled(outlook), expected);
}

type Side = 'both' | 'clio' | 'outlook';
type Placed<Input> = { readonly id: string; readonly input: Input };

/** Exact numbers of each. A company stays in Clio, so that nobody's employer is missing there. */
function assignSides(draw: Draw, people: readonly Person[], shared: number, outlookOnly: number): Side[] {
  const sides: Side[] = people.map(() => 'clio');
  const order = draw.shuffled(people.map((_, index) => index));
  const persons = order.filter((index) => people[index]?.card.kind === 'person');
  const only = persons.slice(0, outlookOnly);
  for (const index of only) sides[index] = 'outlook';
  const taken = new Set(only);
  for (const index of order.filter((candidate) => !taken.has(candidate)).slice(0, shared)) sides[index] = 'both';
  return sides;
}

function inClio(card: Card): ClioContactInput {
  const placing = toClio(card);
  if (placing.kind === 'refused') throw new Error(placing.reason);
  return placing.input;
}

function inOutlook(card: Card): OutlookContactInput {
  const placing = toOutlook(card);
  if (placing.kind === 'refused') throw new Error(placing.reason);
  return placing.input;
}

const withTag = (card: Card, id: string): Card => ({ ...card, sites: [{ label: 'work', value: tagOf(id) }] });

/** One in ten of those whom only Outlook knows works where Clio knows nobody. */
function withNewEmployer(draw: Draw, card: Card, companies: Set<string>): Card {
  if (card.kind === 'company' || !draw.chance(0.1)) return card;
  return { ...card, company: `New ${drawCompany(draw, companies)}`, jobTitle: card.jobTitle ?? 'Consultant' };
}

/** Name and e-mail together say who it is; a name from before a wedding is another name. */
function expectationFor(ours: Card, theirs: Card): Expectation {
  const isRenamed = sameText(ours.lastName) !== sameText(theirs.lastName);
  return ours.emails.length > 0 && !isRenamed ? 'linked' : 'asked';
}

const sameText = (text = ''): string => text.normalize('NFC').replace(/\s+/gu, ' ').trim().toLowerCase();

function finish(
  people: readonly Person[],
  clio: readonly Placed<ClioContactInput>[],
  outlook: readonly Placed<OutlookContactInput>[],
  expected: ReadonlyMap<string, Expectation>,
): FirmSplit {
  const inClioAt = new Map(clio.map(({ id }, index) => [id, index]));
  const inOutlookAt = new Map(outlook.map(({ id }, index) => [id, index]));
  const whereabouts = people.map(({ id }): [string, Whereabouts] => {
    const places = { clio: inClioAt.get(id), outlook: inOutlookAt.get(id), expected: expected.get(id) };
    return [id, present(places)];
  });
  const nearMisses = people.flatMap(({ id, twin }) =>
    twin === undefined
      ? []
      : [
          { clio: inClioAt.get(id), outlook: inOutlookAt.get(twin.of), how: twin.how },
          { clio: inClioAt.get(twin.of), outlook: inOutlookAt.get(id), how: twin.how },
        ].filter((pair) => pair.clio !== undefined && pair.outlook !== undefined),
  );
  return {
    clio: clio.map(({ input }) => input),
    outlook: outlook.map(({ input }) => input),
    truth: {
      clio: clio.map(({ id }) => id),
      outlook: outlook.map(({ id }) => id),
      people: new Map(whereabouts),
      nearMisses: nearMisses as Truth['nearMisses'],
    },
  };
}
