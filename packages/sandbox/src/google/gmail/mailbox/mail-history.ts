import type { World } from '../../../kernel/world.ts';

export type HistoryKind = 'messageAdded' | 'messageDeleted' | 'labelAdded' | 'labelRemoved';
export type HistoryEntry = {
  readonly number: number;
  readonly at: number;
  readonly kind: HistoryKind;
  readonly messageId: string;
  readonly threadId: string;
  /** What the message has afterwards. */
  readonly labelIds: readonly string[];
  /** Those that came or went. */
  readonly changed: readonly string[];
};

export type MailHistory = {
  /** Number of the last change. */
  readonly head: () => number;
  /** The number that the next change is to have; they grow with gaps (documented). */
  readonly next: () => number;
  readonly append: (entry: HistoryEntry) => void;
  /** Entries after a number, the oldest first; undefined when it is too old, or none that ever was. */
  readonly after: (number: number) => readonly HistoryEntry[] | undefined;
  /** Forgets all up to now: no number of before is known any more. */
  readonly forget: () => void;
};

type Head = { readonly number: number; readonly forgotten: number };

/** Documented: "typically at least one week"; occasionally hours (`google.mail.historyAges`). */
const keptMs = 7 * 86_400_000;

export function createMailHistory(world: World, sub: string): MailHistory {
  const { awkward } = world;
  const stored = world.store.collection<HistoryEntry>(`google.mail.history/${sub}`);
  const heads = world.store.collection<Head>('google.mail.heads');
  const entries = [...stored.values()];
  const headNow = (): Head => heads.get(sub) ?? { number: 1_000, forgotten: 0 };
  const keep = (count: number): void => {
    const gone = entries.splice(0, count);
    for (const { number } of gone) stored.delete(String(number));
    const last = gone.at(-1)?.number;
    if (last !== undefined) heads.set(sub, { ...headNow(), forgotten: last });
  };
  const next = (): number => headNow().number + 1 + Math.floor(world.random() * 40);
  const age = (): void => {
    const limitMs = awkward.strikes('google.mail.historyAges')
      ? awkward.amount('google.mail.historyAges', 4) * 3_600_000
      : keptMs;
    const young = entries.findIndex(({ at }) => at > world.now() - limitMs);
    keep(young < 0 ? entries.length : young);
  };
  return {
    head: () => headNow().number,
    next,
    append: (entry) => {
      entries.push(entry);
      stored.set(String(entry.number), entry);
      heads.set(sub, { ...headNow(), number: entry.number });
    },
    after: (number) => {
      age();
      const { forgotten, number: head } = headNow();
      if (number < forgotten || number > head) return undefined;
      return entries.slice(firstAfter(entries, number));
    },
    forget: () => {
      keep(entries.length);
      const number = next();
      heads.set(sub, { number, forgotten: number });
    },
  };
}

function firstAfter(entries: readonly HistoryEntry[], number: number): number {
  const at = entries.findLastIndex((entry) => entry.number <= number);
  return at + 1;
}
