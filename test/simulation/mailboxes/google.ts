import type { GoogleContact, GoogleContactInput, GoogleExpiryForm, GooglePeople } from '@concord/sandbox';
import type { Chance } from '../chance.ts';
import type { ListName } from '../people/card.ts';
import {
  employerIn,
  fromGoogle,
  type GoogleRow,
  googleLists,
  ownIn,
  rowFor,
  rowsOf,
  sourceId,
  textInput,
  toGoogle,
  valueIn,
} from './google-card.ts';
import { bin, type MailboxCloud, type MailboxHands, otherFolder, synced, withChange } from './mailbox-cloud.ts';
import { longNote } from './outlook.ts';

const expiryForms = ['usual', 'invalidArgument', 'bare', 'gone'] as const satisfies readonly GoogleExpiryForm[];

/** What Concord asks for beyond signing in. */
const asked = {
  syncing: ['contacts', 'calendar.events', 'calendar.calendarlist.readonly'],
  mail: ['gmail.readonly', 'gmail.send'],
} as const;

export const google: MailboxCloud = {
  label: 'Google',
  credentials: ({ google }) => google.appCredentials,
  register: ({ google }, redirectUris) =>
    google.addApp({ ...google.appCredentials, project: 'concord', redirectUris: [...redirectUris] }),
  open: ({ google }, { id: sub, email, name, aliases = [] }) => {
    google.addAccount({ sub, email, name });
    for (const alias of aliases) google.mailbox(email).addAlias(alias);
  },
  accounts: ({ google }) => google.accounts().map(({ sub: id, email, name }) => ({ id, email, name })),
  tokens: { collection: 'google.accessTokens', owner: 'sub' },
  hosts: {
    accounts: 'google/accounts',
    oauth: 'google/oauth',
    people: 'google/people',
    calendar: 'google',
    gmail: 'google',
    certs: 'google',
  },
  consent: (account, isWhole, use) => [
    ['account', account],
    ['answer', 'continue'],
    ...(isWhole
      ? asked[use ?? 'syncing'].map((scope) => ['scope', `https://www.googleapis.com/auth/${scope}`] as const)
      : []),
  ],
  hands: ({ google }, email) => handsIn(google.contacts(email)),
  watch: ({ google }, email, note) => {
    const card = (view: GoogleContact | undefined) => view && fromGoogle(view);
    google.contacts(email).watch(({ kind, id, before, after }) => {
      // Another resource name shows nothing else.
      if (kind !== 'touched' && kind !== 'renamed') note(id, card(before), card(after));
    });
  },
  // A password change ends only grants that hold a permission for mail.
  lose: {
    consentWithdrawn: ({ google }, email) => google.act(email, 'removeApp'),
    signInDemanded: ({ google }, email) => google.act(email, 'endSession'),
  },
  keepPassword: ({ google }, email) => google.act(email, 'changePassword'),
  expireCursor: ({ google }, email, chance) => google.expireSyncTokens(email, chance.oneOf(...expiryForms)),
};

