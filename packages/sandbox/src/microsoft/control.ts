import type { World } from '../kernel/world.ts';
import { type AccountAction, accountActions } from './account-actions.ts';
import type { ExpiryForm, RevokeMode } from './awkwardnesses.ts';
import { createEvent, type EventWriter } from './calendar/event-writes.ts';
import type { MailTrap, OutlookMail } from './calendar/mail-trap.ts';
import { createOutlookCalendars, type OutlookCalendars } from './calendar/outlook-calendars.ts';
import { type OutlookEventInput, readEvent } from './calendar/read-event.ts';
import { type Account, type App, appCredentials, type Directory, refreshTokenMs } from './directory.ts';
import type { DeltaTokens } from './graph/delta-token.ts';
import { adminKey } from './login/authorize.ts';
import type { MailBox } from './mail/mail-box.ts';
import { createOutlookMessages, type OutlookMessages } from './mail/outlook-messages.ts';
import type { Posting } from './mail/posting.ts';
import type { OutlookContactInput } from './mailbox/contact-fields.ts';
import type { Mailbox } from './mailbox/mailbox.ts';
import { createPeople, type OutlookPeople, typedFields } from './people.ts';
import type { LifecycleEvent, Notifier } from './push/notifier.ts';
import type { StoredSubscription, Subscriptions } from './push/subscriptions.ts';
import type { RequestLog } from './request-log.ts';

export type MicrosoftControl = {
  /** Of the app that is registered from the start. */
  readonly appCredentials: { readonly clientId: string; readonly clientSecret: string };
  readonly addApp: (app: App) => void;
  readonly addAccount: (account: Account) => void;
  readonly accounts: () => readonly Account[];
  readonly contacts: (email: string) => OutlookPeople;
  /** Fills the main folder fast and tells nobody. Returns the immutable ids in the order of the input. */
  readonly addMany: (email: string, inputs: readonly OutlookContactInput[]) => readonly string[];
  /** The clock of the sandbox's world. */
  readonly now: () => number;
  readonly calendars: (email: string) => OutlookCalendars;
  /** Fills a calendar (the main one) fast, tells nobody and invites nobody. Returns the immutable ids in the order of the input. */
  readonly addManyEvents: (email: string, inputs: readonly OutlookEventInput[], calendar?: string) => readonly string[];
  readonly mail: (email: string) => OutlookMessages;
  /** Every mail that writing events would have sent: of everybody, or of one sender. Oldest first. */
  readonly mails: (email?: string) => readonly OutlookMail[];
  readonly clearMails: () => void;
  /** Tokens of a finished sign-in, for tests that do not want to click through one. */
  readonly grant: (
    email: string,
    scopes?: readonly string[],
  ) => { readonly accessToken: string; readonly refreshToken: string };
  /** Counts by kind: `POST $batch`, `batch PATCH contact`, `GET delta` ... */
  readonly requests: () => Readonly<Record<string, number>>;
  readonly resetRequests: () => void;
  readonly expireDeltaTokens: (email: string, form?: ExpiryForm) => void;
  /** Ends the account's tokens and, unless it is the app's secret that went bad, its subscriptions. */
  readonly revoke: (email: string, mode: RevokeMode) => void;
  /** What the person or an administrator does to the account: the table of `account-actions.ts`. */
  readonly act: (email: string, action: AccountAction) => void;
  /** Whether only an administrator may accept an app, in the account's whole tenant. */
  readonly demandAdminConsent: (email: string, demanded: boolean) => void;
  readonly demandsAdminConsent: (email: string) => boolean;
  /** As an administrator of the account's tenant does it on the page, for everybody in it. */
  readonly approve: (email: string, scopes?: readonly string[]) => void;
  /** Takes the last `revoke` back. */
  readonly restore: (email: string) => void;
  readonly subscriptions: (email: string) => readonly StoredSubscription[];
  /** Sends a lifecycle notice for every subscription of the account; `subscriptionRemoved` also removes it. */
  readonly lifecycle: (email: string, event: LifecycleEvent) => void;
};

