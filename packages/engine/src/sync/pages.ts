import {
  type Answer,
  type Decision,
  deleteAskedOf,
  type Effect,
  type ItemType,
  type ItemWords,
  isThere,
  type Mapping,
  type MappingSide,
  otherSide,
  type PreviewFilter,
  type PreviewPage,
  type PreviewRow,
  type SideLabels,
  type SideName,
  sentenceOf,
  type WaitingPage,
  type WaitingRow,
} from '@concord/core';
import type { Caller, EnginePorts } from '../ports.ts';
import { type Deciding, decideEntry } from './entry.ts';
import { changesOf, spelled } from './history.ts';
import { policyOf, typeOf } from './item-types.ts';
import type { SyncId } from './keys.ts';
import { isWaiting, mappingsUnderKeys, readMappings, type StoredMapping } from './mappings.ts';
import { findPartner } from './matching.ts';
import { own } from './own-sync.ts';
import type { PlanEntry } from './plan-step.ts';
import { notFittingOf } from './plan-tally.ts';
import { profileOf } from './profile-of.ts';
import { differs } from './promised.ts';
import { type RunRecord, readPlanPage, readRun } from './run-record.ts';
import type { SyncRecord } from './sync-record.ts';
import { labelsOf } from './sync-view.ts';
import { isMatch } from './todos.ts';

const rowsAtOnce = 50;
/** A search reads so many plan pages a request, and says where to go on. */
const pagesAtOnce = 20;

/** Every record of the plan: what happens, why, which details change, what will not fit. */
export async function previewPage(
  ports: EnginePorts,
  caller: Caller,
  sync: string,
  query: { readonly filter: PreviewFilter; readonly after?: string; readonly search?: string },
): Promise<PreviewPage> {
  const record = await own(ports, caller, sync);
  if (record.run === undefined) return { rows: [] };
  const { record: run } = await readRun(ports, { firm: record.firm, sync }, record.run);
  const context = decidingFor(ports, record, run.startedAt);
  const rows: PreviewRow[] = [];
  let { page, index } = startOf(run, query);
  for (let read = 0; read < pagesAtOnce && page < run.planPages; read += 1, page += 1, index = 0) {
    const entries = await readPlanPage<PlanEntry>(ports, { firm: record.firm, sync }, run, page);
    for (; index < entries.length; index += 1) {
      const entry = entries[index];
      if (entry === undefined || !fits(query.filter, entry)) continue;
      const row = previewRow(ports, record, context, entry);
      if (!found(row, query)) continue;
      if (rows.length === rowsAtOnce) return { rows, after: `${page}.${index}` };
      rows.push(row);
    }
    if (page >= lastOf(run, query.filter)) return { rows };
  }
  return { rows, ...(page < run.planPages ? { after: `${page}.0` } : {}) };
}

function startOf(run: RunRecord, { after, filter }: { readonly after?: string; readonly filter: PreviewFilter }) {
  const [page, index] = (after ?? '').split('.').map(Number);
  if (Number.isInteger(page) && Number.isInteger(index)) return { page: page ?? 0, index: index ?? 0 };
  return { page: filter === 'all' ? 0 : (run.spans?.[filter]?.first ?? 0), index: 0 };
}

/** What does not fit is only seen when the row is made. */
function fits(filter: PreviewFilter, { effect, resend }: PlanEntry): boolean {
  if (filter === 'resent') return resend === true && (effect === 'addedLeft' || effect === 'addedRight');
  return filter === 'all' || filter === 'notFitting' || filter === effect;
}

/** The page of the plan after which there is no more of this. */
function lastOf({ planPages, spans }: RunRecord, filter: PreviewFilter): number {
  if (filter === 'all' || spans === undefined) return planPages;
  return spans[filter]?.last ?? 0;
}

function found(
  row: PreviewRow,
  { filter, search }: { readonly filter: PreviewFilter; readonly search?: string },
): boolean {
  if (filter === 'notFitting' && row.notFitting.length === 0) return false;
  const wanted = (search ?? '').trim();
  if (wanted === '' || wanted === row.id) return true;
  return `${row.title} ${row.subtitle}`.toLowerCase().includes(wanted.toLowerCase());
}

export function decidingFor(ports: EnginePorts, record: SyncRecord, now: number): Deciding {
  const profiles = { left: profileOf(ports, record, 'left'), right: profileOf(ports, record, 'right') };
  return { type: typeOf(record), policy: policyOf(record), profiles, now };
}

const whyNot = { notHeld: 'has no place for it', tooMany: 'has no room for more', tooLong: 'cuts it' } as const;

function previewRow(ports: EnginePorts, record: SyncRecord, context: Deciding, entry: PlanEntry): PreviewRow {
  const decision = decideEntry(context, entry);
  const item = shownItem(decision, entry.mapping);
  const labels = labelsOf(ports, record);
  return {
    id: entry.mapping.id,
    title: context.type.title(item),
    subtitle: context.type.subtitle(item),
    outcome: outcomeOf(entry.effect),
    rule: decision.rule,
    ...(differs(entry, decision) ? { changedSince: true as const } : {}),
    because: decision.reasons.map((reason) => sentenceOf(reason, labels)).join(' '),
    fields: decision.writes.flatMap((write) => changesOf(context.type, decision, write)),
    notFitting: notFittingOf(context, decision).map(({ name, label, value, why, side }) => ({
      label,
      value: spelled(context.type.fields[name], typeof value === 'string' ? value : [value]),
      reason: `${labels[side]} ${whyNot[why]}. It stays in ${labels[otherSide(side)]}.`,
    })),
    ...(entry.candidates
      ? { candidates: entry.candidates.map(({ title, subtitle, id }) => ({ title, subtitle, mapping: id })) }
      : {}),
  };
}