function handsIn(people: GooglePeople): MailboxHands {
  const everywhere = (): readonly GoogleContact[] => [...people.list(), ...people.trash()];
  const find = (name: string): GoogleContact | undefined =>
    name.startsWith('people/') ? people.get(name) : everywhere().find((contact) => sourceId(contact) === name);
  const named = (id: string): GoogleContact => {
    const contact = find(id);
    if (contact === undefined) throw new Error(`There is no contact ${id} in this account`);
    return contact;
  };
  const edit = (id: string, change: (contact: GoogleContact) => GoogleContactInput): void => {
    const contact = named(id);
    people.edit(contact.resourceName, change(contact));
  };
  const editRows = (id: string, list: ListName, change: (rows: readonly GoogleRow[]) => readonly GoogleRow[]): void =>
    edit(id, (contact) => ({ [googleLists[list].field]: change(rowsOf(contact, list)) }));
  const shownIn = { [synced]: () => people.list(), [bin]: people.trash, [otherFolder]: () => [] } as const;
  return {
    list: (place = synced) => shownIn[place]().map(fromGoogle),
    get: (name) => {
      const contact = find(name);
      return contact && fromGoogle(contact);
    },
    add: (draft) => void people.add(toGoogle(draft)),
    typeText: (id, field, text) => edit(id, (contact) => textInput(contact, field, text)),
    typeEntry: (id, list, place, made) => {
      const change = made && ((old: GoogleRow | undefined) => rowFor(list, made, old));
      editRows(id, list, (rows) => withChange(rows, place, change));
    },
    respell: (id, list, respell) =>
      editRows(id, list, (rows) =>
        rows.map((row) => ({ ...row, [googleLists[list].value]: respell(valueIn(row, list)) })),
      ),
    touch: (id, chance) => touch(people, named(id).resourceName, chance),
    typeExtra: (id, text, chance) => typeExtra(people, named(id), text, chance),
    places: [synced, bin],
    move: (id, place) => {
      if (place === bin) people.remove(named(id).resourceName);
      else people.restore(named(id).resourceName);
    },
  };
}

/** Google itself may give it another name, or find somebody's profile for it, which has a name of its own. */
function touch(people: GooglePeople, resourceName: string, chance: Chance): void {
  const how = chance.oneOf('touched', 'touched', 'renamed', 'linked');
  if (how === 'renamed') people.rename(resourceName);
  else if (how === 'linked') people.linkProfile(resourceName, profile);
  else people.touch(resourceName);
}

const profile = { id: '118000000000000000001', givenName: 'Somebody', familyName: 'Online' } as const;

type Extra = (contact: GoogleContact, text: string) => GoogleContactInput;

/** Parts of fields that Concord writes as a whole, and fields that it has nothing to do with. */
const extras = {
  suffix: (contact, text) => ({ names: [{ ...ownIn(contact.names)[0], honorificSuffix: text }] }),
  'phonetic name': (contact, text) => ({ names: [{ ...ownIn(contact.names)[0], phoneticFamilyName: text }] }),
  department: (contact, text) => {
    const employer = employerIn(contact);
    const all = ownIn(contact.organizations);
    const changed = { ...employer, department: text };
    return {
      organizations: employer === undefined ? [changed, ...all] : all.map((one) => (one === employer ? changed : one)),
    };
  },
  'former employers': (contact, text) => ({
    organizations: [...ownIn(contact.organizations), { name: text, current: false }],
  }),
  'name of an address': (contact, text) => ({
    emailAddresses: ownIn(contact.emailAddresses).map((one, place) =>
      place === 0 ? { ...one, displayName: text } : one,
    ),
  }),
  nickname: (_, text) => ({ nicknames: [{ value: text }] }),
  note: (_, text) => ({ biographies: [{ value: longNote(text) }] }),
  relation: (_, text) => ({ relations: [{ person: text, type: 'spouse' }] }),
  'own field': (_, text) => ({ userDefined: [{ key: 'Shoe size', value: text }] }),
} as const satisfies Readonly<Record<string, Extra>>;

const extraNames = Object.keys(extras) as readonly (keyof typeof extras)[];
/** Of these a company's card has none: they would make a person of it. */
const personal: ReadonlySet<string> = new Set(['suffix', 'phonetic name']);

function typeExtra(people: GooglePeople, contact: GoogleContact, text: string, chance: Chance): string {
  if (chance.hits(0.2)) {
    people.label(contact.resourceName, chance.hits(0.5) ? ['Clients'] : ['Clients', 'starred']);
    return 'labels';
  }
  const drawn = chance.pick(extraNames) ?? 'nickname';
  const name = personal.has(drawn) && fromGoogle(contact).isCompany ? 'nickname' : drawn;
  people.edit(contact.resourceName, extras[name](contact, text));
  return name;
}
