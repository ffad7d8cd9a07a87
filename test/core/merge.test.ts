import { describe, expect, it } from 'vitest';
import { createWorld, emails, person, phones, valuesOf } from './simulated-sides.ts';

const anna = person('Anna', 'Berg', { emails: emails('anna@example.org') });

describe('two sides in step', () => {
  it('are left alone', () => {
    const world = createWorld(anna, undefined);
    expect(world.settle().map(({ rule }) => rule)).toEqual(['create-right', 'merge-sides']);
    expect(world.settle().map(({ kind, effect }) => [kind, effect])).toEqual([['leave', 'agreed']]);
  });

  it('keep edits to different fields made on both sides', () => {
    const world = createWorld(anna, undefined);
    world.settle();
    world.edit('left', { ...world.items.left, jobTitle: 'Notary' });
    world.edit('right', { ...world.items.right, middleName: 'Maria' });
    world.settle();
    expect(world.items.left).toMatchObject({ jobTitle: 'Notary', middleName: 'Maria' });
    expect(world.items.right).toMatchObject({ jobTitle: 'Notary', middleName: 'Maria' });
  });

  it('let the left win when the same scalar changed on both, and say so', () => {
    const world = createWorld(anna, undefined);
    world.settle();
    world.edit('left', { ...world.items.left, jobTitle: 'Notary' });
    world.edit('right', { ...world.items.right, jobTitle: 'Baker' });
    const [decision] = world.settle();
    expect(decision?.reasons.map(({ code }) => code)).toContain('conflict');
    expect(decision?.merge?.fields.find(({ name }) => name === 'jobTitle')).toMatchObject({ right: 'Baker' });
    expect(world.items.right).toMatchObject({ jobTitle: 'Notary' });
  });

  it('hold only the field when a person is to be asked', () => {
    const policy = { conflicts: 'ask', deletes: { left: 'propagate', right: 'release' } } as const;
    const world = createWorld(anna, undefined, { policy });
    world.settle();
    world.edit('left', { ...world.items.left, jobTitle: 'Notary', prefix: 'Dr' });
    world.edit('right', { ...world.items.right, jobTitle: 'Baker' });
    world.settle();
    expect(world.items.left).toMatchObject({ jobTitle: 'Notary' });
    expect(world.items.right).toMatchObject({ jobTitle: 'Baker', prefix: 'Dr' });
    expect(world.settle().map(({ kind }) => kind)).toEqual(['leave']);
  });
});

describe('lists', () => {
  it('keep all three business phones on the left through edits on the right', () => {
    const three = person('Anna', 'Berg', {
      phones: phones('work:416 555 0101', 'work:416 555 0102*', 'work:416 555 0103'),
    });
    const world = createWorld(three, undefined);
    world.settle();
    expect(valuesOf(world.items.right, 'phones')).toEqual(['416 555 0101', '416 555 0102']);
    for (const last of ['0111', '0121', '0131']) {
      world.edit('right', { ...world.items.right, phones: phones(`work:416 555 ${last}`, 'work:416 555 0102') });
      world.settle();
      expect(valuesOf(world.items.left, 'phones')).toEqual([`416 555 ${last}`, '416 555 0102', '416 555 0103']);
    }
    const list = world.items.left?.phones;
    expect(typeof list === 'object' && list.map(({ primary }) => primary ?? false)).toEqual([false, true, false]);
  });

  it('leave out the newest that is not primary', () => {
    const world = createWorld(
      person('A', 'B', { phones: phones('work:416 555 0101', 'work:416 555 0102', 'work:416 555 0103*') }),
      undefined,
    );
    world.settle();
    expect(valuesOf(world.items.right, 'phones')).toEqual(['416 555 0101', '416 555 0103']);
  });

  it('keep the row of an e-mail that was corrected on the other side', () => {
    const world = createWorld(anna, undefined);
    world.settle();
    const before = world.items.left?.emails;
    world.edit('right', { ...world.items.right, emails: emails('anna.berg@example.org') });
    world.settle();
    const after = world.items.left?.emails;
    expect(typeof after === 'object' && after.map(({ ref, value }) => [ref, value])).toEqual([
      [typeof before === 'object' ? before[0]?.ref : 'missing', 'anna.berg@example.org'],
    ]);
  });

  it('unite what both sides added, and carry a removal', () => {
    const world = createWorld(person('A', 'B', { emails: emails('a@x.org', 'b@x.org') }), undefined);
    world.settle();
    world.edit('left', { ...world.items.left, emails: [...emails('b@x.org'), ...emails('c@x.org')] });
    world.edit('right', { ...world.items.right, emails: emails('a@x.org', 'b@x.org', 'd@x.org') });
    world.settle();
    expect(new Set(valuesOf(world.items.left, 'emails'))).toEqual(new Set(['b@x.org', 'c@x.org', 'd@x.org']));
    expect(new Set(valuesOf(world.items.right, 'emails'))).toEqual(new Set(['b@x.org', 'c@x.org', 'd@x.org']));
  });

  it('do not try again what a provider silently dropped', () => {
    const world = createWorld(person('A', 'B', { emails: emails('a@x.org', 'b@x.org') }), undefined, {
      save: (side, item) => (side === 'right' ? { ...item, emails: emails('a@x.org') } : item),
    });
    world.settle();
    expect(world.settle().map(({ kind }) => kind)).toEqual(['leave']);
    expect(valuesOf(world.items.left, 'emails')).toEqual(['a@x.org', 'b@x.org']);
  });

  it('take another spelling of the same number for no edit', () => {
    const world = createWorld(person('A', 'B', { phones: phones('work:416-555-0101') }), undefined, {
      save: (side, item) => (side === 'right' ? { ...item, phones: phones('work:+1 (416) 555-0101') } : item),
    });
    world.settle();
    expect(world.settle().map(({ kind }) => kind)).toEqual(['leave']);
    expect(valuesOf(world.items.left, 'phones')).toEqual(['416-555-0101']);
  });
});

