import { type Element, exceptionElement, type Item, type SlotException } from '@concord/core';

/** Everybody's clocks in the contract of calendars. */
export const zone = 'America/New_York';

export const hearing: Item = {
  title: 'Hearing',
  when: `2026-04-15T12:00:00-04:00/2026-04-15T13:00:00-04:00 ${zone}`,
  location: 'Court 2',
  description: 'Bring the file.\nRoom to be told.',
};

/** Wednesdays at noon from 15 April on, without end. */
export const weekly: Item = {
  title: 'Team meeting',
  when: `2026-04-15T12:00:00-04:00/2026-04-15T13:00:00-04:00 ${zone} FREQ=WEEKLY;BYDAY=WE`,
  location: 'Room 1',
};

export const holiday: Item = { title: 'Court closed', when: '2026-04-15/2026-04-17' };

export const titled = (title: string, more: Item = {}): Item => ({ ...hearing, title, ...more });

/** A single event's text: so many hours from an hour on, by the clock of summer. */
export const hours = (date: string, from: number, to = from + 1): string =>
  `${date}T${two(from)}:00:00-04:00/${date}T${two(to)}:00:00-04:00 ${zone}`;

const two = (number: number): string => String(number).padStart(2, '0');

export function exceptions(...all: readonly SlotException[]): readonly Element[] {
  return all.map((one) => exceptionElement(one) ?? fail(one.slot));
}

function fail(slot: string): never {
  throw new Error(`${slot} is no date`);
}
