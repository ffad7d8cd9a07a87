import {
  type Item,
  type Mapping,
  type Moment,
  momentBefore,
  type PastPage,
  type PastRow,
  SyncError,
  writtenFields,
} from '@concord/core';
import type { Caller, EnginePorts } from '../ports.ts';
import { spelled } from '../sync/history.ts';
import { typeOf } from '../sync/item-types.ts';
import { readMappings } from '../sync/mappings.ts';
import { own } from '../sync/own-sync.ts';
import type { SyncRecord } from '../sync/sync-record.ts';
import { activityRow } from './activity-page.ts';
import { pastOf } from './past-of.ts';

/** More than a page of a person's past needs: what is older is in the export. */
const maximumBatches = 200;

/**
 * What Concord did to one item, the newest first, and what both sides and the base said after each of it. Throws `notFound`
 * for a mapping that this sync does not have.
 */
export async function pastPage(ports: EnginePorts, caller: Caller, sync: string, mapping: string): Promise<PastPage> {
  const record = await own(ports, caller, sync);
  const id = { firm: record.firm, sync };
  const known = (await readMappings(ports, id, [mapping])).get(mapping)?.mapping;
  if (known === undefined) throw new SyncError('notFound', 'There is no such record.');
  const past = await pastOf(ports, id, mapping, { limit: maximumBatches });
  const rows: PastRow[] = [];
  let moment = momentOf(known);
  for (const { key, batch } of past.batches) {
    for (const [index, entry] of batch.entries.toReversed().entries()) {
      rows.push({ ...activityRow(ports, record, batch, entry, `${key}#${index}`), values: valuesAt(record, moment) });
      moment = momentBefore(moment, entry);
    }
  }
  const shown = known.left?.shown ?? known.right?.shown ?? {};
  return { title: typeOf(record).title(shown), state: known.state, rows, isCut: past.after !== undefined };
}

function momentOf({ left, right, base }: Mapping): Moment {
  return {
    ...(left && !left.gone ? { left: left.shown } : {}),
    ...(right && !right.gone ? { right: right.shown } : {}),
    ...(base ? { base: base.left } : {}),
  };
}

function valuesAt(record: SyncRecord, { left, right, base }: Moment): PastRow['values'] {
  return writtenFields(typeOf(record)).flatMap((field) => {
    const text = (item: Item | undefined): string => spelled(field, item?.[field.name]);
    const value = { label: field.label, left: text(left), right: text(right), base: text(base) };
    return value.left === '' && value.right === '' && value.base === '' ? [] : [value];
  });
}
