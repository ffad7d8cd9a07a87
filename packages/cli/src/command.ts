import type { Clock } from '@concord/core';
import { Problem } from '@concord/local';
import type { OpenDeployment } from './deployment.ts';
import type { OptionName, Values } from './options.ts';
import type { Target } from './target.ts';

/** What is typed behind the name of a command. `words`: without the folder of `--local`. */
export type Given = { readonly words: readonly string[]; readonly values: Values };

export type RunContext = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly pause: (ms: number) => Promise<void>;
  readonly say: (line: string) => void;
  /** Absent where nobody is at a keyboard. */
  readonly ask?: (question: string) => Promise<boolean>;
  /** Standard output, as it is. */
  readonly write: (text: string) => void;
};
export type CommandContext = RunContext & { readonly target: Target };

/** One command: what it is called, what it does in a line or two, how its words are read, and how it is carried out. */
type CommandSpec<Asked> = {
  readonly name: string;
  /** The words behind the name, as the help shows them. */
  readonly takes?: string;
  readonly says: string;
  readonly options: readonly OptionName[];
  /** How many words at most; `any`: then the folder of `--local` is told from them by how it begins, with "." or "/". */
  readonly words: 0 | 1 | 'any';
  /** Throws a `Problem` for words that make no sense. */
  readonly parse: (given: Given) => Asked;
  /** Returns the exit code: 0 done, 2 something is wrong. Throws a `Problem` for what could not be asked. */
  readonly run: (deployment: OpenDeployment, asked: Asked, context: CommandContext) => Promise<number>;
};

export type Prepared = {
  readonly asked: unknown;
  readonly run: (deployment: OpenDeployment, context: CommandContext) => Promise<number>;
};
export type Command = Omit<CommandSpec<unknown>, 'parse' | 'run'> & { readonly prepare: (given: Given) => Prepared };

/** A command as the table holds it: what it asks for is nobody else's business. */
export function defineCommand<Asked>({ parse, run, ...said }: CommandSpec<Asked>): Command {
  const prepare = (given: Given): Prepared => {
    const asked = parse(given);
    return { asked, run: async (deployment, context) => await run(deployment, asked, context) };
  };
  return { ...said, prepare };
}

export const wrong = (what: string): Problem =>
  new Problem(`${what}: type "npm run concord -- --help" to see the commands.`);

/** The entries that have a value, for optional properties. */
export function given<Name extends string, Value>(
  some: Readonly<Record<Name, Value | undefined>>,
): { readonly [Each in Name]?: Value } {
  return Object.fromEntries(Object.entries(some).filter(([, value]) => value !== undefined)) as {
    readonly [Each in Name]?: Value;
  };
}
