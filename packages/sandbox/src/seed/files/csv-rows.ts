import { decodeText } from './charset.ts';
import type { Line } from './lines.ts';

/**
 * Rows of a CSV file, fed line by line. csv-parse was weighed and left (it judges our rows in the tests): after a quote that
 * never closes it swallows what follows, and here one bad row must not cost the others. A quote that opens and does not close
 * before the next one that opens, within `maxRowLength` characters or by the end of the file, makes its first line unreadable;
 * so do more values than the header has. Reading goes on with the next line.
 */
export type CsvEvent =
  | { readonly kind: 'row'; readonly line: number; readonly cells: readonly string[] }
  | { readonly kind: 'broken'; readonly line: number; readonly reason: string };

export type CsvRows = {
  readonly delimiter: string;
  readonly feed: (line: Line) => CsvEvent[];
  readonly end: () => CsvEvent[];
};

const maxRowLength = 32 * 1024 * 1024;
/** What may be read again in all; after that, a quote must close on its own line. */
const maxReadAgain = maxRowLength;

export function createCsvRows(delimiter: string): CsvRows {
  let parser = createRowParser(delimiter);
  let held: Line[] = [];
  let heldLength = 0;
  let readAgain = 0;
  let columns: number | undefined;

  const reset = (): void => {
    parser = createRowParser(delimiter);
    held = [];
    heldLength = 0;
  };
  const isTooLong = (): boolean => heldLength > maxRowLength || readAgain > maxReadAgain;

  /** The lines to be read again. */
  const feedOne = (line: Line, events: CsvEvent[]): readonly Line[] => {
    if (columns === undefined && delimiterHint.test(line.text)) return [];
    held.push(line);
    heldLength += line.text.length;
    const result = line.cut ? 'broken' : parser.add(line.text);
    if (result === 'open' && !isTooLong()) return [];
    if (typeof result === 'string' || (held.length > 1 && result.length > (columns ?? result.length)))
      return giveUp(events);
    columns ??= result.length;
    events.push({ kind: 'row', line: held[0]?.number ?? line.number, cells: result.map((cell) => decodeText(cell)) });
    reset();
    return [];
  };

  /** The first held line is lost; the others are read again. */
  const giveUp = (events: CsvEvent[]): readonly Line[] => {
    const [first] = held;
    const others = held.slice(1);
    if (first) events.push({ kind: 'broken', line: first.number, reason: reasonFor(first) });
    readAgain += heldLength;
    reset();
    return others;
  };

  const feedAll = (lines: readonly Line[], events: CsvEvent[]): void => {
    const waiting = lines.toReversed();
    // Every turn takes one line for good or gives one up, so it ends.
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      for (const again of feedOne(next, events).toReversed()) waiting.push(again);
    }
  };

  return {
    delimiter,
    feed: (line) => {
      const events: CsvEvent[] = [];
      feedAll([line], events);
      return events;
    },
    end: () => {
      const events: CsvEvent[] = [];
      while (held.length > 0) feedAll(giveUp(events), events);
      return events;
    },
  };
}

const reasonFor = (line: Line): string =>
  line.cut ? 'The line is longer than 32 MB.' : 'A quotation mark opens on this line and is never closed.';

type RowParser = { readonly add: (text: string) => readonly string[] | 'open' | 'broken' };

/** Gives the cells once the row is whole; `open` while a quoted cell goes on over the line's end. */
function createRowParser(delimiter: string): RowParser {
  const cells: string[] = [];
  let cell: string[] | undefined;
  return {
    add: (text) => {
      const isFirstLine = cell === undefined;
      cell?.push('\n');
      let at = 0;
      for (;;) {
        if (cell === undefined && text[at] === '"') {
          cell = [];
          at += 1;
        }
        const end: number | 'open' | 'broken' =
          cell === undefined ? endOfCell(text, at, delimiter) : readQuoted(text, at, delimiter, cell, isFirstLine);
        if (typeof end === 'string') return end;
        cells.push(cell === undefined ? text.slice(at, end) : cell.join(''));
        cell = undefined;
        if (end >= text.length) return cells;
        at = end + 1;
      }
    },
  };
}

function endOfCell(text: string, from: number, delimiter: string): number {
  const end = text.indexOf(delimiter, from);
  return end < 0 ? text.length : end;
}

/**
 * Copies a quoted cell into `cell` until the quote that closes it, and says where it ends. A single quote that is followed by
 * more text was not doubled by a careless program, and is text; but where one on a later line looks like the opening of
 * another cell, it was the first one that nobody closed.
 */
function readQuoted(
  text: string,
  from: number,
  delimiter: string,
  cell: string[],
  isFirstLine: boolean,
): number | 'open' | 'broken' {
  let at = from;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) {
      cell.push(text.slice(at));
      return 'open';
    }
    cell.push(text.slice(at, quote));
    const after = text[quote + 1];
    if (after === undefined || after === delimiter) return quote + 1;
    const before = text[quote - 1];
    if (after !== '"' && !isFirstLine && (before === undefined || before === delimiter)) return 'broken';
    cell.push('"');
    at = after === '"' ? quote + 2 : quote + 1;
  }
}

/** Excel's own first line: `sep=;`. */
const delimiterHint = /^sep=(.)$/i;

/** Which of the usual delimiters the first line has most of, outside quotes. */
export function delimiterOf(firstLine: string): string {
  const stated = delimiterHint.exec(firstLine)?.[1];
  if (stated !== undefined) return stated;
  const bare = firstLine.replace(/"[^"]*"/g, '');
  const counts = [',', ';', '\t'].map((delimiter) => ({ delimiter, count: bare.split(delimiter).length }));
  return counts.reduce((most, next) => (next.count > most.count ? next : most)).delimiter;
}
