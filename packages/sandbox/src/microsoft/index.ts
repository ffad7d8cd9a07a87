import type { Service } from '../kernel/front-door.ts';
import { createPostOffice, type PostOffice } from '../kernel/post-office.ts';
import type { World } from '../kernel/world.ts';
import { createCalendarBox } from './calendar/calendar-box.ts';
import type { EventWriter } from './calendar/event-writes.ts';
import { createMailTrap } from './calendar/mail-trap.ts';
import { createControl, type MicrosoftControl } from './control.ts';
import { type Account, createDirectory } from './directory.ts';
import { createDeltaTokens, type DeltaTokens } from './graph/delta-token.ts';
import { createGraph } from './graph/graph.ts';
import { createThrottle, noThrottle } from './graph/throttle.ts';
import { createLogin } from './login/login.ts';
import { createMailBox, type MailBox } from './mail/mail-box.ts';
import { createPosting } from './mail/posting.ts';
import type { FolderChange } from './mailbox/card.ts';
import { createMailbox, type Mailbox } from './mailbox/mailbox.ts';
import { createPages } from './pages/pages.ts';
import { alwaysWell, createEndpointHealth } from './push/endpoint-health.ts';
import { createNotifier } from './push/notifier.ts';
import { createOutbox } from './push/outbox.ts';
import { allEvents, allMessages, createSubscriptions } from './push/subscriptions.ts';
import { createRequestLog } from './request-log.ts';

export { type AccountAction, accountActions } from './account-actions.ts';
export { awkwardnesses, type ExpiryForm, expiryForms, type RevokeMode, revokeModes } from './awkwardnesses.ts';
export type { OutlookEvent } from './calendar/event-view.ts';
export type { Answer as OutlookAnswer } from './calendar/invitations.ts';
export type { OutlookMail } from './calendar/mail-trap.ts';
export type {
  Guest as OutlookGuest,
  OutlookCalendar,
  OutlookCalendars,
  OutlookEventChange,
} from './calendar/outlook-calendars.ts';
export type { OutlookEventInput } from './calendar/read-event.ts';
export type { MicrosoftControl } from './control.ts';
export type { Account as MicrosoftAccount } from './directory.ts';
export type {
  OutlookMailFolder,
  OutlookMessage,
  OutlookMessageChange,
  OutlookMessageInput,
  OutlookMessages,
} from './mail/outlook-messages.ts';
export type { OutlookContactInput } from './mailbox/contact-fields.ts';
export type { FiledContact, OutlookChange, OutlookContact, OutlookPeople } from './people.ts';
export type { LifecycleEvent } from './push/notifier.ts';

export type Microsoft = {
  /** `/login/{tenant}/...` */
  readonly login: Service;
  /** `/graph/v1.0/...` */
  readonly graph: Service;
  /** `/outlook/...` */
  readonly pages: Service;
  readonly control: MicrosoftControl;
};

/**
 * Microsoft's identity platform and Graph as far as contacts, calendars and mail reach, with pages for people. Everything that
 * counts is in the world's store. `limits` switches throttling; awkward habits are switched by name. `office` brings mail to
 * and from other clouds.
 */
export function createMicrosoft(
  world: World,
  options: { readonly limits: boolean },
  office: PostOffice = createPostOffice(),
): Microsoft {
  const directory = createDirectory(world);
  const requests = createRequestLog();
  const subscriptions = createSubscriptions(world);
  const health = options.limits ? createEndpointHealth(world) : alwaysWell;
  const notifier = createNotifier(world, subscriptions, createOutbox(world, health));
  const mailboxes = new Map<string, Mailbox>();
  const mailboxOf = ({ oid }: Account): Mailbox =>
    remembered(mailboxes, oid, () => createMailbox(world, oid, (change) => notifier.changed(oid, change)));
  const trap = createMailTrap(world);
  const writers = new Map<string, EventWriter>();
  const calendarsOf = ({ oid, name, email }: Account): EventWriter =>
    remembered(writers, oid, () => {
      const box = createCalendarBox(world, oid, (change) => {
        notifier.changed(oid, change);
        if (change.folderId !== box.deletedId) notifier.changed(oid, { ...change, folderId: allEvents });
      });
      return { world, box, owner: { name, address: email }, trap, by: 'app' };
    });
  const mails = new Map<string, MailBox>();
  const mailOf = ({ oid }: Account): MailBox =>
    remembered(mails, oid, () =>
      createMailBox(world, oid, (change, moved) => {
        notifier.changed(oid, change);
        const whole = wholeChange(world, change, moved);
        if (whole !== undefined) notifier.changed(oid, { ...whole, folderId: allMessages });
      }),
    );
  const posting = createPosting(world, office, directory, mailOf);
  const deltaTokens = new Map<string, DeltaTokens>();
  const tokensOf = (oid: string): DeltaTokens => remembered(deltaTokens, oid, () => createDeltaTokens(world, oid));
  const control = createControl({
    world,
    directory,
    mailboxOf,
    calendarsOf,
    mailOf,
    posting,
    trap,
    tokensOf,
    subscriptions,
    notifier,
    requests,
  });
  const throttle = options.limits ? createThrottle(world) : noThrottle;
  return {
    login: createLogin(world, directory, requests),
    graph: createGraph({
      world,
      directory,
      mailboxOf,
      calendarsOf,
      mailOf,
      posting,
      tokensOf,
      subscriptions,
      throttle,
      requests,
    }),
    pages: createPages(control),
    control,
  };
}

/**
 * What those hear who follow the whole mailbox. A move is one change of one item to them: that it is told as an update is
 * assumed, and a switch keeps it from them.
 */
function wholeChange(world: World, change: FolderChange, moved: object | undefined): FolderChange | undefined {
  if (moved === undefined) return change;
  if (change.kind === 'deleted' || world.awkward.strikes('microsoft.mail.movesUntold')) return undefined;
  return { ...change, kind: 'updated' };
}

function remembered<T>(known: Map<string, T>, key: string, make: () => T): T {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}
