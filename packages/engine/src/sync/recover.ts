import { type Mapping, markerOf, type Present, restrict, type SideName, sideFrom } from '@concord/core';
import type { Entry } from './entry.ts';
import { execute } from './execute.ts';
import { type Intent, openIntents, removeIntent } from './intents.ts';
import { pointersOfItems, readMappings, type StoredMapping } from './mappings.ts';
import { saveAll } from './save.ts';
import type { Slice } from './slice.ts';

/**
 * Finds out what became of creates whose answer never came: looks for their markers once nobody can be writing them any
 * more and the provider shows what it has. What is found is linked; what is certainly not there is decided on again; what
 * might be one of several waits for a person. Returns what is still open.
 */
export async function recover(slice: Slice): Promise<Unfinished | undefined> {
  const intents = await openIntents(slice.ports, slice.id);
  const open: Intent[] = [];
  for (const intent of intents) {
    if (readyAtOf(slice, intent) > slice.ports.clock.now()) open.push(intent);
    else await recoverIntent(slice, intent);
  }
  if (open.length === 0) return undefined;
  const sides = open.filter(({ creates }) => creates.length > 0).map(({ side }) => side);
  return { readyAt: Math.min(...open.map((intent) => readyAtOf(slice, intent))), sides: new Set(sides) };
}

/** Creates whose outcome is not known yet: when they may be looked for, and on which sides they may have made something. */
export type Unfinished = { readonly readyAt: number; readonly sides: ReadonlySet<SideName> };

/** Late enough for any request of a dead worker to have ended, and for the provider to show what it did. */
function readyAtOf({ ports, collections }: Slice, { at, side }: Intent): number {
  const { leaseMs, requestTimeoutMs } = ports.settings;
  return at + leaseMs + requestTimeoutMs + collections[side].profile.readLagMs;
}

async function recoverIntent(slice: Slice, intent: Intent): Promise<void> {
  const stored = await readMappings(
    slice.ports,
    slice.id,
    intent.creates.map(({ mapping }) => mapping.id),
  );
  const open = intent.creates.filter(({ mapping }) => stored.get(mapping.id)?.mapping[intent.side] === undefined);
  if (open.length > 0) await recoverCreates(slice, intent, open, stored);
  await removeIntent(slice.ports, slice.id, intent.id);
}

/** At most one provider batch, because an intent is one. */
async function recoverCreates(
  slice: Slice,
  intent: Intent,
  creates: readonly Entry[],
  stored: ReadonlyMap<string, StoredMapping>,
): Promise<void> {
  const collection = slice.collections[intent.side];
  const sought = creates.map((entry) => ({
    marker: markerOf(entry.resend ? { ...entry.mapping, generation: entry.mapping.generation + 1 } : entry.mapping),
    item: restrict(sourceItem(entry, intent), collection.profile.capabilities),
    since: intent.at,
  }));
  const found = await collection.find(sought);
  const missing: Entry[] = [];
  for (const [index, entry] of creates.entries()) {
    const mine = await unmapped(slice, intent, entry, found[index] ?? []);
    const [only] = mine;
    if (only && mine.length === 1) await adopt(slice, intent, entry, only, stored.get(entry.mapping.id));
    else if (mine.length > 1) await hold(slice, intent, entry, stored.get(entry.mapping.id));
    else missing.push(entry);
  }
  if (missing.length > 0) await execute(slice, missing, 'recovery', true);
}

/** What is linked already is somebody else, unless we died between its pointer and its mapping. */
async function unmapped(
  { ports, id }: Slice,
  { side }: Intent,
  { mapping }: Entry,
  candidates: readonly Present[],
): Promise<readonly Present[]> {
  const items = candidates.map((candidate) => candidate.id);
  const known = await pointersOfItems(ports, id, side, items);
  return candidates.filter((candidate) => (known.get(candidate.id)?.mapping ?? mapping.id) === mapping.id);
}

function sourceOf(entry: Entry, { side }: Intent) {
  const other = side === 'left' ? 'right' : 'left';
  const sight = entry.sights[other]?.observation;
  return sight?.kind === 'present' ? sideFrom(sight, sight.askedAt) : entry.mapping[other];
}

const sourceItem = (entry: Entry, intent: Intent) => sourceOf(entry, intent)?.shown ?? {};

async function adopt(
  slice: Slice,
  intent: Intent,
  entry: Entry,
  found: Present,
  stored: StoredMapping | undefined,
): Promise<void> {
  const source = sourceOf(entry, intent);
  if (source === undefined) return;
  const made = sideFrom(found, slice.ports.clock.now());
  const { reason: _, parked: __, answer: ___, ...rest } = stored?.mapping ?? entry.mapping;
  const mapping: Mapping = {
    ...rest,
    state: 'linked',
    generation: rest.generation + (entry.resend ? 1 : 0),
    ...(intent.side === 'left' ? { left: made, right: source } : { left: source, right: made }),
    base:
      intent.side === 'left' ? { left: found.item, right: source.shown } : { left: source.shown, right: found.item },
  };
  await saveAll(slice, [{ active: { stored }, mapping, inStep: false, underIntent: false }]);
}

async function hold(slice: Slice, intent: Intent, entry: Entry, stored: StoredMapping | undefined): Promise<void> {
  const source = sourceOf(entry, intent);
  const other = intent.side === 'left' ? 'right' : 'left';
  const mapping: Mapping = {
    ...(stored?.mapping ?? entry.mapping),
    ...(source ? { [other]: source } : {}),
    state: 'held',
    reason: { code: 'several' },
  };
  await saveAll(slice, [{ active: { stored }, mapping, inStep: false, underIntent: false }]);
}
