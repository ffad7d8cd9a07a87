import { disconnect, readConnection, readMember, receiveWebhook, work } from '@concord/engine';
import { ensureMailHook } from '../../packages/engine/src/mail/hooks.ts';
import {
  emptyMailWork,
  type MailHookNote,
  readMailWork,
  saveMailWork,
} from '../../packages/engine/src/mail/mail-work.ts';
import type { HookNews } from '../../packages/engine/src/sync/bells.ts';
import { authorize } from './connect-steps.ts';
import { ann, type Browser, mailbox, type World } from './connect-world.ts';
import {
  answered,
  callerOf,
  connectMail,
  createMailWorld,
  type MailWorld,
  type MailWorldOptions,
} from './mail-world.ts';

export type Box = { readonly firm: string; readonly connection: string };

/** Somebody's mailbox is connected, and nothing is rung. */
export async function connected(options: MailWorldOptions = {}, account = mailbox('m1')) {
  const world = createMailWorld(options);
  const box = await addMailbox(world, ann, account);
  await clear(world);
  return { world, box };
}

export async function addMailbox(world: MailWorld, person = ann, account = mailbox('m1')): Promise<Box> {
  const browser: Browser = {};
  await authorize(world, browser, 'clio', person);
  await connectMail(world, browser, account);
  const caller = await callerOf(world, browser);
  return { firm: caller.firm, connection: (await readMember(world.ports, caller))?.connections.at(-1) ?? '' };
}

/** What is rung and told from here on is of the test. */
export async function clear(world: MailWorld): Promise<void> {
  for (const { done } of world.ports.queue.receive(10)) done();
  for (const row of world.ports.table.rows()) if (row.sk === 'BELL') await world.ports.table.remove(row);
}

export async function ensure(world: MailWorld, box: Box, note?: MailHookNote, told?: HookNews) {
  return await ensureMailHook(world.ports, await subscribing(world, box, note), told);
}

export async function subscribing(world: MailWorld, { firm, connection: id }: Box, note: MailHookNote | undefined) {
  const connection = await readConnection(world.ports, firm, id);
  const { provider } = world.microsoft;
  const opened = provider.mail?.open({ account: connection?.account ?? '' } as never);
  if (connection === undefined || opened === undefined) throw new Error('There is no such mailbox.');
  return { provider, connection, mailbox: opened, note };
}

export const calls = (world: MailWorld) => world.pushes.map(({ call }) => call);
export const queued = (world: World) => world.ports.queue.receive(10).map(({ message, done }) => (done(), message));
export const hooksIn = (world: World) => world.ports.table.rows().filter(({ pk }) => pk.startsWith('HOOK#'));
export const addressesIn = (world: World) =>
  world.ports.table.rows().flatMap(({ pk, sk }) => (pk.startsWith('MAILADDR#') ? [`${pk} ${sk}`] : []));

/** The look-alike of Microsoft takes what its owner signed with the secret that it was told. */
export function takeNotices(world: MailWorld): void {
  Object.assign(world.microsoft.provider.webhook, {
    receive: ({ body }: { body: string }, hook?: { secret?: string }) => {
      const { secret, notices } = JSON.parse(body) as { secret: string; notices: unknown[] };
      if (hook === undefined || hook.secret !== secret) return { kind: 'rejected', response: answered(401) };
      return { kind: 'notices', notices, response: answered(202) };
    },
  });
}

export async function deliver(world: MailWorld, notices: readonly object[], secret = pushOf(world).secret) {
  const [, provider, hook] = /webhooks\/(\w+)\/([\w-]+)$/u.exec(pushOf(world).url) ?? [];
  const body = JSON.stringify({ secret, notices });
  return await receiveWebhook(world.ports, provider as 'microsoft', hook ?? '', {
    method: 'POST',
    headers: {},
    query: {},
    body,
  });
}

export function pushOf(world: MailWorld) {
  const push = world.pushes.findLast(({ call }) => call === 'subscribe')?.push;
  if (push === undefined) throw new Error('Nobody subscribed.');
  return push;
}

export async function remember(world: MailWorld, box: Box, hook: MailHookNote | undefined): Promise<void> {
  const record = { ...emptyMailWork, ...(hook ? { hook } : {}) };
  await saveMailWork(world.ports, box, { record, rev: (await readMailWork(world.ports, box)).rev });
}

export async function disconnectMail(world: MailWorld, { firm, connection }: Box, forget = false): Promise<void> {
  const member = (await readConnection(world.ports, firm, connection))?.member ?? '';
  await disconnect(world.ports, { firm, member }, connection, forget);
  for (const { message, done } of world.ports.queue.receive(10)) {
    if (message.kind === 'connection') await work(world.ports, message);
    done();
  }
}
