import {
  type Event,
  exceptionOf,
  formatWhen,
  type Item,
  type List,
  occurrences,
  parseWhen,
  type ReasonCode,
  type SlotException,
  toZone,
  type When,
  wallTextOf,
  whenFrom,
} from '@concord/core';
import { farMs, writeWhen } from './times.ts';

/** What Outlook has no way to say of an event is not written at all: never flattened, never something like it. */
export function cannotHold(item: Item): ReasonCode | undefined {
  const { when: text, exceptions } = item as Event;
  const when = parseWhen(text);
  if (when === undefined) return 'ruleNotHeldRight';
  if (when.rule === undefined) return undefined;
  if (writeWhen(text) === undefined) return isHeldByUtc(when) ? 'zoneNotHeldRight' : 'ruleNotHeldRight';
  return holdsAll(text, when, exceptions ?? []) ? undefined : 'exceptionsNotHeldRight';
}

function isHeldByUtc({ start, end, zone, rule }: When): boolean {
  if (zone === undefined || rule === undefined) return false;
  const same = whenFrom({ start: wallTextOf(start), end: wallTextOf(end), zone: 'UTC', rule });
  return same !== undefined && writeWhen(formatWhen(same)) !== undefined;
}

/** So many a series can have, and so many of its dates are looked at. */
const maxExceptions = 200;
const maxDates = 10_000;
const yearMs = 366 * 24 * 60 * 60 * 1000;

function holdsAll(text: string, series: When, list: List): boolean {
  if (list.length > maxExceptions) return false;
  const exceptions = list.map((element) => exceptionOf(element));
  const days = new Map(exceptions.map((one) => [one?.slot, one && dayOf(one, series)] as const));
  if (days.has(undefined) || [...days.values()].includes(undefined)) return false;
  const moved = [...days].filter(([slot, day]) => slot !== day && day !== cancelled).map(([slot = '']) => slot);
  return moved.length === 0 || keepsOrder(text, days, moved.sort().at(-1) ?? '');
}

const cancelled = 'cancelled';

/** The date to which an occurrence was moved, by the clocks of its series; undefined when it cannot be told. */
function dayOf(exception: SlotException, series: When): string | undefined {
  if (exception.cancelled) return cancelled;
  const when = parseWhen(exception.when);
  if (when === undefined || when.rule !== undefined) return undefined;
  const local = series.zone === undefined ? exception.when : toZone(exception.when, series.zone);
  return local?.slice(0, 10);
}

/** No occurrence reaches or passes the day of another (`ErrorOccurrenceCrossingBoundary`). */
function keepsOrder(
  text: string,
  days: ReadonlyMap<string | undefined, string | undefined>,
  lastMoved: string,
): boolean {
  const all = occurrences(text, { from: -farMs, to: Date.parse(lastMoved) + yearMs }, maxDates);
  const there = all.map(({ slot }) => days.get(slot) ?? slot).filter((day) => day !== cancelled);
  return there.every((day, index) => index === 0 || day > (there[index - 1] ?? ''));
}
