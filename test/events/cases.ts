import type { SlotException } from '@concord/core';
import { clockCases } from './clock-cases.ts';
import { exceptionCases, manyExceptions } from './exception-cases.ts';
import { ruleCases } from './rule-cases.ts';

/** One event, written down by hand: what is expected of it is not computed by what is under test. */
export type EventCase = {
  readonly name: string;
  /** As core writes it. */
  readonly when: string;
  /** The first starts by the rule alone, or the only one. */
  readonly starts: readonly string[];
  /** Whether more follow. */
  readonly more: boolean;
  readonly exceptions?: readonly SlotException[];
  /** The first starts with the exceptions. */
  readonly takePlace?: readonly string[];
};

/** For whoever reads, writes, stores or shows events: the same table for all. */
export const eventCases: readonly EventCase[] = [...ruleCases, ...clockCases, ...exceptionCases, manyExceptions];
