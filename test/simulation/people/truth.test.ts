import { describe, expect, it } from 'vitest';
import { clioBook, mailboxBook } from '../history/happenings.ts';
import { createHistory } from '../history/history.ts';
import type { noteNow } from '../stage/clouds.ts';
import type { Card } from './cards.ts';
import { cardOf, entryOf } from './drafts.ts';
import { createTruth, isDeletedIn, readTruth } from './truth.ts';

const clio = clioBook('7001');
const first = mailboxBook('microsoft', '7001-1');
const second = mailboxBook('microsoft', '7001-2');
const noTexts = { prefix: '', firstName: '', middleName: '', lastName: '', company: '', jobTitle: '', birthday: '' };

const card = (id: string, tags: readonly string[], jobTitle = ''): Card => ({
  ...cardOf({
    isCompany: false,
    tags,
    texts: { ...noTexts, firstName: 'Anna', lastName: 'Berg', jobTitle },
    lists: { emails: [entryOf(`${tags.join()}@example.org`)], phones: [], addresses: [], sites: [] },
  }),
  id,
});

type Noted = Parameters<typeof noteNow>[1];

function story() {
  const history = createHistory();
  const truth = createTruth(history);
  const note = (happening: Noted): void => history.note({ at: history.all().length, ...happening });
  const born = (tag: string, book: string): void => {
    note({ kind: 'born', tag, firm: '7001', book, card: card('', [tag]) });
    note({ kind: 'change', book, id: `${book} ${tag}`, after: card(`${book} ${tag}`, [tag]), by: 'person' });
  };
  return { history, truth, note, born };
}

describe('the truth of a story', () => {
  it('knows who was born where, with every detail as an edit of that book', () => {
    const { truth, born } = story();
    born('a', clio);
    born('a', first);
    born('b', second);
    expect(truth.people().map(({ tag }) => tag)).toEqual(['a', 'b']);
    expect([...(truth.person('a')?.births.keys() ?? [])]).toEqual([clio, first]);
    expect(truth.person('a')?.edits).toMatchObject([
      { book: clio, field: 'firstName', before: '', after: 'Anna' },
      { book: clio, field: 'lastName' },
      { book: clio, field: 'emails', before: undefined, after: 'a@example.org' },
      { book: first },
      { book: first },
      { book: first },
    ]);
  });

  it('follows what the books show, whoever changes it', () => {
    const { truth, note, born } = story();
    born('a', clio);
    note({ kind: 'change', book: first, id: '1', after: card('1', ['a']), by: 7 });
    expect(truth.shownOf('a').map(({ book }) => book)).toEqual([clio, first]);
    note({ kind: 'change', book: first, id: '1', before: card('1', ['a']), after: card('1', ['a'], 'Judge'), by: 7 });
    expect(truth.shownIn(first)).toMatchObject([{ texts: { jobTitle: 'Judge' } }]);
    expect(truth.shownOf('a')).toHaveLength(2);
    note({ kind: 'change', book: first, id: '1', before: card('1', ['a']), by: 'person' });
    expect(truth.shownOf('a').map(({ book }) => book)).toEqual([clio]);
    expect(truth.shownIn(first)).toEqual([]);
  });

  it('knows at a delete what the other books showed at that moment', () => {
    const { truth, note, born } = story();
    born('a', clio);
    born('a', first);
    note({ kind: 'deleted', tag: 'a', book: clio, card: card('x', ['a']) });
    note({ kind: 'change', book: first, id: `${first} a`, by: 7 });
    const person = truth.person('a');
    const move = person?.lastMove.get(clio);
    expect(move).toMatchObject({ what: 'deleted', card: { id: 'x' } });
    expect([...(move?.elsewhere.keys() ?? [])]).toEqual([first]);
    expect(person && isDeletedIn(person, clio)).toBe(true);
    expect(person && isDeletedIn(person, first)).toBe(false);
  });

  it('gives the card of a merge to the one who was kept', () => {
    const { truth, note, born } = story();
    born('a', clio);
    born('b', clio);
    note({ kind: 'merged', tag: 'a', lost: 'b', book: clio, card: card('x', ['b']) });
    expect(truth.person('b')).toMatchObject({ mergedInto: 'a' });
    expect(truth.person('a')?.took).toEqual(['b']);
    expect(truth.ownerOf(card('x', ['a', 'b']))).toBe('a');
    expect(truth.ownersOf(card('x', ['a', 'b']))).toEqual(['a']);
    expect(truth.ownerOf(card('y', ['b']))).toBe('b');
    const lost = truth.person('b');
    expect(lost && isDeletedIn(lost, clio)).toBe(true);
  });

  it('calls a card that nobody typed in a stranger, and a company without a tag by its name', () => {
    const { truth, born } = story();
    born('a', clio);
    expect(truth.ownerOf(card('x', []))).toBe('stranger Anna Berg');
    const company = { ...card('x', []), isCompany: true, texts: { ...noTexts, company: 'Acme' } };
    expect(truth.ownerOf(company)).toBe('company Acme');
    expect(truth.ownersOf(card('x', ['a', 'b']))).toEqual(['a', 'b']);
  });

  it('keeps the answers of people in order', () => {
    const { truth, note, born } = story();
    born('a', clio);
    const about = { kind: 'wish', firm: '7001', member: '7001-1', what: 'answer', tag: 'a' } as const;
    note({ ...about, answer: 'keep' });
    note({ ...about, answer: 'different' });
    expect(truth.person('a')?.answers.map(({ answer }) => answer)).toEqual(['keep', 'different']);
  });

  it('is read once for each history', () => {
    const { history } = story();
    expect(readTruth(history)).toBe(readTruth(history));
  });
});
