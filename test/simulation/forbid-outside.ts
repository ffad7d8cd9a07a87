export type Outside = {
  /** Runs a story during which nothing may ask the real world for time, chance or a network. Returns what did, and from where. */
  readonly watch: <Result>(
    run: () => Promise<Result>,
  ) => Promise<{ readonly result: Result; readonly asked: readonly string[] }>;
};

/**
 * Puts a guard before every way out of a story, in this thread and for good: it answers as before, and takes notes. Only the
 * ids that a provider gives its requests for the vendor's support may be drawn: they lead nowhere.
 */
export function forbidOutside(): Outside {
  let asked: string[] | undefined;
  const note = (what: string): void => {
    if (asked === undefined) return;
    const [by = ''] = new Error('from').stack?.split('\n').slice(3) ?? [];
    // A vendor's SDK dates its errors; what it does with the time reaches nobody.
    if (!by.includes('node_modules')) asked.push(`${what} ${by.trim()}`);
  };
  const guard = <Owner extends object>(owner: Owner, name: keyof Owner & string): void => {
    const real = owner[name] as (...given: unknown[]) => unknown;
    Object.assign(owner, {
      [name]: (...given: unknown[]) => {
        note(name);
        return real.apply(owner, given);
      },
    });
  };
  guard(Math, 'random');
  guard(globalThis, 'fetch');
  guard(globalThis, 'setTimeout');
  guard(globalThis, 'setInterval');
  globalThis.Date = new Proxy(Date, {
    construct: (real, given, target) => {
      if (given.length === 0) note('new Date()');
      return Reflect.construct(real, given, target) as object;
    },
    get: (real, name) => {
      if (name === 'now') note('Date.now');
      return Reflect.get(real, name) as unknown;
    },
  });
  return {
    watch: async (run) => {
      asked = [];
      try {
        const result = await run();
        return { result, asked };
      } finally {
        asked = undefined;
      }
    },
  };
}
