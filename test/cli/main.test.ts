import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { usage } from '../../packages/cli/src/help.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const scripts = (JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as { scripts: Record<string, string> })
  .scripts;

/** As `npm run concord -- ...` does. */
function concord(...words: readonly string[]) {
  const [program = '', ...args] = (scripts['concord'] ?? '').split(' ');
  expect(program).toBe('node');
  const { status, stdout, stderr } = spawnSync(process.execPath, [...args, ...words], { cwd: root, encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe('npm run concord', () => {
  it('explains itself, and ends well', () => {
    expect(concord('--help')).toEqual({ status: 0, stdout: `${usage()}\n`, stderr: '' });
  });

  it('says in one sentence what is wrong, and ends badly', () => {
    const { status, stderr } = concord('keys', 'status', '--local', 'no/such/folder');
    expect([status, stderr]).toEqual([
      1,
      'Nothing is kept in no/such/folder: type "npm start" first, or name another folder.\n',
    ]);
  });
});
