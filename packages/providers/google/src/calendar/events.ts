import { type Event, exceptionOf, type Item, type List, parseWhen, tidy, whenKey } from '@concord/core';
import { readExceptions, textsOf, writeText } from './exceptions.ts';
import { guestsOf, isOurs } from './guests.ts';
import type { NativeEvent, Whole } from './native-event.ts';
import { parsedWhen, readWhen, slotsLeftOut, startingByRule, writeRecurrence, writeTimes } from './times.ts';

/** The event that Google shows, with the dates on which a series differs. */
export function readEvent(shown: Whole): Event {
  const { event } = shown;
  const exceptions = readExceptions(shown);
  const texts = Object.entries(textsOf(event)).filter(([, text]) => tidy(text) !== '');
  const guests = guestsOf(event);
  return {
    ...Object.fromEntries(texts),
    when: readWhen(event),
    ...(exceptions.length > 0 ? { exceptions } : {}),
    showAs: showAsOf(event),
    ...(isPrivate(event) ? { privacy: 'private' } : {}),
    ...(guests === '' ? {} : { guests }),
  };
}

/** An invitation that was declined stays in the calendar, and takes nobody's time. */
function showAsOf(event: NativeEvent): NonNullable<Event['showAs']> {
  const { transparency, status, eventType } = event;
  const answer = isOurs(event) ? undefined : event.attendees?.find(({ self }) => self)?.responseStatus;
  if (transparency === 'transparent' || answer === 'declined') return 'free';
  if (answer === 'tentative' || answer === 'needsAction') return 'tentative';
  if (eventType === 'outOfOffice') return 'away';
  return status === 'tentative' ? 'tentative' : 'busy';
}

/** "Confidential" is there for compatibility, and means the same (documented). */
export const isPrivate = ({ visibility }: NativeEvent): boolean =>
  visibility === 'private' || visibility === 'confidential';

export type Patch = Readonly<Record<string, unknown>>;

/** What to send for a new event. Of a series, the dates that are cancelled go along; the others are written afterwards. */
export function newEvent(item: Item): Patch {
  const when = parseWhen(textOf(item.when));
  const patch = { ...textPatch({}, item), ...lookPatch({}, item), ...(when ? timePatch(item, when) : {}) };
  return withoutNulls(patch);
}

/**
 * The smallest change after which Google shows `wanted`, but for the dates on which a series differs; undefined when there
 * is nothing to write. `known`: what was decided upon, and what `shown` says.
 */
export function writeEvent(shown: Whole, known: Item, wanted: Item): Patch | undefined {
  const patch = { ...textPatch(known, wanted), ...lookPatch(known, wanted), ...elsewhen(shown, known, wanted) };
  return Object.keys(patch).length === 0 ? undefined : patch;
}

function textPatch(known: Item, wanted: Item): Patch {
  const names = ['title', 'description', 'location'] as const;
  const changed = names.filter((name) => tidy(textOf(known[name])) !== tidy(textOf(wanted[name])));
  return Object.fromEntries(changed.map((name) => writeText(name, textOf(wanted[name]).trim())));
}

/** How it is shown is said in two places. What Google cannot say, somebody who is away, is busy there. */
function lookPatch(known: Item, wanted: Item): Patch {
  const [before, after] = [looks(known), looks(wanted)];
  const isSame = before.transparency === after.transparency && before.status === after.status;
  const [wasPrivate, isNowPrivate] = [known.privacy === 'private', wanted.privacy === 'private'];
  return {
    ...(isSame || wanted.showAs === undefined ? {} : after),
    ...(wasPrivate === isNowPrivate ? {} : { visibility: isNowPrivate ? 'private' : 'default' }),
  };
}

function looks({ showAs }: Item): { readonly transparency: string; readonly status: string } {
  return {
    transparency: showAs === 'free' ? 'transparent' : 'opaque',
    status: showAs === 'tentative' ? 'tentative' : 'confirmed',
  };
}

/** Start, end and lines, where any of them changes, or where a date comes back that the lines leave out. */
function elsewhen({ event }: Whole, known: Item, wanted: Item): Patch {
  const when = parseWhen(textOf(wanted.when));
  if (when === undefined) return {};
  if (whenKey(textOf(known.when)) !== whenKey(textOf(wanted.when))) return timePatch(wanted, when, known);
  const series = parsedWhen(readWhen(event));
  const leftOut = series === undefined ? [] : slotsLeftOut(series, event.recurrence);
  const cancelled = cancelledSlots(wanted);
  const kept = leftOut.filter((slot) => cancelled.includes(slot));
  return series === undefined || kept.length === leftOut.length
    ? {}
    : { recurrence: writeRecurrence(series, [...new Set(kept)]) };
}

function timePatch(item: Item, when: NonNullable<ReturnType<typeof parseWhen>>, known?: Item): Patch {
  const series = startingByRule(when);
  const times = writeTimes(series);
  if (when.rule !== undefined) return { ...times, recurrence: writeRecurrence(series, cancelledSlots(item)) };
  // A list is replaced as a whole: none of its lines makes a single event of a series.
  const wasSeries = known !== undefined && parseWhen(textOf(known.when))?.rule !== undefined;
  return wasSeries ? { ...times, recurrence: [] } : times;
}

function cancelledSlots(item: Item): readonly string[] {
  return exceptionsOf(item).flatMap((element) => (exceptionOf(element)?.cancelled ? [element.slot ?? ''] : []));
}

/** A new event has nothing to be cleared. */
function withoutNulls(patch: Patch): Patch {
  const isThere = ([, value]: [string, unknown]): boolean => value !== null;
  return Object.fromEntries(
    Object.entries(patch)
      .filter(isThere)
      .map(([name, value]) => [name, isRecord(value) ? withoutNulls(value) : value]),
  );
}

const isRecord = (value: unknown): value is Patch =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const exceptionsOf = (item: Item): List => (typeof item.exceptions === 'object' ? item.exceptions : []);
export const textOf = (value: Item[string]): string => (typeof value === 'string' ? value : '');
