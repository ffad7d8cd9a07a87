import type { DateOrder } from './birthday.ts';
import { showsDayFirst } from './birthday.ts';
import { clioCsv } from './clio-csv.ts';
import type { CsvFormat, CsvPlan } from './csv-plan.ts';
import { createCsvRows, delimiterOf } from './csv-rows.ts';
import type { FileSource } from './file-source.ts';
import { googleCsv } from './google-csv.ts';
import type { Line } from './lines.ts';
import { readLines } from './lines.ts';
import { outlookCsv } from './outlook-csv.ts';

export type CsvFile = {
  readonly kind: 'csv';
  readonly delimiter: string;
  readonly headerLine: number;
  readonly headers: readonly string[];
  readonly plan: CsvPlan;
};
export type Found = { readonly kind: 'vcard' } | CsvFile | { readonly line: number; readonly reason: string };

const formats: readonly CsvFormat[] = [googleCsv, outlookCsv, clioCsv];

/** How far to look for the first card of a vCard file that begins with other text. */
const maxLinesBeforeCard = 1_000;

/** Looks at the beginning of a file: at its first line that says something, and beyond it only for a vCard. */
export async function recognise(source: FileSource): Promise<Found> {
  let rows: ReturnType<typeof createCsvRows> | undefined;
  let answer: Found | undefined;
  for await (const { text, number, line } of firstLines(source)) {
    if (/^BEGIN\s*:\s*VCARD$/iu.test(text)) return { kind: 'vcard' };
    if (answer !== undefined || (rows === undefined && text === '')) continue;
    const foreign = rows === undefined ? foreignFormat(text) : undefined;
    if (foreign !== undefined) return { line: number, reason: foreign };
    rows ??= createCsvRows(delimiterOf(line.text));
    const header = rows.feed(line).find((event) => event.kind === 'row');
    if (header?.kind === 'row') answer = asCsv(header.cells, header.line, rows.delimiter);
    if (answer !== undefined && 'kind' in answer) return answer;
  }
  return answer ?? { line: 1, reason: rows === undefined ? 'The file is empty.' : notKnown };
}

async function* firstLines(source: FileSource): AsyncGenerator<{ text: string; number: number; line: Line }> {
  for await (const lines of readLines(source.chunks())) {
    for (const line of lines) {
      if (line.number > maxLinesBeforeCard) return;
      yield { text: line.text.trim(), number: line.number, line };
    }
  }
}

const notKnown =
  'This is neither a vCard nor a CSV file with the columns of Outlook, Google Contacts or Clio: its first line names no column that is known.';

function foreignFormat(text: string): string | undefined {
  if (text.startsWith('PK\x03\x04'))
    return 'This is an Excel workbook or a ZIP file: save it as CSV, or take the contacts out of it.';
  if (text.startsWith('!BDN')) return 'This is an Outlook data file (.pst): export its contacts as CSV.';
  return text.startsWith('<') ? 'This is a web page or XML, not an exported address book.' : undefined;
}

/** The format that understands most columns. */
function asCsv(cells: readonly string[], line: number, delimiter: string): Found {
  const plans = formats.map((format) => format(cells)).filter((plan) => plan !== undefined);
  const [first, ...others] = plans;
  if (first === undefined) return { line, reason: notKnown };
  const plan = others.reduce((best, next) => (next.understood.size > best.understood.size ? next : best), first);
  return { kind: 'csv', delimiter, headerLine: line, headers: cells, plan };
}

/** `03/04/1975` can be read either way: the other dates of the same file tell which one it is, else the American one. */
export async function dateOrderOf(source: FileSource, found: Exclude<Found, { reason: string }>): Promise<DateOrder> {
  if (found.kind === 'vcard' || found.plan.birthdayColumn === undefined) return 'monthFirst';
  const column = found.plan.birthdayColumn;
  const rows = createCsvRows(found.delimiter);
  for await (const lines of readLines(source.chunks())) {
    for (const event of lines.flatMap((line) => rows.feed(line))) {
      if (event.kind === 'row' && showsDayFirst(event.cells[column] ?? '')) return 'dayFirst';
    }
  }
  return 'monthFirst';
}
