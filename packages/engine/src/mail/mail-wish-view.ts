import type { ErrorCode, MailWishView } from '@concord/core';
import type { Connection } from '../connect/connection.ts';
import { askAgainLink, connectionView } from '../connect/connection-view.ts';
import type { Caller, EnginePorts } from '../ports.ts';
import { restUntil } from '../sync/lease.ts';
import type { Wish } from '../wishes/wish.ts';
import { noSuchWish, ownWish } from '../wishes/wishes.ts';
import { doneMailSentence, failedMailSentence } from './mail-wish-sentences.ts';
import { ownMailboxes } from './own-mailbox.ts';

/** A wish of one of the caller's own mailboxes. Another member's and an unknown one cannot be told apart. Throws `notFound`. */
export async function mailWishView(ports: EnginePorts, caller: Caller, id: string): Promise<MailWishView> {
  for (const connection of await ownMailboxes(ports, caller)) {
    const wish = await ownWish(ports, { ...caller, connection: connection.id }, id);
    if (wish) return await viewOfWish(ports, connection, wish);
  }
  throw noSuchWish();
}

export async function viewOfWish(ports: EnginePorts, connection: Connection, wish: Wish): Promise<MailWishView> {
  const { id, answer, failed } = wish;
  if (failed !== undefined) return { ...(await blockedView(ports, connection, failed, wish)), id };
  if (answer === undefined) return { id, state: 'waiting', sentence: await waitingSentence(ports, connection, wish) };
  return {
    id,
    state: 'done',
    sentence: doneMailSentence(answer, connection.account),
    ...(answer.kind === 'trace' ? { trace: answer.trace } : {}),
  };
}

/** What stands in the way, and what to press. A mailbox that does not work says why itself. */
export async function blockedView(
  ports: EnginePorts,
  connection: Connection,
  code: ErrorCode,
  wish?: Wish,
): Promise<MailWishView> {
  const view = connection.state === 'active' ? undefined : await connectionView(ports, connection);
  if (view)
    return {
      id: '',
      state: 'failed',
      sentence: view.sentence,
      ...(view.next === undefined ? {} : { next: view.next }),
    };
  const label = labelOfMail(ports, connection);
  const lacksPermission = code === 'consentNeeded' || code === 'forbidden';
  return {
    id: '',
    state: 'failed',
    sentence: failedMailSentence(code, label, wish),
    ...(lacksPermission ? { next: askAgainLink(connection) } : {}),
  };
}

async function waitingSentence(ports: EnginePorts, connection: Connection, { heldUntil = 0 }: Wish): Promise<string> {
  const { firm, id } = connection;
  const label = labelOfMail(ports, connection);
  const now = ports.clock.now();
  if (heldUntil > now)
    return `It is not known yet whether it went out. Concord looks among the sent messages first, so that nothing is sent twice.`;
  const waitMs = (await restUntil(ports, firm, id)) - now;
  return waitMs <= 0
    ? `Asking ${label}.`
    : `${label} asks Concord to slow down; going on in ${Math.ceil(waitMs / 1000)} seconds.`;
}

const labelOfMail = ({ providers }: EnginePorts, { provider }: Connection): string =>
  providers[provider]?.mail?.label ?? provider;
