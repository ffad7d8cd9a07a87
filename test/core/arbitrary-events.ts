import { type Element, exceptionElement, formatWhen, type Item, type SlotException, whenFrom } from '@concord/core';
import * as fc from 'fast-check';

/** Wednesdays from April 2026 on: dates of the series that `anyEvent` makes. */
const slots = ['2026-04-15', '2026-04-22', '2026-04-29', '2026-05-06'] as const;

const zone = fc.constantFrom('America/New_York', 'Europe/Berlin', 'UTC');
const times = fc.record({ hour: fc.integer({ min: 10, max: 15 }), length: fc.integer({ min: 1, max: 3 }), zone });
type Times = { readonly hour: number; readonly length: number; readonly zone: string };

function whenOf(day: string, { hour, length, zone: name }: Times, rule?: string): string {
  const at = (hours: number): string => `${day}T${hours}:00:00`;
  const when = whenFrom({ start: at(hour), end: at(hour + length), zone: name, ...(rule ? { rule } : {}) });
  if (when === undefined) throw new Error('The times of these tests are sound');
  return formatWhen(when);
}

const text = fc.constantFrom('Hearing', 'hearing ', 'Intake', 'Filing day', 'Court 4');

const exception: fc.Arbitrary<Element> = fc
  .oneof(
    fc.record({ slot: fc.constantFrom(...slots), cancelled: fc.constant(true as const) }),
    fc
      .record({ slot: fc.constantFrom(...slots), times, title: fc.option(text, { nil: undefined }) })
      .map(({ slot, times: own, title }): SlotException => {
        return { slot, when: whenOf(slot, own), ...(title === undefined ? {} : { title }) };
      }),
  )
  .map((one) => exceptionElement(one))
  .filter((one) => one !== undefined);

const exceptions = fc.uniqueArray(exception, { selector: ({ slot }) => slot, maxLength: 3 });

const rule = fc.constantFrom('FREQ=WEEKLY;BYDAY=WE', 'FREQ=WEEKLY;BYDAY=WE;COUNT=10', undefined);

/** As it comes from a lens: blanks are absent, and only a series has other dates. */
export const anyEvent: fc.Arbitrary<Item> = fc
  .record({ title: text, times, rule, location: fc.option(text), description: fc.option(text), exceptions })
  .map(({ title, times: own, rule: repeats, location, description, exceptions: others }): Item => {
    return {
      title,
      when: whenOf('2026-04-15', own, repeats),
      ...(location === null ? {} : { location }),
      ...(description === null ? {} : { description }),
      ...(repeats && others.length > 0 ? { exceptions: others } : {}),
    };
  });
