/** A day by the calendar: `YYYY-MM-DD`. */
export type Day = string;
/** What a clock on the wall shows: the day, and minutes since its midnight. */
export type Wall = { readonly day: Day; readonly minutes: number };

const dayMs = 24 * 60 * 60 * 1000;
const minuteMs = 60 * 1000;

/** The zone that this browser lives in, by its IANA name. */
export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** What the clocks of a zone show at an instant (epoch milliseconds). */
export function wallIn(zone: string, atMs: number): Wall {
  const parts = Object.fromEntries(
    clockOf(zone)
      .formatToParts(atMs)
      .map(({ type, value }) => [type, value]),
  );
  const { year = '', month = '', day = '', hour, minute } = parts;
  return { day: `${year}-${month}-${day}`, minutes: Number(hour) * 60 + Number(minute) };
}

/** The first instant of a day, to the minute: it may be 23 or 25 hours before the next one, and not every midnight is there. */
export function startOfDay(zone: string, day: Day): number {
  let early = Date.parse(day) - dayMs;
  let late = Date.parse(day) + dayMs;
  while (late - early > minuteMs) {
    const middle = early + Math.floor((late - early) / 2 / minuteMs) * minuteMs;
    if (wallIn(zone, middle).day < day) early = middle;
    else late = middle;
  }
  return late;
}

export const addDays = (day: Day, count: number): Day =>
  new Date(Date.parse(day) + count * dayMs).toISOString().slice(0, 10);

/** The days of the week in which a day lies, Monday to Sunday. */
export function weekOf(day: Day): readonly Day[] {
  const sinceMonday = (new Date(Date.parse(day)).getUTCDay() + 6) % 7;
  return Array.from({ length: 7 }, (_, index) => addDays(day, index - sinceMonday));
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Making one is slow, and every event asks several times. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const digits = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
  const clock = new Intl.DateTimeFormat('en-GB', { ...digits, timeZone, hourCycle: 'h23' });
  clocks.set(timeZone, clock);
  return clock;
}
