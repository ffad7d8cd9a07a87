/** Whether `03/04/1975` means the third of April (`dayFirst`) or the fourth of March (`monthFirst`). */
export type DateOrder = 'monthFirst' | 'dayFirst';

/** `YYYY-MM-DD`, `--MM-DD` without a year, `blank` for "none", or `unreadable`. */
export type ParsedBirthday = { readonly date: string } | 'blank' | 'unreadable';

/** Programs write this year for "no year" (Apple), or these for "no date" (Outlook). */
const yearForNone = 1604;
const blanks = /^(?:|0+[-/.]0+[-/.]0+|none|null)$/i;

/** Reads the forms in which address books write a birthday. A time of day is dropped: a birthday is a date. */
export function parseBirthday(text: string, order: DateOrder): ParsedBirthday {
  const plain = text.trim().replace(/(?<=\d)(?:T|\s+)\d{1,2}:?\d{2}.*$/iu, '');
  if (blanks.test(plain)) return 'blank';
  const parts = partsOf(plain, order);
  if (parts === undefined) return 'unreadable';
  const year = parts.year === yearForNone ? undefined : parts.year;
  return isDate(year ?? 2000, parts.month, parts.day) ? { date: format(year, parts.month, parts.day) } : 'unreadable';
}

/** True when a date can only be meant day first: `25/03/1975`. */
export const showsDayFirst = (text: string): boolean => {
  const [, first, second] = /^(\d{1,2})[/-](\d{1,2})[/-]\d{2,4}\b/u.exec(text.trim()) ?? [];
  return Number(first) > 12 && Number(second) <= 12;
};

type Parts = { readonly year: number | undefined; readonly month: number; readonly day: number };

function partsOf(text: string, order: DateOrder): Parts | undefined {
  const iso = /^(\d{4})-?(\d{2})-?(\d{2})$/u.exec(text) ?? /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$/u.exec(text);
  if (iso) return parts(iso[1], iso[2], iso[3]);
  const yearless = /^--(\d{2})-?(\d{2})$/u.exec(text);
  if (yearless) return parts(undefined, yearless[1], yearless[2]);
  const dotted = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{2,4})$/u.exec(text);
  if (dotted) return parts(dotted[3], dotted[2], dotted[1]);
  const slashed = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})$/u.exec(text);
  if (slashed) return inOrder(slashed, order);
  return inWords(text);
}

function inOrder([, first, second, year]: RegExpExecArray, order: DateOrder): Parts | undefined {
  const dayFirst = Number(first) > 12 || (order === 'dayFirst' && Number(second) <= 12);
  return dayFirst ? parts(year, second, first) : parts(year, first, second);
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** `22 July 1974`, `July 22, 1974`, `22-Jul-74`. */
function inWords(text: string): Parts | undefined {
  const month = months.indexOf(/[a-z]{3}/iu.exec(text)?.[0]?.toLowerCase() ?? '') + 1;
  const [day, year] = text.match(/\d+/gu) ?? [];
  return month > 0 && day !== undefined && year !== undefined ? parts(year, String(month), day) : undefined;
}

function parts(year: string | undefined, month: string | undefined, day: string | undefined): Parts {
  return { year: year === undefined ? undefined : fullYear(year), month: Number(month), day: Number(day) };
}

/** Two digits mean 1950 to 2049, as Windows reads them. */
function fullYear(year: string): number {
  const number = Number(year);
  if (year.length > 2) return number;
  return number < 50 ? 2000 + number : 1900 + number;
}

function isDate(year: number, month: number, day: number): boolean {
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  // Day 0 of the next month is the last day of this one.
  const last = new Date(Date.UTC(2000, month, 0)).getUTCDate();
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return day <= (month === 2 && !leap ? 28 : last);
}

const format = (year: number | undefined, month: number, day: number): string =>
  `${year === undefined ? '-' : String(year).padStart(4, '0')}-${pad(month)}-${pad(day)}`;

const pad = (number: number): string => String(number).padStart(2, '0');
