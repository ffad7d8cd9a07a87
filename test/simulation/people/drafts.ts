import type { Chance } from '../chance.ts';
import { type Card, type Draft, type Entry, type ListName, listNames, type TextName, textNames } from './card.ts';
import { type Fresh, phoneOf } from './fresh.ts';
import { plainEntry, plainText } from './spelling.ts';

export type { Draft } from './card.ts';

export const entryOf = (value: string, slot = ''): Entry => ({ value, slot, primary: false });

export const companyNames = (mark: string): readonly [string, string, string] => [
  `Acme ${mark}`,
  `Brown & Sons ${mark}`,
  `Çelik Ltd ${mark}`,
];

/** Birthdays are nobody's own; now and then on a day that most years do not have. */
export const birthday = (chance: Chance): string =>
  chance.hits(0.1) ? '2000-02-29' : `19${50 + chance.below(50)}-0${1 + chance.below(9)}-1${chance.below(10)}`;

const noTexts = Object.fromEntries(textNames.map((name) => [name, ''])) as Record<TextName, string>;
const noLists = Object.fromEntries(listNames.map((name) => [name, []])) as unknown as Record<
  ListName,
  readonly Entry[]
>;

/** `source` marks the values; `mark` those that several people of one firm share. */
export type Drawing = {
  readonly chance: Chance;
  readonly fresh: Fresh;
  readonly tag: string;
  readonly source: string;
  readonly mark: string;
  /** In several mailboxes: then only an e-mail address tells for certain who it is. */
  readonly needsEmail: boolean;
};

/** Few names, so that homonyms are common; a family shares a phone, an office an e-mail address, under different names. */
export function drawPerson(drawing: Drawing): Draft {
  const { chance, fresh, tag, source, mark, needsEmail } = drawing;
  const names = drawName(drawing);
  const emails = [
    ...(needsEmail || chance.hits(0.8) ? [entryOf(fresh.entry('emails', source))] : []),
    ...(chance.hits(0.2) ? [entryOf(fresh.entry('emails', source))] : []),
    // Only once a name: same name and same e-mail is the same person, whatever this story thinks.
    ...(chance.hits(0.2) && fresh.isFirst(`${mark} ${nameKey(names)}`) ? [entryOf(`office.${mark}@example.org`)] : []),
  ];
  const phones = [
    ...(chance.hits(0.5) ? [entryOf(fresh.entry('phones', source), 'work')] : []),
    ...(chance.hits(0.15) ? [entryOf(phoneOf(mark, 0), 'home')] : []),
  ];
  const texts = {
    ...noTexts,
    ...names,
    ...(chance.hits(0.3) ? { jobTitle: fresh.text('Notary', source) } : {}),
    ...(chance.hits(0.3) ? { company: chance.oneOf(...companyNames(mark)) } : {}),
    ...(chance.hits(0.2) ? { birthday: birthday(chance) } : {}),
  };
  return { isCompany: false, tags: [tag], texts, lists: { ...noLists, emails, phones } };
}

type Names = { readonly firstName: string; readonly lastName: string };
/** By which two are of one name. */
export const nameKey = ({ firstName, lastName }: Names): string => plainText(`${firstName}|${lastName}`).toLowerCase();

/** Names that are hard to keep: right to left, joined emoji, marks that are composed or not, a quote, an angle bracket. */
const oddNames = ['مريم', '👩‍👩‍👧 Kim', 'Zoe\u0308', 'Ngô Đình', "D'Arcy <b>", 'ẞtraße', '𝒜da'] as const;

function drawName({ chance, fresh, source }: Drawing): Names {
  if (chance.hits(0.15))
    return { firstName: fresh.text(chance.oneOf(...oddNames), source), lastName: chance.oneOf('Berg', 'O’Neil') };
  return { firstName: chance.oneOf('Anna', 'José', 'Zoë', '李'), lastName: chance.oneOf('Berg', 'O’Neil') };
}

/** Whom somebody else knows under another last name: by an e-mail address, and by a first name that is a word. */
export function drawBride(drawing: Drawing): Draft {
  const draft = drawPerson({ ...drawing, needsEmail: true });
  return { ...draft, texts: { ...draft.texts, firstName: drawing.fresh.text('Clara', drawing.source) } };
}

export function drawCompany({ fresh, tag, source, needsEmail }: Drawing): Draft {
  const lists = {
    ...noLists,
    emails: needsEmail ? [entryOf(fresh.entry('emails', source))] : [],
    phones: [entryOf(fresh.entry('phones', source), 'work')],
    sites: [entryOf(fresh.entry('sites', source))],
  };
  return { isCompany: true, tags: [tag], texts: { ...noTexts, company: fresh.text('Firm', source) }, lists };
}

/**
 * The same person as somebody else knows them: in another spelling, and with a detail of their own, so that it shows when
 * the two become one. With `isMaiden` also under a name from before.
 */
export function twinOf(draft: Draft, { chance, fresh, source }: Drawing, isMaiden: boolean): Draft {
  const ownTitle = !draft.isCompany && chance.hits(0.5);
  const texts = {
    ...draft.texts,
    firstName: chance.hits(0.3) ? draft.texts.firstName.normalize('NFD') : draft.texts.firstName,
    ...(ownTitle ? { jobTitle: fresh.text('Baker', source) } : {}),
    ...(isMaiden ? { lastName: fresh.text('Maiden', source) } : {}),
  };
  const slot = draft.lists.phones.some((phone) => phone.slot === 'mobile') ? 'home' : 'mobile';
  const more = ownTitle && chance.hits(0.5) ? [] : [entryOf(fresh.entry('phones', source), slot)];
  const respelt = {
    emails: draft.lists.emails.map((entry) => ({ ...entry, value: respell.emails(entry.value, chance) })),
    phones: [...draft.lists.phones, ...more].map((entry) => ({ ...entry, value: respell.phones(entry.value, chance) })),
  };
  return { ...draft, texts, lists: { ...draft.lists, ...respelt } };
}

/** The same value as another hand writes it. */
export const respell = {
  emails: (address: string, chance: Chance): string => (chance.hits(0.3) ? address.toUpperCase() : address),
  phones: (number: string, chance: Chance): string => {
    const digits = plainEntry.phones(number);
    const [area, exchange, line] = [digits.slice(0, 3), digits.slice(3, 6), digits.slice(6)];
    return chance.oneOf(
      number,
      `(${area}) ${exchange}-${line}`,
      `+1 ${area} ${exchange} ${line}`,
      `${area}.${exchange}.${line}`,
    );
  },
};

/** The draft as its card will show it. It has no id yet. */
export function cardOf({ isCompany, tags, texts, lists }: Draft): Card {
  const plain = (list: ListName): readonly Entry[] =>
    lists[list].map((entry) => ({ ...entry, value: plainEntry[list](entry.value) }));
  return {
    id: '',
    isCompany,
    tags,
    texts: Object.fromEntries(textNames.map((name) => [name, plainText(texts[name])])) as Card['texts'],
    lists: Object.fromEntries(listNames.map((name) => [name, plain(name)])) as Card['lists'],
    extras: {},
  };
}
