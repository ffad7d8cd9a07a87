import type { HistoryEntry, Present } from '@concord/core';
import { describe, expect, it } from 'vitest';
import { answeredEntry, foundOutEntry } from '../../packages/engine/src/sync/told.ts';

const planned = (more: Partial<HistoryEntry>): HistoryEntry => ({
  mapping: 'm',
  title: 'Anna Berg',
  what: 'changed',
  side: 'right',
  rule: 'merge-sides',
  reasons: [],
  before: { jobTitle: 'Clerk' },
  after: { jobTitle: 'Notary public of the province', prefix: 'Ms' },
  ...more,
});
const shown: Present = {
  kind: 'present',
  id: 'item',
  version: 'v2',
  modifiedAt: 2,
  createdAt: 1,
  askedAt: 2,
  item: { kind: 'person', firstName: 'Anna', jobTitle: 'Notary public' },
};

describe('what is told of a write', () => {
  it('is what the provider made of it, and of an edit only the details that it was about', () => {
    expect(answeredEntry(planned({}), { kind: 'written', observation: shown })).toMatchObject({
      item: 'item',
      version: 'v2',
      before: { jobTitle: 'Clerk' },
      after: { jobTitle: 'Notary public' },
    });
    expect(answeredEntry(planned({}), { kind: 'written', observation: shown })?.after).not.toHaveProperty('firstName');
  });

  it('is of what was added all that is there now', () => {
    const { before: _, ...added } = planned({ what: 'added' });
    expect(answeredEntry(added, { kind: 'written', observation: shown })?.after).toEqual(shown.item);
  });

  it('is what was sent when it was found out later', () => {
    expect(foundOutEntry(planned({}), shown)).toEqual({ ...planned({}), item: 'item', version: 'v2' });
  });

  it('is the provider’s sentence when it was refused, and nothing while nobody knows', () => {
    const refused = answeredEntry(planned({}), { kind: 'refused', code: 'refused', detail: 'Too long' });
    expect(refused).toEqual({ ...planned({}), what: 'parked', refusal: 'Too long' });
    for (const kind of ['unknown', 'conflict', 'gone'] as const)
      expect(answeredEntry(planned({}), { kind })).toBeUndefined();
  });
});
