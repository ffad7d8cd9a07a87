import { propertyResource } from './external-properties.ts';
import { many, neverAny, one, type Resource, type View } from './fields.ts';
import { matterResource } from './matter-resources.ts';
import { type Communication, fullName, type Matter, type Participant, type User } from './records.ts';
import { userResource } from './resources.ts';
import { etagOf } from './state.ts';

/** What communications can show: the names of Clio's OpenAPI document (`Communication`, `Participant`). */
export const communicationResource: Resource<Communication> = {
  scalars: {
    id: (one) => one.id,
    etag: (one) => etagOf('communication', one),
    subject: (one) => one.subject,
    body: (one) => one.body,
    type: (one) => one.type,
    date: (one, view) => view.time(one.received_at).slice(0, 10),
    received_at: (one, view) => view.time(one.received_at),
    time_entries_count: () => 0,
    created_at: (one, view) => view.time(one.created_at),
    updated_at: (one, view) => view.time(one.updated_at),
  },
  nested: {
    user: one<Communication, User>(
      () => userResource,
      ({ user }, view) => (user === null ? undefined : view.userOf(user)),
    ),
    matter: one<Communication, Matter>(
      () => matterResource,
      ({ matter }, view) => (matter === null ? undefined : view.matters.get(matter)),
    ),
    senders: many<Communication, ShownParticipant>(
      () => participantResource,
      (record, view) => shown(record, 'senders', view),
    ),
    receivers: many<Communication, ShownParticipant>(
      () => participantResource,
      (record, view) => shown(record, 'receivers', view),
    ),
    external_properties: many(
      () => propertyResource,
      ({ external_properties }) => external_properties,
    ),
    communication_eml_file: neverAny(null),
    time_entries: neverAny([]),
    documents: neverAny([]),
    notification_event_subscribers: neverAny([]),
  },
};

type ShownParticipant = {
  readonly id: number;
  readonly type: 'User' | 'Person' | 'Company';
  readonly name: string;
  readonly identifier: string | null;
  readonly enabled: boolean | null;
  readonly revision: number;
  readonly created_at: number;
  readonly updated_at: number;
};

/** Whoever was deleted since is named no more (assumption). */
function shown(record: Communication, role: 'senders' | 'receivers', view: View): readonly ShownParticipant[] {
  return record[role].flatMap((participant) => shownParticipant(record.firm, participant, view) ?? []);
}

function shownParticipant(firm: number, { type, id }: Participant, view: View): ShownParticipant | undefined {
  if (type === 'User') {
    const user = view.userOf(id);
    return user && { ...user, type, identifier: user.email };
  }
  const contact = view.book.get(firm, id);
  if (contact === undefined) return undefined;
  const email = contact.email_addresses.find(({ primary }) => primary)?.parts.address ?? null;
  const { revision, created_at, updated_at } = contact;
  return {
    id,
    revision,
    created_at,
    updated_at,
    type: contact.type,
    name: fullName(contact),
    identifier: email,
    enabled: null,
  };
}

/** `type` is that of the contact, though a write names it "Contact" (documented). What the identifiers are is not: the first is the e-mail address. */
const participantResource: Resource<ShownParticipant> = {
  scalars: {
    id: ({ id }) => id,
    etag: (participant) => etagOf('participant', participant),
    type: ({ type }) => type,
    name: ({ name }) => name,
    identifier: ({ identifier }) => identifier,
    secondary_identifier: () => null,
    enabled: ({ enabled }) => enabled,
    initials: ({ name }) =>
      name
        .split(/\s+/u)
        .map((word) => word.slice(0, 1))
        .join(''),
    job_title_name: () => null,
    created_at: (participant, view) => view.time(participant.created_at),
    updated_at: (participant, view) => view.time(participant.updated_at),
  },
  nested: {},
};
