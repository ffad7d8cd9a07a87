import type { ExternalProperty } from './calendar/records.ts';

/** What the look-alike keeps. Values are plain JSON, in Clio's own field names; instants are milliseconds since 1970. */
export type Firm = { readonly id: number; readonly name: string };

export type User = {
  readonly id: number;
  readonly firm: number;
  readonly name: string;
  readonly email: string;
  readonly account_owner: boolean;
  /** Sees only the contacts that it made or that were shown to it (Clio's "contacts visibility"). */
  readonly restricted: boolean;
  readonly time_zone: string;
  readonly roles: readonly string[];
  readonly subscription_type: 'Attorney' | 'NonAttorney';
  readonly enabled: boolean;
  readonly created_at: number;
  readonly updated_at: number;
  readonly revision: number;
};

/** One nested row: an e-mail address, a phone number, ... `primary` is whatever flag that kind of row has. */
export type Row = {
  readonly id: number;
  readonly name: string;
  readonly parts: Readonly<Record<string, string | null>>;
  readonly primary: boolean;
  readonly created_at: number;
  readonly updated_at: number;
  readonly revision: number;
};

/** Documented in the OpenAPI document, Contacts. Defaults other than the e-mail's, and the missing limit of sites and messengers, are assumptions. */
export const rowKinds = {
  email_addresses: {
    parts: ['address'],
    names: ['Work', 'Home', 'Other'],
    flag: { read: 'primary', write: 'default_email', automatic: true },
    max: 20,
  },
  phone_numbers: {
    parts: ['number'],
    names: ['Work', 'Home', 'Mobile', 'Fax', 'Pager', 'Skype', 'Other'],
    flag: { read: 'primary', write: 'default_number', automatic: true },
    max: 20,
  },
  addresses: {
    parts: ['street', 'city', 'province', 'postal_code', 'country'],
    names: ['Work', 'Home', 'Billing', 'Other'],
    flag: { read: 'primary', write: undefined, automatic: true },
    max: 20,
  },
  web_sites: {
    parts: ['address'],
    names: ['Work', 'Personal', 'Twitter', 'Facebook', 'LinkedIn', 'Instant Messenger', 'Other'],
    flag: { read: 'default_web_site', write: 'default_web_site', automatic: false },
    max: undefined,
  },
  instant_messengers: { parts: ['address'], names: ['Work', 'Personal', 'Other'], flag: undefined, max: undefined },
} as const satisfies Record<string, RowKind>;

export type RowKind = {
  readonly parts: readonly string[];
  /** What may be written; a row may show another name that the look-alike's own people gave it. The last one is the default. */
  readonly names: readonly string[];
  /** How the flag is called in answers and in requests; `automatic`: the first row gets it when no row has it. */
  readonly flag: { readonly read: string; readonly write: string | undefined; readonly automatic: boolean } | undefined;
  readonly max: number | undefined;
};
export type RowKindName = keyof typeof rowKinds;
export const rowKindNames = Object.keys(rowKinds) as readonly RowKindName[];

export const personTexts = ['first_name', 'middle_name', 'last_name', 'prefix', 'title', 'date_of_birth'] as const;
export type PersonText = (typeof personTexts)[number];

export type Contact = Readonly<Record<PersonText, string | null>> &
  Readonly<Record<RowKindName, readonly Row[]>> & {
    readonly id: number;
    readonly firm: number;
    readonly type: 'Person' | 'Company';
    /** A company's own name; null for a person, whose name is made of its parts. */
    readonly name: string | null;
    /** Id of a person's company. */
    readonly company: number | null;
    readonly created_by: number | null;
    readonly visible_to: readonly number[];
    readonly created_at: number;
    readonly updated_at: number;
    readonly revision: number;
  };

export const communicationTypes = ['EmailCommunication', 'PhoneCommunication'] as const;
/** Who sent or got one: somebody of the firm, or a contact. Raw addresses are not to be had. */
export type Participant = { readonly type: 'User' | 'Contact'; readonly id: number };

