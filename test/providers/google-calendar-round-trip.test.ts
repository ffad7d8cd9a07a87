import { exceptionElement, type Item, type Present, type ReasonCode, whenKey } from '@concord/core';
import { describe, expect, test } from 'vitest';
import { create, present, update, written } from '../contract/collection-contract.ts';
import { createAccount } from '../contract/google-account.ts';
import { type EventCase, eventCases } from '../events/cases.ts';

/** Of the table of times and series, what Google cannot say. */
const notHeld: ReadonlyMap<string, ReasonCode> = new Map([
  ['a thousand of five thousand days are cancelled', 'exceptionsNotHeldRight'],
]);
/** Dates that say what their series says, in other words: they differ from it in nothing. */
const alike: ReadonlySet<string> = new Set(['one is held in another zone']);

function itemOf({ name, when, exceptions = [] }: EventCase): Item {
  const list = exceptions.flatMap((one) => exceptionElement(one) ?? []);
  const item: Item = { title: name, when, description: 'Ask the clerk.', location: 'Court 2' };
  return list.length === 0 ? item : { ...item, exceptions: list };
}

type Said = { readonly when: string; readonly exceptions: readonly string[] };

function saidBy({ when, exceptions }: Item): Said {
  const keys = typeof exceptions === 'object' ? exceptions.map(({ key }) => key).sort() : [];
  return { when: whenKey(typeof when === 'string' ? when : ''), exceptions: keys };
}

describe('the table of times and series, in a Google calendar', () => {
  const account = createAccount();
  const book = account.openCalendar();

  test.each(eventCases.map((one, index) => [one.name, one, index] as const))('%s', async (name, one, index) => {
    const item = itemOf(one);
    expect(book.profile.cannotHold?.(item)).toBe(notHeld.get(name));
    if (notHeld.has(name)) return;
    const expected = alike.has(name) ? { ...saidBy(item), exceptions: [] } : saidBy(item);
    const shown = written((await book.write([create(item, `case-${index}.1`)]))[0]);
    expect(saidBy(shown.item)).toEqual(expected);
    const read = present((await book.read([shown.id]))[0]);
    expect(read).toEqual({ ...shown, askedAt: expect.any(Number) });
    const before = account.requests.length;
    const again = written((await book.write([update(read, alike.has(name) ? read.item : item)]))[0]);
    expect(again).toEqual({ ...read, askedAt: expect.any(Number) });
    expect(writesAmong(account.requests.slice(before))).toBe(0);
  });

  test('comes as a whole from one list, and no mail was sent on its account', async () => {
    account.sent.length = 0;
    const { observations } = await book.scan(undefined);
    expect(account.sent).toEqual(['GET /calendar/v3/calendars/primary/events']);
    const read = new Map(observations.map((one) => [(one as Present).item.title, one]));
    for (const one of eventCases.filter(({ name }) => !notHeld.has(name) && !alike.has(name)))
      expect(saidBy(present(read.get(one.name)).item)).toEqual(saidBy(itemOf(one)));
    expect(account.control.mails()).toEqual([]);
  });
});

/** Reads of several are a POST of parts, of which none but a GET does no harm. */
const writesAmong = (requests: readonly { readonly method: string; readonly body?: string }[]): number =>
  requests.filter(
    ({ method, body }) => method !== 'GET' && /^(?:POST|PATCH|PUT|DELETE) \/calendar/mu.test(body ?? 'POST /calendar'),
  ).length;
