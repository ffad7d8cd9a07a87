import type { History } from '../history/history.ts';
import type { ListName } from './cards.ts';

/** Texts and numbers of which no two are equal in one story. Each ends in its source, `f1b2`: firm 1, book 2 of it. */
export type Fresh = {
  readonly text: (word: string, source: string) => string;
  readonly entry: (list: ListName, source: string) => string;
  readonly number: () => number;
  /** True only the first time for each key. */
  readonly isFirst: (key: string) => boolean;
};

const entries = {
  emails: (number, source) => `mail${number}.${source}@example.org`,
  phones: (number, source) => phoneOf(source, number),
  addresses: (number, source) => `${number} Main Street ${source}`,
  sites: (number, source) => `https://site${number}.${source}.example.org`,
} as const satisfies Record<ListName, (number: number, source: string) => string>;

/** `416 512 0034`: the 34th value of the story, made in book 2 of firm 1. */
export function phoneOf(source: string, number: number): string {
  const [firm = '0', book = '9'] = source.match(/\d+/gu) ?? [];
  return `4165${firm.slice(-1)}${book.slice(-1)}${String(number % 10_000).padStart(4, '0')}`;
}

function createFresh(): Fresh {
  const keys = new Set<string>();
  let count = 0;
  const number = (): number => {
    count += 1;
    return count;
  };
  return {
    number,
    text: (word, source) => `${word} ${number()} ${source}`,
    entry: (list, source) => entries[list](number(), source),
    isFirst: (key) => !keys.has(key) && keys.add(key).has(key),
  };
}

const known = new WeakMap<History, Fresh>();

/** The one of this story. */
export function freshOf(history: History): Fresh {
  const fresh = known.get(history) ?? createFresh();
  known.set(history, fresh);
  return fresh;
}
