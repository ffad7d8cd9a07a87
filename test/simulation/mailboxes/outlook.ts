import type { OutlookContact, OutlookContactInput, OutlookPeople, Sandbox } from '@concord/sandbox';
import type { Chance } from '../chance.ts';
import { type Card, type Draft, type Entry, type ListName, readOnce, type TextName } from '../people/card.ts';
import { alias, type OutlookExtra, outlookExtra, outlookExtras } from '../people/extras.ts';
import { outlookEntries, outlookList, type SpeltEntry } from '../people/outlook-entries.ts';
import { plainEntry, plainText } from '../people/spelling.ts';
import { bin, type MailboxCloud, type MailboxHands, otherFolder, synced, withChange } from './mailbox-cloud.ts';

export const outlook: MailboxCloud = {
  label: 'Microsoft 365',
  credentials: ({ microsoft }) => microsoft.appCredentials,
  register: ({ microsoft }, redirectUris) =>
    microsoft.addApp({ ...microsoft.appCredentials, redirectUris: [...redirectUris] }),
  open: ({ microsoft }, { id: oid, email, name, aliases = [] }, firm) => {
    const tenantId = `7b3f0c1e-5a5a-4c6d-9f10-${firm.padStart(12, '0')}`;
    microsoft.addAccount({ tenantId, oid, name, email, mailbox: true, aliases });
  },
  accounts: ({ microsoft }) => microsoft.accounts().map(({ oid: id, email, name }) => ({ id, email, name })),
  tokens: { collection: 'microsoft.accessTokens', owner: 'oid' },
  hosts: { login: 'login', graph: 'graph' },
  consent: (account) => [
    ['account', account],
    ['answer', 'accept'],
  ],
  hands: (sandbox, email) => handsIn(sandbox.microsoft.contacts(email)),
  watch: ({ microsoft }, email, note) => {
    const inFolder = (view: (OutlookContact & { readonly folder: string }) | undefined): Card | undefined =>
      view?.folder === synced ? fromOutlook(view) : undefined;
    microsoft.contacts(email).watch(({ kind, id, before, after }) => {
      if (kind !== 'touched') note(id, inFolder(before), inFolder(after));
    });
  },
  // The next sign-in of the same person works again: the page leads there.
  lose: {
    passwordChanged: (sandbox, email) => revoke(sandbox, email, 'passwordChanged'),
    consentWithdrawn: (sandbox, email) => revoke(sandbox, email, 'consentWithdrawn'),
    signInDemanded: (sandbox, email) => revoke(sandbox, email, 'signInFrequency'),
  },
  // Both are documented: this time the grant lives.
  keepPassword: ({ awkward, microsoft }, email) => {
    awkward.set('microsoft.passwordChangeKeepsGrants', { rate: 1 });
    microsoft.act(email, 'changePassword');
    awkward.set('microsoft.passwordChangeKeepsGrants', undefined);
  },
  expireCursor: ({ microsoft }, email) => microsoft.expireDeltaTokens(email),
  lifecycle: ({ microsoft }, email, event) => microsoft.lifecycle(email, event),
  demandAdmin: ({ microsoft }, email) => microsoft.demandAdminConsent(email, true),
};

function revoke({ microsoft }: Sandbox, email: string, mode: Parameters<typeof microsoft.revoke>[1]): void {
  microsoft.revoke(email, mode);
  microsoft.restore(email);
}

