import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bundle, bundleFunctions } from '../../infra/bundle.ts';
import { functionNames } from '../../infra/permissions.ts';

const functionsDir = fileURLToPath(new URL('../local/functions', import.meta.url));
let outDir: string;
let bundles: readonly Bundle[];
beforeAll(async () => {
  outDir = mkdtempSync(join(tmpdir(), 'concord-bundle-'));
  bundles = await bundleFunctions({ functionsDir, outDir });
}, 120_000);
afterAll(() => rmSync(outDir, { recursive: true, force: true }));

describe('bundles', () => {
  it('are one file per function, which needs nothing beside it', () => {
    expect(bundles.map(({ name }) => name)).toEqual([...functionNames]);
    for (const { dir, meta } of bundles) {
      expect(readdirSync(dir)).toEqual(['index.mjs']);
      const imported = Object.values(meta.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
      expect(imported.filter((path) => !path.startsWith('node:') && !isBuiltin(path))).toEqual([]);
    }
  });

  it('load as they are and export their handler', () => {
    const environment = { ...process.env, AWS_REGION: 'eu-central-1' };
    const names = ['TABLE', 'QUEUE_URL', 'SECRET_KEYS', 'SECRET_CLIO'].map((name) => `CONCORD_${name}`);
    for (const name of names) Object.assign(environment, { [name]: 'x' });
    for (const { file } of bundles) {
      const script = `import(${JSON.stringify(file)}).then(({ handler }) => console.log(typeof handler))`;
      expect(
        execFileSync(process.execPath, ['-e', script], { cwd: tmpdir(), env: environment, encoding: 'utf8' }),
      ).toBe('function\n');
    }
  });

  it('say which handler is missing', async () => {
    const empty = join(outDir, 'empty');
    await expect(bundleFunctions({ functionsDir: empty, outDir: empty })).rejects.toThrow(
      'The function oauth has no handler',
    );
    expect(existsSync(empty)).toBe(false);
  });
});

const isBuiltin = (path: string): boolean => process.getBuiltinModule(path) !== undefined;
