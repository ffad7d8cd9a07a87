import type { Answer, WaitingRow } from '@concord/core';
import type { Chance } from '../chance.ts';
import { sideOf } from '../history/happenings.ts';
import type { Card } from './cards.ts';
import type { Truth } from './truth.ts';

/** What Concord asks, with whom it is about as a person sees it by looking at the cards. */
export type Question = {
  /** `nobody` when no card is left to look at. */
  readonly tag: string;
  readonly kind: WaitingRow['kind'];
  /** What can be answered. */
  readonly answers: readonly Answer[];
  readonly candidates: readonly { readonly tag: string; readonly mapping: string }[];
};

export type Chosen = { readonly answer: Answer; readonly candidate?: string };

/**
 * What somebody answers who knows who is who: two cards of one person are the same, any others are not. What was refused is
 * tried again. Where it is a matter of taste (a card deleted here and changed there, a detail that both changed), at random,
 * but the same in every mailbox of a firm. Undefined: there is nothing to say.
 */
export function chooseAnswer(question: Question, truth: Truth, chance: Chance): Chosen | undefined {
  const { tag, kind, answers, candidates } = question;
  if (kind === 'parked' && answers.includes('retry')) return { answer: 'retry' };
  const same = candidates.find((one) => one.tag === tag && truth.person(tag) !== undefined);
  if (same && answers.includes('same')) return { answer: 'same', candidate: same.mapping };
  if (candidates.length > 0 && answers.includes('different')) return { answer: 'different' };
  const unsaid: readonly Answer[] = ['same', 'retry', ...(areTwoToClio(tag, truth) ? (['resend'] as const) : [])];
  const free = answers.filter((answer) => !unsaid.includes(answer));
  const said = saidLately(tag, truth);
  const answer = free.find((one) => one === said) ?? chance.pick(free);
  return answer && { answer };
}

/** Sent there from every mailbox, cards of one person without an address in common by now would become two people, or be asked about. */
function areTwoToClio(tag: string, truth: Truth): boolean {
  const cards = truth.shownOf(tag).flatMap(({ book, card }) => (sideOf(book) === 'right' ? [card] : []));
  return cards.some((card, place) => cards.slice(place + 1).some((other) => !isTellingTheSame(card, other)));
}

const isTellingTheSame = ({ texts, lists }: Card, other: Card): boolean =>
  texts.firstName === other.texts.firstName &&
  texts.lastName === other.texts.lastName &&
  lists.emails.some(({ value }) => other.lists.emails.some((one) => one.value === value));

/** Since somebody last took that person away or brought it back: each mailbox is asked about one and the same thing. */
function saidLately(tag: string, truth: Truth): string | undefined {
  const person = truth.person(tag);
  const since = person?.moves.at(-1)?.index ?? 0;
  return person?.answers.findLast(({ index }) => index > since)?.answer;
}
