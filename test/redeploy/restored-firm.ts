import type { Row } from '@concord/core';
import { poll, startSync } from '@concord/engine';
import { caller, createOneFirm, type OneFirm } from '../firm/one-firm.ts';
import { inClio, inOutlook } from './people.ts';

export const minuteMs = 60_000;
export const dayMs = 24 * 60 * minuteMs;

/** Everything in both clouds, as it was changed last: the same before and after says that nothing was written. */
export const clouds = ({ sandbox, outlook }: OneFirm): string =>
  JSON.stringify([sandbox.clio.contacts.list(), outlook.list()]);

export const createFirmWithTable = async (): Promise<OneFirm> =>
  await createOneFirm({ settings: { table: 'concord-table', sliceMs: 1_000 } });

export const backup = ({ table }: OneFirm): readonly Row[] => table.rows();

/** The table is lost, and a new one has what the backup had, as far as `isKept`. Both accounts are authorized again. */
export async function restore(
  firm: OneFirm,
  rows: readonly Row[],
  isKept: (row: Row) => boolean = () => true,
): Promise<void> {
  const { table, ports } = firm;
  await table.removeMany(table.rows().map(({ pk, sk }) => ({ pk, sk })));
  await table.putMany(rows.filter(isKept));
  Object.assign(ports.settings, { table: 'concord-table-restored' });
  await firm.reconnect();
}

/** Looked after by the minute. */
export async function pass(firm: OneFirm, ms: number, stepMs = minuteMs): Promise<void> {
  for (let at = 0; at < ms; at += stepMs) {
    await poll(firm.ports);
    await firm.run(stepMs);
  }
}

/** A person confirms what the preview shows. */
export async function confirm(firm: OneFirm): Promise<void> {
  const { id, preview } = await firm.view();
  await startSync(firm.ports, caller, id, preview?.run ?? '');
  await pass(firm, 10 * minuteMs);
}

/** Each side has them in alphabetical order: equal sides are in step. */
export const sidesOf = (firm: OneFirm) => ({ clio: inClio(firm).toSorted(), outlook: inOutlook(firm).toSorted() });
