/** Days as numbers since 1970, and as `YYYY-MM-DD`. */
const dayMs = 86_400_000;

export const dayNumber = (date: string): number => Math.floor(Date.parse(`${date.slice(0, 10)}T00:00:00Z`) / dayMs);

export const dateOf = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);

/** 0 is Sunday. */
export const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7;

/** The day of a year and month (0 to 11, or beyond); a month too short for it gives its last day. */
export function dayInMonth(year: number, month: number, dayOfMonth: number): number {
  return firstOfMonth(year, month) + Math.min(dayOfMonth, daysInMonth(year, month)) - 1;
}

export const firstOfMonth = (year: number, month: number): number => Math.round(Date.UTC(year, month, 1) / dayMs);

export const daysInMonth = (year: number, month: number): number =>
  firstOfMonth(year, month + 1) - firstOfMonth(year, month);

export function isDate(text: unknown): text is string {
  return typeof text === 'string' && /^\d{4}-\d\d-\d\d$/u.test(text) && dateOf(dayNumber(text)) === text;
}
