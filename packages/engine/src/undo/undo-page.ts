import { decideUndo, leftAloneSentence, type Mapping, type UndoPage, type UndoRow } from '@concord/core';
import type { Caller, EnginePorts } from '../ports.ts';
import { asShown, type Deciding, situationOf } from '../sync/entry.ts';
import { changesOf } from '../sync/history.ts';
import { policyOf, typeOf } from '../sync/item-types.ts';
import { own } from '../sync/own-sync.ts';
import type { PlanEntry } from '../sync/plan-step.ts';
import { profileOf } from '../sync/profile-of.ts';
import { readPlanPage, readRun } from '../sync/run-record.ts';
import type { SyncRecord } from '../sync/sync-record.ts';
import { labelsOf } from '../sync/sync-view.ts';

/** The preview of an undo: what is left alone first, then what is taken back, field by field. */
export async function undoPage(
  ports: EnginePorts,
  caller: Caller,
  sync: string,
  after: string | undefined,
): Promise<UndoPage> {
  const record = await own(ports, caller, sync);
  if (record.undo === undefined || record.undo.state === 'asked') return { rows: [] };
  const id = { firm: record.firm, sync };
  const { record: run } = await readRun(ports, id, record.undo.run);
  const page = Number(after ?? 0);
  if (!Number.isInteger(page)) return { rows: [] };
  const entries = await readPlanPage<PlanEntry>(ports, id, run, page);
  const profiles = { left: profileOf(ports, record, 'left'), right: profileOf(ports, record, 'right') };
  const context = { type: typeOf(record), policy: policyOf(record), profiles, now: Number.MAX_SAFE_INTEGER };
  const rows = entries.map((entry) => undoRow(ports, record, context, entry));
  return { rows, ...(page + 1 < run.planPages ? { after: `${page + 1}` } : {}) };
}

function undoRow(ports: EnginePorts, record: SyncRecord, context: Deciding, entry: PlanEntry): UndoRow {
  const { type } = context;
  const { decision, leftAlone } = decideUndo(situationOf(context, asShown(entry)), entry.undo ?? { steps: [] });
  const labels = labelsOf(ports, record);
  return {
    mapping: entry.mapping.id,
    title: type.title(shownOf(entry.mapping)),
    does: decision.writes.map(({ side, kind }) => ({ side, what: kind })),
    fields: decision.writes.flatMap((write) => changesOf(type, decision, write)),
    leftAlone: leftAlone.map(({ side, field, reason }) => ({
      side,
      ...(field === undefined ? {} : { label: type.fields[field]?.label ?? field }),
      because: leftAloneSentence({ reason }, labels),
    })),
  };
}

const shownOf = ({ left, right }: Mapping) => left?.shown ?? right?.shown ?? {};
