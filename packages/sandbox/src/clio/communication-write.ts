import { isRecord, isTrue, readText } from './body.ts';
import { applyProperties, readRows } from './external-properties.ts';
import { type Communication, communicationTypes, type Participant } from './records.ts';
import { invalidArgument, invalidRecord } from './refusal.ts';

export type CommunicationRules = {
  readonly now: number;
  readonly nextId: () => number;
  readonly text: (text: string) => string;
  /** Refuse what the user may not name. */
  readonly matter: (id: number) => number;
  readonly participant: (participant: Participant) => Participant;
};

type Data = Readonly<Record<string, unknown>>;

/**
 * What a POST makes (OpenAPI, Communications); keys that Clio does not know are dropped without a word. Throws a 422; that a
 * required text may not be blank is assumed.
 */
export function readCommunication(
  data: Data,
  { firm, user }: Pick<Communication, 'firm' | 'user'>,
  rules: CommunicationRules,
): Communication {
  for (const name of ['subject', 'body', 'type', 'received_at'])
    if (readText(data[name] ?? null, name) === null) throw invalidRecord(`${name} can't be blank`);
  const type = communicationTypes.find((known) => known === data.type);
  if (type === undefined) throw invalidArgument(`'${String(data.type)}' is not a valid type`);
  // Documented: only phone calls tell people of themselves.
  if (type === 'EmailCommunication' && readRows(data.notification_event_subscribers, 'subscribers').length > 0)
    throw invalidRecord('Notification event subscribers are invalid for this type');
  return {
    id: rules.nextId(),
    firm,
    user,
    type,
    subject: rules.text(String(data.subject)),
    body: rules.text(String(data.body)),
    received_at: readTime(data.received_at),
    matter: readMatter(data.matter, rules),
    senders: readParticipants(data.senders, 'senders', rules),
    receivers: readParticipants(data.receivers, 'receivers', rules),
    external_properties: applyProperties([], data.external_properties, rules),
    created_at: rules.now,
    updated_at: rules.now,
    revision: 1,
  };
}

function readTime(value: unknown): number {
  const instant = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(instant)) throw invalidArgument("'received_at' is not a valid time");
  return Math.floor(instant / 1_000) * 1_000;
}

/** Documented: `null` is not valid. */
function readMatter(value: unknown, rules: CommunicationRules): number | null {
  if (value === undefined) return null;
  const id = isRecord(value) ? Number(value.id ?? Number.NaN) : Number.NaN;
  if (!Number.isInteger(id)) throw invalidArgument("'matter' must have an id");
  return rules.matter(id);
}

/** Each once. */
function readParticipants(value: unknown, field: string, rules: CommunicationRules): readonly Participant[] {
  const named = readRows(value, field).flatMap(({ type, id, _deleted }): readonly Participant[] => {
    if (type !== 'User' && type !== 'Contact')
      throw invalidArgument(`'type' of one of the ${field} must be User or Contact`);
    return isTrue(_deleted) ? [] : [rules.participant({ type, id: Number(id) })];
  });
  return [...new Map(named.map((one) => [`${one.type} ${one.id}`, one])).values()];
}
