export type Closable = { readonly close: () => Promise<void> | void };

export type Closing = {
  readonly add: <T extends Closable>(part: T) => T;
  readonly close: () => Promise<void>;
};

/** Remembers what was opened, and closes it in the opposite order, once. */
export function createClosing(): Closing {
  const open: Closable[] = [];
  return {
    add: (part) => {
      open.push(part);
      return part;
    },
    close: async () => {
      for (let part = open.pop(); part !== undefined; part = open.pop()) await part.close();
    },
  };
}
