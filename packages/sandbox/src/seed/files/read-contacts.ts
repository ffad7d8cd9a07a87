import type { Card } from '../card.ts';
import { isBlank } from '../card.ts';
import type { DateOrder } from './birthday.ts';
import { createCsvRows } from './csv-rows.ts';
import type { FileSource } from './file-source.ts';
import type { Line } from './lines.ts';
import { readLines } from './lines.ts';
import type { CsvFile } from './recognise.ts';
import { dateOrderOf, recognise } from './recognise.ts';
import { readVcard } from './vcard.ts';
import { createVcardCards } from './vcard-cards.ts';

export type ContactReading =
  | { readonly kind: 'format'; readonly format: string }
  | { readonly kind: 'card'; readonly line: number; readonly card: Card }
  | { readonly kind: 'unreadable'; readonly line: number; readonly reason: string }
  /** Once a file and column (or vCard property) that held something and was not understood. */
  | { readonly kind: 'ignored'; readonly column: string; readonly rows: number };

/**
 * Reads an address book that a person exported, whatever its file is called: vCard 2.1, 3.0 and 4.0, Outlook CSV, Google CSV,
 * Clio CSV. Holds one lot of rows at a time in memory. Throws only when the file itself cannot be opened or read.
 */
export async function* readContacts(source: FileSource): AsyncGenerator<ContactReading> {
  const found = await recognise(source);
  if ('reason' in found) {
    yield { kind: 'unreadable', line: found.line, reason: found.reason };
    return;
  }
  const dates = await dateOrderOf(source, found);
  yield { kind: 'format', format: found.kind === 'vcard' ? 'vCard' : found.plan.format };
  const ignored = new Map<string, number>();
  const reader = found.kind === 'vcard' ? createVcardReader(ignored) : createCsvReader(found, dates, ignored);
  for await (const lines of readLines(source.chunks())) {
    for (const line of lines) yield* reader.feed(line);
  }
  yield* reader.end();
  for (const [column, rows] of ignored) yield { kind: 'ignored', column, rows };
}

type Reader = { readonly feed: (line: Line) => ContactReading[]; readonly end: () => ContactReading[] };

function createVcardReader(ignored: Map<string, number>): Reader {
  const cards = createVcardCards();
  const readings = (events: ReturnType<typeof cards.feed>): ContactReading[] =>
    events.map((event) => {
      if (event.kind === 'broken') return { kind: 'unreadable', line: event.line, reason: event.reason };
      const reading = readVcard(event.version, event.properties);
      if (reading.kind === 'refused') return { kind: 'unreadable', line: event.line, reason: reading.reason };
      for (const name of reading.ignored) ignored.set(name, (ignored.get(name) ?? 0) + 1);
      return isBlank(reading.card)
        ? { kind: 'unreadable', line: event.line, reason: 'The card says nothing about anybody.' }
        : { kind: 'card', line: event.line, card: reading.card };
    });
  return { feed: (line) => readings(cards.feed(line)), end: () => readings(cards.end()) };
}

function createCsvReader(file: CsvFile, dates: DateOrder, ignored: Map<string, number>): Reader {
  const rows = createCsvRows(file.delimiter);
  const readings = (events: ReturnType<typeof rows.feed>): ContactReading[] =>
    events.flatMap((event): ContactReading[] => {
      if (event.kind === 'broken') return [{ kind: 'unreadable', line: event.line, reason: event.reason }];
      if (event.line <= file.headerLine || event.cells.every((cell) => cell.trim() === '')) return [];
      return [readRow(file, event.line, event.cells, dates, ignored)];
    });
  return { feed: (line) => readings(rows.feed(line)), end: () => readings(rows.end()) };
}

function readRow(
  file: CsvFile,
  line: number,
  cells: readonly string[],
  dates: DateOrder,
  ignored: Map<string, number>,
): ContactReading {
  const surplus = cells.slice(file.headers.length).some((cell) => cell.trim() !== '');
  if (surplus) {
    const reason = `The row has ${cells.length} values for ${file.headers.length} columns: a comma or quotation mark in it is not quoted.`;
    return { kind: 'unreadable', line, reason };
  }
  cells.forEach((cell, index) => {
    if (file.plan.understood.has(index) || saysNothing(cell)) return;
    const column = file.headers[index]?.trim() || `column ${index + 1} (no name)`;
    ignored.set(column, (ignored.get(column) ?? 0) + 1);
  });
  const card = file.plan.cardOf(cells, dates);
  return isBlank(card)
    ? { kind: 'unreadable', line, reason: 'None of the columns that are known has a value in this row.' }
    : { kind: 'card', line, card };
}

/** What Outlook writes into columns that nobody filled in. */
const saysNothing = (cell: string): boolean => /^(?:|normal|false|unspecified|0\/0\/00)$/iu.test(cell.trim());
