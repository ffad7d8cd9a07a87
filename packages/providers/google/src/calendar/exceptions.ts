import type { When } from '@concord/core';
import {
  type Element,
  exceptionElement,
  exceptionOf,
  formatWhen,
  type List,
  type SlotException,
  tidy,
  whenKey,
} from '@concord/core';
import { readBody, writeBody } from './bodies.ts';
import type { NativeEvent, Whole } from './native-event.ts';
import { isCancelled } from './native-event.ts';
import { occurrenceAt, parsedWhen, readWhen, slotOf, slotsLeftOut, writeTimes } from './times.ts';

/** The dates of a series that differ from it: rows of their own, and those that its lines leave out. */
export function readExceptions({ event, exceptions }: Whole): List {
  const series = parsedWhen(readWhen(event));
  if (series?.rule === undefined) return [];
  const found = new Map<string, Element>();
  for (const slot of slotsLeftOut(series, event.recurrence)) put(found, exceptionElement({ slot, cancelled: true }));
  for (const row of exceptions) {
    const slot = slotOf(series, row.originalStartTime);
    if (slot !== undefined) put(found, readException(event, series, slot, row));
  }
  return [...found.values()].toSorted((a, b) => ((a.slot ?? '') < (b.slot ?? '') ? -1 : 1));
}

/** What the lines leave out does not take place, whatever row there is of it. */
function put(found: Map<string, Element>, element: Element | undefined): void {
  if (element?.slot !== undefined && !found.has(element.slot)) found.set(element.slot, element);
}

/** Undefined for an instance that is as its series says. */
function readException(event: NativeEvent, series: When, slot: string, row: NativeEvent): Element | undefined {
  if (isCancelled(row)) return exceptionElement({ slot, cancelled: true });
  const when = readWhen({ ...row, recurrence: null });
  const [texts, common] = [textsOf(row), textsOf(event)];
  const changed = textNames.filter((name) => tidy(texts[name]) !== tidy(common[name]));
  const planned = occurrenceAt(series, slot);
  if (changed.length === 0 && planned && whenKey(formatWhen(planned)) === whenKey(when)) return undefined;
  return exceptionElement({ slot, when, ...Object.fromEntries(changed.map((name) => [name, texts[name]])) });
}

const textNames = ['title', 'description', 'location'] as const;
type Texts = Readonly<Record<(typeof textNames)[number], string>>;

export function textsOf({ summary, description, location }: NativeEvent): Texts {
  return { title: (summary ?? '').trim(), description: readBody(description).text, location: (location ?? '').trim() };
}

/** One write of one instance, on the date of its slot. */
export type InstanceChange = {
  readonly slot: string;
  /** The row that there is of it already. */
  readonly row?: NativeEvent;
  readonly patch: Readonly<Record<string, unknown>>;
};

/** What to write so that a series, as it stands, differs from itself just as `wanted` says. Dates that it does not have are left out. */
export function planExceptions(shown: Whole, wanted: List): readonly InstanceChange[] {
  const series = parsedWhen(readWhen(shown.event));
  if (series?.rule === undefined) return [];
  const now = bySlot(readExceptions(shown));
  const target = bySlot(wanted);
  const rows = new Map(shown.exceptions.map((row) => [slotOf(series, row.originalStartTime), row] as const));
  const slots = [...new Set([...now.keys(), ...target.keys()])].toSorted();
  return slots.flatMap((slot) => {
    const [before, after] = [now.get(slot), target.get(slot)];
    if (before?.key === after?.key) return [];
    const row = rows.get(slot);
    const patch = patchFor(shown.event, series, slot, row, after && exceptionOf(after));
    return patch === undefined ? [] : [{ slot, patch, ...(row === undefined ? {} : { row }) }];
  });
}

const bySlot = (list: List): ReadonlyMap<string, Element> =>
  new Map(list.map((element) => [element.slot ?? '', element]));

/** Undefined where the series has no occurrence, or where nothing of the row would change. */
function patchFor(
  event: NativeEvent,
  series: When,
  slot: string,
  row: NativeEvent | undefined,
  wanted: SlotException | undefined,
): InstanceChange['patch'] | undefined {
  const planned = occurrenceAt(series, slot);
  if (planned === undefined) return undefined;
  if (wanted?.cancelled) return { status: 'cancelled' };
  const common = textsOf(event);
  const living = row && !isCancelled(row) ? row : undefined;
  const shown = living ? textsOf(living) : common;
  const shownWhen = living ? readWhen({ ...living, recurrence: null }) : formatWhen(planned);
  const when = wanted?.when ?? formatWhen(planned);
  const times = whenKey(shownWhen) === whenKey(when) ? undefined : parsedWhen(when);
  const texts = textNames.flatMap((name) => {
    const text = wanted?.[name] ?? common[name];
    return tidy(text) === tidy(shown[name]) ? [] : [writeText(name, text)];
  });
  const revived = row && !living ? { status: 'confirmed', ...writeTimes(times ?? planned) } : {};
  const patch = { ...revived, ...(times ? writeTimes(times) : {}), ...Object.fromEntries(texts) };
  return Object.keys(patch).length === 0 ? undefined : patch;
}

const properties = { title: 'summary', description: 'description', location: 'location' } as const;

/** `null` clears, as in any patch (documented). */
export function writeText(name: keyof typeof properties, text: string): readonly [string, string | null] {
  const value = name === 'description' ? writeBody(text) : text;
  return [properties[name], value === '' ? null : value];
}
