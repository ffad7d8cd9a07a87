import { describe, expect, it } from 'vitest';
import { type Import, importsOf, type Part, parts, sourceFiles, told } from './source-files.ts';

/** Which of our packages each part may import: the arrows of the design. The product grows by drawing one more here. */
const arrows = {
  core: [],
  'provider-clio': ['core'],
  'provider-google': ['core'],
  'provider-memory': ['core'],
  'provider-microsoft': ['core'],
  aws: ['core'],
  engine: ['core'],
  functions: ['core', 'engine', 'aws', 'provider-clio', 'provider-google', 'provider-microsoft'],
  local: ['core', 'engine', 'aws', 'provider-clio', 'provider-microsoft', 'sandbox'],
  cli: ['core', 'engine', 'aws', 'provider-clio', 'provider-google', 'provider-microsoft', 'local'],
  sandbox: [],
  console: ['core'],
  infra: [],
} as const satisfies Record<Part, readonly Part[]>;

/** Pure, small, and the same everywhere: all that core may use of the world. */
const librariesOfCore = ['libphonenumber-js/min'];

const files = sourceFiles();
const imports = files.flatMap(importsOf);
const ours = (specifier: string): string | undefined => /^@concord\/(.+)$/u.exec(specifier)?.[1];
const wrong = (isWrong: (one: Import) => boolean): readonly string[] => imports.filter(isWrong).map(told);

describe('imports', () => {
  it('are found in every part', () => {
    const importing = new Set(imports.map(({ from }) => from.part));
    expect(parts.filter((part) => !importing.has(part))).toEqual([]);
    expect(imports.length).toBeGreaterThan(files.length);
  });

  it('follow the arrows between the parts', () => {
    const followsNone = ({ from, specifier }: Import): boolean => {
      const target = ours(specifier);
      return target !== undefined && !(arrows[from.part] as readonly string[]).includes(target);
    };
    expect(wrong(followsNone)).toEqual([]);
  });

  it('name a package by its one entry, never a file inside it', () => {
    expect(wrong(({ specifier }) => ours(specifier)?.includes('/') === true)).toEqual([]);
  });

  it('by a path stay within their own part', () => {
    const leaves = ({ from, specifier }: Import): boolean => {
      if (!specifier.startsWith('.')) return false;
      const depth = from.name.split('/').length - 1;
      return specifier.split('/').filter((step) => step === '..').length > depth;
    };
    expect(wrong(leaves)).toEqual([]);
  });

  it('of core are its own files and a short list of pure libraries', () => {
    const foreign = ({ from, specifier }: Import): boolean =>
      from.part === 'core' && !specifier.startsWith('.') && !librariesOfCore.includes(specifier);
    expect(wrong(foreign)).toEqual([]);
  });

  it('of core by the page are types only, so that no sync code reaches a browser', () => {
    expect(
      wrong(({ from, specifier, typesOnly }) => from.part === 'console' && ours(specifier) === 'core' && !typesOnly),
    ).toEqual([]);
  });
});
