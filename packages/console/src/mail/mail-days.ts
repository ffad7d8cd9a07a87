/** The IANA name of the browser's time zone. */
export const zoneHere = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The day of an instant here: `YYYY-MM-DD`. */
export function dayOf(atMs: number): string {
  const at = new Date(atMs);
  const [month, day] = [at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, '0'));
  return `${at.getFullYear()}-${month}-${day}`;
}

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/u.test(text);

/** What is wrong with two days, both inclusive. */
export function daysFault(
  { from, to }: { readonly from: string; readonly to: string },
  today: string,
): string | undefined {
  if (!isDay(from) || !isDay(to)) return 'Choose both days.';
  if (from > to) return 'The first day is after the last.';
  return from > today ? 'These days are still to come.' : undefined;
}
