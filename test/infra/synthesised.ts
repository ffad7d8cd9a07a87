import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { addConcord } from '../../infra/concord.ts';
import { functionNames } from '../../infra/permissions.ts';

export type Resource = {
  readonly stack: string;
  readonly id: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly deletionPolicy: string | undefined;
};

type Change = (app: App) => void;

/** All resources of all stacks, with bundles that hold nothing: the template does not depend on what is in them. */
export function synthesise(
  context: Readonly<Record<string, string>> = {},
  change: Change = () => undefined,
  stagesDir = '',
): readonly Resource[] {
  return templatesOf(context, change, stagesDir).flatMap(({ stack, template }) => resourcesOf(stack, template));
}

/** Names under which one stack shows values to the others. */
export function exportsOf(context: Readonly<Record<string, string>> = {}, stagesDir = ''): readonly string[] {
  const outputs = templatesOf(context, () => undefined, stagesDir).flatMap(({ template }) =>
    Object.values(template.Outputs ?? {}),
  );
  return outputs.flatMap(({ Export }) => (Export === undefined ? [] : [JSON.stringify(Export.Name)]));
}

type Synthesised = { readonly stack: string; readonly template: Template };

function templatesOf(
  context: Readonly<Record<string, string>>,
  change: Change,
  stagesDir: string,
): readonly Synthesised[] {
  const dir = mkdtempSync(join(tmpdir(), 'concord-infra-'));
  try {
    return synthesiseIn(dir, context, change, stagesDir);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

function synthesiseIn(
  dir: string,
  context: Readonly<Record<string, string>>,
  change: Change,
  stagesDir: string,
): readonly Synthesised[] {
  for (const name of functionNames) {
    mkdirSync(join(dir, 'bundles', name), { recursive: true });
    writeFileSync(join(dir, 'bundles', name, 'index.mjs'), `export const handler = () => '${name}';`);
  }
  mkdirSync(join(dir, 'page/assets'), { recursive: true });
  writeFileSync(join(dir, 'page/index.html'), '<!doctype html>');
  writeFileSync(join(dir, 'page/assets/main-abc.js'), '0;');
  const app = new App({ context, outdir: join(dir, 'cdk.out'), analyticsReporting: false });
  addConcord(app, { bundlesDir: join(dir, 'bundles'), pageDir: join(dir, 'page'), stagesDir });
  change(app);
  return app.synth().stacks.map(({ stackName, template }) => ({ stack: stackName, template: template as Template }));
}

/** A folder with a file for each stage. */
export function stagesWith(stages: Readonly<Record<string, unknown>>): string {
  const dir = mkdtempSync(join(tmpdir(), 'concord-stages-'));
  for (const [stage, file] of Object.entries(stages))
    writeFileSync(join(dir, `${stage}.json`), typeof file === 'string' ? file : JSON.stringify(file));
  return dir;
}

type Written = {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
  readonly DeletionPolicy?: string;
};
type Template = {
  readonly Resources: Readonly<Record<string, Written>>;
  readonly Outputs?: Readonly<Record<string, { readonly Export?: { readonly Name: unknown } }>>;
};

function resourcesOf(stack: string, { Resources }: Template): readonly Resource[] {
  return Object.entries(Resources).map(([id, { Type, Properties = {}, DeletionPolicy }]) => ({
    stack,
    id,
    type: Type,
    properties: Properties,
    deletionPolicy: DeletionPolicy,
  }));
}
