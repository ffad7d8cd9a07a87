/** What a player module exports: one seed, played to its end. The same seed ends the same way. */
export type Player = {
  readonly play: (seed: number) => Promise<{ readonly violations: readonly string[] }>;
};
