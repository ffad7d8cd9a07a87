import {
  absenceSentences,
  answerAsked,
  contactPolicy,
  type Decision,
  eventPolicy,
  eventType,
  type Item,
  itemWords,
  likenessSentences,
  type Mapping,
  type Observation,
  orderedRules,
  type ReasonCode,
  type RuleName,
  reasonChanges,
  reasonSentences,
  ruleSentences,
  type SideName,
  type Situation,
  spoken,
  stateSentences,
  verdictSentences,
  waitSentences,
  worded,
} from '@concord/core';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { anna, baker, decided as decidedOn, fresh, gone, linked, now, present, side } from './one-pair.ts';

const labels = { left: 'Clio', right: 'Outlook' } as const;
const notary: Item = { ...anna, jobTitle: 'Notary' };
const company: Item = { kind: 'company', company: 'Quay Ltd' };

const heldFor = (code: ReasonCode): Mapping => ({ ...fresh, state: 'held', left: side('left'), reason: { code } });
const releasedOn = (name: SideName): Mapping => ({
  ...linked,
  state: 'released',
  [name]: { ...side(name), gone: true },
});

type Scene = {
  readonly mapping?: Mapping;
  readonly left?: Observation;
  readonly right?: Observation;
  readonly isHint?: true;
  readonly more?: Partial<Pick<Situation, 'type' | 'capabilities' | 'cannotHold' | 'match' | 'policy'>>;
  readonly rule: RuleName;
};

const looksLike = (because: ReasonCode): Scene => ({
  mapping: fresh,
  left: present('left'),
  more: { match: { kind: 'held', because } },
  rule: 'match-held',
});
const isThe = (because: ReasonCode): Scene => ({
  mapping: fresh,
  left: present('left'),
  right: present('right'),
  more: { match: { kind: 'same', because } },
  rule: 'merge-sides',
});
const asking = (name: SideName): Scene => ({
  [name]: gone(name),
  more: { policy: { ...contactPolicy, deletes: { left: 'ask', right: 'ask' } } },
  rule: `${name}-gone`,
});
const choosing = (name: SideName, takesNew: boolean): NonNullable<Scene['more']> => ({
  policy: { ...contactPolicy, choice: { side: name, group: { id: 'g', name: 'Clients', takesNew } } },
});
const propagating = { ...contactPolicy, deletes: { left: 'propagate', right: 'propagate' } } as const;

const hearing: Item = { title: 'Hearing', when: '2026-04-15T12:00:00+00:00/2026-04-15T13:00:00+00:00 UTC' };
const secret: Item = { ...hearing, privacy: 'private' };
const texts = { title: { shape: 'scalar' }, when: { shape: 'scalar' } } as const;
const events = { type: eventType, policy: eventPolicy, capabilities: { left: texts, right: texts } } as const;
const skipping = { ...events, policy: { ...eventPolicy, private: 'skip' } } as const;
const oneWay = (code: ReasonCode, name: SideName = 'right'): Scene => ({
  mapping: fresh,
  [name]: present(name, hearing, { oneWay: code }),
  more: events,
  rule: name === 'right' ? 'create-left' : 'create-right',
});
const unheld = (code: ReasonCode, name: SideName): Scene => ({
  mapping: fresh,
  [name === 'left' ? 'right' : 'left']: present(name === 'left' ? 'right' : 'left', hearing),
  more: { ...events, cannotHold: { [name]: () => code } },
  rule: 'cannot-hold',
});

