import {
  type Choice,
  commit,
  contactPolicy,
  contactType,
  type Decision,
  type Item,
  type Mapping,
  type Observation,
  type Policy,
  restsByChoice,
  type SideName,
  sentenceOf,
} from '@concord/core';
import { describe, expect, it } from 'vitest';
import { anna, baker, decided as decidedOn, fresh, gone, linked, now, present, type Seen, side } from './one-pair.ts';
import { emails } from './simulated-sides.ts';

const friends: Choice = { side: 'right', group: { id: 'g1', name: 'Friends', takesNew: true } };
const clients: Choice = { side: 'left', group: { id: 'client', name: 'Clients', takesNew: false } };

const outside = (name: SideName, item: Item = anna, more: object = {}): Observation =>
  present(name, item, { outside: true, ...more });
const left: Mapping = {
  ...linked,
  state: 'outOfScope',
  right: side('right', { outside: true }),
  reason: { code: 'notChosenRight', detail: 'Friends' },
};

type Scene = Omit<Seen, 'policy'> & { readonly choice?: Choice | undefined; readonly policy?: Partial<Policy> };

function decided({ policy, ...scene }: Scene): Decision {
  const { choice, ...seen } = { choice: friends, ...scene };
  return decidedOn({ ...seen, policy: { ...contactPolicy, ...(choice ? { choice } : {}), ...policy } });
}

function told(scene: Scene) {
  const { rule, kind, effect, state, reasons, writes } = decided(scene);
  const said = writes.map((write) => `${write.kind} ${write.side}`);
  return { rule, kind, effect, state, reasons: reasons.map(({ code }) => code), writes: said };
}

const after = (scene: Scene): Mapping => commit(contactType, scene.mapping ?? linked, decided(scene), {}, now);

const rests = { rule: 'not-chosen', effect: 'leftOut', state: 'outOfScope', writes: [] } as const;

describe('what leaves the choice', () => {
  it('rests where it is, says why and in which group it is not, and is remembered', () => {
    const scene = { left: present('left', baker), right: outside('right') };
    expect(told(scene)).toEqual({ ...rests, kind: 'settle', reasons: ['notChosenRight'] });
    expect(sentenceOf(decided(scene).reasons[0] ?? { code: 'inStep' }, { left: 'Clio', right: 'Outlook' })).toBe(
      'It is not among those that were chosen in Outlook. (Friends)',
    );
    const mapping = after(scene);
    expect(mapping).toMatchObject({ left: { shown: baker }, right: { outside: true }, base: linked.base });
    expect(restsByChoice(mapping)).toBe(true);
  });

  it('is believed from a list though it was not modified: only the choice need have changed', () => {
    const unmodified = { modifiedAt: 500, version: '1' };
    expect(told({ right: outside('right', anna, unmodified), direct: false })).toMatchObject(rests);
    const back = { mapping: left, right: present('right', anna, unmodified), direct: false };
    expect(told({ ...back, left: present('left', anna, unmodified) })).toMatchObject({ rule: 'merge-sides' });
    const changed = outside('right', baker, { modifiedAt: 500 });
    expect(told({ right: changed, direct: false })).toMatchObject({ rule: 'look-again' });
  });

  it('is not deleted though the other side is, and that is remembered', () => {
    const scene = { left: gone('left'), right: outside('right') };
    expect(told(scene)).toMatchObject({ ...rests, kind: 'settle' });
    const mapping = after(scene);
    expect(mapping).toMatchObject({ left: { gone: true }, right: { outside: true } });
    expect(told({ mapping })).toMatchObject({ ...rests, kind: 'leave' });
  });

  it('stays, gone in the book of record, when it returns', () => {
    const mapping = after({ left: gone('left'), right: outside('right') });
    expect(told({ mapping, right: present('right', anna, { version: '3' }) })).toMatchObject({
      rule: 'left-gone',
      state: 'released',
      writes: [],
    });
  });

  it('may be deleted itself, and the other side stays', () => {
    expect(told({ mapping: left, right: gone('right') })).toMatchObject({ state: 'released', writes: [] });
    const client = { ...left, left: side('left', { outside: true }), right: side('right') };
    const policy = { deletes: { left: 'propagate', right: 'propagate' } } as const;
    const scene = { mapping: client, choice: clients, left: gone('left'), right: present('right'), policy };
    expect(told(scene)).toMatchObject({ rule: 'left-gone', state: 'released', writes: [] });
  });

  it('waits for nobody meanwhile, and keeps the word that it is somebody different', () => {
    const held: Mapping = { ...fresh, state: 'held', answer: 'different', right: side('right') };
    const mapping = after({ mapping: held, right: outside('right') });
    expect(mapping).toMatchObject({ state: 'outOfScope', answer: 'different' });
    const match = { kind: 'held', because: 'nameOnly' } as const;
    expect(told({ mapping, match, right: present('right', anna, { version: '3' }) })).toMatchObject({
      writes: ['create left'],
    });
  });

  it('stays left out by a person, whatever else it is', () => {
    const mapping: Mapping = {
      ...fresh,
      state: 'outOfScope',
      right: side('right'),
      reason: { code: 'waitingForPerson' },
    };
    const moved = after({ mapping, right: outside('right') });
    expect(moved.reason).toEqual({ code: 'waitingForPerson' });
    expect(restsByChoice(moved)).toBe(false);
    const back = { mapping: moved, right: present('right', baker, { version: '3' }) };
    expect(told(back)).toMatchObject({ rule: 'out-of-scope', effect: 'leftOut', writes: [] });
  });

  it('rests on without a word once it is known, and remembers what is edited on either side', () => {
    expect(told({ mapping: left })).toMatchObject({ ...rests, kind: 'leave' });
    expect(told({ mapping: left, left: present('left', baker) })).toMatchObject({ ...rests, kind: 'settle' });
    expect(after({ mapping: left, left: present('left', baker) })).toMatchObject({ left: { shown: baker } });
    expect(told({ mapping: left, left: gone('left') })).toMatchObject({ ...rests, kind: 'settle' });
  });
});