/** A logged e-mail or phone call. */
export type Communication = {
  readonly id: number;
  readonly firm: number;
  readonly type: (typeof communicationTypes)[number];
  readonly subject: string;
  readonly body: string;
  readonly received_at: number;
  /** Who logged it. */
  readonly user: number | null;
  readonly matter: number | null;
  readonly senders: readonly Participant[];
  readonly receivers: readonly Participant[];
  readonly external_properties: readonly ExternalProperty[];
  readonly created_at: number;
  readonly updated_at: number;
  readonly revision: number;
};

export const matterStatuses = ['Open', 'Pending', 'Closed'] as const;

export type Matter = {
  readonly id: number;
  readonly firm: number;
  /** Counted in each firm. */
  readonly number: number;
  readonly description: string;
  readonly status: (typeof matterStatuses)[number];
  /** Id of the contact, which may be gone by now. */
  readonly client: number;
  readonly practice_area: number | null;
  /** Id of the user. */
  readonly responsible_attorney: number | null;
  /** `YYYY-MM-DD`. */
  readonly open_date: string | null;
  readonly pending_date: string | null;
  readonly close_date: string | null;
  /** Users whom Clio does not show it to (matter permissions). */
  readonly hidden_from: readonly number[];
  readonly created_at: number;
  readonly updated_at: number;
  readonly revision: number;
};

export type PracticeArea = {
  readonly id: number;
  readonly firm: number;
  readonly name: string;
  readonly created_at: number;
  readonly updated_at: number;
  readonly revision: number;
};

/** A related contact of a matter: everybody who is not its client. */
export type Relationship = {
  readonly id: number;
  readonly firm: number;
  readonly matter: number;
  readonly contact: number;
  readonly description: string;
  readonly created_at: number;
  readonly updated_at: number;
  readonly revision: number;
};

/** An access token. `refresh` is the refresh token it came with. */
export type Token = {
  readonly user: number;
  readonly client: string;
  readonly refresh: string;
  readonly expires_at: number;
};
export type RefreshToken = { readonly user: number; readonly client: string };
export type Code = {
  readonly user: number;
  readonly client: string;
  readonly redirect_uri: string;
  readonly challenge: string | null;
  readonly challenge_method: string | null;
  readonly expires_at: number;
};
export type App = {
  readonly client_id: string;
  readonly client_secret: string;
  /** When empty, any address of this machine is taken. */
  readonly redirect_uris: readonly string[];
  /** Told when a person removes the app. */
  readonly deauthorize_url?: string;
};

export type WebhookEvent = 'created' | 'updated' | 'deleted' | 'matter_opened' | 'matter_pended' | 'matter_closed';
export type Webhook = {
  readonly id: number;
  readonly user: number;
  readonly client: string;
  readonly url: string;
  readonly fields: string;
  readonly model: string;
  readonly events: readonly WebhookEvent[];
  /** `ghost`: deleted, and sending all the same: an awkwardness. */
  readonly status: 'pending' | 'enabled' | 'suspended' | 'ghost';
  readonly shared_secret: string;
  readonly expires_at: number;
  /** When the deliveries began to fail that still fail. */
  readonly failing_since: number | null;
  readonly created_at: number;
  readonly updated_at: number;
  readonly revision: number;
};

/** A request on its way to a webhook's address; `body` is exactly what is sent. */
export type Delivery = {
  readonly webhook: number;
  readonly kind: 'handshake' | 'event' | 'foreign';
  readonly body: string;
  readonly attempt: number;
  readonly due_at: number;
};

export function fullName(contact: Contact): string {
  if (contact.type === 'Company') return contact.name ?? '';
  return [contact.first_name, contact.middle_name, contact.last_name].filter(Boolean).join(' ');
}

export function isVisible(contact: Contact, user: User): boolean {
  return !user.restricted || contact.created_by === user.id || contact.visible_to.includes(user.id);
}
