import { globSync, readFileSync } from 'node:fs';

/** Every part of the product that has source of its own, by the folder it lives in. */
const folders = {
  core: 'packages/core/src',
  engine: 'packages/engine/src',
  'provider-clio': 'packages/providers/clio/src',
  'provider-memory': 'packages/providers/memory/src',
  'provider-google': 'packages/providers/google/src',
  'provider-microsoft': 'packages/providers/microsoft/src',
  aws: 'packages/aws/src',
  sandbox: 'packages/sandbox/src',
  local: 'packages/local/src',
  console: 'packages/console/src',
  cli: 'packages/cli/src',
  functions: 'functions',
  infra: 'infra',
} as const satisfies Record<string, string>;

export type Part = keyof typeof folders;
export const parts = Object.keys(folders) as readonly Part[];

export type SourceFile = {
  readonly part: Part;
  /** From the root of the repository, with forward slashes. */
  readonly path: string;
  /** The path inside its part, without an extension. */
  readonly name: string;
  readonly text: string;
};

export type Import = { readonly from: SourceFile; readonly specifier: string; readonly typesOnly: boolean };

const root = new URL('../../', import.meta.url).pathname;

export function sourceFiles(): readonly SourceFile[] {
  return parts.flatMap((part) =>
    globSync(`${folders[part]}/**/*.{ts,tsx}`, { cwd: root, exclude: (path) => path.includes('node_modules') }).map(
      (found) => {
        const path = found.replaceAll('\\', '/');
        const name = path.slice(folders[part].length + 1).replace(/\.tsx?$/u, '');
        return { part, path, name, text: readFileSync(`${root}${path}`, 'utf8') };
      },
    ),
  );
}

const statements = /(?:^|[\n;])\s*(?:import|export)\s+(type\s)?[^;'"]*?from\s*['"]([^'"]+)['"]/gu;
const others = /(?:\bimport\s*\(\s*|(?:^|\n)\s*import\s+)['"]([^'"]+)['"]/gu;

/** Every import and re-export of a file, dynamic ones and those for their effect alone included. */
export function importsOf(from: SourceFile): readonly Import[] {
  const named = [...from.text.matchAll(statements)].map(([, type, specifier]) => ({
    from,
    specifier: specifier ?? '',
    typesOnly: type !== undefined,
  }));
  const bare = [...from.text.matchAll(others)].map(([, specifier]) => ({
    from,
    specifier: specifier ?? '',
    typesOnly: false,
  }));
  return [...named, ...bare];
}

/** The source without comments and texts: what the program does, for looking for words in it. */
export function codeOf({ text }: SourceFile): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//gu, ' ')
    .replace(/(^|[^:'"`])\/\/.*$/gmu, '$1')
    .replace(/'(?:[^'\\\n]|\\.)*'/gu, "''");
}

export const told = ({ from, specifier }: Import): string => `${from.path} imports ${specifier}`;
