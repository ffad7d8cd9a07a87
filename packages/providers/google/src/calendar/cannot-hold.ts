import { type Event, exceptionOf, type Item, parseWhen, type ReasonCode, type When } from '@concord/core';
import { exceptionsOf } from './events.ts';
import { occurrenceAt } from './times.ts';

/** So many exceptions a list holds. */
const maxExceptions = 200;

/**
 * What Google has no way to say is not written at all. Its rules are those of RFC 5545, so that it has a word for whatever
 * core can hold; a date that differs must be one of the series.
 */
export function cannotHold(item: Item): ReasonCode | undefined {
  const when = parseWhen((item as Event).when);
  if (when === undefined) return 'ruleNotHeldRight';
  if (when.rule === undefined) return undefined;
  const list = exceptionsOf(item);
  const isHeld = list.length <= maxExceptions && list.every((element) => isOfSeries(when, exceptionOf(element)));
  return isHeld ? undefined : 'exceptionsNotHeldRight';
}

/** A cancelled date that the series does not have says nothing. */
function isOfSeries(series: When, exception: ReturnType<typeof exceptionOf>): boolean {
  if (exception === undefined) return false;
  if (exception.cancelled) return true;
  const when = parseWhen(exception.when);
  return when !== undefined && when.rule === undefined && occurrenceAt(series, exception.slot) !== undefined;
}
