import type { Command } from './command.ts';
import { everywhere, isFlag, type OptionName, options } from './options.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];
export const isShell = (word: string): word is Shell => shells.some((shell) => shell === word);

/** The shell's own script, made from the table of commands. It completes `concord`, which the README says how to make. */
export const completions = {
  bash: (commands) => bash(commands, ''),
  // zsh understands bash's way of completing, once it is told to.
  zsh: (commands) => bash(commands, 'autoload -U +X bashcompinit && bashcompinit\n'),
  fish: fish,
} as const satisfies Record<Shell, (commands: readonly Command[]) => string>;

type Names = Pick<Command, 'name' | 'options' | 'says'>;
const completion: Names = { name: 'completion', options: [], says: 'prints what completes these commands' };
const withCompletion = (commands: readonly Names[]): readonly Names[] => [...commands, completion];

const optionsOf = (command: Names): readonly OptionName[] => [
  ...command.options,
  ...(command === completion ? [] : everywhere),
];

/** The first words, and behind each of those that begin several commands the second ones. */
function wordsOf(commands: readonly Names[]): ReadonlyMap<string, readonly string[]> {
  const words = new Map<string, readonly string[]>();
  for (const { name } of commands) {
    const [first = '', second] = name.split(' ');
    words.set(first, [...(words.get(first) ?? []), ...(second === undefined ? [] : [second])]);
  }
  words.set('completion', shells);
  return words;
}

function bash(commands: readonly Command[], before: string): string {
  const all = withCompletion(commands);
  const words = wordsOf(all);
  const seconds = [...words].filter(([, more]) => more.length > 0);
  const flags = all.map((command) => {
    const name = command.name.replace(' ', '\\ ');
    return `    ${name}|${name}\\ *) words="${optionsOf(command)
      .map((option) => `--${option}`)
      .join(' ')}" ;;`;
  });
  return `${before}_concord() {
  local word="\${COMP_WORDS[COMP_CWORD]}" said="\${COMP_WORDS[*]:1:COMP_CWORD-1}" words=""
  if [[ "$word" == -* ]]; then
    case "$said" in
${flags.join('\n')}
    esac
  elif (( COMP_CWORD == 1 )); then
    words="${[...words.keys()].join(' ')}"
  else
    case "$said" in
${seconds.map(([first, more]) => `    ${first}) words="${more.join(' ')}" ;;`).join('\n')}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _concord concord`;
}

function fish(commands: readonly Command[]): string {
  const all = withCompletion(commands);
  const lines = [...wordsOf(all)].flatMap(([first, seconds]) => [
    `complete -c concord -f -n __fish_use_subcommand -a ${first} -d ${quoted(saysOf(all, first))}`,
    ...(seconds.length === 0
      ? []
      : [
          `complete -c concord -f -n '__fish_seen_subcommand_from ${first}; and not __fish_seen_subcommand_from ${seconds.join(' ')}' -a '${seconds.join(' ')}'`,
        ]),
  ]);
  const flags = all.flatMap((command) =>
    optionsOf(command).map((option) => {
      const isSaid = command.name.split(' ').map((word) => `__fish_seen_subcommand_from ${word}`);
      const takesMore = isFlag(option) ? '' : ' -r';
      return `complete -c concord -n '${isSaid.join('; and ')}' -l ${option}${takesMore} -d ${quoted(options[option].says)}`;
    }),
  );
  return [...lines, ...flags].join('\n');
}

const saysOf = (commands: readonly Names[], first: string): string =>
  commands.find(({ name }) => name === first)?.says ??
  commands.find(({ name }) => name.startsWith(`${first} `))?.says ??
  '';

const quoted = (text: string): string => `'${text.replaceAll("'", "\\'")}'`;
