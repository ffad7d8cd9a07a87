import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Problem } from '../problem.ts';
import { type Assembly, readAssembly } from '../template/assembly.ts';
import { place } from '../template/resolve.ts';
import { built, runNode } from './built.ts';

export type SynthesisOptions = {
  readonly root: string;
  readonly functionsDir?: string;
  /** Below the repository: the page's files. Without it, the page is one line of text. */
  readonly pageDir?: string;
};

/** All that the templates and the bundles are made of. */
const inputs = [
  'package-lock.json',
  'cdk.json',
  'infra',
  'packages/aws',
  'packages/core',
  'packages/engine',
  'packages/providers',
];

/** The templates and bundles that `cdk deploy` would deploy, made by the same program. */
export async function synthesise(options: SynthesisOptions): Promise<Assembly> {
  const { root, functionsDir = 'functions', pageDir } = options;
  const page = pageDir === undefined ? [] : [relative(root, pageDir)];
  const dir = await built({ root, name: 'assembly', inputs: [...inputs, functionsDir, ...page], build });
  return readAssembly(join(dir, 'cdk.out'));

  async function build(draft: string): Promise<void> {
    const { app, context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as CdkJson;
    const env = {
      CDK_OUTDIR: join(draft, 'cdk.out'),
      CDK_CONTEXT_JSON: JSON.stringify(context),
      CONCORD_FUNCTIONS_DIR: join(root, functionsDir),
      CONCORD_BUNDLES_DIR: join(draft, 'bundles'),
      CONCORD_PAGE_DIR: pageDir ?? emptyPage(join(draft, 'page')),
      // Neither the operator's stages nor their region: this machine pretends to be in its own.
      CONCORD_STAGES_DIR: join(draft, 'stages'),
      CDK_DEFAULT_REGION: place.region,
    };
    try {
      await runNode(app.replace(/^node /, '').split(' '), { cwd: root, env });
    } catch (error) {
      throw new Problem('The functions could not be built: type "npx cdk synth" to see why.', { cause: error });
    }
  }
}

function emptyPage(dir: string): string {
  mkdirSync(join(dir, 'assets'), { recursive: true });
  writeFileSync(join(dir, 'assets/none.txt'), '');
  writeFileSync(join(dir, 'index.html'), '<!doctype html><title>Concord</title>');
  return dir;
}

type CdkJson = { readonly app: string; readonly context: object };
