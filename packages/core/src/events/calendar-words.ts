const shapes = {
  /** "Wed, 15 Apr 2026" */
  weekday: { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
  /** "15 Apr 2026" */
  date: { day: 'numeric', month: 'short', year: 'numeric' },
  dayOfWeek: { weekday: 'long' },
  month: { month: 'long' },
} as const satisfies Readonly<Record<string, Intl.DateTimeFormatOptions>>;

/** Says a date, as milliseconds by UTC, in a locale's own words and order. */
export function calendarWords(shape: keyof typeof shapes, locale: string): Intl.DateTimeFormat {
  const key = `${shape} ${locale}`;
  const known = formats.get(key);
  if (known) return known;
  const format = new Intl.DateTimeFormat(locale, { ...shapes[shape], timeZone: 'UTC' });
  formats.set(key, format);
  return format;
}

/** Making one costs some 50 µs, using it one. Locales are few. */
const formats = new Map<string, Intl.DateTimeFormat>();
