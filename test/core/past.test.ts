import { type HistoryEntry, type Item, type Moment, momentBefore, undoRule } from '@concord/core';
import { describe, expect, it } from 'vitest';

const told = (more: Partial<HistoryEntry>): HistoryEntry => ({
  mapping: 'm',
  title: 'Anna Berg',
  what: 'changed',
  side: 'right',
  rule: 'merge-sides',
  reasons: [],
  ...more,
});
const person = (more: Item = {}): Item => ({ kind: 'person', firstName: 'Anna', ...more });
const same = (item: Item): Moment => ({ left: item, right: item, base: item });

describe('the moment before an entry', () => {
  it('of what was added lacks that side, and what both had agreed on', () => {
    expect(momentBefore(same(person()), told({ what: 'added', after: person() }))).toEqual({ left: person() });
  });

  it('of what was deleted has it as it was', () => {
    const before = momentBefore({}, told({ what: 'deleted', before: person({ jobTitle: 'Notary' }) }));
    expect(before).toEqual({ right: person({ jobTitle: 'Notary' }) });
  });

  it('of an edit that was carried over has the old value on both sides', () => {
    const entry = told({ before: { jobTitle: 'Clerk' }, after: { jobTitle: 'Notary' } });
    expect(momentBefore(same(person({ jobTitle: 'Notary' })), entry)).toEqual(same(person({ jobTitle: 'Clerk' })));
  });

  it('of a value that was filled in is blank again', () => {
    const entry = told({ after: { jobTitle: 'Notary' } });
    expect(momentBefore(same(person({ jobTitle: 'Notary' })), entry)).toEqual(same(person()));
  });

  it('of a conflict has the value that lost on its side, and what both had agreed on elsewhere', () => {
    const entry = told({
      before: { jobTitle: 'Baker' },
      after: { jobTitle: 'Notary' },
      lost: ['jobTitle'],
      other: { before: { jobTitle: 'Clerk' } },
    });
    expect(momentBefore(same(person({ jobTitle: 'Notary' })), entry)).toEqual({
      left: person({ jobTitle: 'Clerk' }),
      right: person({ jobTitle: 'Baker' }),
      base: person({ jobTitle: 'Clerk' }),
    });
  });

  it('of an undo has the other side and what both had agreed on as they are', () => {
    const after = { left: person({ jobTitle: 'Clerk' }), right: person(), base: person({ jobTitle: 'Clerk' }) };
    const entry = told({ rule: undoRule, before: { jobTitle: 'Notary' } });
    expect(momentBefore(after, entry)).toEqual({ ...after, right: person({ jobTitle: 'Notary' }) });
  });

  it('of the first time in step takes nothing away where it came from', () => {
    const entry = told({ first: true, after: { jobTitle: 'Notary' } });
    expect(momentBefore(same(person({ jobTitle: 'Notary' })), entry)).toEqual({
      left: person({ jobTitle: 'Notary' }),
      right: person(),
    });
  });

  it.each(['held', 'released', 'parked'] as const)('of what was %s is the same', (what) => {
    expect(momentBefore(same(person()), told({ what, after: { jobTitle: 'Notary' } }))).toEqual(same(person()));
  });
});
