import type { Message, Queue, Row, Table } from '@concord/core';
import { createShapes, type Forms, type ShapeName, type Shapes, shapes } from '@concord/engine';

/**
 * Three releases in a row: the one that is there, one that reads the next version of messages and of the rows of runs, and one
 * that writes it. All are the code that is there; what stands in the queue and in the table is spelled as each of them would.
 */
export type Release = {
  readonly name: ReleaseName;
  /** For messages. */
  readonly shapes: Shapes;
  readonly queueOn: (queue: Queue) => Queue;
  readonly tableOn: (table: Table) => Table;
};

export const releaseNames = ['present', 'reading', 'writing'] as const;
export type ReleaseName = (typeof releaseNames)[number];

const first = { 1: { readSince: 'present', writtenSince: 'present' } } as const;
const second = { ...first, 2: { readSince: 'reading', writtenSince: 'writing' } } as const;
const known = Object.fromEntries(Object.keys(shapes).map((name) => [name, second])) as Record<ShapeName, typeof second>;

/** Of a message: where it belongs to stands together, and the reason has another name. */
type MessageOfTomorrow = { readonly v: 2; readonly about: object; readonly because?: string };

const messageForms: Forms = {
  message: {
    2: (value) => {
      const { about, because } = value as MessageOfTomorrow;
      return { v: 1, ...about, ...(because === undefined ? {} : { why: because }) };
    },
  },
};

function messageOfTomorrow(message: Message): MessageOfTomorrow {
  if (message.kind !== 'change') return { v: 2, about: { ...message } };
  const { v: _, why, ...about } = message;
  return { v: 2, about, because: why };
}

/** A run's checkpoint under another attribute. */
const isOfRun = ({ sk }: Row): boolean => sk === 'RUN';
const rowOfTomorrow = ({ record, ...row }: Row): Row => ({ ...row, v: 2, checkpoint: record }) as Row;
function rowOfToday(row: Row): Row {
  if (row['v'] !== 2 || !isOfRun(row)) return row;
  const { checkpoint, v: _, ...rest } = row;
  return { ...rest, record: checkpoint } as Row;
}

export function release(name: ReleaseName): Release {
  const before = releaseNames.slice(0, releaseNames.indexOf(name) + 1);
  const its = createShapes(known, before, messageForms);
  const readsRow = before.includes('reading') ? rowOfToday : (row: Row): Row => row;
  const writesRow = its.writes('run') === 2 ? rowOfTomorrow : (row: Row): Row => row;
  return {
    name,
    shapes: its,
    queueOn: (queue) => ({
      send: async (message, delayMs) => {
        const told = its.writes('message') === 2 ? messageOfTomorrow(message) : message;
        await queue.send(told as Message, delayMs);
      },
    }),
    tableOn: (table) => ({
      ...table,
      get: async (key) => {
        const row = await table.get(key);
        return row && readsRow(row);
      },
      getMany: async (keys) => (await table.getMany(keys)).map(readsRow),
      query: async (query) => {
        const { rows, ...page } = await table.query(query);
        return { ...page, rows: rows.map(readsRow) };
      },
      put: async (row, condition) => await table.put(isOfRun(row) ? writesRow(row) : row, condition),
    }),
  };
}
