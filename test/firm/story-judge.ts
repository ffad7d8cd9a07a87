import { type Card, cardsOn, differences, listNames, textNames } from './cloud-cards.ts';
import { lastEntries, lastTexts } from './edit-log.ts';
import type { OneFirm } from './one-firm.ts';
import { type Doings, ownerOf } from './story-users.ts';

/** Holds at any moment: nobody is there twice on a side, and no card is two people's. */
export function doubles(firm: OneFirm, doings: Doings): readonly string[] {
  const sides = {
    left: cardsOn(firm, 'left'),
    right: [...cardsOn(firm, 'right'), ...cardsOn(firm, 'right', 'Private')],
  };
  return Object.entries(sides).flatMap(([side, cards]) => {
    const owners = cards.map((card) => ownerOf(doings, card));
    const twice = [...new Set(owners.filter((owner, index) => owners.indexOf(owner) !== index))].filter(
      (owner) => !(doings.isBlind && owner.startsWith('company ')),
    );
    const mixed = cards.filter(({ tags }) => tags.filter((tag) => !doings.absorbed.has(tag)).length > 1);
    return [
      ...twice.map((owner) => `double: ${owner} is there twice on the ${side}`),
      ...mixed.map(({ tags }) => `mixed: one card on the ${side} is ${tags.join(' and ')}`),
    ];
  });
}

/** Judges the two clouds by what people did, and by nothing that Concord says of itself. */
export function judge(firm: OneFirm, doings: Doings): readonly string[] {
  const left = byOwner(cardsOn(firm, 'left'), doings);
  const right = byOwner(cardsOn(firm, 'right'), doings);
  const strangers = [...left, ...right].flatMap(([owner]) =>
    owner.startsWith('stranger') ? [`invented: ${owner}`] : [],
  );
  const verdicts = [...doings.born].flatMap((tag) => verdict(tag, left.get(tag), right.get(tag), doings));
  return [...doubles(firm, doings), ...strangers, ...verdicts];
}

function byOwner(cards: readonly Card[], doings: Doings): ReadonlyMap<string, Card> {
  return new Map(cards.map((card) => [ownerOf(doings, card), card]));
}

function verdict(tag: string, left: Card | undefined, right: Card | undefined, doings: Doings): readonly string[] {
  const answer = doings.answers.get(tag);
  const removed = doings.deletedRight.get(tag);
  const told: string[] = [];
  if (doings.deletedLeft.has(tag)) {
    if (left && answer !== 'different') told.push(`risen: ${tag} was deleted in Clio and is there again`);
    if (right && answer === undefined && !mayStay(tag, doings))
      told.push(`left behind: ${tag} was deleted in Clio only`);
    if (!right && !removed && mustStay(tag, doings))
      told.push(`lost: ${tag} was changed in Outlook, and is gone there`);
  } else if (removed) {
    if (right && !removed.mayReturn) told.push(`risen: ${tag} was taken out of Outlook and is there again`);
    if (removed.left && !left) told.push(`wrongly deleted: ${tag} was taken out of Outlook, and is gone from Clio`);
  } else {
    if (!left) told.push(`missing: ${tag} is not in Clio`);
    if (!right) told.push(`missing: ${tag} is not in Outlook`);
  }
  if (left && right) told.push(...differences(left, right).map((difference) => `apart: ${tag} ${difference}`));
  if (left && !doings.deletedLeft.has(tag)) told.push(...lostEdits(tag, left, right, doings));
  return told;
}

/** Somebody wanted it in Outlook after all. */
function mayStay(tag: string, doings: Doings): boolean {
  return doings.wantedRight.has(tag) || mustStay(tag, doings) || doings.log.of(tag, 'right').length > 0;
}

/** Something that somebody wrote in Outlook was not in Clio yet when it was deleted there. */
function mustStay(tag: string, { deletedLeft, log }: Doings): boolean {
  const known = deletedLeft.get(tag);
  if (known?.right === undefined) return false;
  const { left, right } = known;
  const edits = log.of(tag);
  const theirs = log.of(tag, 'right');
  const isOnly = (has: (card: Card) => boolean): boolean => has(right) && !has(left);
  const text = theirs.some(({ field, after }) =>
    textNames.some(
      (name) =>
        name === field &&
        after &&
        lastTexts(edits, name)?.has(after) &&
        // Where both sides wrote something, Clio wins, and the other value is told as a conflict.
        !lastTexts(edits, name)?.has(left.texts[name]) &&
        isOnly(({ texts }) => texts[name] === after),
    ),
  );
  const entry = theirs.some(({ field, after }) =>
    listNames.some(
      (name) =>
        name === field &&
        after &&
        lastEntries(edits, name).wanted.includes(after) &&
        isOnly(({ lists }) => lists[name].some(({ value }) => value === after)),
    ),
  );
  return text || entry;
}

/** The book of record has every detail that somebody wrote and nobody wrote over or took away. */
function lostEdits(tag: string, left: Card, right: Card | undefined, { log }: Doings): readonly string[] {
  const edits = log.of(tag);
  const ours = log.of(tag, 'left');
  const texts = textNames.flatMap((field) => {
    // What was changed in Outlook just before it was deleted there may go with it.
    const first = edits.find((edit) => edit.field === field)?.before ?? '';
    const may = lastTexts(edits, field, right ? undefined : 'left') ?? new Set(['']);
    if (!right && !ours.some((edit) => edit.field === field)) may.add(first);
    return may.has(left.texts[field])
      ? []
      : [`lost: ${tag} ${field} "${left.texts[field]}", not ${[...may].join(' or ')}`];
  });
  const lists = listNames.flatMap((field) => {
    const { wanted, unwanted, known } = lastEntries(edits, field);
    const own = lastEntries(ours, field);
    const values = left.lists[field].map(({ value }) => value);
    const missing = wanted.filter(
      (value) => !values.includes(value) && (right !== undefined || own.wanted.includes(value)),
    );
    const back = [...values, ...(right?.lists[field] ?? []).map(({ value }) => value)].filter((value) =>
      right ? unwanted.includes(value) : own.unwanted.includes(value),
    );
    const strange = values.filter((value) => !known.has(value));
    return [
      ...missing.map((value) => `lost: ${tag} ${field} ${value}`),
      ...back.map((value) => `back: ${tag} ${field} ${value} was taken away`),
      ...strange.map((value) => `invented: ${tag} ${field} ${value}`),
    ];
  });
  return [...texts, ...lists];
}
