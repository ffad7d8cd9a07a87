import { describe, expect, it } from 'vitest';
import { chanceOf } from '../chance.ts';
import { createHistory } from '../history/history.ts';
import { chooseAnswer, type Question } from './answers.ts';
import { cardOf } from './drafts.ts';
import { createTruth } from './truth.ts';

const texts = {
  prefix: '',
  firstName: 'Anna',
  middleName: '',
  lastName: 'Berg',
  company: '',
  jobTitle: '',
  birthday: '',
};
const noLists = { emails: [], phones: [], addresses: [], sites: [] };
const history = createHistory();
for (const tag of ['a', 'b']) {
  const card = cardOf({ isCompany: false, tags: [tag], texts, lists: noLists });
  history.note({ at: 0, kind: 'born', tag, firm: '7001', book: 'clio 7001', card });
}
const truth = createTruth(history);
const ask = (question: Partial<Question>, seed = 1) =>
  chooseAnswer(
    { tag: 'a', kind: 'held', answers: ['same', 'different'], candidates: [], ...question },
    truth,
    chanceOf(seed),
  );

describe('people answer', () => {
  it('that two cards of one person are the same', () => {
    const candidates = [
      { tag: 'b', mapping: 'm1' },
      { tag: 'a', mapping: 'm2' },
    ];
    expect(ask({ candidates })).toEqual({ answer: 'same', candidate: 'm2' });
  });

  it('that two people are different', () => {
    for (let seed = 0; seed < 10; seed += 1)
      expect(ask({ candidates: [{ tag: 'b', mapping: 'm1' }], answers: ['keep', 'same', 'different'] }, seed)).toEqual({
        answer: 'different',
      });
    const strangers = { tag: 'nobody', candidates: [{ tag: 'nobody', mapping: 'm1' }] };
    expect(ask(strangers)).toEqual({ answer: 'different' });
  });

  it('that what was refused is to be tried again', () => {
    expect(ask({ kind: 'parked', answers: ['retry'] })).toEqual({ answer: 'retry' });
  });

  it('at random, where it is a matter of taste', () => {
    const said = (answers: Question['answers']) =>
      new Set(Array.from({ length: 40 }, (_, seed) => ask({ answers }, seed)?.answer));
    expect(said(['keep', 'different'])).toEqual(new Set(['keep', 'different']));
    expect(said(['left', 'right'])).toEqual(new Set(['left', 'right']));
    expect(ask({ answers: ['keep', 'different'] }, 3)).toEqual(ask({ answers: ['keep', 'different'] }, 3));
  });

  it('the same in every mailbox, until somebody does something else', () => {
    const own = createHistory();
    const card = cardOf({ isCompany: false, tags: ['a'], texts, lists: noLists });
    own.note({ at: 0, kind: 'born', tag: 'a', firm: '7001', book: 'clio 7001', card });
    const wish = { at: 1, kind: 'wish', firm: '7001', member: '7001-1', what: 'answer', tag: 'a' } as const;
    own.note({ ...wish, answer: 'resend' });
    const answersNow = () =>
      Array.from({ length: 40 }, (_, seed) => {
        const question = { tag: 'a', kind: 'held', answers: ['keep', 'delete', 'resend'], candidates: [] } as const;
        return chooseAnswer(question, createTruth(own), chanceOf(seed))?.answer;
      });
    expect(new Set(answersNow())).toEqual(new Set(['resend']));
    own.note({ at: 2, kind: 'deleted', tag: 'a', book: 'clio 7001', card });
    expect(new Set(answersNow()).size).toBe(3);
  });

  it('not that it is to be sent again from two mailboxes whose cards have nothing in common', () => {
    const said = (...addresses: readonly string[]) => {
      const own = createHistory();
      for (const [place, address] of addresses.entries()) {
        const book = `outlook 7001-${place + 1}`;
        const lists = { ...noLists, emails: [{ value: address, slot: '', primary: false }] };
        const card = cardOf({ isCompany: false, tags: ['a'], texts, lists });
        own.note({ at: 0, kind: 'born', tag: 'a', firm: '7001', book, card });
        own.note({ at: 0, kind: 'change', book, id: `${place}`, after: card, by: 'person' });
      }
      const question = { tag: 'a', kind: 'held', answers: ['keep', 'delete', 'resend'], candidates: [] } as const;
      return Array.from({ length: 40 }, (_, seed) => chooseAnswer(question, createTruth(own), chanceOf(seed))?.answer);
    };
    expect(said('a@example.org', 'b@example.org')).not.toContain('resend');
    expect(said('a@example.org', 'a@example.org')).toContain('resend');
    expect(said('a@example.org')).toContain('resend');
  });

  it('nothing, when nothing can be answered', () => {
    expect(ask({ answers: [] })).toBeUndefined();
    expect(ask({ answers: ['same'] })).toBeUndefined();
  });
});
