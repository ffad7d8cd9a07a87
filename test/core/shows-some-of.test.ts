import { baseFoundOut, contactType, type Item, sharedItem, showsSomeOf } from '@concord/core';
import { describe, expect, it } from 'vitest';

const card = (...emails: readonly string[]): Item => ({
  kind: 'person',
  emails: emails.map((email) => ({ key: email, value: email })),
});
const shows = (before: Item, planned: Item, now: Item): boolean => showsSomeOf(contactType, before, planned, now);

describe('a write whose outcome is looked for', () => {
  it('shows itself by what it added, whatever came since', () => {
    expect(shows(card('a'), card('b'), card('b', 'c'))).toBe(true);
    expect(shows(card('a'), card('a', 'b'), card('a'))).toBe(false);
  });

  it('shows itself by what it took away, also where the provider dropped what it added', () => {
    expect(shows(card('a', 'b'), card('b'), card('b', 'c'))).toBe(true);
    expect(shows(card('a', 'b'), card('b', 'c'), card('b'))).toBe(true);
    expect(shows(card('a', 'b'), card('b', 'c'), card('a', 'b'))).toBe(false);
  });

  it('is not seen in what somebody else put in that place', () => {
    expect(shows(card('a'), card('b'), card('c'))).toBe(false);
  });

  const long = 'Notary and Commissioner for Oaths in Ontario';
  const cut = long.slice(0, 40);
  const titled = (jobTitle: string): Item => ({ kind: 'person', jobTitle });

  it('shows itself also where the provider cut what it was sent, but not where somebody wrote a short one', () => {
    expect(shows(titled('Baker'), titled(long), titled(cut))).toBe(true);
    expect(shows(titled('Baker'), titled(long), titled('Notary'))).toBe(false);
    expect(shows(titled(cut), titled(long), titled(cut))).toBe(false);
    expect(shows(titled(long), titled(long), titled(cut))).toBe(false);
  });

  it('agreed on what the provider cut: the cut is nobody’s edit', () => {
    expect(sharedItem(contactType, titled(long), titled(cut)).jobTitle).toBe(cut);
    expect(sharedItem(contactType, titled(long), titled('Notary')).jobTitle).toBe(long);
    const planned = { left: titled(long), right: titled(long) };
    const before = { left: titled('Baker'), right: titled('Baker') };
    const base = (shown: string) => baseFoundOut(contactType, 'left', { before, planned }, titled(long), titled(shown));
    expect(base(cut)).toMatchObject({ left: { jobTitle: cut }, right: { jobTitle: long } });
    expect(base('Judge')).toMatchObject({ left: { jobTitle: 'Baker' }, right: { jobTitle: 'Baker' } });
  });

  it('agreed on a list of which each entry arrived, whatever was written over or added since, and not where one is missing', () => {
    const planned = { left: card('a', 'b'), right: card('a', 'b') };
    const base = (...shown: readonly string[]) =>
      baseFoundOut(contactType, 'left', { before: undefined, planned }, card('a', 'b'), card(...shown));
    const [agreed, nothing] = [planned, { left: {}, right: {} }].map(({ left, right }) => ({
      left: left.emails,
      right: right.emails,
    }));
    const emailsIn = ({ left, right }: ReturnType<typeof base>) => ({ left: left.emails, right: right.emails });
    for (const shown of [
      ['a', 'b'],
      ['a', 'c'],
      ['a', 'b', 'c'],
    ])
      expect(emailsIn(base(...shown))).toEqual(agreed);
    expect(emailsIn(base('a'))).toEqual(nothing);
  });
});
