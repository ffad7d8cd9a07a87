import { type BookName, type Of, sideOf } from '../history/happenings.ts';
import { type Card, listNames, type TextName, textNames } from '../people/cards.ts';
import { editsOfBirth } from '../people/edits.ts';
import type { CreateCheck } from './check.ts';
import type { PersonSeen } from './picture.ts';
import { createWrittenValues, type Detail, type WrittenValues } from './written-values.ts';

/**
 * I11. A base that holds what the two sides never agreed on shows as a value taken away that nobody gave up. So: whatever
 * Concord writes over or takes off was written over or taken off by somebody who saw it, or lost by the firm's policy
 * against what somebody wrote on the other side, or stays in Clio because the mailbox has no room for it.
 */
export const honestBase: CreateCheck = ({ picture, tried, accuse }) => {
  const values = new Map<string, WrittenValues>();
  /** As each was when somebody deleted it there last. */
  const deletedInClio = new Map<string, readonly Card[]>();
  const valuesOf = (owner: string, detail: Detail): WrittenValues => {
    const key = `${detail} ${owner}`;
    const known = values.get(key) ?? createWrittenValues();
    values.set(key, known);
    return known;
  };
  // Who renames an employer means everybody who works there.
  const employersOf = ({ firm }: PersonSeen): WrittenValues => valuesOf(firm.id, 'company');

  const judgeText = (person: PersonSeen, change: Both, field: TextName): void => {
    const { book, before, after } = change;
    const [old, now] = [before.texts[field], after.texts[field]];
    if (old === '' || old === now) return;
    tried();
    const own = valuesOf(person.tag, field);
    if (own.isGivenUp(old) || (field === 'company' && employersOf(person).isGivenUp(old))) return;
    if (isCutShort(old, now) || !own.wasWritten(old)) return;
    if (!mayLoseTo(person, own, book, now, wasMergedIn(person, field, now)))
      accuse(`${person.tag} in ${book}: ${field} "${old}" became "${now}"`);
    own.giveUp(old);
  };
  /** It was written about somebody who was merged into that person in Clio. */
  const wasMergedIn = ({ tag }: PersonSeen, field: TextName, value: string): boolean =>
    [...picture.people()].some(
      (other) =>
        other.mergedInto === tag && (valuesOf(other.tag, field).wasWritten(value) || wasMergedIn(other, field, value)),
    );
  const judgeList = (person: PersonSeen, { book, before, after }: Both, field: (typeof listNames)[number]): void => {
    for (const { value } of before.lists[field]) {
      if (after.lists[field].some((entry) => entry.value === value)) continue;
      tried();
      const own = valuesOf(person.tag, field);
      if (own.isGivenUp(value) || !own.wasWritten(value) || !mayBeKept(field, value)) continue;
      const isKept = sideOf(book) === 'right' && isInClio(person, field, value);
      if (!isKept && !own.isContested(value)) accuse(`${person.tag} in ${book}: ${field} "${value}" was taken off`);
      if (!isKept) own.giveUp(value);
    }
  };
  // Also where Clio's card was deleted meanwhile, and nobody has heard of it yet.
  const isInClio = ({ tag, firm }: PersonSeen, field: (typeof listNames)[number], value: string): boolean =>
    [...picture.cardsOf(tag, firm.clio), ...(deletedInClio.get(tag) ?? [])].some(({ lists }) =>
      lists[field].some((entry) => entry.value === value),
    );

  return {
    sees: {
      born: ({ tag, book, card }) => {
        for (const { field, before, after } of editsOfBirth(tag, book, card, 0))
          valuesOf(tag, field).write(book, before, after);
      },
      deleted: ({ tag, book, card }) => {
        if (sideOf(book) === 'left') deletedInClio.set(tag, [card]);
      },
      edited: ({ tag, book, field, before, after }) => {
        valuesOf(tag, field).write(book, before, after);
        const person = picture.person(tag);
        if (person && field === 'company') employersOf(person).write(book, before, after);
      },
      change: ({ book, before, after, by }) => {
        if (by === 'person' || before === undefined || after === undefined) return;
        const person = picture.person(picture.ownerOf(before));
        // A card that was given to somebody else shows that one's details from now on.
        if (person === undefined || picture.ownerOf(after) !== person.tag) return;
        for (const field of textNames) judgeText(person, { book, before, after }, field);
        for (const field of listNames) judgeList(person, { book, before, after }, field);
      },
    },
  };
};

type Both = Required<Pick<Of<'change'>, 'book' | 'before' | 'after'>>;

/**
 * Both sides wrote there: the policy says whose stays, or a person who was asked. What Clio shows may come from another
 * mailbox. The card of whom it took in by a merge may be its own from then on, and the two have never agreed on anything.
 */
function mayLoseTo(person: PersonSeen, own: WrittenValues, book: BookName, now: string, merged: boolean): boolean {
  const { conflicts } = person.firm.plan;
  const winner = sideOf(book) === 'left' ? 'right' : 'left';
  // Made anew after a delete, it may be given by one mailbox what was written in its former life and kept by another.
  const isAnew = person.moves.get(book)?.what === 'deleted' && own.wasWritten(now);
  if (!isAnew && !merged && !own.wasWrittenBeside(book, now)) return false;
  if (conflicts === 'ask') return person.answers.some(({ answer }) => answer === winner);
  return conflicts === winner;
}

/** A cloud cuts long texts on saving. */
const isCutShort = (old: string, now: string): boolean => now !== '' && old.startsWith(now);

/** Outlook takes an e-mail address that is none, and forgets it. */
const mayBeKept = (field: (typeof listNames)[number], value: string): boolean =>
  field !== 'emails' || value.includes('@');
