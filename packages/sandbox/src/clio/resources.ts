import { many, neverAny, one, type Resource } from './fields.ts';
import { type Contact, fullName, type Row, type RowKindName, rowKinds, type User, type Webhook } from './records.ts';
import { etagOf } from './state.ts';

/** What each kind of record can show: the names of Clio's OpenAPI document (`Contact`, `User`, `Webhook` and their rows). */
const nothing = () => null;
const no = () => false;

function rowResource(kind: RowKindName): Resource<Row> {
  const { parts, flag } = rowKinds[kind];
  return {
    scalars: {
      id: (row) => row.id,
      etag: (row) => etagOf(kind, row),
      name: (row) => row.name,
      ...Object.fromEntries(parts.map((part) => [part, (row: Row) => row.parts[part]])),
      ...(flag === undefined ? {} : { [flag.read]: (row: Row) => row.primary }),
      created_at: (row, view) => view.time(row.created_at),
      updated_at: (row, view) => view.time(row.updated_at),
    },
    nested: {},
  };
}

export const rowResources: Readonly<Record<RowKindName, Resource<Row>>> = {
  email_addresses: rowResource('email_addresses'),
  phone_numbers: rowResource('phone_numbers'),
  addresses: rowResource('addresses'),
  web_sites: rowResource('web_sites'),
  instant_messengers: rowResource('instant_messengers'),
};

const rows = (kind: RowKindName) =>
  many<Contact, Row>(
    () => rowResources[kind],
    (contact) => contact[kind],
  );
const chosenRow = (kind: RowKindName, choose: (rows: readonly Row[]) => Row | undefined) =>
  one<Contact, Row>(
    () => rowResources[kind],
    (contact) => choose(contact[kind]),
  );

const primary = (all: readonly Row[]) => all.find((row) => row.primary);
const secondary = (all: readonly Row[]) => all.find((row) => !row.primary);
const company = one<Contact, Contact>(
  () => contactResource,
  (contact, view) => (contact.company === null ? undefined : view.book.get(contact.firm, contact.company)),
);

export const contactResource: Resource<Contact> = {
  scalars: {
    id: (contact) => contact.id,
    etag: (contact) => etagOf('contact', contact),
    type: (contact) => contact.type,
    name: fullName,
    first_name: (contact) => contact.first_name,
    middle_name: (contact) => contact.middle_name,
    last_name: (contact) => contact.last_name,
    prefix: (contact) => contact.prefix,
    title: (contact) => contact.title,
    initials: (contact) => (fullName(contact).match(/(?<=^|\s)\S/gu) ?? []).join('').toUpperCase(),
    date_of_birth: (contact) => contact.date_of_birth,
    primary_email_address: (contact) => primary(contact.email_addresses)?.parts.address,
    secondary_email_address: (contact) => secondary(contact.email_addresses)?.parts.address,
    primary_phone_number: (contact) => primary(contact.phone_numbers)?.parts.number,
    secondary_phone_number: (contact) => secondary(contact.phone_numbers)?.parts.number,
    created_at: (contact, view) => view.time(contact.created_at),
    updated_at: (contact, view) => view.time(contact.updated_at),
    is_client: (contact, view) => view.matters.isClient(contact.id),
    is_co_counsel: no,
    is_bill_recipient: no,
    is_clio_for_client_user: no,
    has_clio_for_clients_permission: no,
    locked_clio_connect_email: no,
    clio_connect_email: nothing,
    client_connect_user_id: nothing,
    ledes_client_id: nothing,
    sales_tax_number: nothing,
  },
  nested: {
    email_addresses: rows('email_addresses'),
    phone_numbers: rows('phone_numbers'),
    addresses: rows('addresses'),
    web_sites: rows('web_sites'),
    instant_messengers: rows('instant_messengers'),
    company,
    primary_address: chosenRow('addresses', primary),
    secondary_address: chosenRow('addresses', secondary),
    primary_work_address: chosenRow('addresses', (all) => all.find((row) => row.name === 'Work')),
    primary_web_site: chosenRow('web_sites', primary),
    avatar: neverAny(null),
    currency: neverAny(null),
    payment_profile: neverAny(null),
    folder: neverAny(null),
    co_counsel_rate: neverAny(null),
    legal_aid_uk_contact: neverAny(null),
    activity_rates: neverAny([]),
    account_balances: neverAny([]),
    custom_field_values: neverAny([]),
    custom_field_set_associations: neverAny([]),
    related_contacts: neverAny([]),
    notification_methods: neverAny([]),
    kyc_field_values: neverAny([]),
  },
};

/** What of a redacted contact is still shown: the shape is not documented, so this is an assumption. */
export const redactedShows: ReadonlySet<string> = new Set(['id', 'etag', 'type', 'created_at', 'updated_at']);

const accountResource: Resource<User> = {
  scalars: {
    id: (user) => user.firm,
    etag: (user) => etagOf('account', { id: user.firm, revision: 0 }),
    name: (_user, view) => view.firmName,
    state: () => 'active',
  },
  nested: {},
};

export const userResource: Resource<User> = {
  scalars: {
    id: (user) => user.id,
    etag: (user) => etagOf('user', user),
    name: (user) => user.name,
    first_name: (user) => user.name.split(' ').slice(0, -1).join(' '),
    last_name: (user) => user.name.split(' ').at(-1),
    email: (user) => user.email,
    enabled: (user) => user.enabled,
    account_owner: (user) => user.account_owner,
    roles: (user) => user.roles,
    subscription_type: (user) => user.subscription_type,
    time_zone: (user) => user.time_zone,
    initials: (user) => (user.name.match(/(?<=^|\s)\S/gu) ?? []).join('').toUpperCase(),
    created_at: (user, view) => view.time(user.created_at),
    updated_at: (user, view) => view.time(user.updated_at),
    clio_connect: no,
    court_rules_default_attendee: no,
    default_calendar_id: (user, view) =>
      view.calendars.all(user.firm).find(({ owner, type }) => type === 'UserCalendar' && owner === user.id)?.id,
    phone_number: nothing,
    rate: nothing,
  },
  nested: {
    account: one<User, User>(
      () => accountResource,
      (user) => user,
    ),
    avatar: neverAny(null),
    contact: neverAny(null),
    job_title: neverAny(null),
    default_activity_description: neverAny(null),
    groups: neverAny([]),
    notification_methods: neverAny([]),
  },
};

export const webhookResource: Resource<Webhook> = {
  scalars: {
    id: (webhook) => webhook.id,
    etag: (webhook) => etagOf('webhook', webhook),
    url: (webhook) => webhook.url,
    fields: (webhook) => webhook.fields,
    shared_secret: (webhook) => webhook.shared_secret,
    model: (webhook) => webhook.model,
    status: (webhook) => webhook.status,
    events: (webhook) => webhook.events,
    expires_at: (webhook, view) => view.time(webhook.expires_at),
    created_at: (webhook, view) => view.time(webhook.created_at),
    updated_at: (webhook, view) => view.time(webhook.updated_at),
  },
  nested: {
    user: one<Webhook, User>(
      () => userResource,
      (_webhook, view) => view.user,
    ),
  },
};