describe('what returns to the choice', () => {
  const back = present('right', anna, { version: '3' });

  it('is looked at on the other side too, if nothing was seen there just now', () => {
    expect(decided({ mapping: left, right: back })).toMatchObject({ kind: 'look', look: ['left'] });
    const listed = { mapping: left, right: back, left: present('left', anna, { version: '1' }), direct: false };
    expect(told(listed)).toMatchObject({ rule: 'merge-sides', kind: 'settle', state: 'linked' });
  });

  it('is merged with what was edited meanwhile', () => {
    const mapping = after({ mapping: left, left: present('left', baker) });
    const scene = { mapping, right: back, left: present('left', baker) };
    expect(told(scene)).toMatchObject({ rule: 'merge-sides', state: 'linked', writes: ['update right'] });
  });

  it('never had a partner: is made, unless somebody looks like it', () => {
    const mapping: Mapping = { ...fresh, state: 'outOfScope', right: side('right', { outside: true }) };
    expect(told({ mapping, right: back })).toMatchObject({ rule: 'create-left', writes: ['create left'] });
    const match = { kind: 'held', because: 'nameOnly' } as const;
    expect(told({ mapping, right: back, match })).toMatchObject({ state: 'held', writes: [] });
  });
});

describe('somebody new', () => {
  it('who is the same as one that is not chosen joins it, and rests', () => {
    const scene = {
      mapping: { ...fresh, right: side('right', { outside: true }) },
      left: present('left'),
      match: { kind: 'same', because: 'nameAndEmail' },
    } as const;
    expect(told(scene)).toMatchObject({ ...rests, kind: 'settle' });
    expect(after(scene)).toMatchObject({ left: { id: 'left-1' }, right: { outside: true } });
  });

  it('who is not chosen gets a mapping all the same', () => {
    expect(told({ mapping: fresh, right: outside('right') })).toMatchObject({ ...rests, kind: 'settle' });
  });

  it('cannot get into a group that takes nobody: is left out, and made once everything is chosen', () => {
    const scene = { mapping: fresh, choice: clients, right: present('right') } as const;
    const expected = { rule: 'no-way-in', effect: 'leftOut', state: 'outOfScope', writes: [] };
    expect(told(scene)).toMatchObject({ ...expected, kind: 'settle', reasons: ['noWayInLeft'] });
    const mapping = after(scene);
    expect(restsByChoice(mapping)).toBe(true);
    expect(told({ mapping, choice: clients, right: present('right', baker, { version: '3' }) })).toMatchObject({
      ...expected,
      kind: 'settle',
    });
    const unchanged = { mapping, right: present('right') };
    expect(told({ ...unchanged, choice: clients })).toMatchObject({ ...expected, kind: 'leave' });
    expect(told({ mapping, choice: clients })).toMatchObject({ kind: 'leave', writes: [] });
    expect(told({ ...unchanged, choice: undefined })).toMatchObject({ writes: ['create left'] });
    expect(told({ mapping: fresh, choice: clients, left: present('left') })).toMatchObject({
      writes: ['create right'],
    });
    expect(told({ mapping: fresh, right: present('right') })).toMatchObject({ writes: ['create left'] });
  });

  it('cannot get in by being sent again either', () => {
    const released: Mapping = { ...linked, state: 'released', left: side('left', { gone: true }) };
    const scene = { mapping: released, right: present('right'), resend: true } as const;
    expect(told({ ...scene, choice: clients })).toMatchObject({ rule: 'no-way-in', state: 'released', writes: [] });
    expect(told(scene)).toMatchObject({ rule: 'create-left', writes: ['create left'] });
  });
});

