import { type MappingSide, presentOf, sideFrom } from '@concord/core';
import { describe, expect, it } from 'vitest';
import { person } from './simulated-sides.ts';

const known: MappingSide = { id: 'i1', version: '7', modifiedAt: 500, seenAt: 900, shown: person('Anna', 'Berg') };

describe('a side of a mapping, taken for a sight of it', () => {
  it.each([
    ['plain', known],
    ['with what its lens keeps', { ...known, keep: { displayName: 'Anna' } }],
    ['when it was not in the chosen group', { ...known, outside: true }],
    ['when nothing of it may be written', { ...known, oneWay: 'oneWayGuests' }],
    ['when some of its fields may not', { ...known, closed: ['title'] }],
  ] as const)('is that side again, %s', (_, side) => {
    expect(sideFrom(presentOf(side, 2_000), side.seenAt)).toEqual(side);
  });

  it('was asked for when it is said to have been, and counts as made when it was changed', () => {
    expect(presentOf(known, 2_000)).toMatchObject({ kind: 'present', askedAt: 2_000, createdAt: 500 });
  });

  it('does not say that it is gone, nor who made it', () => {
    expect(presentOf({ ...known, gone: true, made: true }, 2_000)).toEqual(presentOf(known, 2_000));
  });
});
