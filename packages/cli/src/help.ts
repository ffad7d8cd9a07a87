import type { Command } from './command.ts';
import { commands } from './commands.ts';
import { everywhere, type OptionName, optionNames, options, takesOf } from './options.ts';

const columns = 80;
const indent = 24;

/** All commands and all options. */
export function usage(): string {
  return [
    'Usage: npm run concord -- <command> [where]',
    '',
    ...commands.flatMap((command) => entry(callOf(command), command.says)),
    ...entry('completion SHELL', 'prints what completes these commands: bash, zsh or fish'),
    '',
    ...optionNames.flatMap((name) => optionEntry(name)),
    '',
    'Exit codes: 0 done, 1 could not be asked, 2 something is wrong or refused.',
  ].join('\n');
}

/** One command and its options. */
export function helpOf(command: Command): string {
  return [
    `Usage: npm run concord -- ${callOf(command)} [where]`,
    '',
    ...wrapped(command.says, columns),
    '',
    ...[...command.options, ...everywhere].flatMap((name) => optionEntry(name)),
  ].join('\n');
}

const callOf = ({ name, takes }: Command): string => (takes === undefined ? name : `${name} ${takes}`);

const optionEntry = (name: OptionName): readonly string[] => entry(`--${name}${takesOf(name)}`, options[name].says);

/** What is said stands in a column of its own; a long name has a line of its own. */
function entry(name: string, says: string): readonly string[] {
  const lines = wrapped(says, columns - indent).map((line) => `${' '.repeat(indent)}${line}`);
  const isShort = name.length <= indent - 4;
  return isShort ? [`  ${name}`.padEnd(indent) + (lines[0] ?? '').trim(), ...lines.slice(1)] : [`  ${name}`, ...lines];
}

function wrapped(text: string, width: number): readonly string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}
