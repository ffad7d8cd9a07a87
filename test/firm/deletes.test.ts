import { type DeletePolicies, type DeletePolicy, otherSide, type SideName } from '@concord/core';
import { describe, expect, it } from 'vitest';
import { createOnePerson, type Ending, type OnePerson } from './one-person.ts';

const words = ['propagate', 'release', 'ask'] as const satisfies readonly DeletePolicy[];
const allPolicies: readonly DeletePolicies[] = words.flatMap((left) => words.map((right) => ({ left, right })));
const anna = ['Anna Berg'];
const notary = ['Anna Berg, Notary'];
const labels = { left: 'Clio', right: 'Microsoft 365' } as const;

type Rest = Omit<Ending, 'last'>;
const nobody: Rest = { left: [], right: [], waiting: [] };
const inStep = (cards: readonly string[]): Rest => ({ left: cards, right: cards, waiting: [] });
const only = (side: SideName, cards: readonly string[], waiting: readonly string[] = []): Rest => ({
  ...nobody,
  [side]: cards,
  waiting,
});

const asked = (gone: SideName): string =>
  `Deleted in ${labels[gone]}: it stays in ${labels[otherSide(gone)]} until somebody decides.`;
const askedEdited = (gone: SideName): string =>
  `Deleted in ${labels[gone]}, but changed in ${labels[otherSide(gone)]} since: it stays until somebody decides.`;

/** What is done to a person, and what comes of it under the policy of the side that is named. */
type Scenario = {
  readonly name: string;
  readonly by: SideName;
  readonly act: (person: OnePerson) => Promise<void>;
  readonly rest: Readonly<Record<DeletePolicy, Rest>>;
  readonly last: Readonly<Record<DeletePolicy, string>>;
};

function deletedOn(gone: SideName): Scenario {
  const kept = otherSide(gone);
  return {
    name: `deleted in ${labels[gone]}`,
    by: gone,
    act: async ({ remove }) => remove(gone),
    rest: { propagate: nobody, release: only(kept, anna), ask: only(kept, anna, [asked(gone)]) },
    last: {
      propagate: `deleted ${kept}: Deleted in ${labels[gone]}.`,
      release: `released ${kept}: Deleted in ${labels[gone]}; it stays in ${labels[kept]}.`,
      ask: `held ${kept}: ${asked(gone)}`,
    },
  };
}

function deletedOnWhileEdited(gone: SideName): Scenario {
  const kept = otherSide(gone);
  const held = only(kept, notary, [askedEdited(gone)]);
  return {
    name: `deleted in ${labels[gone]} while it is changed in ${labels[kept]}`,
    by: gone,
    act: async ({ remove, edit }) => {
      remove(gone);
      edit(kept, 'Notary');
    },
    rest: { propagate: held, release: only(kept, notary), ask: held },
    last: {
      propagate: `held ${kept}: ${askedEdited(gone)}`,
      release: `released ${kept}: Deleted in ${labels[gone]}; it stays in ${labels[kept]}.`,
      ask: `held ${kept}: ${askedEdited(gone)}`,
    },
  };
}

const deletedOnBoth: Scenario = {
  name: 'deleted on both sides',
  by: 'left',
  act: async ({ remove }) => {
    remove('left');
    remove('right');
  },
  rest: { propagate: nobody, release: nobody, ask: nobody },
  last: {
    propagate: 'deleted left: Deleted on both sides.',
    release: 'deleted left: Deleted on both sides.',
    ask: 'deleted left: Deleted on both sides.',
  },
};

const restoredInOutlook: Scenario = {
  name: 'deleted in Outlook, and restored there after that has had its effect',
  by: 'right',
  act: async ({ remove, settle, bringBack }) => {
    remove('right');
    await settle();
    bringBack('right');
  },
  rest: { propagate: only('right', anna, [asked('left')]), release: inStep(anna), ask: inStep(anna) },
  last: {
    propagate: `held right: ${asked('left')}`,
    release: 'released left: Deleted in Microsoft 365; it stays in Clio.',
    ask: `held left: ${asked('right')}`,
  },
};

const typedInAnewInClio: Scenario = {
  name: 'deleted in Clio, and typed in there anew after that has had its effect',
  by: 'left',
  act: async ({ remove, settle, typeIn }) => {
    remove('left');
    await settle();
    typeIn('left');
  },
  rest: { propagate: inStep(anna), release: inStep(anna), ask: inStep(anna) },
  last: {
    propagate: 'added right: It is in Clio only, and nobody in Microsoft 365 looks like it.',
    release: 'linked left: First name, last name and an e-mail address are identical.',
    ask: 'linked left: First name, last name and an e-mail address are identical.',
  },
};

const scenarios = [
  deletedOn('left'),
  deletedOn('right'),
  deletedOnBoth,
  deletedOnWhileEdited('left'),
  deletedOnWhileEdited('right'),
  restoredInOutlook,
  typedInAnewInClio,
];

describe.each(allPolicies)('deletes in Clio: $left, in Outlook: $right', (policies) => {
  it.each(scenarios)('a contact $name', async ({ act, by, rest, last }) => {
    const person = await createOnePerson(policies);
    expect((await person.firm.view()).policy.deletes).toEqual(policies);
    await act(person);
    await person.settle();
    const expected: Ending = { ...rest[policies[by]], last: last[policies[by]] };
    expect(await person.ending()).toEqual(expected);
    expect(await person.quietWrites()).toBe(0);
    expect(await person.ending()).toEqual(expected);
  });
});
