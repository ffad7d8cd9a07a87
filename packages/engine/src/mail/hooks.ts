import { isSyncError, type Mailbox, type MailPush, type Provider, type Subscription } from '@concord/core';
import type { Connection } from '../connect/connection.ts';
import { bindHook, hookUrl, makeHook, openSecret, readHook, removeHook, renewAtOf } from '../hooks/hook-row.ts';
import { isForLater, mustStop } from '../hooks/must-stop.ts';
import type { EnginePorts } from '../ports.ts';
import type { HookNews } from '../sync/bells.ts';
import { type BoxId, mailAddressKey } from './keys.ts';
import type { MailHookNote } from './mail-work.ts';
import { boxesAt, foldAddress, sharedHook } from './shared-push.ts';

export type Subscribing = {
  readonly provider: Provider;
  readonly connection: Connection;
  readonly mailbox: Mailbox;
  /** What the worker remembers of the subscription; absent while there was none. */
  readonly note: MailHookNote | undefined;
};

/** A subscription that could not be made is tried again after so long. */
const retryMs = 15 * 60_000;

/**
 * Sees to it that the provider tells of new mail, and resolves to what the worker is to remember of that; undefined where there is
 * no push. `told`: what the provider itself said of the subscription. A mailbox without one is looked at every hour: what fails here
 * fails no slice, but for `leaseLost`, `unauthorized` and `rateLimited`, which are thrown.
 */
export async function ensureMailHook(
  ports: EnginePorts,
  box: Subscribing,
  told?: HookNews,
): Promise<MailHookNote | undefined> {
  const { note, provider } = box;
  const isShared = provider.mail?.sharedPush !== undefined;
  try {
    if (!isShared) return await ensureOwn(ports, box, told);
    if (ports.settings.mailTopic !== undefined) return await ensureShared(ports, box, ports.settings.mailTopic);
    if (note) await endMailHook(ports, box);
    return undefined;
  } catch (error) {
    if (mustStop(error) || !isSyncError(error)) throw error;
    ports.log.info('subscription.failed', { provider: provider.name, code: error.code });
    return tryAgain(ports, box);
  }
}

function tryAgain(ports: EnginePorts, { note, connection: { since } }: Subscribing): MailHookNote {
  return { ...note, renewAt: ports.clock.now() + retryMs, ...(since === undefined ? {} : { since }) };
}

/** Whether the provider tells of new mail at once, as far as we know. */
export function isPushed({ clock }: EnginePorts, note: MailHookNote | undefined): boolean {
  return note?.subscription !== undefined && (note.expiresAt ?? 0) > clock.now();
}

/**
 * The provider is to tell no more of this mailbox. Its addresses here are forgotten whatever the provider says. `mailbox`: absent
 * where nobody can ask the provider any more. Safe to repeat. Throws what wants to be asked later.
 */
export async function endMailHook(
  ports: EnginePorts,
  box: Omit<Subscribing, 'mailbox'> & { readonly mailbox?: Mailbox },
): Promise<void> {
  const { provider, mailbox, note } = box;
  if (note?.hook !== undefined) await removeHook(ports, note.hook);
  const isAlone = provider.mail?.sharedPush === undefined || (await leaveAddresses(ports, box));
  if (mailbox === undefined || note?.subscription === undefined || !isAlone) return;
  try {
    await mailbox.unsubscribe(note.subscription);
  } catch (error) {
    // What fails for good is harmless: a delivery for what is gone is refused, and a subscription ends by itself.
    if (!isSyncError(error) || isForLater(error)) throw error;
    ports.log.info('unsubscribe.failed', { provider: provider.name, code: error.code });
  }
}

