import { parseArgs } from 'node:util';
import { type Command, type Prepared, wrong } from './command.ts';
import { commands } from './commands.ts';
import { completions, isShell, shells } from './completion.ts';
import { helpOf, usage } from './help.ts';
import { everywhere, isFlag, type OptionName, optionNames, type Values } from './options.ts';
import { splitTarget, type Target } from './target.ts';

export type Parsed =
  /** Needs no deployment. */
  | { readonly kind: 'text'; readonly text: string }
  | ({ readonly kind: 'command'; readonly name: string; readonly target: Target; readonly isJson: boolean } & Prepared);

/** Throws a `Problem` that says what is wrong with the words given. */
export function parseCommand(words: readonly string[]): Parsed {
  const { values, positionals } = parse(words);
  const [first = '', second = ''] = positionals;
  const command = commandOf(first, second);
  if (values.help || first === '') return { kind: 'text', text: command ? helpOf(command) : usage() };
  if (first === 'completion') return { kind: 'text', text: completionFor(positionals.slice(1)) };
  if (command === undefined) throw wrong(`There is no command ${isGroup(first) ? `${first} ${second}`.trim() : first}`);
  const stray = optionNames.find((name) => values[name] && ![...everywhere, ...command.options].includes(name));
  if (stray !== undefined) throw wrong(`--${stray} means nothing to ${command.name}`);
  const rest = positionals.slice(command.name.split(' ').length);
  const { target, words: left } = splitTarget(values, rest, command.words);
  const isJson = values.json === true;
  return { kind: 'command', name: command.name, target, isJson, ...command.prepare({ words: left, values }) };
}

const commandOf = (first: string, second: string): Command | undefined =>
  commands.find(({ name }) => name === first || name === `${first} ${second}`);

const isGroup = (word: string): boolean => commands.some(({ name }) => name.startsWith(`${word} `));

function completionFor([shell = '', ...more]: readonly string[]): string {
  if (!isShell(shell) || more.length > 0) throw wrong(`completion needs one of ${shells.join(', ')}`);
  return completions[shell](commands);
}

const known = Object.fromEntries(
  optionNames.map((name) => [
    name,
    { type: isFlag(name) ? 'boolean' : 'string', ...(name === 'help' ? { short: 'h' } : {}) },
  ]),
) as Readonly<Record<OptionName, { readonly type: 'boolean' | 'string'; readonly short?: string }>>;

function parse(given: readonly string[]): { readonly values: Values; readonly positionals: readonly string[] } {
  try {
    const { values, positionals } = parseArgs({ args: [...given], options: known, allowPositionals: true });
    return { values: values as Values, positionals };
  } catch (error) {
    const [sentence = ''] = (error instanceof Error ? error.message : '').split(/\.\s/u);
    throw wrong(sentence.replace(/\.$/u, ''));
  }
}
