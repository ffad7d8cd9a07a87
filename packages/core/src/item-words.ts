import type { ItemTypeName } from './items.ts';

/** What people call items of a type, wherever a sentence would be wrong for another type. `{name}` in a sentence stands for one of these. */
export type ItemWords = {
  readonly one: string;
  readonly many: string;
  /** As it stands in one collection. */
  readonly card: string;
  readonly cards: string;
  /** One of them, and several, where somebody is told from somebody else. */
  readonly person: string;
  readonly people: string;
  readonly somebody: string;
  readonly nobody: string;
  readonly who: string;
  readonly folder: string;
  /** Answers to "is it the same?". */
  readonly same: string;
  readonly different: string;
  readonly two: string;
};

export const itemWords = {
  contact: {
    one: 'contact',
    many: 'contacts',
    card: 'card',
    cards: 'cards',
    person: 'person',
    people: 'people',
    somebody: 'somebody',
    nobody: 'nobody',
    who: 'who',
    folder: 'folder',
    same: 'Same person',
    different: 'Different people',
    two: 'Two people',
  },
  event: {
    one: 'event',
    many: 'events',
    card: 'event',
    cards: 'events',
    person: 'event',
    people: 'events',
    somebody: 'something',
    nobody: 'nothing',
    who: 'what',
    folder: 'calendar',
    same: 'Same event',
    different: 'Different events',
    two: 'Two events',
  },
} as const satisfies Record<ItemTypeName, ItemWords>;

/** The sentence with these words in their places; with a capital where its name has one: `{Who}`. */
export function worded(sentence: string, words: ItemWords): string {
  return sentence.replace(/\{([A-Za-z])(\w+)\}/gu, (whole, first: string, rest: string) => {
    const name = first.toLowerCase() + rest;
    if (!Object.hasOwn(words, name)) return whole;
    const word = words[name as keyof ItemWords];
    return first === first.toUpperCase() ? word.charAt(0).toUpperCase() + word.slice(1) : word;
  });
}
