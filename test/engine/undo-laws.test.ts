import { contactType, type Item, type SideName, sameValue, writtenFields } from '@concord/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyEdit, edited, namedItem } from '../core/arbitrary-edits.ts';
import { lawsOf } from '../core/law-cases.ts';
import { plainWords } from '../core/vocabulary.ts';
import { createUndoScene, isListed, sides } from './undo-scene.ts';

const laws = lawsOf('engine/undo-laws');
const fields = writtenFields(contactType);
const item = namedItem(plainWords).map((one): Item => ({ ...one, kind: 'person' }));
const edits = fc.array(anyEdit(plainWords), { maxLength: 3 });

/** Whom the run finds where, what people do between two runs and after the last one. */
const draw = fc.record({
  left: fc.option(item, { nil: undefined, freq: 4 }),
  right: fc.option(item, { nil: undefined, freq: 4 }),
  between: fc.record({ left: edits, right: edits }),
  after: fc.record({ left: edits, right: edits }),
  removes: fc.option(fc.constantFrom<SideName>(...sides), { nil: undefined, freq: 6 }),
});

function differing(one: Item, other: Item): readonly string[] {
  return fields.filter((field) => !sameValue(field, one[field.name], other[field.name])).map(({ name }) => name);
}

describe('an undo', () => {
  it('puts back what nobody touched since, and leaves what somebody did, on both sides', () => {
    laws.hold(
      fc.property(draw, ({ left, right, between, after, removes }) => {
        const scene = createUndoScene({ ...(left ? { left } : {}), ...(right ? { right } : {}) });
        scene.run();
        for (const side of sides) {
          const shown = scene.items()[side];
          if (shown && between[side].length > 0) scene.edit(side, edited(shown, between[side]));
        }
        const before = scene.items();
        const entries = scene.run();
        const written = scene.items();
        for (const side of sides) {
          const shown = written[side];
          if (shown && after[side].length > 0) scene.edit(side, edited(shown, after[side]));
        }
        if (removes) scene.edit(removes, undefined);
        const touched = scene.items();
        const { leftAlone, again } = scene.undo(entries);
        expect(again.writes).toEqual([]);
        for (const side of sides) {
          const [was, wrote, is, ends] = [before[side], written[side], touched[side], scene.items()[side]];
          if (is === undefined || was === undefined || wrote === undefined) {
            expect(ends).toEqual(is);
            continue;
          }
          const byPeople = new Set(differing(wrote, is));
          for (const { name } of fields) {
            const isOurs = !byPeople.has(name) && !isListed(leftAlone, side, name);
            expect([side, name, differing(ends ?? {}, isOurs ? was : is).includes(name)]).toEqual([side, name, false]);
          }
          const said = leftAlone.filter((one) => one.side === side && one.reason === 'editedSince');
          for (const { field } of said) expect(byPeople).toContain(field);
          const notEmptied = leftAlone.filter(({ reason }) => reason === 'cannotBeBlank').map(({ field }) => field);
          expect(notEmptied.filter((name) => name !== 'company')).toEqual([]);
        }
        expect(scene.mapping().state).toBe('undone');
        expect(scene.decision().kind).toBe('leave');
      }),
      4_000,
    );
  });

  it('of a first run removes what that made, unless somebody touched it', () => {
    laws.hold(
      fc.property(item, fc.constantFrom<SideName>(...sides), edits, (only, there, changes) => {
        const other = there === 'left' ? 'right' : 'left';
        const scene = createUndoScene({ [there]: only });
        const entries = scene.run();
        const made = scene.items()[other];
        if (made && changes.length > 0) scene.edit(other, edited(made, changes));
        const kept = scene.items();
        const { leftAlone } = scene.undo(entries);
        expect(scene.items()).toEqual(changes.length > 0 ? kept : { [there]: kept[there] });
        expect(leftAlone.map(({ reason }) => reason)).toEqual(changes.length > 0 ? ['editedSince'] : []);
      }),
      1_000,
    );
  });

  it('can be undone: both sides say again what they said before it, and are in step', () => {
    laws.hold(
      fc.property(draw, ({ left, right }) => {
        const scene = createUndoScene({ ...(left ? { left } : {}), ...(right ? { right } : {}) });
        const entries = scene.run();
        const before = scene.items();
        const undone = scene.undo(entries);
        scene.undo(undone.entries, true);
        const ends = scene.items();
        for (const side of sides) {
          expect(ends[side] === undefined).toBe(before[side] === undefined);
          expect(differing(ends[side] ?? {}, before[side] ?? {})).toEqual([]);
        }
        const isThere = ends.left !== undefined && ends.right !== undefined;
        expect(scene.mapping().state).toBe(isThere ? 'linked' : 'undone');
        expect(scene.decision().writes).toEqual([]);
      }),
      2_000,
    );
  });

  it('takes back a whole chain of writes only as far as each finds what it had left', () => {
    const scene = createUndoScene({
      left: { kind: 'person', firstName: 'Anna' },
      right: { kind: 'person', firstName: 'Anna' },
    });
    scene.run();
    const step = (side: SideName, jobTitle: string) => {
      scene.edit(side, { ...scene.items()[side], jobTitle });
      return scene.run();
    };
    const entries = [...step('left', 'Clerk'), ...step('left', 'Notary'), ...step('left', 'Judge')];
    expect(entries.map(({ before, after }) => [before?.jobTitle, after?.jobTitle])).toEqual([
      [undefined, 'Clerk'],
      ['Clerk', 'Notary'],
      ['Notary', 'Judge'],
    ]);
    scene.undo(entries);
    expect(scene.items().right?.jobTitle).toBeUndefined();
    expect(scene.items().left?.jobTitle).toBe('Judge');
  });

  it('stops at what somebody had written over before Concord did', () => {
    const anna = { kind: 'person', firstName: 'Anna' };
    const scene = createUndoScene({ left: anna, right: anna });
    scene.run();
    scene.edit('left', { ...scene.items().left, jobTitle: 'Clerk' });
    const first = scene.run();
    scene.edit('left', { ...scene.items().left, jobTitle: 'Notary' });
    scene.edit('right', { ...scene.items().right, jobTitle: 'Baker' });
    const second = scene.run();
    expect(scene.items().right?.jobTitle).toBe('Notary');
    scene.undo([...first, ...second]);
    expect(scene.items().right?.jobTitle).toBe('Baker');
  });

  it('that is asked for twice finds nothing more to do, and nothing that is somebody else’s', () => {
    const scene = createUndoScene({
      left: { kind: 'person', firstName: 'Anna', jobTitle: 'Notary' },
      right: { kind: 'person', firstName: 'Anna' },
    });
    const entries = scene.run();
    expect(scene.undo(entries).leftAlone).toEqual([]);
    const { entries: more, leftAlone } = scene.undo(entries);
    expect([more, leftAlone]).toEqual([[], []]);
  });

  it('is not repeated the other way round when the record is kept in step again, until somebody edits it', () => {
    const scene = createUndoScene({
      left: { kind: 'person', firstName: 'Anna', jobTitle: 'Notary' },
      right: { kind: 'person', firstName: 'Anna' },
    });
    scene.undo(scene.run());
    scene.resume();
    expect(scene.run()).toEqual([]);
    expect([scene.items().left?.jobTitle, scene.items().right?.jobTitle]).toEqual(['Notary', undefined]);
    scene.edit('left', { ...scene.items().left, jobTitle: 'Judge' });
    scene.run();
    expect(scene.items().right?.jobTitle).toBe('Judge');
  });

  it('leaves what somebody set back to an earlier value by hand', () => {
    const scene = createUndoScene({
      left: { kind: 'person', firstName: 'Anna' },
      right: { kind: 'person', firstName: 'Anna' },
    });
    scene.run();
    const entries = ['Clerk', 'Notary'].flatMap((jobTitle) => {
      scene.edit('left', { ...scene.items().left, jobTitle });
      return scene.run();
    });
    scene.edit('right', { ...scene.items().right, jobTitle: 'Clerk' });
    const { leftAlone } = scene.undo(entries);
    expect(scene.items().right?.jobTitle).toBe('Clerk');
    expect(leftAlone).toEqual([{ side: 'right', field: 'jobTitle', reason: 'editedSince' }]);
  });
});

laws.countUp();