function handsIn(people: OutlookPeople): MailboxHands {
  const spelt = (id: string, list: ListName): readonly SpeltEntry[] => {
    const contact = people.get(id);
    return contact ? outlookEntries[list](contact) : [];
  };
  return {
    list: (place) => people.list(place).map(fromOutlook),
    get: (id) => {
      const contact = people.get(id);
      return contact && fromOutlook(contact);
    },
    add: (draft) => void people.add(toOutlook(draft)),
    typeText: (id, field, text) => void people.edit(id, outlookText(field, text)),
    // In Outlook the whole list is left anew. An address keeps what it is shown as, unless that was the address itself.
    typeEntry: (id, list, place, made) => {
      const change = made && ((old: SpeltEntry | undefined) => speltAnew(made, old));
      people.edit(id, outlookList[list](withChange(spelt(id, list), place, change)));
    },
    respell: (id, list, respell) =>
      void people.edit(
        id,
        outlookList[list](spelt(id, list).map((entry) => ({ ...entry, value: respell(entry.value) }))),
      ),
    touch: (id) => void people.edit(id, {}),
    typeExtra: (id, text, chance) => {
      const extra = extraOf(text, chance, people.get(id));
      people.edit(id, extra);
      return Object.keys(extra).join();
    },
    places: [synced, bin, otherFolder],
    move: (id, place) => void people.move(id, place),
  };
}

const speltAnew = ({ value, slot }: Entry, { name, value: former }: Partial<SpeltEntry> = {}): SpeltEntry => ({
  value,
  slot,
  ...(name && name !== former ? { name } : {}),
});

export const fromOutlook = readOnce((contact: OutlookContact): Card => {
  const list = (name: ListName): readonly Entry[] =>
    outlookEntries[name](contact).map(({ value, slot }) => ({ value: plainEntry[name](value), slot, primary: false }));
  return {
    id: contact.id,
    isCompany: isCompany(contact),
    tags: contact.imAddresses ?? [],
    texts: {
      prefix: plainText(contact.title),
      firstName: plainText(contact.givenName),
      middleName: plainText(contact.middleName),
      lastName: plainText(contact.surname),
      company: plainText(contact.companyName),
      jobTitle: plainText(contact.jobTitle),
      birthday: contact.birthday?.slice(0, 10) ?? '',
    },
    lists: { emails: list('emails'), phones: list('phones'), addresses: list('addresses'), sites: list('sites') },
    extras: outlookExtras(contact),
  };
});

const isCompany = ({ givenName, surname, companyName }: OutlookContact): boolean =>
  !givenName && !surname && Boolean(companyName);

export function toOutlook({ tags, texts, lists }: Draft): OutlookContactInput {
  return {
    ...Object.assign({}, ...(Object.keys(texts) as TextName[]).map((name) => outlookText(name, texts[name]))),
    ...Object.assign({}, ...(Object.keys(lists) as ListName[]).map((list) => outlookList[list](lists[list]))),
    imAddresses: [...tags],
  };
}

const outlookNames = {
  prefix: 'title',
  firstName: 'givenName',
  middleName: 'middleName',
  lastName: 'surname',
  company: 'companyName',
  jobTitle: 'jobTitle',
  birthday: 'birthday',
} as const satisfies Record<TextName, keyof OutlookContactInput>;

const outlookText = (field: TextName, text: string): OutlookContactInput => ({
  [outlookNames[field]]: field === 'birthday' && text ? `${text}T11:59:00Z` : text || null,
});

const extraNames = [
  'categories',
  'children',
  'department',
  'generation',
  'manager',
  'nickName',
  'officeLocation',
  'personalNotes',
  'spouseName',
  'yomiSurname',
] as const satisfies readonly OutlookExtra[];

/** Longer than a text of Clio may be, and with line ends. */
export const longNote = (text: string): string => `${text}\r\n${'Remember the milk. '.repeat(500)}`;

/** A suffix is part of a person's name: a company with one would be taken for a person. */
function extraOf(text: string, chance: Chance, contact: OutlookContact | undefined): OutlookContactInput {
  const isOfCompany = contact !== undefined && isCompany(contact);
  const drawn = chance.oneOf(...extraNames);
  const name = drawn === 'generation' && isOfCompany ? 'department' : drawn;
  if (chance.hits(0.1) && !isOfCompany) return { displayName: `${alias}${text}` };
  return outlookExtra(name, name === 'personalNotes' ? longNote(text) : text);
}