/** For every reason a scene in which it is given. A new reason does not compile before it has one. */
const scenes = {
  inStep: { rule: 'merge-sides' },
  onlyLeft: { mapping: fresh, left: present('left'), rule: 'create-right' },
  onlyRight: { mapping: fresh, right: present('right'), rule: 'create-left' },
  nameAndEmail: isThe('nameAndEmail'),
  companyNameAndEmail: isThe('companyNameAndEmail'),
  personSaidSame: isThe('personSaidSame'),
  sameBefore: isThe('sameBefore'),
  nameAndPhone: looksLike('nameAndPhone'),
  nameOnly: looksLike('nameOnly'),
  emailAndSimilarName: looksLike('emailAndSimilarName'),
  companyName: looksLike('companyName'),
  sameEvent: isThe('sameEvent'),
  several: looksLike('several'),
  mayBeTheLost: { mapping: heldFor('mayBeTheLost'), rule: 'waits-for-person' },
  alreadyLinked: looksLike('alreadyLinked'),
  editedLeft: { left: present('left', baker), rule: 'merge-sides' },
  editedRight: { right: present('right', baker), rule: 'merge-sides' },
  editedBoth: { left: present('left', { ...anna, prefix: 'Dr' }), right: present('right', baker), rule: 'merge-sides' },
  deletedLeft: { left: gone('left'), right: present('right'), rule: 'left-gone' },
  deletedRight: { right: gone('right'), left: present('left'), more: { policy: propagating }, rule: 'right-gone' },
  deletedLeftKept: { mapping: releasedOn('left'), rule: 'released' },
  deletedRightKept: { mapping: releasedOn('right'), rule: 'released' },
  deletedLeftAsked: asking('left'),
  deletedRightAsked: asking('right'),
  deletedBoth: { left: gone('left'), right: gone('right'), rule: 'both-gone' },
  deletedLeftEditedRight: { left: gone('left'), right: present('right', baker), rule: 'left-gone' },
  deletedRightEditedLeft: {
    right: gone('right'),
    left: present('left', baker),
    more: { policy: propagating },
    rule: 'right-gone',
  },
  notChosenLeft: { left: present('left', anna, { outside: true }), more: choosing('left', true), rule: 'not-chosen' },
  notChosenRight: {
    right: present('right', anna, { outside: true }),
    more: choosing('right', true),
    rule: 'not-chosen',
  },
  noWayInLeft: { mapping: fresh, right: present('right'), more: choosing('left', false), rule: 'no-way-in' },
  noWayInRight: { mapping: fresh, left: present('left'), more: choosing('right', false), rule: 'no-way-in' },
  keptPrivate: {
    mapping: fresh,
    right: present('right', secret, { outside: true }),
    more: skipping,
    rule: 'not-chosen',
  },
  madePrivate: {
    mapping: {
      ...linked,
      left: side('left', { shown: hearing, made: true }),
      right: side('right', { shown: hearing }),
      base: { left: hearing, right: hearing },
    },
    left: present('left', hearing),
    right: present('right', secret, { outside: true }),
    more: skipping,
    rule: 'withdraw',
  },
  oneWayGuests: oneWay('oneWayGuests'),
  oneWayGuest: oneWay('oneWayGuest'),
  oneWayVeiled: oneWay('oneWayVeiled'),
  oneWayCourtRule: oneWay('oneWayCourtRule', 'left'),
  oneWayKind: oneWay('oneWayKind'),
  oneWayRights: oneWay('oneWayRights'),
  ruleNotHeldLeft: unheld('ruleNotHeldLeft', 'left'),
  ruleNotHeldRight: unheld('ruleNotHeldRight', 'right'),
  zoneNotHeldLeft: unheld('zoneNotHeldLeft', 'left'),
  zoneNotHeldRight: unheld('zoneNotHeldRight', 'right'),
  exceptionsNotHeldLeft: unheld('exceptionsNotHeldLeft', 'left'),
  exceptionsNotHeldRight: unheld('exceptionsNotHeldRight', 'right'),
  elsewhere: { right: { kind: 'elsewhere', id: 'right-1', askedAt: now }, rule: 'out-of-scope' },
  notVisible: { left: { kind: 'hidden', id: 'left-1', askedAt: now }, rule: 'not-visible' },
  nameless: { mapping: fresh, left: present('left', { kind: 'person' }), rule: 'nameless' },
  byProduct: { mapping: { ...fresh, state: 'withdrawn', left: side('left', { shown: company }) }, rule: 'by-product' },
  kindDiffers: {
    mapping: { ...fresh, left: side('left'), right: side('right', { shown: company }) },
    rule: 'kind-differs',
  },
  conflict: { left: present('left', notary), right: present('right', baker), rule: 'merge-sides' },
  refused: {
    mapping: { ...heldFor('refused'), reason: { code: 'refused', detail: 'Name is too long' } },
    rule: 'waits-for-person',
  },
  tooOld: {
    mapping: { ...linked, right: { ...side('right'), modifiedAt: 5000 } },
    right: present('right', baker),
    isHint: true,
    rule: 'look-again',
  },
  unconfirmed: { left: gone('left', false), rule: 'look-again' },
  recovering: { mapping: { ...linked, intent: 'i1' }, rule: 'open-intent' },
  waitingForPerson: { mapping: { ...fresh, state: 'held', left: side('left') }, rule: 'waits-for-person' },
  atRest: { mapping: { ...linked, state: 'undone' }, rule: 'at-rest' },
} as const satisfies Record<ReasonCode, Scene>;

