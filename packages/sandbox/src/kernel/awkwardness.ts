/**
 * The awkward habits of the real services, each with a name such as `clio.timeoutAfterCommit`, and off until switched on.
 * `rate` is how often it strikes (0 to 1); `amount` is its size in its own unit (milliseconds, rows, ...).
 */
export type Setting = { readonly rate: number; readonly amount?: number };

export type Awkwardnesses = {
  /** Whether it strikes this time; draws a random number only when the rate lies between 0 and 1. */
  readonly strikes: (name: string) => boolean;
  readonly amount: (name: string, otherwise: number) => number;
  readonly set: (name: string, setting: Setting | undefined) => void;
  readonly settings: () => Readonly<Record<string, Setting>>;
};

export function createAwkwardnesses(random: () => number): Awkwardnesses {
  const settings = new Map<string, Setting>();
  return {
    strikes: (name) => {
      const rate = settings.get(name)?.rate ?? 0;
      if (rate <= 0) return false;
      return rate >= 1 || random() < rate;
    },
    amount: (name, otherwise) => settings.get(name)?.amount ?? otherwise,
    set: (name, setting) => {
      if (setting === undefined) settings.delete(name);
      else settings.set(name, setting);
    },
    settings: () => Object.fromEntries(settings),
  };
}
