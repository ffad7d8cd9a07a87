import type { Chance } from '../chance.ts';

/** What a person types about when an event is: clock times of a zone (`2026-03-09T10:00`), or dates, the end being the day after the last. */
export type TypedWhen = {
  readonly allDay: boolean;
  readonly start: string;
  readonly end: string;
  /** IANA. */
  readonly zone: string;
  readonly rule?: TypedRule;
};

export type TypedRule = {
  readonly kind: 'daily' | 'weekly' | 'monthDay' | 'monthNth' | 'yearly';
  readonly interval: number;
  /** Of a weekly one; 0 is Sunday. */
  readonly days: readonly number[];
  /** Of `monthNth`: 1 to 4, or -1 for the last one. */
  readonly nth: number;
  readonly end: { readonly count: number } | { readonly until: string } | undefined;
};

export type Texts = { readonly title: string; readonly location: string; readonly description: string };
export type TextName = keyof Texts;
export const textNames = ['title', 'location', 'description'] as const satisfies readonly TextName[];

export type Typed = Texts & { readonly when: TypedWhen };

/** The zone of everybody's Clio, and others that people travel to. */
export const homeZone = 'America/Toronto';
const zones = [homeZone, homeZone, homeZone, 'America/New_York', 'Europe/Berlin', 'America/Chicago', 'Asia/Kolkata'];
export const weekdayCodes = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const;
const dayMs = 86_400_000;

export const dateOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
export const daysLater = (date: string, days: number): string => dateOf(Date.parse(`${date}T00:00:00Z`) + days * dayMs);
export const weekdayOf = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay();

/** `number`: makes the time one that no other event of the story has. `near`: on about that day. */
export function drawWhen(chance: Chance, number: number, near: string, isHome: boolean): TypedWhen {
  const date = daysLater(near, chance.below(30) - 5);
  const zone = isHome ? homeZone : (chance.pick(zones) ?? homeZone);
  const rule = chance.hits(0.45) ? drawRule(chance, date) : undefined;
  const repeats = rule === undefined ? {} : { rule };
  // Each all-day one has a year of its own dates.
  if (chance.hits(0.2)) {
    const start = daysLater(date, 7 * (number % 20));
    const fitting = rule === undefined ? {} : { rule: drawRule(chance, start) };
    return { allDay: true, start, end: daysLater(start, 1 + chance.below(2)), zone, ...fitting };
  }
  const minute = (number * 5) % 60;
  const hour = 8 + (Math.floor(number / 12) % 10);
  const clock = (hours: number): string => `${String(hours).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  return { allDay: false, start: `${date}T${clock(hour)}`, end: `${date}T${clock(hour + 1)}`, zone, ...repeats };
}

/** One that has its first date on that day. */
export function drawRule(chance: Chance, date: string): TypedRule {
  const kind = chance.oneOf('daily', 'weekly', 'weekly', 'weekly', 'monthDay', 'monthNth', 'yearly');
  const [day, weekday] = [Number(date.slice(8)), weekdayOf(date)];
  const more = chance.hits(0.4) ? [weekday, (weekday + 2) % 7] : [weekday];
  const days = kind === 'weekly' ? more.toSorted((one, other) => one - other) : [];
  const nth = day > 28 ? -1 : Math.ceil(day / 7);
  // Nobody means the 31st of a month that has none.
  const safe = (kind === 'monthDay' || kind === 'yearly') && day > 28 ? 'weekly' : kind;
  return {
    kind: safe,
    interval: chance.oneOf(1, 1, 2),
    days: safe === 'weekly' && days.length === 0 ? [weekday] : days,
    nth,
    end: drawEnd(chance, date),
  };
}

function drawEnd(chance: Chance, date: string): TypedRule['end'] {
  const how = chance.below(3);
  if (how === 0) return undefined;
  return how === 1 ? { count: 4 + chance.below(8) } : { until: daysLater(date, 60 + chance.below(200)) };
}

/** The value of an RRULE; `untilTime` follows the date of its end, where it has one. */
export function rruleOf({ kind, interval, days, nth, end }: TypedRule, start: string, untilTime = ''): string {
  const date = start.slice(0, 10);
  const [month, day] = [Number(date.slice(5, 7)), Number(date.slice(8))];
  const said = {
    daily: 'FREQ=DAILY',
    weekly: `FREQ=WEEKLY;BYDAY=${days.map((one) => weekdayCodes[one]).join(',')}`,
    monthDay: `FREQ=MONTHLY;BYMONTHDAY=${day}`,
    monthNth: `FREQ=MONTHLY;BYDAY=${nth}${weekdayCodes[weekdayOf(date)]}`,
    yearly: `FREQ=YEARLY;BYMONTH=${month};BYMONTHDAY=${day}`,
  }[kind];
  const every = interval === 1 ? '' : `;INTERVAL=${interval}`;
  // Weeks begin on Sunday in Outlook, and nobody means another one.
  const week = kind === 'weekly' && interval > 1 ? ';WKST=SU' : '';
  const last =
    end === undefined
      ? ''
      : 'count' in end
        ? `;COUNT=${end.count}`
        : `;UNTIL=${end.until.replaceAll('-', '')}${untilTime}`;
  return `${said}${every}${week}${last}`;
}

/** For clouds that want the end of a timed series as an instant: nobody meets at midnight by UTC. */
export const endOfDay = ({ allDay }: TypedWhen): string => (allDay ? '' : 'T235959Z');

/** As one line, for the record. */
export function sayWhen({ start, end, zone, allDay, rule }: TypedWhen): string {
  return [`${start}/${end}`, ...(allDay ? [] : [zone]), ...(rule ? [rruleOf(rule, start)] : [])].join(' ');
}
