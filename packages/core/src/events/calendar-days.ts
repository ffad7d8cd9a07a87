/** Days counted from 1970-01-01, in the proleptic Gregorian calendar: arithmetic on dates without clocks or zones. */
export type Day = number;
export type DateParts = { readonly year: number; readonly month: number; readonly date: number };

export const dayMs = 86_400_000;
/** 9999-12-31: what four digits can say. Nothing ends later, so nothing starts then. */
export const lastDay: Day = dayOf({ year: 9999, month: 12, date: 31 });

/** A month beyond 12 or a date beyond its month carries over. */
export function dayOf({ year, month, date }: DateParts): Day {
  const time = new Date(0).setUTCFullYear(year, month - 1, date);
  return Math.floor(time / dayMs);
}

/** By whole numbers, after Howard Hinnant's `civil_from_days`: dates are taken apart millions of times. */
export function partsOf(day: Day): DateParts {
  const fromMarch = day + 719_468;
  const era = Math.floor(fromMarch / 146_097);
  const ofEra = fromMarch - era * 146_097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1_460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * ofYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const date = ofYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, date };
}

/** 0 is Monday. */
export function weekdayOf(day: Day): number {
  return (((day + 3) % 7) + 7) % 7;
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** `2026-04-15`; years from 1 to 9999. */
export function dateText(day: Day): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** Undefined for what is no date: `2026-02-29`, `2026-4-5`, `0000-01-01`. */
export function dayFrom(text: string): Day | undefined {
  const found = /^(?!0000)(\d{4})-(\d{2})-(\d{2})$/u.exec(text);
  if (!found) return undefined;
  const day = dayOf({ year: Number(found[1]), month: Number(found[2]), date: Number(found[3]) });
  return dateText(day) === text ? day : undefined;
}
