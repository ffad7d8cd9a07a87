import type { SideName } from '@concord/core';
import { type BookName, type Of, sideOf } from '../history/happenings.ts';
import { type Card, listNames, textNames } from '../people/cards.ts';
import type { Bench } from './check.ts';
import type { WorkerSeen } from './picture.ts';

/** A change that Concord made, as the activity should tell it. */
export type Write = {
  readonly at: number;
  readonly worker: number;
  readonly sync: string;
  readonly side: SideName;
  readonly what: 'added' | 'changed' | 'deleted';
  readonly owner: string;
  /** What the page may call it, by either side's card. */
  readonly titles: readonly string[];
  readonly labels: readonly string[];
  readonly before: Card | undefined;
  readonly after: Card | undefined;
};

/** What the cards of each person in each book were called lately: a line is titled as its card was when it was decided on. */
export type FormerNames = {
  readonly note: (owner: string, change: Of<'change'>) => void;
  readonly of: (owner: string, book: BookName, at: number) => readonly string[];
};

/** `lately`: milliseconds. */
export function createFormerNames(lately: number): FormerNames {
  const names = new Map<string, readonly { readonly until: number; readonly title: string }[]>();
  const known = (owner: string, book: BookName, at: number) =>
    (names.get(`${book} ${owner}`) ?? []).filter(({ until }) => until >= at - lately);
  return {
    note: (owner, { at, book, before, after }) => {
      const title = before && titleOf(before);
      if (title === undefined || (after && titleOf(after) === title)) return;
      names.set(`${book} ${owner}`, [...known(owner, book, at), { until: at, title }]);
    },
    of: (owner, book, at) => known(owner, book, at).map(({ title }) => title),
  };
}

/** Before the picture takes the change in: then it still shows the other side’s card as it was. */
export function auditedWrite(
  { picture, cast }: Bench,
  { at, book, before, after }: Of<'change'>,
  { worker, sync, mailbox }: WorkerSeen,
  names: FormerNames,
): Write {
  const card = after ?? before;
  const owner = card ? picture.ownerOf(card) : '';
  const firm = cast.ownerOf(book);
  const other: BookName | undefined = sideOf(book) === 'right' ? firm?.clio : mailbox?.book;
  const partners = other === undefined ? [] : picture.cardsOf(owner, other);
  const cards = [...(before ? [before] : []), ...(after ? [after] : []), ...partners];
  const former = [book, ...(other === undefined ? [] : [other])].flatMap((one) => names.of(owner, one, at));
  return {
    at,
    worker,
    sync,
    side: sideOf(book),
    what: before === undefined ? 'added' : after === undefined ? 'deleted' : 'changed',
    owner,
    titles: [...new Set([...cards.map(titleOf), ...former])],
    labels: before && after ? labelsOf(before, after) : [],
    before,
    after,
  };
}

/** Nothing of it can be seen any more on the card as it is `now`. */
export function isUndone({ before, after }: Write, now: Card | undefined): boolean {
  if (now === undefined) return true;
  if (before === undefined || after === undefined) return false;
  const isListUndone = (name: (typeof listNames)[number]): boolean => {
    const [was, made, is] = [before, after, now].map(({ lists }) => lists[name].map(({ value }) => value));
    const came = made?.filter((value) => !was?.includes(value)) ?? [];
    const went = was?.filter((value) => !made?.includes(value)) ?? [];
    return came.length > 0 ? !came.some((value) => is?.includes(value)) : went.every((value) => is?.includes(value));
  };
  return (
    textNames.every((name) => before.texts[name] === after.texts[name] || now.texts[name] !== after.texts[name]) &&
    listNames.every(isListUndone)
  );
}

/** As the page calls people: by name, a company by its own. */
export function titleOf({ isCompany, texts, lists }: Card): string {
  const name = [texts.firstName, texts.middleName, texts.lastName].filter((part) => part !== '').join(' ');
  return (isCompany ? '' : name) || texts.company || lists.emails[0]?.value || lists.phones[0]?.value || 'No name';
}

const labels = {
  prefix: 'Prefix',
  firstName: 'First name',
  middleName: 'Middle name',
  lastName: 'Last name',
  company: 'Company',
  jobTitle: 'Job title',
  birthday: 'Birthday',
  emails: 'E-mail',
  phones: 'Phone',
  addresses: 'Address',
  sites: 'Web site',
} as const satisfies Record<(typeof textNames)[number] | (typeof listNames)[number], string>;

function labelsOf(before: Card, after: Card): readonly string[] {
  const values = ({ lists }: Card, name: (typeof listNames)[number]): string =>
    lists[name]
      .map(({ value }) => value)
      .toSorted()
      .join('\n');
  return [
    ...textNames.filter((name) => before.texts[name] !== after.texts[name]),
    ...listNames.filter((name) => values(before, name) !== values(after, name)),
  ].map((name) => labels[name]);
}
