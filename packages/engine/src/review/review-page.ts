import { type Mapping, otherSide, type ReviewPage, type ReviewRow, reasonChanges, spoken } from '@concord/core';
import type { Caller, EnginePorts } from '../ports.ts';
import type { Double } from '../sync/doubles.ts';
import { typeOf } from '../sync/item-types.ts';
import { doublePrefix, todoKey } from '../sync/keys.ts';
import { isWaiting, readMappings } from '../sync/mappings.ts';
import { waitingRow } from '../sync/pages.ts';
import { listRecords, type SyncRecord } from '../sync/sync-record.ts';
import { labelsOf } from '../sync/sync-view.ts';
import type { Todo } from '../sync/todos.ts';
import { fieldsOf } from '../why/fields-of.ts';
import { doubleRows } from './double-rows.ts';
import { kindOf } from './review-kind.ts';

const rowsAtOnce = 40;
const lists = ['WAIT#', doublePrefix] as const;

/** Everything that waits for the caller, in all of their syncs: with both sides' values, why, and what can be answered. */
export async function reviewPage(ports: EnginePorts, caller: Caller, after?: string): Promise<ReviewPage> {
  const records = (await listRecords(ports, caller.firm)).filter(({ member }) => member === caller.member);
  const places = records.flatMap((record) => lists.map((list) => ({ record, list, name: `${record.sync} ${list}` })));
  const [name, key] = splitPlace(after);
  const from = places.findIndex((place) => place.name === name);
  const rows: ReviewRow[] = [];
  for (const [index, place] of places.entries()) {
    if (index < from) continue;
    if (rows.length >= rowsAtOnce) return { rows, after: `${place.name} ` };
    const page = await pageOf(ports, place, index === from ? key : undefined, rowsAtOnce - rows.length);
    rows.push(...page.rows);
    if (page.after !== undefined) return { rows, after: `${place.name} ${page.after}` };
  }
  return { rows };
}

/** "sync list key": where a page goes on. */
function splitPlace(after = ''): readonly [string, string | undefined] {
  const [sync = '', list = '', ...key] = after.split(' ');
  return [`${sync} ${list}`, key.join(' ') || undefined];
}

type Place = { readonly record: SyncRecord; readonly list: (typeof lists)[number] };

async function pageOf(
  ports: EnginePorts,
  { record, list }: Place,
  after: string | undefined,
  limit: number,
): Promise<ReviewPage> {
  const id = { firm: record.firm, sync: record.sync };
  const pk = `SYNC#${id.firm}#${id.sync}`;
  const page = await ports.table.query({ pk, prefix: list, limit, ...(after ? { after } : {}) });
  const next = page.after === undefined ? {} : { after: page.after };
  if (list === doublePrefix) {
    const open = page.rows.filter((row) => row['isTwo'] !== true).map((row) => row['double'] as Double);
    return { rows: await doubleRows(ports, record, open), ...next };
  }
  const names = page.rows.map((row) => String(row['mapping']));
  const [stored, todos] = await Promise.all([readMappings(ports, id, names), todosOf(ports, record, names)]);
  const mappings = names.flatMap((one) => stored.get(one)?.mapping ?? []).filter(isWaiting);
  const rows = await Promise.all(mappings.map((mapping) => rowOf(ports, record, mapping, todos.get(mapping.id))));
  return { rows, ...next };
}

/** What was answered already, and is not carried out yet. */
async function todosOf(
  ports: EnginePorts,
  { firm, sync }: SyncRecord,
  names: readonly string[],
): Promise<ReadonlyMap<string, Todo>> {
  const rows = names.length === 0 ? [] : await ports.table.getMany(names.map((name) => todoKey({ firm, sync }, name)));
  return new Map(rows.map((row) => row['todo'] as Todo).map((todo) => [todo.mapping, todo]));
}

async function rowOf(
  ports: EnginePorts,
  record: SyncRecord,
  mapping: Mapping,
  todo: Todo | undefined,
): Promise<ReviewRow> {
  const { title, subtitle, because, answers, candidates } = await waitingRow(ports, record, mapping);
  const { kind, reason } = kindOf(mapping);
  const labels = labelsOf(ports, record);
  const names = candidates.map((candidate) => candidate.mapping);
  const others = await readMappings(ports, { firm: record.firm, sync: record.sync }, names);
  return {
    sync: record.sync,
    left: labels.left,
    right: labels.right,
    mapping: mapping.id,
    kind,
    reason,
    title,
    subtitle,
    because,
    changes: spoken(reasonChanges[reason], labels),
    answers,
    fields: fieldsOf(typeOf(record), mapping),
    candidates: candidates.map((candidate) => ({
      ...candidate,
      fields: fieldsOf(typeOf(record), besides(mapping, others.get(candidate.mapping)?.mapping)),
    })),
    ...(todo ? { given: givenOf(answers, todo) } : {}),
  };
}

/** The card, and beside it the one that it may be. */
function besides({ id, left, right }: Mapping, other: Mapping | undefined): Mapping {
  const side = left && !left.gone ? 'left' : 'right';
  const [own, there] = [side === 'left' ? left : right, other?.[otherSide(side)]];
  return {
    id,
    state: 'held',
    generation: 1,
    ...(own ? { [side]: own } : {}),
    ...(there ? { [otherSide(side)]: there } : {}),
  };
}

function givenOf(answers: ReviewRow['answers'], { answer, notBefore }: Todo): NonNullable<ReviewRow['given']> {
  const label = answers.find((one) => one.answer === answer)?.label ?? answer;
  return { label, ...(notBefore === undefined ? {} : { until: notBefore }) };
}
