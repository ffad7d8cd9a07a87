import type { World } from '../../kernel/world.ts';
import { instantOf } from '../graph/contact-body.ts';
import type { EventItem, Mailer, Response, StoredEvent } from './event.ts';
import type { OutlookEvent } from './event-view.ts';
import { createEvent, deleteItem, type EventWriter } from './event-writes.ts';
import { type OutlookEventInput, readEvent } from './read-event.ts';

export type Answer = Extract<Response, 'accepted' | 'tentativelyAccepted' | 'declined'>;

/** What goes to and fro between an organizer and guests, as far as this person's calendars see it. */
export type Invitations = {
  /** A guest's answer to this person's invitation arrives. */
  readonly guestAnswers: (id: string, guest: string, answer: Answer) => OutlookEvent;
  /** Somebody else's invitation arrives: a guest's copy, not answered yet. */
  readonly inviteArrives: (input: OutlookEventInput, organizer: Mailer, calendar?: string) => OutlookEvent;
  /** The organizer changed it. */
  readonly inviteChanges: (id: string, input: OutlookEventInput) => OutlookEvent;
  /** The organizer called it off: the copy stays, marked. */
  readonly inviteCancelled: (id: string) => OutlookEvent;
  /** This person answers an invitation, and the organizer gets a mail. Who declines has the copy deleted. */
  readonly respond: (id: string, answer: Answer) => void;
};

type Tools = {
  readonly idOf: (calendar?: string) => string;
  readonly eventOf: (id: string) => StoredEvent;
  readonly show: (item: EventItem) => OutlookEvent;
  readonly edit: (id: string, input: OutlookEventInput) => OutlookEvent;
};

export function createInvitations(
  world: World,
  writer: EventWriter,
  { idOf, eventOf, show, edit }: Tools,
): Invitations {
  const { box, owner, trap } = writer;
  const amend = (id: string, news: Partial<StoredEvent>): OutlookEvent =>
    show({ event: box.change(eventOf(id), news) });
  return {
    guestAnswers: (id, guest, answer) => {
      const { fields } = eventOf(id);
      const status = { response: answer, time: instantOf(world.now()) };
      const attendees = fields.attendees.map((one) =>
        one.emailAddress?.address?.toLowerCase() === guest.toLowerCase() ? { ...one, status } : one,
      );
      return amend(id, { fields: { ...fields, attendees } });
    },
    inviteArrives: (input, organizer, calendar) => {
      const copy = { organizer, isOrganizer: false, response: { response: 'notResponded' } } as const;
      const patch = readEvent({ showAs: 'tentative', attendees: [{ emailAddress: owner }], ...input });
      return show({ event: createEvent(writer, idOf(calendar), patch, copy) });
    },
    inviteChanges: edit,
    inviteCancelled: (id) => {
      const { fields } = eventOf(id);
      const subject = `Canceled: ${fields.subject}`;
      return amend(id, { isCancelled: true, fields: { ...fields, subject, showAs: 'free' } });
    },
    respond: (id, answer) => {
      const { fields, organizer } = eventOf(id);
      const response = { response: answer, at: world.now() };
      const event = box.change(eventOf(id), { response, fields: { ...fields, showAs: shownAs[answer] } });
      const mail = { kind: 'response', by: 'person', from: owner.address, to: [organizer.address] } as const;
      trap.put({ ...mail, subject: fields.subject, eventId: event.id, why: answer });
      if (answer === 'declined') deleteItem(writer, { event });
    },
  };
}

const shownAs = {
  accepted: 'busy',
  tentativelyAccepted: 'tentative',
  declined: 'free',
} as const satisfies Record<Answer, string>;
