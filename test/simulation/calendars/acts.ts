import { troubles } from '../troubles.ts';
import { deeds } from './deeds/index.ts';

/** Of the troubles of contacts those that befall calendars, too: name → how often. */
export const calendarTroubles = {
  kill: 12,
  stall: 3,
  loseMessage: 1,
  clockJump: 2,
  expireCursor: 1,
  subscriptionRemoved: 1,
  reauthorizationRequired: 1,
  missed: 1,
  passwordChanged: 1,
  consentWithdrawn: 1,
  clioRevoked: 1,
  keyRotated: 1,
  stop: 1,
  cutOff: 2,
  restore: 2,
} as const satisfies Partial<Record<keyof typeof troubles, number>>;

export type CalendarTrouble = keyof typeof calendarTroubles;

export const isCalendarTrouble = (what: string): what is CalendarTrouble => what in calendarTroubles;

const times = (name: string, weight: number): readonly string[] => Array.from({ length: weight }, () => name);

/** Each as often as it is to come up. */
export const calendarActs: readonly string[] = [
  ...Object.entries(deeds).flatMap(([name, [weight]]) => times(name, weight)),
  ...Object.entries(calendarTroubles).flatMap(([name, weight]) => times(name, weight)),
];
