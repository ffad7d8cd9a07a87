import { describe, expect, it } from 'vitest';
import { codeOf, sourceFiles } from './source-files.ts';

const files = sourceFiles();

/** Names that say nothing, and draw everything. */
const saysNothing = /^(?:utils?|helpers?|commons?|managers?|services?|types?)$|-(?:utils?|helpers?|manager|service)$/u;

/** What a reader of one provider looks for in the next. */
const filesOfProviders = ['client', 'contacts', 'errors', 'index', 'oauth', 'profile', 'requests', 'webhook'];
const realProviders = ['provider-clio', 'provider-google', 'provider-microsoft'] as const;

describe('files', () => {
  it('are named for what they export', () => {
    const words = (name: string): readonly string[] => name.split('/');
    expect(
      files.filter(({ name }) => words(name).some((word) => saysNothing.test(word))).map(({ path }) => path),
    ).toEqual([]);
  });

  it('are named in kebab-case', () => {
    const isKebab = (name: string): boolean => /^[a-z0-9-]+(?:\.d)?(?:\/[a-z0-9-]+)*(?:\.d)?$/u.test(name);
    expect(files.filter(({ name }) => !isKebab(name)).map(({ path }) => path)).toEqual([]);
  });

  it('are the same in every provider', () => {
    for (const part of realProviders) {
      const names = new Set(files.filter((file) => file.part === part).map(({ name }) => name));
      expect({ part, missing: filesOfProviders.filter((name) => !names.has(name)) }).toEqual({ part, missing: [] });
    }
  });

  it('stay small enough to be read at once', () => {
    const tooLong = files.filter(({ text }) => text.split('\n').length > 400).map(({ path }) => path);
    expect(tooLong).toEqual([]);
  });
});

describe('that an item is a contact', () => {
  it('is known to the engine in one registry only', () => {
    const knowing = files.filter(
      (file) => file.part === 'engine' && /\bcontact(?:Type|Policy|Fields|Likeness)\b|\bContact\b/u.test(codeOf(file)),
    );
    expect(knowing.map(({ path }) => path)).toEqual(['packages/engine/src/sync/item-types.ts']);
  });

  it('is known to core in the contact files, its policy and its entry only', () => {
    const mayKnow = /^(?:contacts\/|policy$|index$)/u;
    const knowing = files.filter(
      (file) =>
        file.part === 'core' &&
        !mayKnow.test(file.name) &&
        /from '\.\/contacts\/|from '\.\.\/contacts\//u.test(file.text),
    );
    expect(knowing.map(({ path }) => path)).toEqual([]);
  });
});
