import { contactType, type Item, showsSomeOf } from '@concord/core';
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
});
