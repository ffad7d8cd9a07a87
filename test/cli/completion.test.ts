import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { commands } from '../../packages/cli/src/commands.ts';
import { everywhere } from '../../packages/cli/src/options.ts';
import { parseCommand } from '../../packages/cli/src/parse-command.ts';

const scriptFor = (shell: string): string => {
  const parsed = parseCommand(['completion', shell]);
  return parsed.kind === 'text' ? parsed.text : '';
};

/** What bash would offer behind these words; the last one is not finished. */
function offered(...words: readonly string[]): readonly string[] {
  const typed = ['concord', ...words];
  const ask = `${scriptFor('bash')}
COMP_WORDS=(${typed.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${typed.length - 1}
_concord; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, status } = spawnSync('bash', ['-c', ask], { encoding: 'utf8' });
  expect(status).toBe(0);
  return stdout.split('\n').filter((line) => line !== '');
}

describe('completion of bash', () => {
  it('offers every command once', () => {
    const firsts = new Set(commands.map(({ name }) => name.split(' ')[0]));
    expect(offered('')).toEqual([...firsts, 'completion']);
  });

  it('offers the second words of a group, and what has begun', () => {
    expect(offered('keys', '')).toEqual(['status', 'rotate', 'reseal', 'drop']);
    expect(offered('keys', 'r')).toEqual(['rotate', 'reseal']);
    expect(offered('completion', '')).toEqual(['bash', 'zsh', 'fish']);
  });

  it.each(commands.map(({ name, options }) => [name, options] as const))(
    'offers the options of %s',
    (name, options) => {
      expect(offered(...name.split(' '), '--')).toEqual([...options, ...everywhere].map((option) => `--${option}`));
      expect(offered(...name.split(' '), 'word', '--st')).toEqual(['--stage']);
    },
  );
});

it.each(['bash', 'zsh', 'fish'])('the script for %s names all commands and options', (shell) => {
  const script = scriptFor(shell);
  for (const { name, options } of commands)
    for (const word of [...name.split(' '), ...options]) expect(script).toContain(word);
});
