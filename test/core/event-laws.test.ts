import {
  type Capabilities,
  type Element,
  eventPolicy,
  eventType,
  exceptionElement,
  exceptionOf,
  type Item,
  notFitting,
  type Policy,
  type SideName,
  sameValue,
  sharedItem,
} from '@concord/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyEvent } from './arbitrary-events.ts';
import { replaced } from './arbitrary-items.ts';
import { lawsOf } from './law-cases.ts';
import { createWorld, type World } from './simulated-sides.ts';

const laws = lawsOf('core/event-laws');

const texts = {
  title: { shape: 'scalar' },
  when: { shape: 'scalar', clearable: false },
  location: { shape: 'scalar' },
  description: { shape: 'scalar' },
  exceptions: { shape: 'list', max: 200, anySlot: true, primary: false },
} as const satisfies Capabilities;
const capabilities = {
  left: { ...texts, guests: { shape: 'scalar' } },
  right: { ...texts, guests: { shape: 'scalar', readOnly: true } },
} as const;
const fields = Object.keys(texts);

type Act =
  | { readonly kind: 'edit'; readonly side: SideName; readonly fields: readonly string[]; readonly to: Item }
  | { readonly kind: 'settle' }
  | { readonly kind: 'crash'; readonly remembered: boolean };

const side = fc.constantFrom<SideName>('left', 'right');
const editOn = (where: fc.Arbitrary<SideName>): fc.Arbitrary<Act> =>
  fc.record({
    kind: fc.constant('edit' as const),
    side: where,
    fields: fc.subarray(fields, { minLength: 1, maxLength: 3 }),
    to: anyEvent,
  });
const acts = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: editOn(side) },
    { weight: 2, arbitrary: fc.constant<Act>({ kind: 'settle' }) },
    { weight: 2, arbitrary: fc.boolean().map((remembered): Act => ({ kind: 'crash', remembered })) },
  ),
  { maxLength: 6 },
);

function act(world: World, one: Act): void {
  if (one.kind === 'settle') world.settle();
  else if (one.kind === 'crash') world.crash(one.remembered);
  else {
    const now = world.items[one.side];
    if (now) world.edit(one.side, replaced(now, one.to, one.fields));
  }
}

const anyPolicy = fc
  .constantFrom<Policy['conflicts']>('left', 'right')
  .map((conflicts): Policy => ({ ...eventPolicy, conflicts }));

const differing = ({ items }: World): readonly string[] =>
  fields.filter((name) => {
    const field = eventType.fields[name];
    return field && !sameValue(field, items.left?.[name], items.right?.[name]);
  });

