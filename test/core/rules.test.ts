import {
  answerAsked,
  commit,
  contactPolicy,
  contactType,
  type Decision,
  type Element,
  type Item,
  itemSource,
  type Mapping,
  type Observation,
  orderedRules,
  otherSide,
  reasonSentences,
  sentenceOf,
  siteElement,
  sourceOf,
} from '@concord/core';
import { describe, expect, it } from 'vitest';
import { anna, baker, decided as decidedOn, fresh, gone, linked, now, present, type Seen, side } from './one-pair.ts';
import { emails } from './simulated-sides.ts';

const answered = new Set<string>();

function decided(scene: Seen): Decision {
  const decision = decidedOn(scene);
  answered.add(decision.rule);
  return decision;
}

function told(scene: Seen) {
  const { rule, kind, effect, state, reasons, writes } = decided(scene);
  return {
    rule,
    kind,
    effect,
    state,
    reasons: reasons.map(({ code }) => code),
    writes: writes.map((write) => `${write.kind} ${write.side}`),
  };
}

describe('each rule', () => {
  it('open-intent: decides nothing while the outcome of a write is unknown', () => {
    expect(told({ mapping: { ...linked, intent: 'i1' }, left: gone('left') })).toEqual({
      rule: 'open-intent',
      kind: 'leave',
      effect: 'waiting',
      state: 'linked',
      reasons: ['recovering'],
      writes: [],
    });
  });

  it('look-again: reads a tombstone, and an older version, by id before it counts', () => {
    expect(told({ left: gone('left', false) })).toMatchObject({
      rule: 'look-again',
      kind: 'look',
      effect: 'waiting',
      reasons: ['unconfirmed'],
    });
    const old = present('right', baker, { modifiedAt: 100 });
    expect(decided({ right: old, direct: false })).toMatchObject({ rule: 'look-again', look: ['right'] });
    expect(told({ right: old, direct: false }).reasons).toEqual(['tooOld']);
  });

  it('look-again: believes an older version, read by id, only when it stays for ten minutes', () => {
    const seenBefore = (ms: number) => ({ ...linked, right: { ...side('right'), seenAt: now - ms, modifiedAt: 200 } });
    const old = present('right', baker, { modifiedAt: 100 });
    expect(decided({ mapping: seenBefore(60_000), right: old })).toMatchObject({
      rule: 'look-again',
      kind: 'wait',
      until: now + 540_000,
    });
    expect(decided({ mapping: seenBefore(600_000), right: old })).toMatchObject({ rule: 'merge-sides', kind: 'write' });
  });

  it('look-again: waits while a provider may still show what was before', () => {
    const mapping = { ...linked, right: { ...side('right'), seenAt: now - 1000 } };
    expect(decided({ mapping, right: gone('right'), readLagMs: 5000 })).toMatchObject({
      rule: 'look-again',
      kind: 'wait',
      until: now + 4000,
    });
  });

  it('not-visible: takes what may not be seen neither for there nor for gone', () => {
    const hidden: Observation = { kind: 'hidden', id: 'left-1', askedAt: now };
    expect(told({ left: hidden, right: gone('right') })).toMatchObject({
      rule: 'not-visible',
      kind: 'leave',
      effect: 'agreed',
      reasons: ['notVisible'],
    });
    expect(told({ mapping: fresh, left: hidden }).rule).not.toBe('not-visible');
  });

  it('at-rest: brings nothing back from late news, and asks about what is truly there again', () => {
    const deleted = { ...linked, state: 'deleted' } as const;
    expect(told({ mapping: deleted })).toMatchObject({ rule: 'at-rest', kind: 'leave', reasons: ['deletedBoth'] });
    expect(told({ mapping: deleted, right: present('right', baker) })).toMatchObject({
      rule: 'at-rest',
      kind: 'settle',
      state: 'held',
      reasons: ['deletedLeftEditedRight'],
    });
    expect(told({ mapping: { ...linked, state: 'undone' }, right: present('right', baker) })).toMatchObject({
      rule: 'at-rest',
      kind: 'leave',
      effect: 'agreed',
      reasons: ['atRest'],
    });
  });

  it('both-gone: ends what is gone on both sides', () => {
    expect(told({ left: gone('left'), right: gone('right') })).toEqual({
      rule: 'both-gone',
      kind: 'settle',
      effect: 'deleted',
      state: 'deleted',
      reasons: ['deletedBoth'],
      writes: [],
    });
  });

  it('released: keeps on the left what was deleted on the right, and sends it again only when asked', () => {
    const mapping = { ...linked, state: 'released' } as const;
    expect(told({ mapping, left: present('left', baker) })).toMatchObject({
      rule: 'released',
      kind: 'settle',
      effect: 'agreed',
      state: 'released',
      writes: [],
    });
    expect(told({ mapping, left: gone('left') })).toMatchObject({ rule: 'released', state: 'deleted' });
    expect(told({ mapping, left: present('left', baker), resend: true })).toMatchObject({
      rule: 'create-right',
      writes: ['create right'],
    });
    expect(decided({ mapping, left: present('left', baker), resend: true }).reborn).toBe(true);
  });

  it('left-gone: deletes on the right what was deleted on the left, after a second look', () => {
    expect(told({ left: gone('left'), right: present('right', anna, { version: '1' }) })).toEqual({
      rule: 'left-gone',
      kind: 'write',
      effect: 'deleted',
      state: 'deleted',
      reasons: ['deletedLeft'],
      writes: ['delete right'],
    });
    expect(decided({ left: gone('left') })).toMatchObject({ rule: 'left-gone', kind: 'look', look: ['right'] });
  });

  it('left-gone: keeps what was changed on the right since, and asks', () => {
    expect(told({ left: gone('left'), right: present('right', baker) })).toMatchObject({
      rule: 'left-gone',
      kind: 'settle',
      state: 'held',
      reasons: ['deletedLeftEditedRight'],
      writes: [],
    });
  });

  it('left-gone: only what is linked is ever deleted', () => {
    for (const state of ['held', 'outOfScope', 'withdrawn'] as const)
      expect(told({ mapping: { ...linked, state }, left: gone('left'), right: present('right') }).writes).toEqual([]);
    const release = { ...contactPolicy, deletes: { left: 'release', right: 'release' } } as const;
    expect(told({ policy: release, left: gone('left'), right: present('right') })).toMatchObject({
      state: 'released',
      writes: [],
    });
  });

  it('right-gone: releases on the left what was deleted on the right', () => {
    expect(told({ left: present('left'), right: gone('right') })).toEqual({
      rule: 'right-gone',
      kind: 'settle',
      effect: 'released',
      state: 'released',
      reasons: ['deletedRightKept'],
      writes: [],
    });
  });

  it('right-gone: deletes on the left only where the policy says so, and never what was changed there', () => {
    const policy = { ...contactPolicy, deletes: { left: 'propagate', right: 'propagate' } } as const;
    const right = gone('right');
    expect(told({ policy, left: present('left', anna, { version: '1' }), right }).writes).toEqual(['delete left']);
    expect(told({ policy, right })).toMatchObject({ kind: 'look', writes: [] });
    expect(told({ policy, left: present('left', baker), right })).toMatchObject({
      kind: 'settle',
      state: 'held',
      reasons: ['deletedRightEditedLeft'],
      writes: [],
    });
  });

  it('left-gone and right-gone: ask where the policy says so, once, and say what has changed since', () => {
    const policy = { ...contactPolicy, deletes: { left: 'ask', right: 'ask' } } as const;
    expect(told({ policy, left: gone('left') })).toEqual({
      rule: 'left-gone',
      kind: 'settle',
      effect: 'held',
      state: 'held',
      reasons: ['deletedLeftAsked'],
      writes: [],
    });
    expect(told({ policy, right: gone('right') })).toMatchObject({ state: 'held', reasons: ['deletedRightAsked'] });
    const mapping = commit(contactType, linked, decided({ policy, left: gone('left') }), {}, now);
    expect(mapping).toMatchObject({ state: 'held', left: { gone: true, seenAt: now } });
    expect(told({ policy, mapping })).toMatchObject({ rule: 'left-gone', kind: 'leave', effect: 'held' });
    expect(told({ policy, mapping, right: present('right', baker) })).toMatchObject({
      kind: 'settle',
      reasons: ['deletedLeftEditedRight'],
      writes: [],
    });
  });

  it('left-gone and right-gone: a word to delete holds for what it was said about', () => {
    const asked: Mapping = {
      ...linked,
      state: 'held',
      right: { ...side('right'), gone: true },
      reason: { code: 'deletedRightAsked' },
      answer: 'delete',
    };
    const same = present('left', anna, { version: '1' });
    expect(told({ mapping: asked, left: same })).toMatchObject({ state: 'deleted', writes: ['delete left'] });
    const changed = decided({ mapping: asked, left: present('left', baker) });
    expect(changed).toMatchObject({ kind: 'settle', state: 'held', writes: [] });
    expect(commit(contactType, asked, changed, {}, now).answer).toBeUndefined();
    const refused: Mapping = { ...asked, parked: { side: 'left', source: 'delete' }, reason: { code: 'refused' } };
    expect(told({ mapping: refused, left: same })).toMatchObject({ kind: 'leave', reasons: ['refused'], writes: [] });
  });

  it('right-gone: what is not linked is released and not deleted, whatever the policy says', () => {
    const policy = { ...contactPolicy, deletes: { left: 'propagate', right: 'propagate' } } as const;
    for (const state of ['held', 'outOfScope', 'withdrawn'] as const)
      expect(told({ policy, mapping: { ...linked, state }, right: gone('right') })).toMatchObject({
        rule: 'right-gone',
        state: 'released',
        reasons: ['deletedRightKept'],
        writes: [],
      });
  });

  it('released: rests when it was deleted on the left too, and ends, returns or is sent again like the other', () => {
    const mapping: Mapping = { ...linked, state: 'released', left: { ...side('left'), gone: true } };
    const right = present('right', baker);
    expect(told({ mapping, right })).toMatchObject({
      rule: 'released',
      kind: 'settle',
      state: 'released',
      reasons: ['deletedLeftKept'],
    });
    expect(told({ mapping, right: gone('right') })).toMatchObject({ rule: 'both-gone', state: 'deleted' });
    expect(told({ mapping, left: present('left') })).toMatchObject({ rule: 'merge-sides', state: 'linked' });
    expect(told({ mapping, right, resend: true })).toMatchObject({ rule: 'create-left', writes: ['create left'] });
    const kept: Mapping = { ...mapping, answer: 'keep' };
    expect(told({ mapping: kept, right, resend: true })).toMatchObject({ rule: 'released', writes: [] });
    const settled = commit(contactType, kept, decided({ mapping: kept, right }), {}, now);
    expect(settled).toMatchObject({ answer: 'keep', right: { shown: baker } });
  });

  it('released: sends nothing again to where it was restored meanwhile', () => {
    const mapping: Mapping = { ...linked, state: 'released' };
    const back = { mapping, left: present('left'), right: present('right', baker), resend: true } as const;
    expect(told(back)).toMatchObject({ rule: 'merge-sides', writes: ['update left'] });
  });

  it('look-again: takes what is known to be gone for back only after it was read by id', () => {
    const mapping: Mapping = { ...linked, state: 'released', right: { ...side('right'), gone: true } };
    const back = present('right', anna, { version: '1' });
    expect(decided({ mapping, right: back, direct: false })).toMatchObject({ rule: 'look-again', look: ['right'] });
    expect(told({ mapping, right: back })).toMatchObject({ rule: 'merge-sides', state: 'linked' });
    const recent = { ...mapping, right: { ...side('right'), gone: true as const, seenAt: now - 1000 } };
    expect(decided({ mapping: recent, right: back, readLagMs: 5000 })).toMatchObject({
      kind: 'wait',
      until: now + 4000,
    });
    expect(told({ mapping, right: gone('right', false) })).toMatchObject({ rule: 'released', kind: 'leave' });
  });

  it('waits-for-person and at-rest: ask no more about what is there again on both sides', () => {
    const held: Mapping = {
      ...linked,
      state: 'held',
      right: { ...side('right'), gone: true },
      reason: { code: 'deletedRightAsked' },
    };
    expect(told({ mapping: held, right: present('right', baker) })).toMatchObject({
      rule: 'merge-sides',
      state: 'linked',
      writes: ['update left'],
    });
    const ended: Mapping = { ...held, state: 'deleted', left: { ...side('left'), gone: true } };
    const both = { left: present('left'), right: present('right', baker) };
    expect(told({ mapping: ended, ...both })).toMatchObject({ rule: 'merge-sides', state: 'linked' });
    expect(told({ mapping: ended, left: present('left', anna) })).toMatchObject({
      rule: 'at-rest',
      state: 'held',
      reasons: ['deletedRightAsked'],
    });
    const { left: _, ...onlyRight } = ended;
    expect(told({ mapping: onlyRight, right: present('right') })).toMatchObject({ reasons: ['waitingForPerson'] });
  });

  it.each(['left', 'right'] as const)(
    'lets the %s win when a person says so, though it is back to what it was',
    (winner) => {
      const other = otherSide(winner);
      const ask = { ...contactPolicy, conflicts: 'ask' } as const;
      const both = { left: present('left', baker), right: present('right', { ...anna, jobTitle: 'Cook' }) };
      for (const base of [linked.base, undefined]) {
        const { base: _, ...rest } = linked;
        const mapping: Mapping = base ? { ...rest, base } : rest;
        const asked = commit(contactType, mapping, decided({ mapping, policy: ask, ...both }), {}, now);
        expect(asked.asked).toEqual(['jobTitle']);
        const back = present(winner, anna, { version: '3', modifiedAt: 950, askedAt: now + 1 });
        const answered = decided({ mapping: answerAsked(asked, winner), policy: ask, [winner]: back });
        const write = answered.writes.find(({ side }) => side === other);
        expect(write && 'item' in write && write.item.jobTitle).toBeUndefined();
        expect(write?.kind).toBe('update');
      }
    },
  );

  it('drops what waited for a person, or was refused, once nothing of it is carried over any more', () => {
    const parked = { side: 'right', source: 'x' } as const;
    const mapping: Mapping = { ...linked, parked, asked: ['jobTitle'] };
    const policy = { ...contactPolicy, deletes: { left: 'release', right: 'release' } } as const;
    const elsewhere: Observation = { kind: 'elsewhere', id: 'right-1', askedAt: now };
    const isGone = { left: gone('left') };
    for (const scene of [{ ...isGone, policy }, isGone, { ...isGone, right: gone('right') }, { right: elsewhere }]) {
      const decision = decided({ mapping, right: present('right', baker), ...scene });
      const after = commit(contactType, mapping, decision, {}, now);
      expect([after.parked, after.asked]).toEqual([undefined, undefined]);
    }
    const undeletable: Mapping = { ...mapping, parked: { side: 'right', source: 'delete' } };
    const merged = commit(contactType, undeletable, decided({ mapping, left: present('left', baker) }), {}, now);
    expect(merged.parked).toBeUndefined();
  });

  it('merge-sides: takes from one side only what the other has taken, also while that one refuses it', () => {
    const site = (name: string) => [siteElement(`https://${name}.example.org`) as Element];
    const left = present('left', { ...anna, sites: site('ours'), jobTitle: 'Baker' });
    const right = present('right', { ...anna, sites: site('theirs') });
    const both = decided({ mapping: linked, left, right });
    expect(both.writes.map((write) => write.side)).toEqual(['left', 'right']);
    const [onLeft] = both.writes;
    const source = onLeft ? sourceOf(both, onLeft) : '';
    const parked: Mapping = { ...linked, parked: { side: 'left', source }, reason: { code: 'refused' } };
    const { writes } = decided({ mapping: parked, left, right });
    expect(writes).toMatchObject([{ side: 'right', item: { jobTitle: 'Baker', sites: site('theirs') } }]);
    const alone = decided({ mapping: parked, left: present('left', { ...anna, sites: site('ours') }), right });
    expect(alone.writes).toEqual([]);
  });

  it('not-chosen: leaves alone what is not in the chosen group', () => {
    expect(told({ right: present('right', baker, { outside: true }) })).toMatchObject({
      rule: 'not-chosen',
      kind: 'settle',
      effect: 'leftOut',
      state: 'outOfScope',
      writes: [],
    });
  });

  it('no-way-in: makes nobody where that would not be in the chosen group', () => {
    const choice = { side: 'left', group: { id: 'client', name: 'Clients', takesNew: false } } as const;
    const scene = { mapping: fresh, policy: { ...contactPolicy, choice }, right: present('right') };
    expect(told(scene)).toMatchObject({ rule: 'no-way-in', state: 'outOfScope', reasons: ['noWayInLeft'], writes: [] });
  });

  it('out-of-scope: leaves alone what was moved to another folder, and takes it up when it is back', () => {
    const elsewhere: Observation = { kind: 'elsewhere', id: 'right-1', askedAt: now };
    expect(told({ left: present('left', baker), right: elsewhere })).toMatchObject({
      rule: 'out-of-scope',
      kind: 'settle',
      state: 'outOfScope',
      reasons: ['elsewhere'],
      writes: [],
    });
    const away = { ...linked, state: 'outOfScope' } as const;
    expect(told({ mapping: away })).toMatchObject({ rule: 'out-of-scope', kind: 'leave' });
    const back = { mapping: away, left: present('left', anna, { version: '1' }), right: present('right', baker) };
    expect(told(back)).toMatchObject({ rule: 'merge-sides', state: 'linked', writes: ['update left'] });
  });

  it('out-of-scope: an edit on one side does not say that the other is back', () => {
    const away = { ...linked, state: 'outOfScope' } as const;
    const edited = { mapping: away, left: present('left', baker) };
    const unseen = decided(edited);
    expect([unseen.rule, unseen.kind, unseen.look]).toEqual(['out-of-scope', 'look', ['right']]);
    const decision = decided({ ...edited, right: { kind: 'elsewhere', id: 'right-1', askedAt: now } });
    expect([decision.rule, decision.kind, decision.state]).toEqual(['out-of-scope', 'settle', 'outOfScope']);
    const after = commit(contactType, away, decision, {}, now);
    expect(after).toMatchObject({ state: 'outOfScope', left: { shown: baker }, base: { left: anna, right: anna } });
    expect(told({ ...edited, right: present('right', anna, { version: '1' }) })).toMatchObject({
      rule: 'merge-sides',
      writes: ['update right'],
    });
  });

  it('out-of-scope and released: stay linked once back, though a write to bring them into step was refused', () => {
    for (const state of ['outOfScope', 'released'] as const) {
      const left = present('left', anna, { version: '1' });
      const back = decided({ mapping: { ...linked, state }, left, right: present('right', baker) });
      const mapping = commit(contactType, { ...linked, state }, back, {}, now);
      expect(told({ mapping })).toMatchObject({ rule: 'merge-sides', writes: ['update left'] });
    }
  });

  it('waits-for-person: writes nothing until somebody answers', () => {
    const mapping: Mapping = { ...fresh, state: 'held', left: side('left'), reason: { code: 'nameOnly' } };
    expect(told({ mapping })).toMatchObject({
      rule: 'waits-for-person',
      kind: 'leave',
      effect: 'held',
      reasons: ['nameOnly'],
      writes: [],
    });
    expect(told({ mapping: { ...mapping, answer: 'different' } })).toMatchObject({
      rule: 'create-right',
      writes: ['create right'],
    });
  });

  it('nameless: lists a card with nothing to call it by, and does not write it', () => {
    const nobody: Item = { kind: 'person', emails: emails('anna@example.org') };
    expect(told({ mapping: fresh, right: present('right', nobody) })).toEqual({
      rule: 'nameless',
      kind: 'leave',
      effect: 'leftOut',
      state: 'linked',
      reasons: ['nameless'],
      writes: [],
    });
    expect(told({ right: present('right', nobody) })).toMatchObject({ rule: 'nameless', effect: 'agreed', writes: [] });
  });

  it('by-product: sends a company that Concord made only once it says more', () => {
    const acme: Item = { kind: 'company', company: 'Acme' };
    const mapping: Mapping = { ...fresh, state: 'withdrawn' };
    expect(told({ mapping, left: present('left', acme) })).toMatchObject({
      rule: 'by-product',
      kind: 'leave',
      effect: 'leftOut',
      reasons: ['byProduct'],
    });
    const more: Item = { ...acme, emails: emails('info@acme.example') };
    expect(told({ mapping, left: present('left', more) }).writes).toEqual(['create right']);
  });

  it('match-held: asks before it links somebody who only looks like it', () => {
    const match = { kind: 'held', because: 'nameAndPhone' } as const;
    expect(told({ mapping: fresh, match, left: present('left') })).toMatchObject({
      rule: 'match-held',
      kind: 'settle',
      effect: 'held',
      state: 'held',
      reasons: ['nameAndPhone'],
      writes: [],
    });
  });

  it('create-right and create-left: make on the other side what nobody there looks like', () => {
    expect(told({ mapping: fresh, left: present('left') })).toEqual({
      rule: 'create-right',
      kind: 'write',
      effect: 'addedRight',
      state: 'linked',
      reasons: ['onlyLeft'],
      writes: ['create right'],
    });
    expect(told({ mapping: fresh, right: present('right') })).toEqual({
      rule: 'create-left',
      kind: 'write',
      effect: 'addedLeft',
      state: 'linked',
      reasons: ['onlyRight'],
      writes: ['create left'],
    });
  });

  it('create-right: leaves a refused one alone until it changes', () => {
    const mapping: Mapping = {
      ...fresh,
      parked: { side: 'right', source: itemSource(anna) },
      reason: { code: 'refused', detail: 'no' },
    };
    expect(told({ mapping, left: present('left') })).toMatchObject({
      rule: 'create-right',
      writes: [],
      effect: 'leftOut',
    });
    expect(told({ mapping, left: present('left', baker) }).writes).toEqual(['create right']);
  });

  it('kind-differs: never turns a person into a company', () => {
    const { base: _, ...unlinked } = linked;
    const match = { kind: 'same', because: 'personSaidSame' } as const;
    const company: Item = { kind: 'company', company: 'Anna Berg' };
    expect(told({ mapping: unlinked, match, left: present('left'), right: present('right', company) })).toMatchObject({
      rule: 'kind-differs',
      kind: 'settle',
      state: 'held',
      reasons: ['kindDiffers'],
      writes: [],
    });
  });

  it('merge-sides: carries an edit over, and rests when both sides say the same', () => {
    expect(told({ right: present('right', baker) })).toEqual({
      rule: 'merge-sides',
      kind: 'write',
      effect: 'changed',
      state: 'linked',
      reasons: ['editedRight'],
      writes: ['update left'],
    });
    expect(told({})).toMatchObject({ rule: 'merge-sides', kind: 'leave', effect: 'agreed', reasons: ['inStep'] });
    const notary = present('left', { ...anna, jobTitle: 'Notary' });
    expect(told({ left: notary, right: present('right', baker) })).toMatchObject({
      reasons: ['editedLeft', 'conflict'],
      writes: ['update right'],
    });
  });

  it('merge-sides: writes the left first, so that what the right must give up is safe', () => {
    const both = { left: present('left', { ...anna, prefix: 'Dr' }), right: present('right', baker) };
    expect(told(both)).toMatchObject({ reasons: ['editedBoth'], writes: ['update left', 'update right'] });
  });

  it('withdraw: takes back the copy of what became private, after a look, and never what was there before', () => {
    const type = { ...contactType, isPrivate: ({ prefix }: Item) => prefix === 'Secret' };
    const scene = {
      type,
      policy: { ...contactPolicy, private: 'skip' },
      right: present('right', { ...anna, prefix: 'Secret' }, { outside: true }),
    } as const;
    const ours = { ...linked, left: { ...side('left'), made: true } } as const;
    expect(told({ ...scene, mapping: ours })).toMatchObject({ rule: 'withdraw', kind: 'look' });
    expect(told({ ...scene, mapping: ours, left: present('left', anna) })).toEqual({
      rule: 'withdraw',
      kind: 'write',
      effect: 'deleted',
      state: 'withdrawn',
      reasons: ['madePrivate'],
      writes: ['delete left'],
    });
    expect(told({ ...scene, left: present('left', anna) })).toMatchObject({
      rule: 'not-chosen',
      state: 'outOfScope',
      reasons: ['keptPrivate'],
      writes: [],
    });
    const takenBack: Mapping = { ...ours, state: 'withdrawn', left: { ...ours.left, gone: true } };
    expect(told({ ...scene, mapping: takenBack })).toMatchObject({ rule: 'withdraw', kind: 'leave' });
    expect(told({ ...scene, mapping: takenBack, right: present('right', anna) })).toMatchObject({
      rule: 'create-left',
      writes: ['create left'],
    });
  });

  it('cannot-hold: writes nothing of what the other side has no way to say, and goes on once it has', () => {
    const scene = {
      cannotHold: { left: ({ jobTitle }: Item) => (jobTitle ? 'ruleNotHeldLeft' : undefined) },
      mapping: fresh,
    } as const;
    const resting = {
      rule: 'cannot-hold',
      effect: 'leftOut',
      state: 'outOfScope',
      reasons: ['ruleNotHeldLeft'],
      writes: [],
    };
    expect(told({ ...scene, right: present('right', baker) })).toEqual({ ...resting, kind: 'settle' });
    expect(told({ ...scene, right: present('right', anna) })).toMatchObject({ rule: 'create-left' });
    expect(told({ ...scene, mapping: linked, right: present('right', baker) })).toEqual({ ...resting, kind: 'settle' });
    const out: Mapping = { ...linked, state: 'outOfScope', right: { ...side('right'), shown: baker } };
    const back = { ...scene, mapping: { ...out, reason: { code: 'ruleNotHeldLeft' } } } as const;
    const renamed = present('right', { ...anna, prefix: 'Dr' });
    expect(told({ ...back, left: present('left', anna), right: renamed })).toMatchObject({
      rule: 'merge-sides',
      writes: ['update left'],
    });
  });

  it('has a name of its own, and has answered by now', () => {
    const names = orderedRules.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !answered.has(name))).toEqual([]);
  });
});

describe('each reason', () => {
  it('has a sentence for people, with the names of the sides in it', () => {
    for (const code of Object.keys(reasonSentences) as (keyof typeof reasonSentences)[])
      expect(sentenceOf({ code }, { left: 'Clio', right: 'Outlook' })).toMatch(/^[A-Z][^{}]*\.$/u);
    expect(sentenceOf({ code: 'refused', detail: 'Name is too long' }, { left: 'Clio', right: 'Outlook' })).toBe(
      'The provider does not accept it as it is. (Name is too long)',
    );
  });
});
