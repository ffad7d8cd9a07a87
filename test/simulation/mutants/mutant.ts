/** A bug to plant on purpose: one place of the engine, core or a provider, written another way. */
export type Mutant = {
  /** Short and unique, for `--mutants --only`. */
  readonly name: string;
  /** The rule of the design that it breaks, in words. */
  readonly breaks: string;
  /** The invariant of the reliability reference that should notice it, where one can be named. */
  readonly invariant?: string;
  /** From the root of the repository. */
  readonly file: string;
  /** Occurs exactly once in the file. */
  readonly find: string;
  readonly replace: string;
};

/** Undefined when `find` is not there exactly once: then the mutant is out of date. */
export function mutated(source: string, { find, replace }: Mutant): string | undefined {
  const [before, after, ...more] = source.split(find);
  return before === undefined || after === undefined || more.length > 0 ? undefined : before + replace + after;
}
