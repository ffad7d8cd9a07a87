import { type Card, type Entry, type ListName, listNames, textNames } from './cards.ts';
import { isCutOf } from './spelling.ts';

/** How many Outlook has room for, by slot; the words of the vendor's limits, not of our profile. */
const room = {
  emails: { '': 3 },
  phones: { work: 2, home: 2, mobile: 1 },
  addresses: { work: 1, home: 1, other: 1 },
  sites: { '': 1 },
} as const satisfies Record<ListName, Readonly<Record<string, number>>>;

export const roomFor = (list: ListName, slot: string): number =>
  (room[list] as Readonly<Record<string, number>>)[slot] ?? 0;

/** What tells the two sides apart, beyond what Outlook has no room for; empty when they are in step. */
export function differences(left: Card, right: Card): readonly string[] {
  const texts = textNames.flatMap((name) =>
    isSame(left.texts[name], right.texts[name]) ? [] : [`${name}: "${left.texts[name]}" / "${right.texts[name]}"`],
  );
  return [...texts, ...listNames.flatMap((name) => listDifferences(name, left.lists[name], right.lists[name]))];
}

const isSame = (one: string, other: string): boolean => one === other || isCutOf(one, other) || isCutOf(other, one);

/** Outlook takes an e-mail address that is none, and forgets it. */
const isKept = (name: ListName, { value }: Entry): boolean => name !== 'emails' || value.includes('@');

function listDifferences(name: ListName, inClio: readonly Entry[], inOutlook: readonly Entry[]): readonly string[] {
  const left = inClio.filter((entry) => isKept(name, entry));
  const right = inOutlook.filter((entry) => isKept(name, entry));
  const said = (entries: readonly Entry[]): readonly string[] => entries.map(({ slot, value }) => `${slot}:${value}`);
  const slots = new Set([...left, ...right].map(({ slot }) => slot));
  const short = [...slots].some((slot) => {
    const of = (entries: readonly Entry[]): number => entries.filter((entry) => entry.slot === slot).length;
    // What may be forgotten takes up room as long as it is there, and what is forgotten took it from another when it was sent.
    const forgettable = { inClio: of(inClio) - of(left), inOutlook: of(inOutlook) - of(right) };
    const most = roomFor(name, slot) - forgettable.inOutlook;
    const least = roomFor(name, slot) - Math.max(forgettable.inClio, forgettable.inOutlook);
    return of(right) > Math.min(of(left), most) || of(right) < Math.min(of(left), least);
  });
  const foreign = said(right).some((entry) => !said(left).includes(entry));
  return short || foreign ? [`${name}: [${said(left).join(' ')}] / [${said(right).join(' ')}]`] : [];
}
