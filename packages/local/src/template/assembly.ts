import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Template = {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<
    Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: unknown } }>
  >;
};
export type Resource = { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> };

/** What `cdk synth` made: the templates by stack, and where each asset lies, by the key it gets in the bucket. */
export type Assembly = {
  readonly stacks: ReadonlyMap<string, Template>;
  readonly assets: ReadonlyMap<string, string>;
};

type AssetManifest = {
  readonly files?: Readonly<
    Record<
      string,
      {
        readonly source: { readonly path: string };
        readonly destinations: Readonly<Record<string, { readonly objectKey: string }>>;
      }
    >
  >;
};

const templateEnding = '.template.json';
const assetsEnding = '.assets.json';

export function readAssembly(dir: string): Assembly {
  const files = readdirSync(dir);
  const stacks = files
    .filter((file) => file.endsWith(templateEnding))
    .map((file) => [file.slice(0, -templateEnding.length), readJson(join(dir, file)) as Template] as const);
  const assets = files
    .filter((file) => file.endsWith(assetsEnding))
    .flatMap((file) => assetsOf(readJson(join(dir, file)) as AssetManifest, dir));
  return { stacks: new Map(stacks), assets: new Map(assets) };
}

function assetsOf({ files = {} }: AssetManifest, dir: string): (readonly [string, string])[] {
  return Object.values(files).flatMap(({ source, destinations }) =>
    Object.values(destinations).map(({ objectKey }) => [objectKey, join(dir, source.path)] as const),
  );
}

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
