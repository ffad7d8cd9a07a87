import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { type FunctionName, functionNames } from './permissions.ts';

export type Bundle = {
  readonly name: FunctionName;
  readonly dir: string;
  readonly file: string;
  readonly meta: Metafile;
};

export type BundleOptions = {
  /** Holds one folder per function, each with a `handler.ts` that exports `handler`. */
  readonly functionsDir: string;
  /** Receives one folder per function, each with an `index.mjs`. */
  readonly outDir: string;
};

/**
 * Bundles every function as it is deployed: one minified ES module with all it needs. ES modules are a third smaller
 * and load twice as fast as CommonJS, but AWS clients call `require` inside, hence the banner.
 */
export function bundleFunctions({ functionsDir, outDir }: BundleOptions): Promise<readonly Bundle[]> {
  return Promise.all(functionNames.map((name) => bundleFunction(name, functionsDir, join(outDir, name))));
}

async function bundleFunction(name: FunctionName, functionsDir: string, dir: string): Promise<Bundle> {
  const entry = join(functionsDir, name, 'handler.ts');
  if (!existsSync(entry)) throw new Error(`The function ${name} has no handler: ${entry} is missing.`);
  const file = join(dir, 'index.mjs');
  const result = await build({
    entryPoints: [entry],
    outfile: file,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    legalComments: 'none',
    charset: 'utf8',
    banner: { js: requireBanner },
    metafile: true,
    logLevel: 'warning',
  });
  return { name, dir, file, meta: result.metafile };
}

const requireBanner =
  "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);";
