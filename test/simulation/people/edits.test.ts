import { describe, expect, it } from 'vitest';
import { type Edit, lastEntries, lastTexts } from './edits.ts';

type Told = readonly [book: string, before: string | undefined, after: string | undefined];

const edits = (field: Edit['field'], ...told: readonly Told[]): readonly Edit[] =>
  told.map(([book, before, after], index) => ({ tag: 'a', field, book, before, after, index }));

describe('the texts that may stand in the end', () => {
  it('are those that nobody wrote over, knowing them', () => {
    expect(lastTexts(edits('jobTitle', ['clio', '', 'a'], ['one', 'a', 'b']), 'jobTitle')).toEqual(new Set(['b']));
    expect(lastTexts(edits('jobTitle', ['clio', '', 'a'], ['one', 'a', 'b'], ['two', 'a', 'c']), 'jobTitle')).toEqual(
      new Set(['b', 'c']),
    );
  });

  it('may be nothing, when somebody cleared it', () => {
    expect(lastTexts(edits('jobTitle', ['clio', '', 'a'], ['one', 'a', '']), 'jobTitle')).toEqual(new Set(['']));
  });

  it('are nobody’s when nobody wrote that field', () => {
    expect(lastTexts(edits('jobTitle', ['clio', '', 'a']), 'prefix')).toBeUndefined();
  });

  it('may leave out what some books wrote over', () => {
    const both = edits('jobTitle', ['clio', '', 'a'], ['one', 'a', 'b']);
    expect(lastTexts(both, 'jobTitle', (book) => book === 'clio')).toEqual(new Set(['a', 'b']));
  });
});

describe('the entries that must be there in the end', () => {
  it('are those that were added and never taken away', () => {
    const told = edits('emails', ['clio', undefined, 'a'], ['one', undefined, 'b'], ['clio', 'b', undefined]);
    expect(lastEntries(told, 'emails')).toEqual({ wanted: ['a'], unwanted: ['b'], known: new Set(['a', 'b']) });
  });

  it('do not have to be there when several books changed the same entry', () => {
    const told = edits('emails', ['clio', undefined, 'a'], ['clio', 'a', 'b'], ['one', 'a', 'c']);
    expect(lastEntries(told, 'emails')).toMatchObject({ wanted: [], unwanted: ['a'] });
    const alone = edits('emails', ['clio', undefined, 'a'], ['clio', 'a', 'b'], ['clio', 'b', 'c']);
    expect(lastEntries(alone, 'emails')).toMatchObject({ wanted: ['c'], unwanted: ['a', 'b'] });
  });

  it('have to be there when one book wrote over what another only took off', () => {
    const born = ['clio', undefined, 'a'] as const;
    const [birth, ...told] = edits('emails', born, ['clio', 'a', undefined], ['one', 'a', 'c']);
    const withBirth = birth ? [{ ...birth, isBirth: true as const }, ...told] : [];
    expect(lastEntries(withBirth, 'emails')).toMatchObject({ wanted: ['c'], unwanted: ['a'] });
    const corrected = edits('emails', born, ['clio', 'a', undefined], ['clio', undefined, 'b'], ['one', 'a', 'c']);
    expect(lastEntries(corrected, 'emails').wanted).toEqual([]);
    // Whom nobody typed in there has no beginning there: the first that is added may be a correction.
    expect(lastEntries(corrected.slice(1), 'emails').wanted).toEqual([]);
  });

  it('are gone only when taken away as often as one book got them', () => {
    const twice = [
      ['clio', undefined, 'office'],
      ['clio', undefined, 'office'],
      ['one', undefined, 'office'],
      ['clio', 'office', undefined],
    ] as const;
    expect(lastEntries(edits('emails', ...twice), 'emails').unwanted).toEqual([]);
    const inEach = edits('emails', ...twice, ['one', 'office', undefined]);
    expect(lastEntries(inEach, 'emails').unwanted).toEqual([]);
    const both = edits('emails', ...twice, ['clio', 'office', undefined]);
    expect(lastEntries(both, 'emails').unwanted).toEqual(['office']);
  });
});