describe('events of two sides', () => {
  it('come to say the same, whatever was edited and wherever a worker died, with one exception a date at most', () => {
    laws.hold(
      fc.property(anyEvent, acts, anyPolicy, (item, story, policy) => {
        const world = createWorld(undefined, item, { type: eventType, capabilities, policy });
        for (const one of story) act(world, one);
        world.settle();
        expect(differing(world)).toEqual([]);
        for (const name of ['left', 'right'] as const) {
          const dates = (world.items[name]?.['exceptions'] ?? []) as readonly { slot?: string }[];
          expect(new Set(dates.map(({ slot }) => slot)).size).toBe(dates.length);
        }
      }),
      3_000,
    );
  });

  it('keep edits of different dates of one series, made on both sides at once', () => {
    laws.hold(
      fc.property(anyEvent, anyEvent, anyEvent, (item, one, other) => {
        const { exceptions: _, ...series } = item;
        const world = createWorld(series, series, { type: eventType, capabilities, policy: eventPolicy, match });
        world.settle();
        const [ours, theirs] = [datesOf(one), datesOf(other)];
        world.edit('left', { ...series, exceptions: ours });
        world.edit('right', { ...series, exceptions: theirs });
        world.settle();
        const taken = new Set(ours.map(({ slot }) => slot));
        const both = [...ours, ...theirs.filter(({ slot }) => !taken.has(slot))].map(({ key }) => key).toSorted();
        expect(
          datesOf(world.items.left ?? {})
            .map(({ key }) => key)
            .toSorted(),
        ).toEqual(both);
        expect(differing(world)).toEqual([]);
      }),
      3_000,
    );
  });

  it('are never written on a side that is only read, and go on arriving from there', () => {
    laws.hold(
      fc.property(anyEvent, fc.array(editOn(side), { maxLength: 5 }), (item, story) => {
        const world = createWorld(undefined, item, {
          type: eventType,
          capabilities,
          traits: { right: { oneWay: 'oneWayGuests' } },
        });
        for (const one of story) {
          act(world, one);
          const before = world.items.right;
          const decisions = world.settle();
          expect(decisions.flatMap(({ writes }) => writes).filter((write) => write.side === 'right')).toEqual([]);
          expect(world.items.right).toEqual(before);
        }
        world.edit('right', { ...item, title: 'The last word', when: item['when'] });
        world.settle();
        expect(world.items.left?.['title']).toBe('The last word');
      }),
      3_000,
    );
  });

  it('keep what a side has closed: its description is never written, the rest is', () => {
    laws.hold(
      fc.property(anyEvent, anyEvent, (item, edited) => {
        const closed = { ...item, description: 'Join here' };
        const world = createWorld(undefined, closed, {
          type: eventType,
          capabilities,
          traits: { right: { closed: ['description'] } },
        });
        world.settle();
        world.edit('left', { ...edited, description: 'Mine' });
        world.settle();
        expect(world.items.right?.['description']).toBe('Join here');
        expect(world.items.left?.['description']).toBe('Mine');
        expect(differing(world).filter((name) => name !== 'description')).toEqual([]);
      }),
      3_000,
    );
  });

  it('say who takes part from the right to the left, and never back', () => {
    const item = {
      title: 'Hearing',
      when: '2026-04-15T12:00:00+00:00/2026-04-15T13:00:00+00:00 UTC',
      guests: 'Court <court@example.org>',
    };
    const world = createWorld(undefined, item, { type: eventType, capabilities });
    world.settle();
    expect(world.items.left?.['guests']).toBe(item.guests);
    world.edit('left', { ...item, guests: 'Nobody' });
    world.settle();
    expect(world.items.right?.['guests']).toBe(item.guests);
    world.edit('left', { ...item, guests: 'Everybody' });
    world.edit('right', { ...item, guests: 'Clerk <clerk@example.org>' });
    world.settle();
    expect(world.items.left?.['guests']).toBe('Clerk <clerk@example.org>');
    const told = createWorld(item, undefined, options);
    told.settle();
    expect(told.items.right).toEqual({ title: item.title, when: item.when });
  });

  it('of a date that a side says otherwise, carry over the edit of whoever made it', () => {
    const untitled = (item: Item): Item => ({ ...item, exceptions: datesOf(item).flatMap(withoutTitle) });
    const save = (name: SideName, item: Item): Item => (name === 'right' ? untitled(item) : item);
    const world = createWorld({ ...series, exceptions: [moved(14, 'Court 4')] }, undefined, { ...options, save });
    world.settle();
    world.edit('right', { ...series, exceptions: [moved(16)] });
    world.settle();
    expect(datesOf(world.items.left ?? {})).toMatchObject([{ value: { when: whenAt(16) } }]);
  });

  it('bring what a create could not write with the next write', () => {
    let isFirst = true;
    const save = (name: SideName, item: Item): Item => {
      if (name !== 'right' || !isFirst) return item;
      isFirst = false;
      const { exceptions: _, ...rest } = item;
      return rest;
    };
    const world = createWorld({ ...series, exceptions: [moved(14)] }, undefined, { ...options, save });
    world.settle();
    world.settle();
    expect(datesOf(world.items.right ?? {})).toMatchObject([{ slot: '2026-04-22' }]);
  });

  it('are of the same time however a zone spells it, and only then', () => {
    const spelled = { ...single, when: '2026-04-15T14:00:00+02:00/2026-04-15T15:00:00+02:00 Europe/Berlin' };
    const world = createWorld(single, spelled, { ...options, match });
    expect(world.look().writes).toEqual([]);
    const other = { ...single, when: '2026-04-15T14:00:00+00:00/2026-04-15T15:00:00+00:00 UTC' };
    expect(createWorld(single, other, { ...options, match }).look().writes).toHaveLength(1);
    const cut = sharedItem(eventType, series, {
      ...series,
      when: whenAt(12).replace('22T', '15T').replace('22T', '15T'),
    });
    expect(cut['when']).toBe(series.when);
  });

  it('leave unsaid that the other side knows nothing of how they are shown', () => {
    const item = { ...single, showAs: 'busy', privacy: 'private', location: 'Court 4' };
    const { location: _, ...held } = texts;
    expect(notFitting(eventType, item, held).map(({ name }) => name)).toEqual(['location']);
  });

  it('stay where they are only read when their copy is deleted, and are remembered as the copy that Concord made', () => {
    const world = createWorld(undefined, single, { ...options, traits: { right: { oneWay: 'oneWayGuests' } } });
    world.settle();
    expect(world.mapping.left?.made).toBe(true);
    expect(world.mapping.right?.made).toBeUndefined();
    world.edit('left', undefined);
    world.settle();
    expect(world.items.right).toEqual(single);
    expect(world.mapping.state).toBe('released');
  });
});

const options = { type: eventType, capabilities, policy: eventPolicy } as const;
const match = { kind: 'same', because: 'sameEvent' } as const;
const single = { title: 'Hearing', when: '2026-04-15T12:00:00+00:00/2026-04-15T13:00:00+00:00 UTC' };
const series = { ...single, when: `${single.when} FREQ=WEEKLY;BYDAY=WE` };
const whenAt = (hour: number): string => `2026-04-22T${hour}:00:00+00:00/2026-04-22T${hour + 1}:00:00+00:00 UTC`;

function moved(hour: number, title?: string): Element {
  const exception = { slot: '2026-04-22', when: whenAt(hour), ...(title === undefined ? {} : { title }) };
  const element = exceptionElement(exception);
  if (element === undefined) throw new Error('The slot is a date');
  return element;
}

function withoutTitle(element: Element): readonly Element[] {
  const exception = exceptionOf(element);
  if (exception === undefined || exception.cancelled) return [element];
  return [exceptionElement({ slot: exception.slot, when: exception.when }) ?? element];
}

const datesOf = (item: Item) => (typeof item['exceptions'] === 'object' ? item['exceptions'] : []);

laws.countUp();