describe('what is not chosen and', () => {
  it('was released stays so, is not sent again, and is out of scope when both are there', () => {
    const released: Mapping = { ...linked, state: 'released', left: side('left', { gone: true }) };
    const scene = { mapping: released, right: outside('right'), resend: true };
    expect(told(scene)).toMatchObject({ rule: 'released', kind: 'settle', writes: [] });
    expect(told({ ...scene, left: present('left', anna, { version: '3' }) })).toMatchObject({
      ...rests,
      kind: 'settle',
    });
    const back = {
      mapping: { ...linked, state: 'released', right: side('right', { gone: true }) },
      left: present('left'),
    };
    expect(told({ ...back, right: outside('right', anna, { version: '3' }) } as Scene)).toMatchObject(rests);
  });

  it('was deleted is remembered when it is there again, and not taken for gone', () => {
    const deleted: Mapping = {
      ...linked,
      state: 'deleted',
      left: side('left', { gone: true }),
      right: side('right', { gone: true }),
    };
    expect(told({ mapping: deleted, right: outside('right') })).toMatchObject({ ...rests, kind: 'settle' });
    expect(told({ mapping: { ...fresh, right: side('right') }, right: outside('right') })).toMatchObject(rests);
  });

  it('was made along the way stays that', () => {
    const acme: Item = { kind: 'company', company: 'Acme' };
    const mapping: Mapping = { ...fresh, state: 'withdrawn', left: side('left', { shown: acme }) };
    const scene = { mapping, choice: clients, left: outside('left', acme) };
    expect(told(scene)).toMatchObject({ rule: 'by-product', state: 'withdrawn' });
    const full = { ...acme, emails: emails('info@example.org') };
    expect(told({ ...scene, left: outside('left', full) })).toMatchObject(rests);
  });

  it('is first said to be so by a write’s own answer rests as well', () => {
    const scene = { mapping: fresh, left: present('left') };
    const decision = decided(scene);
    const written = { ...present('right'), kind: 'present', outside: true } as const;
    const mapping = commit(contactType, fresh, decision, { right: written as never }, now);
    expect(mapping).toMatchObject({
      state: 'outOfScope',
      reason: { code: 'notChosenRight' },
      right: { outside: true },
    });
  });
});
