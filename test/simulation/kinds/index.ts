import type { Options } from '../options.ts';

/** Where the stories are that are not about contacts: each thread loads them by itself. */
export const kinds: Readonly<Record<NonNullable<Options['about']>, URL>> = {
  calendars: new URL('../calendars/kind.ts', import.meta.url),
  mail: new URL('../mail/kind.ts', import.meta.url),
};
