import { type ItemWords, itemWords, worded } from '../item-words.ts';

/** What people call the two sides, and what they keep in step; contacts, where nothing is said. */
export type SideLabels = { readonly left: string; readonly right: string; readonly words?: ItemWords };

/** A sentence with the sides' names, and the words of what they keep in step, in their places. */
export function spoken(sentence: string, { left, right, words = itemWords.contact }: SideLabels): string {
  const sides: Readonly<Record<string, string>> = { left, right };
  return worded(sentence, words).replace(/\{(left|right)\}/gu, (whole, side: string) => sides[side] ?? whole);
}
