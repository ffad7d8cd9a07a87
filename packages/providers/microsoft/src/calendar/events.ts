import { type Event, type Item, type Keep, parseWhen, restrict, tidy, whenKey } from '@concord/core';
import type { Event as Native } from '@microsoft/microsoft-graph-types';
import { readBody } from './bodies.ts';
import { readExceptions } from './exceptions.ts';
import { guestsOf } from './guests.ts';
import { eventCapabilities } from './profile.ts';
import type { EventRow } from './requests.ts';
import { readWhen, untold, writeWhen } from './times.ts';

export type Known = { readonly item: Item; readonly keep?: Keep };
type ShowAs = NonNullable<Event['showAs']>;

const showAsOf = {
  free: 'free',
  tentative: 'tentative',
  busy: 'busy',
  oof: 'away',
  workingElsewhere: 'elsewhere',
  unknown: undefined,
} as const satisfies Record<NonNullable<Native['showAs']>, ShowAs | undefined>;

const nativeShowAs = {
  free: 'free',
  tentative: 'tentative',
  busy: 'busy',
  away: 'oof',
  elsewhere: 'workingElsewhere',
} as const satisfies Record<ShowAs, Native['showAs']>;

const privateOnes: readonly Native['sensitivity'][] = ['private', 'confidential'];

/** Reads an event, or a series with what is special about its dates. Blank is absent. `isClosed`: its body is more than text. */
export function readEvent(row: EventRow): { readonly item: Event; readonly isClosed: boolean } {
  const body = readBody(row.body);
  const texts = { title: row.subject, location: row.location?.displayName, description: body.text };
  const showAs = row.showAs ? showAsOf[row.showAs] : undefined;
  const guests = guestsOf(row);
  const item: Event = {
    ...readTimes(row, texts),
    ...textsOf(texts),
    ...(showAs ? { showAs } : {}),
    ...(privateOnes.includes(row.sensitivity) ? { privacy: 'private' as const } : {}),
    ...(guests === undefined ? {} : { guests }),
  };
  return { item, isClosed: body.isMore || row.isOnlineMeeting === true };
}

/** When one of the dates cannot be told, neither can the series: what is not known of it would be taken for unchanged. */
function readTimes(row: EventRow, texts: Texts): Pick<Event, 'when' | 'exceptions'> {
  const when = readWhen(row);
  const series = parseWhen(when);
  if (series?.rule === undefined) return { when };
  const exceptions = readExceptions(row, series, textsOf(texts));
  if (exceptions === undefined) return { when: untold(row) };
  return { when, ...(exceptions.length > 0 ? { exceptions } : {}) };
}

type Texts = Readonly<Record<'title' | 'location' | 'description', string | null | undefined>>;

export function textsOf(texts: Texts): Pick<Event, 'title' | 'location' | 'description'> {
  const told = Object.entries(texts).filter(([, text]) => text && tidy(text) !== '');
  return Object.fromEntries(told.map(([name, text]) => [name, text?.trim()]));
}

/** What is to be written of an event: nothing, this much, or not at all because Outlook cannot say when it is. */
export type Patch = Native | undefined | 'notHeld';

/**
 * The smallest PATCH (or, without `known`, the body of a POST) after which an event or a series shows `target`; the dates of
 * a series that differ from it are written by themselves. Unmapped properties are never sent, guests are no part of any.
 */
export function writeEvent(known: Known | undefined, target: Item): Patch {
  const wanted = restrict(target, eventCapabilities) as Event;
  const before = (known?.item ?? {}) as Partial<Event>;
  const times = known && whenKey(before.when ?? '') === whenKey(wanted.when) ? {} : writeWhen(wanted.when);
  if (times === undefined) return 'notHeld';
  const endsSeries = parseWhen(before.when ?? '')?.rule !== undefined && 'start' in times && !('recurrence' in times);
  const patch: Native = {
    ...writeTexts(before, wanted),
    ...times,
    ...(endsSeries ? { recurrence: null } : {}),
    ...(wanted.showAs !== undefined && wanted.showAs !== before.showAs ? { showAs: nativeShowAs[wanted.showAs] } : {}),
    ...(wanted.privacy === before.privacy ? {} : { sensitivity: wanted.privacy ?? 'normal' }),
  };
  return Object.keys(patch).length === 0 ? undefined : patch;
}

/** Of an event, or of one date of a series. Empty clears. */
export function writeTexts(
  before: Pick<Event, 'title' | 'location' | 'description'>,
  wanted: Pick<Event, 'title' | 'location' | 'description'>,
): Native {
  return {
    ...(wanted.title === before.title ? {} : { subject: wanted.title ?? '' }),
    ...(wanted.location === before.location ? {} : { location: { displayName: wanted.location ?? '' } }),
    ...(wanted.description === before.description
      ? {}
      : { body: { contentType: 'text', content: wanted.description ?? '' } }),
  };
}