export type ControlParts = {
  readonly world: World;
  readonly directory: Directory;
  readonly mailboxOf: (account: Account) => Mailbox;
  readonly calendarsOf: (account: Account) => EventWriter;
  readonly mailOf: (account: Account) => MailBox;
  readonly posting: Posting;
  readonly trap: MailTrap;
  readonly tokensOf: (oid: string) => DeltaTokens;
  readonly subscriptions: Subscriptions;
  readonly notifier: Notifier;
  readonly requests: RequestLog;
};

const usualScopes = [
  'openid',
  'profile',
  'email',
  'offline_access',
  'User.Read',
  'Contacts.Read',
  'Contacts.ReadWrite',
  'Calendars.Read',
  'Calendars.ReadWrite',
];

export function createControl(parts: ControlParts): MicrosoftControl {
  const { world, directory, subscriptions, notifier } = parts;
  const accountOf = (email: string): Account => {
    const account = directory.byEmail(email);
    if (!account) throw new Error(`There is no Microsoft account ${email} in this sandbox`);
    return account;
  };
  const mailboxOf = (email: string): Mailbox => parts.mailboxOf(accountOf(email));
  const revoke: MicrosoftControl['revoke'] = (email, mode) => {
    const { oid } = accountOf(email);
    directory.revoke(oid, mode);
    if (mode !== 'secretExpired') notifier.removeAll(oid);
  };
  return {
    appCredentials,
    addApp: directory.addApp,
    addAccount: directory.addAccount,
    accounts: directory.accounts,
    contacts: (email) => createPeople(world, mailboxOf(email)),
    addMany: (email, inputs) => {
      const mailbox = mailboxOf(email);
      const add = (input: OutlookContactInput): string =>
        mailbox.add(mailbox.contactsFolderId, typedFields({}, input), {}, true).id;
      return world.store.together(() => inputs.map(add));
    },
    now: world.now,
    calendars: (email) => createOutlookCalendars(world, parts.calendarsOf(accountOf(email))),
    addManyEvents: (email, inputs, calendar) => {
      const writer = parts.calendarsOf(accountOf(email));
      const place = writer.box.calendars().find(({ name }) => name === calendar)?.id ?? writer.box.defaultId;
      const add = (input: OutlookEventInput): string => createEvent(writer, place, readEvent(input), {}, true).id;
      return world.store.together(() => inputs.map(add));
    },
    mail: (email) => {
      const account = accountOf(email);
      return createOutlookMessages(world, account, parts.mailOf(account), parts.posting);
    },
    mails: parts.trap.list,
    clearMails: parts.trap.clear,
    grant: (email, scopes = usualScopes) => {
      const token = {
        oid: accountOf(email).oid,
        clientId: appCredentials.clientId,
        scopes,
        issuedAt: world.now(),
      };
      directory.consent(token.oid, token.clientId, scopes);
      return {
        accessToken: directory.issueAccessToken({ ...token, expiresAt: world.now() + 3_599_000 }),
        refreshToken: directory.issueRefreshToken({ ...token, expiresAt: world.now() + refreshTokenMs }),
      };
    },
    requests: parts.requests.counts,
    resetRequests: parts.requests.reset,
    expireDeltaTokens: (email, form = 'gone') => parts.tokensOf(accountOf(email).oid).expire(form),
    revoke,
    act: (email, action) => {
      const isHarmless = action === 'changePassword' && world.awkward.strikes('microsoft.passwordChangeKeepsGrants');
      if (!isHarmless) revoke(email, accountActions[action].mode);
    },
    demandAdminConsent: (email, demanded) => directory.demandAdminConsent(accountOf(email).tenantId, demanded),
    demandsAdminConsent: (email) => directory.demandsAdminConsent(accountOf(email).tenantId),
    approve: (email, scopes = usualScopes) =>
      directory.consent(adminKey(accountOf(email)), appCredentials.clientId, scopes),
    restore: (email) => directory.revoke(accountOf(email).oid, undefined),
    subscriptions: (email) => subscriptions.of(accountOf(email).oid),
    lifecycle: (email, event) => {
      const { oid } = accountOf(email);
      if (event === 'subscriptionRemoved') notifier.removeAll(oid);
      else for (const subscription of subscriptions.of(oid)) notifier.lifecycle(subscription, event);
    },
  };
}
