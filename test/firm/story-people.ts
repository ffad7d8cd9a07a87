import type { SideName } from '@concord/core';
import type { ClioContactInput, OutlookContactInput } from '@concord/sandbox';
import type { Chance } from './chance.ts';
import { type Card, type Entry, type ListName, roomFor, type TextName } from './cloud-cards.ts';

/** A card as somebody would write it down, before either cloud has it. */
export type Draft = Pick<Card, 'isCompany' | 'tags' | 'texts' | 'lists'>;

/** Texts and numbers of which no two are equal. */
export type Fresh = {
  readonly text: (prefix: string) => string;
  readonly entry: (list: ListName) => string;
  /** True only the first time for each key. */
  readonly isFirst: (key: string) => boolean;
};

export function createFresh(): Fresh {
  let count = 0;
  const texts = {
    emails: (number) => `mail${number}@example.org`,
    phones: (number) => `416555${String(1000 + number)}`,
    addresses: (number) => `${number} Main Street`,
    sites: (number) => `https://site${number}.example.org`,
  } as const satisfies Record<ListName, (number: number) => string>;
  const next = (): number => {
    count += 1;
    return count;
  };
  const keys = new Set<string>();
  return {
    text: (prefix) => `${prefix} ${next()}`,
    entry: (list) => texts[list](next()),
    isFirst: (key) => !keys.has(key) && keys.add(key).has(key),
  };
}

const slots = {
  emails: [''],
  phones: ['work', 'work', 'home', 'mobile'],
  addresses: ['work', 'home', 'other'],
  sites: [''],
} as const satisfies Record<ListName, readonly string[]>;

export const slotOf = (chance: Chance, list: ListName): string => chance.pick<string>(slots[list]) ?? '';
export const companyNames = ['Acme', 'Brown & Sons', 'Çelik Ltd'] as const;
const noTexts: Record<TextName, string> = {
  prefix: '',
  firstName: '',
  middleName: '',
  lastName: '',
  company: '',
  jobTitle: '',
  birthday: '',
};

export const birthday = (chance: Chance): string =>
  `19${50 + chance.below(50)}-0${1 + chance.below(9)}-1${chance.below(10)}`;

/** Few names, so that homonyms are common; a family shares a phone, an office an e-mail address, under different first names. */
export function drawPerson(chance: Chance, fresh: Fresh, tag: string): Draft {
  const firstName = chance.oneOf('Anna', 'José', 'Zoë', '李');
  const lastName = chance.oneOf('Berg', 'O’Neil');
  const emails = [
    ...(chance.hits(0.8) ? [entryOf(fresh.entry('emails'))] : []),
    ...(chance.hits(0.2) ? [entryOf(fresh.entry('emails'))] : []),
    // Only once a name: same name and same e-mail is the same person, whatever this story thinks.
    ...(chance.hits(0.2) && fresh.isFirst(firstName + lastName) ? [entryOf('office@example.org')] : []),
  ];
  const phones = [
    ...(chance.hits(0.5) ? [{ ...entryOf(fresh.entry('phones')), slot: 'work' }] : []),
    ...(chance.hits(0.15) ? [{ ...entryOf('4165550100'), slot: 'home' }] : []),
  ];
  const texts = {
    ...noTexts,
    firstName,
    lastName,
    ...(chance.hits(0.3) ? { jobTitle: fresh.text('Notary') } : {}),
    ...(chance.hits(0.3) ? { company: chance.oneOf(...companyNames) } : {}),
    ...(chance.hits(0.2) ? { birthday: birthday(chance) } : {}),
  };
  return { isCompany: false, tags: [tag], texts, lists: { emails, phones, addresses: [], sites: [] } };
}

export function drawCompany(fresh: Fresh, tag: string): Draft {
  const lists = {
    emails: [],
    phones: [{ ...entryOf(fresh.entry('phones')), slot: 'work' }],
    addresses: [],
    sites: [entryOf(fresh.entry('sites'))],
  };
  return { isCompany: true, tags: [tag], texts: { ...noTexts, company: fresh.text('Firm') }, lists };
}

/** The same person as somebody else knows them: another phone, another job title. */
export function twinOf(draft: Draft, chance: Chance, fresh: Fresh): Draft {
  const more = chance.hits(0.5) ? [{ ...entryOf(fresh.entry('phones')), slot: 'mobile' }] : [];
  const title = chance.hits(0.5) && !draft.isCompany ? { jobTitle: fresh.text('Baker') } : {};
  return {
    ...draft,
    texts: { ...draft.texts, ...title },
    lists: { ...draft.lists, phones: [...draft.lists.phones, ...more] },
  };
}

export const entryOf = (value: string, slot = ''): Entry => ({ value, slot, primary: false });

export const hasRoom = (list: ListName, entries: readonly Entry[], slot: string, side: SideName): boolean =>
  side === 'left' || entries.filter((entry) => entry.slot === slot).length < roomFor(list, slot);

const named = (slot: string): string => (slot === '' ? 'Work' : slot[0]?.toUpperCase() + slot.slice(1));

export function toClio({ isCompany, tags, texts, lists }: Draft): ClioContactInput {
  return {
    type: isCompany ? 'Company' : 'Person',
    ...(isCompany
      ? { name: texts.company }
      : {
          first_name: texts.firstName || null,
          middle_name: texts.middleName || null,
          last_name: texts.lastName || null,
          prefix: texts.prefix || null,
          title: texts.jobTitle || null,
          date_of_birth: texts.birthday || null,
          company: texts.company || null,
        }),
    email_addresses: lists.emails.map(({ value }) => ({ name: 'Work', address: value })),
    phone_numbers: lists.phones.map(({ value, slot }) => ({ name: named(slot), number: value })),
    addresses: lists.addresses.map(({ value, slot }) => ({ name: named(slot), street: value })),
    web_sites: lists.sites.map(({ value }) => ({ name: 'Work', address: value })),
    instant_messengers: tags.map((tag) => ({ name: 'Work', address: tag })),
  };
}

export function toOutlook({ tags, texts, lists }: Draft): OutlookContactInput {
  return {
    givenName: texts.firstName || null,
    surname: texts.lastName || null,
    ...outlookTexts(texts),
    ...Object.assign({}, ...(Object.keys(lists) as ListName[]).map((list) => outlookList(list, lists[list]))),
    imAddresses: [...tags],
  };
}

function outlookTexts(texts: Draft['texts']): OutlookContactInput {
  return {
    title: texts.prefix || null,
    middleName: texts.middleName || null,
    companyName: texts.company || null,
    jobTitle: texts.jobTitle || null,
    birthday: texts.birthday ? `${texts.birthday}T11:59:00Z` : null,
  };
}

/** The whole of one list, as a person would leave it in Outlook. */
export function outlookList(list: ListName, entries: readonly Entry[]): OutlookContactInput {
  const of = (slot: string): string[] => entries.filter((entry) => entry.slot === slot).map(({ value }) => value);
  const address = (slot: string) => ({ street: of(slot)[0] ?? null });
  const inputs = {
    emails: () => ({ emailAddresses: of('').map((value) => ({ address: value })) }),
    phones: () => ({ businessPhones: of('work'), homePhones: of('home'), mobilePhone: of('mobile')[0] ?? null }),
    addresses: () => ({
      businessAddress: address('work'),
      homeAddress: address('home'),
      otherAddress: address('other'),
    }),
    sites: () => ({ businessHomePage: of('')[0] ?? null }),
  } as const satisfies Record<ListName, () => OutlookContactInput>;
  return inputs[list]();
}