/** An address of ours for this mailbox alone. */
async function ensureOwn(
  ports: EnginePorts,
  box: Subscribing,
  told: HookNews | undefined,
): Promise<MailHookNote | undefined> {
  const { note } = box;
  const news = told?.hook === note?.hook ? told?.kind : undefined;
  if (note && news === undefined && isGood(ports, box, note)) return note;
  const renewed = note && news !== 'removed' ? await renewOwn(ports, box, note) : undefined;
  if (renewed) return renewed;
  const of = boxOf(box.connection);
  const { hook, url, secret } = await makeHook(ports, of, box.provider.name);
  const made = await subscribed(ports, hook, box.mailbox.subscribe({ url, secret }));
  await bindHook(ports, hook, of, made);
  if (note?.hook !== undefined) await removeHook(ports, note.hook);
  return noteOf(ports, box, made, { hook });
}

/** Nobody delivers to an address that the provider did not take. */
async function subscribed(ports: EnginePorts, hook: string, asked: Promise<Subscription>): Promise<Subscription> {
  try {
    return await asked;
  } catch (error) {
    await removeHook(ports, hook);
    throw error;
  }
}

/** Undefined when it cannot be renewed, because the provider or we ourselves do not know it any more. */
async function renewOwn(ports: EnginePorts, box: Subscribing, note: MailHookNote): Promise<MailHookNote | undefined> {
  const { hook, subscription } = note;
  const { name } = box.provider;
  const row = hook === undefined ? undefined : await readHook(ports, name, hook);
  if (row === undefined || hook === undefined || subscription === undefined) return undefined;
  const push = { url: hookUrl(ports, name, hook), secret: await openSecret(ports, row) };
  const renewed = await unlessGone(box.mailbox.renew(subscription, push));
  return renewed && noteOf(ports, box, renewed, { hook });
}

/** A topic of the operator's for all mailboxes, whose notices name addresses. */
async function ensureShared(ports: EnginePorts, box: Subscribing, topic: string): Promise<MailHookNote> {
  const { note, mailbox, provider, connection } = box;
  const address = foldAddress(connection.account);
  const isSame = note?.topic === topic && note.address === address;
  if (note && isSame && isGood(ports, box, note)) return note;
  // First the row: what is delivered while the provider is asked finds its mailbox.
  const id = boxOf(connection);
  await ports.table.put({ ...mailAddressKey(provider.name, address, id), rev: 1, ...id });
  const push: MailPush = { url: hookUrl(ports, provider.name, sharedHook), secret: '', topic };
  const renewed =
    note?.subscription !== undefined && isSame ? await unlessGone(mailbox.renew(note.subscription, push)) : undefined;
  const made = renewed ?? (await mailbox.subscribe(push));
  if (note?.address !== undefined && note.address !== address)
    await ports.table.remove(mailAddressKey(provider.name, note.address, id));
  return noteOf(ports, box, made, { topic, address });
}

/** True when no other mailbox of ours is told of under this account: ending the subscription of one ends it for all. */
async function leaveAddresses(
  ports: EnginePorts,
  { provider, connection, note }: Omit<Subscribing, 'mailbox'>,
): Promise<boolean> {
  const address = foldAddress(connection.account);
  const known = [...new Set([address, note?.address ?? address])];
  await ports.table.removeMany(known.map((each) => mailAddressKey(provider.name, each, boxOf(connection))));
  const others = await Promise.all(known.map((each) => boxesAt(ports, provider.name, each)));
  return others.flat().length === 0;
}

/** What was made before the connection was lost ended with its grant, whatever it says of its life. */
const isGood = ({ clock }: EnginePorts, { connection }: Subscribing, { renewAt, since }: MailHookNote): boolean =>
  renewAt > clock.now() && since === connection.since;

function noteOf(
  ports: EnginePorts,
  { connection: { since } }: Subscribing,
  { id, expiresAt }: Subscription,
  more: Pick<MailHookNote, 'hook' | 'topic' | 'address'>,
): MailHookNote {
  const renewAt = renewAtOf(ports, expiresAt);
  return { ...more, subscription: id, expiresAt, renewAt, ...(since === undefined ? {} : { since }) };
}

async function unlessGone(asked: Promise<Subscription>): Promise<Subscription | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (isSyncError(error) && error.code === 'notFound') return undefined;
    throw error;
  }
}

const boxOf = ({ firm, id }: Connection): BoxId => ({ firm, connection: id });