describe('a crash between the two writes of one merge', () => {
  const work = (street: string) => [{ key: street, value: { street }, slot: 'work' }];

  it('never costs what the right had to give up for want of room', () => {
    for (const remembered of [true, false]) {
      const world = createWorld(anna, undefined);
      world.settle();
      world.edit('left', { ...world.items.left, addresses: work('1 Main Street') });
      world.edit('right', { ...world.items.right, addresses: work('2 Main Street') });
      world.crash(remembered);
      world.settle();
      expect(valuesOf(world.items.left, 'addresses')).toEqual([
        { street: '1 Main Street' },
        { street: '2 Main Street' },
      ]);
      expect(valuesOf(world.items.right, 'addresses')).toEqual([{ street: '1 Main Street' }]);
    }
  });
});

describe('a company', () => {
  it('that was cleared on the right stays on the left, and is not sent back', () => {
    const world = createWorld({ ...anna, company: 'Acme' }, undefined);
    world.settle();
    const { company: _, ...rest } = world.items.right ?? {};
    world.edit('right', rest);
    world.settle();
    expect(world.items.left).toMatchObject({ company: 'Acme' });
    expect(world.items.right?.company).toBeUndefined();
    expect(world.settle().map(({ kind }) => kind)).toEqual(['leave']);
  });
});

describe('deletes', () => {
  it('on the left are carried to the right', () => {
    const world = createWorld(anna, undefined);
    world.settle();
    world.edit('left', undefined);
    world.settle();
    expect(world.items.right).toBeUndefined();
    expect(world.mapping.state).toBe('deleted');
  });

  it('on the left keep a right that was changed since, and ask', () => {
    const world = createWorld(anna, undefined);
    world.settle();
    world.edit('left', undefined);
    world.edit('right', { ...world.items.right, jobTitle: 'Baker' });
    world.settle();
    expect(world.items.right).toBeDefined();
    expect(world.mapping).toMatchObject({ state: 'held', reason: { code: 'deletedLeftEditedRight' } });
  });

  it('on the right stay on the left, and are not sent again', () => {
    const world = createWorld(anna, undefined);
    world.settle();
    world.edit('right', undefined);
    world.settle();
    world.edit('left', { ...world.items.left, jobTitle: 'Notary' });
    world.settle();
    expect(world.items.left).toBeDefined();
    expect(world.items.right).toBeUndefined();
    expect(world.mapping.state).toBe('released');
  });
});

describe('linking two cards', () => {
  it('unites lists and fills blanks, and lets the left win where both say something', () => {
    const world = createWorld(
      person('Anna', 'Berg', { emails: emails('anna@example.org', 'a@work.example'), jobTitle: 'Notary' }),
      person('anna', 'BERG', { emails: emails('ANNA@example.org', 'a@home.example'), company: 'Acme' }),
      { match: { kind: 'same', because: 'nameAndEmail' } },
    );
    const [first] = world.settle();
    expect(first?.effect).toBe('linked');
    expect(world.items.left).toMatchObject({ company: 'Acme', jobTitle: 'Notary', firstName: 'Anna' });
    expect(world.items.right).toMatchObject({
      company: 'Acme',
      jobTitle: 'Notary',
      firstName: 'Anna',
      lastName: 'Berg',
    });
    expect(valuesOf(world.items.left, 'emails')).toEqual(['anna@example.org', 'a@work.example', 'a@home.example']);
    expect(valuesOf(world.items.right, 'emails')).toHaveLength(3);
    expect(world.settle().map(({ kind }) => kind)).toEqual(['leave']);
  });
});
