/**
 * The awkward habits of the real services, each with a name such as `clio.timeoutAfterCommit`, and off until switched on.
 * `rate` is how often it strikes (0 to 1); `amount` is its size in its own unit (milliseconds, rows, ...).
 */
export type Setting = { readonly rate: number; readonly amount?: number };

export type Awkwardnesses = {
  /** Whether it strikes this time; draws a random number only when the rate lies between 0 and 1. */
  readonly strikes: (name: string) => boolean;
  /** It struck, and there was nothing to harm: that does not count. */
  readonly missed: (name: string) => void;
  /** How often each really struck so far. */
  readonly struck: () => Readonly<Record<string, number>>;
  readonly amount: (name: string, otherwise: number) => number;
  readonly set: (name: string, setting: Setting | undefined) => void;
  readonly settings: () => Readonly<Record<string, Setting>>;
};

/** The rows of a page when that habit has struck and leaves some of them out: about a third. */
export function withoutSome<Row>(
  { awkward, random }: { readonly awkward: Awkwardnesses; readonly random: () => number },
  habit: string,
  rows: readonly Row[],
): readonly Row[] {
  const kept = rows.filter(() => random() < 2 / 3);
  if (kept.length === rows.length) awkward.missed(habit);
  return kept;
}

export function createAwkwardnesses(random: () => number): Awkwardnesses {
  const settings = new Map<string, Setting>();
  const counts = new Map<string, number>();
  const count = (name: string, more: number): void => {
    counts.set(name, (counts.get(name) ?? 0) + more);
  };
  return {
    strikes: (name) => {
      const rate = settings.get(name)?.rate ?? 0;
      const struck = rate >= 1 || (rate > 0 && random() < rate);
      if (struck) count(name, 1);
      return struck;
    },
    missed: (name) => {
      count(name, -1);
    },
    struck: () => Object.fromEntries([...counts].filter(([, times]) => times > 0)),
    amount: (name, otherwise) => settings.get(name)?.amount ?? otherwise,
    set: (name, setting) => {
      if (setting === undefined) settings.delete(name);
      else settings.set(name, setting);
    },
    settings: () => Object.fromEntries(settings),
  };
}
