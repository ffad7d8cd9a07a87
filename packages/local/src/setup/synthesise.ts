import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../problem.ts';
import { type Assembly, readAssembly } from '../template/assembly.ts';
import { built, runNode } from './built.ts';

export type SynthesisOptions = { readonly root: string; readonly functionsDir?: string };

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
export async function synthesise({ root, functionsDir = 'functions' }: SynthesisOptions): Promise<Assembly> {
  const dir = await built({ root, name: 'assembly', inputs: [...inputs, functionsDir], build });
  return readAssembly(join(dir, 'cdk.out'));

  async function build(draft: string): Promise<void> {
    const { app, context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as CdkJson;
    const env = {
      CDK_OUTDIR: join(draft, 'cdk.out'),
      CDK_CONTEXT_JSON: JSON.stringify(context),
      CONCORD_FUNCTIONS_DIR: join(root, functionsDir),
      CONCORD_BUNDLES_DIR: join(draft, 'bundles'),
    };
    try {
      await runNode(app.replace(/^node /, '').split(' '), { cwd: root, env });
    } catch (error) {
      throw new Problem('The functions could not be built: type "npx cdk synth" to see why.', { cause: error });
    }
  }
}

type CdkJson = { readonly app: string; readonly context: object };