export function outcomeOf(effect: Effect): PreviewRow['outcome'] {
  if (effect === 'released') return 'changed';
  return effect === 'waiting' ? 'held' : effect;
}

function shownItem({ views }: Decision, mapping: Mapping) {
  const shown = [views.left, views.right].filter(isThere).map(({ side }) => side.shown);
  return shown[0] ?? mapping.left?.shown ?? mapping.right?.shown ?? {};
}

const waitingAtOnce = 50;

/** Held and parked items, each with its reason, who it might be, and what can be answered. */
export async function waitingPage(
  ports: EnginePorts,
  caller: Caller,
  sync: string,
  after?: string,
): Promise<WaitingPage> {
  const record = await own(ports, caller, sync);
  const page = await ports.table.query({
    pk: `SYNC#${record.firm}#${sync}`,
    prefix: 'WAIT#',
    limit: waitingAtOnce,
    ...(after ? { after } : {}),
  });
  const ids = page.rows.map((row) => String(row.mapping));
  const stored = await readMappings(ports, { firm: record.firm, sync }, ids);
  const mappings = ids.flatMap((id) => stored.get(id)?.mapping ?? []).filter(isWaiting);
  const rows = await Promise.all(mappings.map((mapping) => waitingRow(ports, record, mapping)));
  return { rows, ...(page.after ? { after: page.after } : {}) };
}

export async function waitingRow(ports: EnginePorts, record: SyncRecord, mapping: Mapping): Promise<WaitingRow> {
  const side = shownSideOf(mapping);
  const item = mapping[side]?.shown ?? {};
  const labels = labelsOf(ports, record);
  const candidates = isMatch(mapping) ? await candidatesOf(ports, record, mapping, side) : [];
  return {
    mapping: mapping.id,
    kind: mapping.parked ? 'parked' : 'held',
    title: typeOf(record).title(item),
    subtitle: [labels[side], typeOf(record).subtitle(item)].filter(Boolean).join(' · '),
    because: becauseOf(typeOf(record), mapping, labels),
    answers: answersFor(mapping, candidates.length > 0, labels, typeOf(record).words),
    candidates,
  };
}

/** What was deleted on one side is shown as it still is on the other. */
function shownSideOf(mapping: Mapping): SideName {
  const gone = deleteAskedOf(mapping);
  if (gone !== undefined) return otherSide(gone);
  return mapping.left ? 'left' : 'right';
}

function becauseOf(type: ItemType, mapping: Mapping, labels: SideLabels): string {
  const { asked } = mapping;
  if (asked === undefined) return sentenceOf(mapping.reason ?? { code: 'waitingForPerson' }, labels);
  const details = asked.map((name) => {
    const says = (side: SideName): string =>
      `${labels[side]} says “${spelled(type.fields[name], mapping[side]?.shown[name])}”`;
    return `${type.fields[name]?.label ?? name}: ${says('left')}, ${says('right')}.`;
  });
  return [sentenceOf({ code: 'conflict' }, labels), ...details].join(' ');
}

async function candidatesOf(
  ports: EnginePorts,
  record: SyncRecord,
  mapping: Mapping,
  side: SideName,
): Promise<WaitingRow['candidates']> {
  const id = { firm: record.firm, sync: record.sync };
  const candidates = await partnersFor(ports, id, typeOf(record), mapping, side);
  return candidates.flatMap(({ mapping: other }) => {
    const there: MappingSide | undefined = other[otherSide(side)];
    if (there === undefined || other.id === mapping.id) return [];
    return [
      { mapping: other.id, title: typeOf(record).title(there.shown), subtitle: typeOf(record).subtitle(there.shown) },
    ];
  });
}

/** What a lost create made need not look like it any more, but for the name: it is known by what it waits for. */
async function partnersFor(
  ports: EnginePorts,
  id: SyncId,
  type: ItemType,
  mapping: Mapping,
  side: SideName,
): Promise<readonly StoredMapping[]> {
  const shown = mapping[side]?.shown ?? {};
  if (mapping.reason?.code !== 'mayBeTheLost') return (await findPartner(ports, id, type, side, shown)).candidates;
  const near = await mappingsUnderKeys(ports, id, type.matchKeys(shown));
  return near.filter(({ mapping: { reason } }) => reason?.code === 'mayBeTheLost');
}

function answersFor(
  mapping: Mapping,
  hasCandidates: boolean,
  labels: SideLabels,
  words: ItemWords,
): readonly { readonly answer: Answer; readonly label: string }[] {
  if (mapping.parked) return [{ answer: 'retry', label: 'Try again' }];
  if (mapping.asked)
    return [
      { answer: 'left', label: `Use what ${labels.left} says` },
      { answer: 'right', label: `Use what ${labels.right} says` },
    ];
  const gone = deleteAskedOf(mapping);
  if (gone !== undefined)
    return [
      { answer: 'resend', label: `Send it to ${labels[gone]} again` },
      { answer: 'keep', label: `Keep it in ${labels[otherSide(gone)]} only` },
      { answer: 'delete', label: `Delete it in ${labels[otherSide(gone)]} too` },
    ];
  const same = hasCandidates ? [{ answer: 'same', label: words.same } as const] : [];
  return [...same, { answer: 'different', label: words.different }, { answer: 'keep', label: 'Leave it out' }];
}
