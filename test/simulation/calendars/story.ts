import type { PrivateChoice, SideName } from '@concord/core';
import type { Setting } from '@concord/sandbox';
import type { MailboxProvider } from '../history/happenings.ts';

/**
 * A story about calendars, drawn beforehand like those about contacts: each part has a number of its own, so that parts can be
 * left out to shrink it and the rest still happens.
 */
export type CalendarStory = {
  readonly seed: number;
  /** How far Concord's clock is ahead of the clouds' (or behind), milliseconds. */
  readonly skewMs: number;
  readonly limits: boolean;
  readonly members: readonly MemberPlan[];
  readonly policy: PolicyPlan;
  readonly events: readonly EventPlan[];
  readonly habits: readonly (readonly [name: string, setting: Setting])[];
  readonly steps: readonly CalendarStep[];
  /** Virtual days of quiet after all is well again: entries leave the span of time, others come into it. */
  readonly quietDays: number;
};

/** `calendars`: how many pairs of calendars are kept in step. */
export type MemberPlan = { readonly mailbox: MailboxProvider; readonly calendars: 1 | 2 };

export type PolicyPlan = {
  readonly conflicts: SideName | 'ask';
  readonly private: PrivateChoice;
  readonly guests: boolean;
};

/** `places`: where somebody typed it before there was any sync; both: it was typed twice. */
export type EventPlan = {
  readonly seed: number;
  readonly pair: number;
  readonly places: readonly SideName[];
};

/** `what`: a deed or a trouble by its name. After it so many milliseconds go by, or so many calls of running functions. */
export type CalendarStep = {
  readonly seed: number;
  readonly pair: number;
  readonly what: string;
  readonly wait: { readonly ms: number } | { readonly calls: number };
};
