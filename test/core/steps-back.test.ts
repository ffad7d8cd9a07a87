import { contactType, type Item, type Mapping, type Observation, stepsBack } from '@concord/core';
import { describe, expect, it } from 'vitest';

const anna: Item = { firstName: 'Anna', lastName: 'Berg', jobTitle: 'Notary' };

const sideOf = (id: string, shown: Item) => ({ id, version: 'v1', modifiedAt: 1, createdAt: 1, seenAt: 1, shown });
const mapping: Mapping = {
  id: 'm',
  state: 'linked',
  generation: 1,
  left: sideOf('l', { ...anna, birthday: '1980-02-03' }),
  right: sideOf('r', anna),
};
const present = (id: string, item: Item): Observation => ({
  kind: 'present',
  id,
  version: 'v2',
  modifiedAt: 2,
  createdAt: 1,
  askedAt: 2,
  item,
});
const gone = (id: string): Observation => ({ kind: 'gone', id, askedAt: 2, confirmed: true });
const steps = (left: Observation, right: Observation) => stepsBack(contactType, mapping, 'left', { left, right });

describe('what people did on a side, as steps back', () => {
  it('is, of a delete, the item as that side had it', () => {
    expect(steps(gone('l'), present('r', anna))).toEqual([
      { side: 'left', what: 'deleted', item: 'l', before: { ...anna, birthday: '1980-02-03' } },
    ]);
  });

  it('has what the other side has learned since, and not what it has lost', () => {
    const { jobTitle: _, ...rest } = anna;
    const [step] = steps(gone('l'), present('r', { ...rest, lastName: 'Hill' }));
    expect(step?.before).toEqual({ firstName: 'Anna', lastName: 'Hill', birthday: '1980-02-03' });
  });

  it('is, of edits, what was there before them and what is there now', () => {
    const { jobTitle: _, ...rest } = anna;
    expect(steps(present('l', { ...rest, birthday: '1980-02-03', prefix: 'Dr.' }), present('r', anna))).toEqual([
      { side: 'left', what: 'changed', item: 'l', before: { jobTitle: 'Notary' }, after: { prefix: 'Dr.' } },
    ]);
  });

  it.each([
    ['gone there as well', gone('l'), gone('r')],
    ['replaced there', gone('l'), present('other', anna)],
    ['replaced here', present('other', { firstName: 'Bo' }), present('r', anna)],
    ['edited on both sides', present('l', { firstName: 'Bo' }), present('r', { ...anna, jobTitle: 'Judge' })],
    ['as it was', present('l', { ...anna, birthday: '1980-02-03' }), present('r', anna)],
    ['not to be seen here', { kind: 'hidden', id: 'l', askedAt: 2 } as Observation, present('r', anna)],
  ])('are none where it is %s', (_, left, right) => {
    expect(steps(left, right)).toEqual([]);
  });
});
