import {
  findWatches,
  folded,
  type Watch,
  type WatchExport,
  type WatchPage,
  type WatchQuery,
  watchCsvHeader,
  watchCsvLine,
} from '@concord/core';
import type { Caller, EnginePorts } from '../ports.ts';
import { dayOf } from './because.ts';
import { readAllNotes } from './notes.ts';
import { allWatches } from './watch-record.ts';
import { watchRow } from './watch-view.ts';

const rowsAtOnce = 50;
const maximumTexts = 500;

/** One page of the firm's watches. Every request reads all of them: about 100 read units a 1,000. */
export async function listWatches(
  ports: EnginePorts,
  { firm }: Caller,
  { query, after }: ListRequest,
): Promise<WatchPage> {
  const watches = (await allWatches(ports, firm)).map(({ watch }) => watch);
  const found = findWatches(watches, query);
  const { rows, after: next } = pageOf(found, after, rowsAtOnce);
  const active = watches.filter(({ archivedAt }) => archivedAt === undefined);
  return {
    rows: rows.map(watchRow),
    total: found.length,
    ...(next === undefined ? {} : { after: next }),
    tags: texts(watches.flatMap(({ tags }) => tags)),
    caseTypes: texts(watches.map(({ values }) => values.caseType)),
    assignees: texts(watches.map(({ values }) => values.assignedTo)),
    counts: {
      linked: active.filter(({ link }) => link !== undefined).length,
      hand: active.filter(({ link }) => link === undefined).length,
      archived: watches.length - active.length,
      asks: active.filter(({ link }) => link?.asked !== undefined).length,
    },
  };
}

export type ListRequest = { readonly query: WatchQuery; readonly after?: string };

const linesAtOnce = 1_000;

/** A part of the CSV file; the first one has the header, and a mark that says UTF-8 to spreadsheets. */
export async function exportWatches(
  ports: EnginePorts,
  { firm }: Caller,
  { query, after }: ListRequest,
): Promise<WatchExport> {
  const watches = (await allWatches(ports, firm)).map(({ watch }) => watch);
  const { rows, after: next } = pageOf(findWatches(watches, query), after, linesAtOnce);
  const notes = await readAllNotes(
    ports,
    firm,
    rows.filter(({ hasNotes }) => hasNotes).map(({ id }) => id),
  );
  const lines = rows.map((watch) => watchCsvLine(watch, notes.get(watch.id) ?? ''));
  const head = after === undefined ? `\ufeff${watchCsvHeader()}` : '';
  return {
    name: `watches-${dayOf(ports.clock.now())}.csv`,
    csv: `${head}${lines.join('')}`,
    ...(next === undefined ? {} : { after: next }),
  };
}

/** The page after the watch with this id; from the beginning when it is there no more. */
function pageOf(
  found: readonly Watch[],
  after: string | undefined,
  size: number,
): { readonly rows: readonly Watch[]; readonly after?: string } {
  const from = after === undefined ? 0 : found.findIndex(({ id }) => id === after) + 1;
  const rows = found.slice(from, from + size);
  const last = rows.at(-1);
  return { rows, ...(last && from + size < found.length ? { after: last.id } : {}) };
}

/** Each once, in the order of the alphabet. */
function texts(all: readonly (string | undefined)[]): readonly string[] {
  const spellings = new Map(all.flatMap((text) => (text ? [[folded(text), text] as const] : [])));
  return [...spellings]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, text]) => text)
    .slice(0, maximumTexts);
}
