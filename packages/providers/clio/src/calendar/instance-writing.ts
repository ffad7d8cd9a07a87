import { exceptionOf, type Item, parseWhen, type SlotException, tidy, whenKey } from '@concord/core';
import type { Json, JsonRecord } from '../json.ts';
import type { Attempt } from '../outcomes.ts';
import { properties } from './entry-fields.ts';
import type { EntryRecord } from './entry-record.ts';
import { updateInstance } from './entry-requests.ts';
import { timesOf } from './entry-times.ts';
import type { EventSession } from './event-session.ts';
import { exceptionsOf, exceptionTexts, noTitle, readEvent, readInstance, textOf } from './events.ts';
import { sendEntry } from './exchange-entry.ts';
import { joinGuests, splitGuests } from './guests-block.ts';
import { type Instance, placed } from './instances.ts';
import type { Whole } from './wholes.ts';

/** What was carried over to the instances of a series, and how it stands then as far as the answers tell. */
export type Carried = {
  readonly whole: Whole;
  readonly written: number;
  /** The series itself has another etag by now; or something was cancelled, of which no answer tells whether it happened. */
  readonly isUnseen: boolean;
  /** Why it ended early. */
  readonly stopped?: Attempt;
};

/**
 * Writes to the instances of a series, one by one, until they are as `item` says. What Clio refuses, and what it has no way
 * for (to bring back an instance that was cancelled), stays as it is: whoever looks at the outcome sees it. `onlyNew`: the
 * series has just lost all that its instances had of their own, so the others are not looked at.
 */
export async function carryToInstances(
  session: EventSession,
  whole: Whole,
  item: Item,
  onlyNew: boolean,
): Promise<Carried> {
  let now: Carried = { whole, written: 0, isUnseen: false };
  for (const { instance, row, target, isChanged } of stepsOf(whole, item, onlyNew)) {
    const shown = readInstance(whole.entry, instance, row, whole.telling);
    const data = target.cancelled ? cancelled : await dataFor(session, row, shown, target, item);
    if (data === undefined) continue;
    // An instance that is none of its own entries yet has no etag that is documented.
    const request = updateInstance(session.host, row.id, isChanged ? row.etag : undefined, data);
    const sent = await sendEntry(session, request, item);
    if (sent.kind === 'failed' && sent.attempt.outcome.kind === 'refused') continue;
    if (sent.kind === 'failed') return { ...now, stopped: sent.attempt };
    if (!target.cancelled && sent.entry.id === whole.entry.id)
      return { ...now, written: now.written + 1, stopped: lookAgain };
    now = {
      whole: withInstance(now.whole, instance.slot, target.cancelled ? undefined : sent.entry),
      written: now.written + 1,
      isUnseen: now.isUnseen || target.cancelled === true || sent.entry.seriesEtag !== whole.entry.etag,
    };
  }
  return now;
}

/** Clio took what was meant for one date for the whole series. */
const lookAgain: Attempt = { outcome: { kind: 'conflict' } };

/** "A flag to delete a specific instance" (OpenAPI): that "single" means this one and no other is an assumption. */
const cancelled: JsonRecord = { _deleted: 'single' };

type Step = {
  readonly instance: Instance;
  readonly row: EntryRecord;
  readonly target: SlotException;
  /** It is an entry of its own by now. */
  readonly isChanged: boolean;
};

function stepsOf(whole: Whole, item: Item, onlyNew: boolean): readonly Step[] {
  const wanted = new Map(exceptionsOf(item).map((element) => [element.slot, element]));
  const actual = new Map(
    exceptionsOf(readEvent(whole.entry, whole.instances, whole.telling)).map((one) => [one.slot, one]),
  );
  return whole.instances.flatMap((instance): readonly Step[] => {
    const { slot, planned, row } = instance;
    const [want, have] = [wanted.get(slot), actual.get(slot)];
    // What has the series' own id is no instance that could be written to alone.
    if (row === undefined || row.id === whole.entry.id) return [];
    if (want?.key === have?.key || (onlyNew && want === undefined)) return [];
    const target = want === undefined ? { slot, when: planned } : exceptionOf(want);
    return target === undefined ? [] : [{ instance, row, target, isChanged: have !== undefined }];
  });
}

/** What makes a row say what an instance is to be; undefined when it does, or when that is no time. */
async function dataFor(
  session: EventSession,
  row: EntryRecord,
  shown: ReturnType<typeof readInstance>,
  target: Exclude<SlotException, { cancelled: true }>,
  item: Item,
): Promise<JsonRecord | undefined> {
  const when = parseWhen(target.when);
  if (when === undefined) return undefined;
  const wanted = { ...textsOfSeries(item), ...target };
  const differs = (name: (typeof exceptionTexts)[number]): boolean =>
    tidy(shown[name] ?? '') !== tidy(textOf(wanted[name]));
  const isElsewhen = whenKey(shown.when) !== whenKey(target.when);
  const data: Record<string, Json> = {
    ...(isElsewhen ? timesOf(target.when, when.allDay ? await session.zone() : 'UTC', false) : {}),
    ...(differs('title') ? { summary: textOf(wanted.title) || noTitle } : {}),
    ...(differs('location') ? { location: textOf(wanted.location) || null } : {}),
    ...(differs('description') ? { description: describedAs(textOf(wanted.description), row) } : {}),
  };
  return Object.keys(data).length === 0 ? undefined : { ...data, ...slotProperty(row, target.slot) };
}

const textsOfSeries = (item: Item): Readonly<Record<string, string>> =>
  Object.fromEntries(exceptionTexts.map((name) => [name, textOf(item[name])]));

function describedAs(description: string, row: EntryRecord): string | null {
  return joinGuests({ description, guests: splitGuests(row.description).guests }) || null;
}

/** From then on the instance tells where it belongs, wherever it is moved. */
function slotProperty({ slot }: EntryRecord, value: string): JsonRecord {
  if (slot?.value === value) return {};
  const row = slot === undefined ? {} : { id: Number(slot.id) };
  return { external_properties: [{ ...row, name: properties.slot, value }] };
}

function withInstance(whole: Whole, slot: string, row: EntryRecord | undefined): Whole {
  const instances = whole.instances.map((one) => (one.slot === slot ? placed(whole.entry, one, row) : one));
  return { ...whole, instances };
}
