import { type ClioCalendarControl, createCalendarControl } from './calendar/calendar-control.ts';
import type { Clio } from './call.ts';
import { type CommunicationControl, createCommunicationControl } from './communication-control.ts';
import { type ContactControl, createContactControl } from './contact-control.ts';
import { removeApp } from './deauthorization.ts';
import { createMatterControl, type MatterControl } from './matter-control.ts';
import { endGrants, issueGrant, type TokenAnswer } from './oauth.ts';
import type { User } from './records.ts';

export type ClioUserInput = {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly account_owner?: boolean;
  /** Sees only the contacts that it made or that were shown to it. */
  readonly restricted?: boolean;
  /** IANA name; times are shown in it. */
  readonly time_zone?: string;
  readonly roles?: readonly string[];
  readonly subscription_type?: 'Attorney' | 'NonAttorney';
  readonly enabled?: boolean;
};
export type ClioFirmInput = { readonly id: number; readonly name: string; readonly users: readonly ClioUserInput[] };

/** What the look-alike's owner may do from outside of its API: tests, seeding, pages. */
export type ClioControl = {
  readonly addFirm: (firm: ClioFirmInput) => void;
  readonly firms: () => readonly { readonly id: number; readonly name: string; readonly users: readonly User[] }[];
  /** As a person does it in Clio: etags change and webhooks fire. */
  readonly contacts: ContactControl;
  readonly matters: MatterControl;
  readonly communications: CommunicationControl;
  readonly calendar: ClioCalendarControl;
  readonly appCredentials: { readonly clientId: string; readonly clientSecret: string };
  /** The addresses that an authorisation may return to; none (the default) means any of this machine. */
  readonly registerRedirects: (redirectUris: readonly string[]) => void;
  /** A grant without the page: for tests. */
  readonly grant: (userId: number) => TokenAnswer;
  /** All of the user's tokens end, and nobody is told. */
  readonly revoke: (userId: number) => void;
  /** Where Clio posts when a person removes the app; nowhere unless it is registered. */
  readonly registerDeauthorization: (url: string) => void;
  /** As a person removes the app in Clio: all of the user's tokens end, and the app's deauthorisation callback hears of it. */
  readonly removeApp: (userId: number) => void;
  /** How often each kind of request came in (`GET contacts`, `PATCH contact`, `POST token`, ...), refused ones included. */
  readonly requests: () => Readonly<Record<string, number>>;
  readonly resetRequests: () => void;
};

export function createControl(clio: Clio, counts: Map<string, number>): ClioControl {
  const { state, world } = clio;
  const app = state.app();
  return {
    addFirm: ({ id, name, users }) => {
      state.firms.set(String(id), { id, name });
      for (const user of users) state.users.set(String(user.id), toUser(id, user, world.now()));
      clio.calendars.complete(id);
    },
    firms: () =>
      [...state.firms.values()].map((firm) => ({
        ...firm,
        users: [...state.users.values()].filter((user) => user.firm === firm.id),
      })),
    contacts: createContactControl(clio),
    matters: createMatterControl(clio),
    communications: createCommunicationControl(clio),
    calendar: createCalendarControl(clio),
    appCredentials: { clientId: app.client_id, clientSecret: app.client_secret },
    registerRedirects: (redirect_uris) => state.saveApp({ ...state.app(), redirect_uris }),
    grant: (userId) => issueGrant(clio, userId, app.client_id),
    revoke: (userId) => endGrants(clio, (grant) => grant.user === userId),
    registerDeauthorization: (deauthorize_url) => state.saveApp({ ...state.app(), deauthorize_url }),
    removeApp: (userId) => removeApp(clio, userId),
    requests: () => Object.fromEntries(counts),
    resetRequests: () => counts.clear(),
  };
}

function toUser(firm: number, input: ClioUserInput, now: number): User {
  return {
    firm,
    account_owner: false,
    restricted: false,
    time_zone: 'America/Toronto',
    roles: [],
    subscription_type: 'Attorney',
    enabled: true,
    created_at: now,
    updated_at: now,
    revision: 1,
    ...input,
  };
}