const decided = ({ isHint, more, rule: _, ...scene }: Scene): Decision =>
  decidedOn({ ...scene, ...more, direct: isHint !== true });

const isSentence = /^[A-Z][^{}]*\.$/u;
const codes = Object.keys(reasonSentences) as ReasonCode[];

describe('every reason', () => {
  it.each(codes)('%s is given in some scene, says why, and says what would change it', (code) => {
    const scene: Scene = scenes[code];
    const { rule, reasons } = decided(scene);
    expect(rule).toBe(scene.rule);
    expect(reasons.map((reason) => reason.code)).toContain(code);
    expect(spoken(reasonSentences[code], labels)).toMatch(isSentence);
    expect(spoken(reasonChanges[code], labels)).toMatch(isSentence);
  });

  it('says another thing than every other', () => {
    expect(new Set(Object.values(reasonSentences)).size).toBe(codes.length);
  });

  it('that asks a person ends with the answer', () => {
    const asked: Mapping = {
      ...linked,
      left: side('left', { shown: notary }),
      right: side('right', { shown: baker }),
      asked: ['jobTitle'],
    };
    const policy = { ...contactPolicy, conflicts: 'ask' } as const;
    const before = decided({ mapping: asked, more: { policy }, rule: 'merge-sides' });
    expect(before.reasons.map(({ code }) => code)).toContain('conflict');
    const after = decided({ mapping: answerAsked(asked, 'left'), more: { policy }, rule: 'merge-sides' });
    expect(after.reasons.map(({ code }) => code)).toEqual(['editedLeft']);
  });
});

describe('every rule', () => {
  it.each(orderedRules.map(({ name }) => name))('%s has a sentence for people', (name) => {
    expect(spoken(ruleSentences[name], labels)).toMatch(isSentence);
  });

  it('is one of the closed set, and the set has no other', () => {
    expect(Object.keys(ruleSentences).sort()).toEqual(orderedRules.map(({ name }) => name).sort());
    expectTypeOf<keyof typeof ruleSentences>().toEqualTypeOf<RuleName>();
    expectTypeOf<keyof typeof reasonChanges>().toEqualTypeOf<ReasonCode>();
    expectTypeOf<Decision['rule']>().toEqualTypeOf<RuleName>();
  });
});

describe('every other thing that is said', () => {
  it.each(Object.entries({ ...waitSentences, ...absenceSentences }))(
    '%s says what it is and what would change it',
    (_, { says, changes }) => {
      expect(spoken(says, labels)).toMatch(isSentence);
      expect(spoken(changes, labels)).toMatch(isSentence);
    },
  );

  it.each(Object.entries({ ...stateSentences, ...verdictSentences }))('%s is a sentence', (_, sentence) => {
    for (const words of Object.values(itemWords)) expect(worded(sentence, words)).toMatch(isSentence);
  });

  it.each(Object.values(likenessSentences))('"%s" is a part of a sentence', (fact) => {
    expect(fact).toMatch(/^[a-z][^.{}]*$/u);
  });
});
