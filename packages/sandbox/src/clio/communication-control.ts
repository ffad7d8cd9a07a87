import type { Clio } from './call.ts';
import type { Communication, Participant } from './records.ts';

export type ClioCommunicationView = Omit<
  Communication,
  'firm' | 'external_properties' | 'created_at' | 'updated_at' | 'revision'
> & { readonly external_properties: readonly { readonly name: string; readonly value: string }[] };

/** As people see them in Clio. `firm` is by default the only, or first, one. */
export type CommunicationControl = {
  /** In the order in which they were logged. */
  readonly list: (firm?: number) => readonly ClioCommunicationView[];
  readonly remove: (id: number) => void;
};

export function createCommunicationControl({ state }: Clio): CommunicationControl {
  return {
    list: (firm = [...state.firms.values()][0]?.id ?? 0) =>
      [...state.communications.values()]
        .filter((one) => one.firm === firm)
        .sort((a, b) => a.id - b.id)
        .map(viewOf),
    remove: (id) => void state.communications.delete(String(id)),
  };
}

const viewOf = ({
  firm: _firm,
  created_at: _created,
  updated_at: _updated,
  revision: _revision,
  external_properties,
  ...one
}: Communication): ClioCommunicationView => ({
  ...one,
  external_properties: external_properties.map(({ name, value }) => ({ name, value })),
});

/** A letter that somebody logged, to one contact. */
export function writeTo({ state, world }: Clio, firm: number, contact: number): void {
  const one: Communication = {
    id: state.nextId(),
    firm,
    type: 'EmailCommunication',
    subject: 'A letter',
    body: 'To whom it may concern.',
    received_at: world.now(),
    user: null,
    matter: null,
    senders: [],
    receivers: [{ type: 'Contact', id: contact }],
    external_properties: [],
    created_at: world.now(),
    updated_at: world.now(),
    revision: 1,
  };
  state.communications.set(String(one.id), one);
}

/** What named one contact names another: for merging two of them. */
export function repointParticipants({ state, world }: Clio, firm: number, lost: number, kept: number): void {
  const isLost = ({ type, id }: Participant): boolean => type === 'Contact' && id === lost;
  const moved = (participants: readonly Participant[]): readonly Participant[] =>
    participants.map((one) => (isLost(one) ? { ...one, id: kept } : one));
  for (const one of state.communications.values()) {
    if (one.firm !== firm || ![...one.senders, ...one.receivers].some(isLost)) continue;
    const people = { senders: moved(one.senders), receivers: moved(one.receivers) };
    const next = { ...one, ...people, updated_at: world.now(), revision: one.revision + 1 };
    state.communications.set(String(one.id), next);
  }
}
