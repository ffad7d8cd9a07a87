import {
  type Decision,
  type Item,
  instantOf,
  isThere,
  type SideLabels,
  type SideName,
  type Span,
  sentenceOf,
  type WeekEntry,
  type WeekView,
} from '@concord/core';
import type { Caller, EnginePorts } from '../ports.ts';
import { type Deciding, decideEntry } from './entry.ts';
import { typeOf } from './item-types.ts';
import { own } from './own-sync.ts';
import { decidingFor, outcomeOf } from './pages.ts';
import type { PlanEntry } from './plan-step.ts';
import { readPlanPage, readRun } from './run-record.ts';
import { labelsOf } from './sync-view.ts';

const mostEntries = 500;
/** So many events: more than anybody looks through by the week. */
const mostPages = 200;
const atOnce = 8;

/** What the plan will put where within a span of time, in order. Of a sync without a plan, and of items without a time, nothing. */
export async function weekPage(ports: EnginePorts, caller: Caller, sync: string, span: Span): Promise<WeekView> {
  const record = await own(ports, caller, sync);
  const entries: WeekEntry[] = [];
  const id = { firm: record.firm, sync };
  if (record.run !== undefined && typeOf(record).dates !== undefined) {
    const { record: run } = await readRun(ports, id, record.run);
    const context = decidingFor(ports, record, run.startedAt);
    const labels = labelsOf(ports, record);
    const pages = Math.min(run.planPages, mostPages);
    for (let first = 0; first < pages; first += atOnce) {
      const some = Array.from({ length: Math.min(atOnce, pages - first) }, (_, index) => first + index);
      const read = await Promise.all(some.map((page) => readPlanPage<PlanEntry>(ports, id, run, page)));
      for (const entry of read.flat()) entries.push(...entriesOf(context, entry, span, labels));
    }
  }
  const sorted = entries.toSorted((a, b) => instantOf(a.start) - instantOf(b.start));
  return { ...span, entries: sorted.slice(0, mostEntries), isCut: sorted.length > mostEntries };
}

function entriesOf(context: Deciding, entry: PlanEntry, span: Span, labels: SideLabels): readonly WeekEntry[] {
  // Most of a plan lies outside of any week: only what both sides say is worth deciding on before that is known.
  const isMerged = entry.effect === 'changed' || entry.effect === 'linked';
  const merged = isMerged ? decideEntry(context, entry) : undefined;
  const item = targetOf(merged) ?? shownIn(entry);
  const dates = (item && context.type.dates?.(item, span)) ?? [];
  if (dates.length === 0) return [];
  const decision = merged ?? decideEntry(context, entry);
  const placed = { ...placedBy(entry, decision), ...oneWayIn(decision, labels) };
  return dates.map((date) => ({ id: entry.mapping.id, ...date, ...placed }));
}

/** What both sides will say. */
function targetOf(decision: Decision | undefined): Item | undefined {
  const write = decision?.writes.find(({ kind }) => kind === 'update');
  return write?.kind === 'update' ? write.item : undefined;
}

/** As it is shown, or was last. */
function shownIn({ sights, mapping }: PlanEntry): Item | undefined {
  for (const side of ['left', 'right'] as const) {
    const observation = sights[side]?.observation;
    if (observation?.kind === 'present') return observation.item;
  }
  return mapping.left?.shown ?? mapping.right?.shown;
}

type Placed = Pick<WeekEntry, 'outcome' | 'on' | 'appearsOn' | 'leaves'>;

function placedBy({ effect }: PlanEntry, { views, writes }: Decision): Placed {
  const on = (['left', 'right'] as const).filter((side) => isThere(views[side]));
  const sideOf = (kind: Decision['writes'][number]['kind']): SideName | undefined =>
    writes.find((write) => write.kind === kind)?.side;
  const [appearsOn, leaves] = [sideOf('create'), sideOf('delete')];
  return { outcome: outcomeOf(effect), on, ...(appearsOn ? { appearsOn } : {}), ...(leaves ? { leaves } : {}) };
}

function oneWayIn({ views }: Decision, labels: SideLabels): Pick<WeekEntry, 'oneWay'> {
  const code = [views.left, views.right].filter(isThere).find(({ side }) => side.oneWay)?.side.oneWay;
  return code ? { oneWay: sentenceOf({ code }, labels) } : {};
}
