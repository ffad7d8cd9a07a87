import { accountActions, type GoogleAccountAction } from './account-actions.ts';
import type { ExpiryForm } from './awkwardness.ts';
import type { GoogleCalendarsParts } from './calendar/acts/acting.ts';
import type { GoogleMail, MailTrap } from './calendar/events/mail-trap.ts';
import type { Channels, StoredChannel } from './calendar/push/channels.ts';
import type { AddressBook } from './contacts/address-book.ts';
import type { GoogleContactInput } from './contacts/fields.ts';
import { appCredentials, type GoogleAccount, type GoogleApp } from './directory.ts';
import type { Units, UnitsSpent } from './gmail/api/units.ts';
import type { MailAccounts } from './gmail/mail-accounts.ts';
import type { NoticesSent } from './gmail/push/notices.ts';
import type { GoogleTopic, MailWatch, Topics } from './gmail/push/topics.ts';
import { createGoogleCalendars, type GoogleCalendars } from './google-calendars.ts';
import { createGoogleMailbox, type GoogleMailbox } from './google-mailbox.ts';
import { createGooglePeople, type GooglePeople, typedFields } from './google-people.ts';
import type { SyncTokens } from './people/sync-tokens.ts';
import { scopesOf } from './scopes.ts';

/** What a contact is filled with: labels are made when there are none of these names. */
export type GoogleFilling = GoogleContactInput & { readonly labels?: readonly string[] };

export type GoogleControl = {
  /** Of the app that is registered from the start. */
  readonly appCredentials: { readonly clientId: string; readonly clientSecret: string };
  readonly addApp: (app: GoogleApp) => void;
  readonly addAccount: (account: GoogleAccount) => void;
  readonly accounts: () => readonly GoogleAccount[];
  readonly contacts: (email: string) => GooglePeople;
  readonly calendars: (email: string) => GoogleCalendars;
  readonly mailbox: (email: string) => GoogleMailbox;
  /** What the account's calls of Gmail cost so far. */
  readonly mailUnits: (email: string) => UnitsSpent;
  /** A topic of the operator's, and where its messages are pushed to. */
  readonly addTopic: (topic: GoogleTopic) => void;
  /** Which mailboxes tell which topic. */
  readonly mailWatches: () => readonly MailWatch[];
  /** How many pushes of topics were taken, and how many were not. */
  readonly notices: () => NoticesSent;
  /** Every mail that Google would have sent because an event was written, the earliest first. */
  readonly mails: () => readonly GoogleMail[];
  readonly clearMails: () => void;
  /** Open channels for push messages of calendars. */
  readonly channels: () => readonly StoredChannel[];
  /** Ends the sync tokens of the account for a calendar (its own unless given); `list`: those of its list of calendars. */
  readonly expireCalendarTokens: (email: string, calendarId?: string | { readonly of: 'list' }) => void;
  /** Fills the account fast. Returns the resource names in the order of the input. */
  readonly addMany: (email: string, inputs: readonly GoogleFilling[]) => readonly string[];
  /** Tokens of a finished sign-in, for tests that do not want to click through one. */
  readonly grant: (
    email: string,
    scopes?: readonly string[],
  ) => { readonly accessToken: string; readonly refreshToken: string };
  /** What the person or an administrator does to the account: the table of `account-actions.ts`. */
  readonly act: (email: string, action: GoogleAccountAction) => void;
  /** Whether Google still takes it: an access or a refresh token. */
  readonly isAlive: (token: string) => boolean;
  /** Ends every sync token of the account's contacts. */
  readonly expireSyncTokens: (email: string, form?: ExpiryForm) => void;
  /** Counts by kind: `POST token`, `POST revoke`, `GET people/me/connections`, `POST people:batchCreateContacts` ... */
  readonly requests: () => Readonly<Record<string, number>>;
  readonly resetRequests: () => void;
};

export type ControlParts = GoogleCalendarsParts & {
  readonly mails: MailTrap;
  readonly channels: Channels;
  readonly bookOf: (account: GoogleAccount) => AddressBook;
  readonly tokensOf: (sub: string) => SyncTokens;
  readonly counts: Map<string, number>;
  readonly mailAccounts: MailAccounts;
  readonly topics: Topics;
  readonly notices: { readonly sent: () => NoticesSent };
  readonly units: Units;
};

const usualScopes = [
  'openid',
  'email',
  'profile',
  'https://www.googleapis.com/auth/contacts',
  'https://www.googleapis.com/auth/calendar.events',
  'https://www.googleapis.com/auth/calendar.calendarlist.readonly',
  'https://www.googleapis.com/auth/calendar.app.created',
];

export function createControl(parts: ControlParts): GoogleControl {
  const { world, directory, bookOf, tokensOf, counts, calendars, mails, channels, mailAccounts, topics } = parts;
  const accountOf = (email: string): GoogleAccount => {
    const account = directory.byEmail(email);
    if (!account) throw new Error(`There is no Google account ${email} in this sandbox`);
    return account;
  };
  return {
    appCredentials,
    addApp: directory.addApp,
    addAccount: directory.addAccount,
    accounts: directory.accounts,
    contacts: (email) => createGooglePeople(world, bookOf(accountOf(email))),
    calendars: (email) => createGoogleCalendars(parts, accountOf(email)),
    mailbox: (email) => createGoogleMailbox(world, mailAccounts, accountOf(email)),
    mailUnits: (email) => parts.units.spent(accountOf(email).sub),
    addTopic: topics.add,
    mailWatches: topics.watches,
    notices: parts.notices.sent,
    mails: mails.all,
    clearMails: mails.clear,
    channels: channels.all,
    expireCalendarTokens: (email, meant) => {
      const { sub, email: own } = accountOf(email);
      calendars.expire(sub, typeof meant === 'object' ? undefined : (meant ?? own));
    },
    addMany: (email, inputs) => {
      const book = bookOf(accountOf(email));
      const add = ({ labels = [], ...input }: GoogleFilling): string =>
        book.add({ fields: typedFields({}, input), groups: book.groups.withLabels(labels) }).resourceName;
      return world.store.together(() => inputs.map(add));
    },
    grant: (email, asked = usualScopes) => {
      const scopes = scopesOf(asked.join(' ')) ?? [];
      const token = { sub: accountOf(email).sub, clientId: appCredentials.clientId, scopes };
      directory.consent(token.sub, token.clientId, scopes);
      const refresh = directory.issueRefreshToken(token);
      const expiresAt = world.now() + 3_599_000;
      return { refreshToken: refresh, accessToken: directory.issueAccessToken({ ...token, refresh, expiresAt }) };
    },
    act: (email, action) => accountActions[action].act(directory, accountOf(email)),
    isAlive: (token) => (directory.refreshToken(token) ?? directory.accessToken(token)) !== undefined,
    expireSyncTokens: (email, form = 'usual') => tokensOf(accountOf(email).sub).expire(form),
    requests: () => Object.fromEntries(counts),
    resetRequests: () => counts.clear(),
  };
}
