import type { HttpResponse, Mailbox, MailPush, SharedPush, Subscription } from '@concord/core';
import { openSession, type Redirect } from '@concord/engine';
import { createMemoryMail, type MemoryMail } from '@concord/provider-memory';
import { begin, finish } from './connect-steps.ts';
import { type Account, type Browser, createWorld, type Scripted, scriptProvider, type World } from './connect-world.ts';

export type MailWorld = World & {
  /** How mail is granted at Microsoft, beside how syncing is. */
  readonly mail: Scripted;
  readonly post: MemoryMail;
  /** What mailboxes were asked about their pushes. */
  readonly pushes: {
    readonly call: 'subscribe' | 'renew' | 'unsubscribe';
    readonly account: string;
    readonly push?: MailPush;
  }[];
  /** What a request for a push meets instead of an answer. */
  failing: Error | undefined;
};

export const mailScopes = { read: ['mail.read'], send: ['mail.send'] } as const;
const everything = [...mailScopes.read, ...mailScopes.send];

export type MailWorldOptions = { readonly sharedPush?: SharedPush; readonly topic?: string };

/** As `createWorld`, and Microsoft has mail under a grant of its own. */
export function createMailWorld({ sharedPush, topic }: MailWorldOptions = {}): MailWorld {
  const base = createWorld();
  const clock = { now: () => base.now };
  const mail = scriptProvider('microsoft', 'mail', clock.now, 'mail');
  const post = createMemoryMail(clock);
  const world: MailWorld = Object.assign(base, { mail, post, pushes: [], failing: undefined });
  Object.assign(
    base.ports.settings,
    topic === undefined ? {} : { mailTopic: topic, mailPushSender: 'push@google.example' },
  );
  Object.assign(base.microsoft.provider, {
    mail: {
      label: 'Outlook mail',
      scopes: mailScopes,
      oauth: {
        ...mail.provider.oauth,
        authorizeUrl: (...asked: Parameters<typeof mail.provider.oauth.authorizeUrl>) =>
          mail.provider.oauth.authorizeUrl(...asked).replace('/authorize', '/authorize-mail'),
      },
      open: ({ account }) => watched(world, account, post.box(account).mailbox),
      batchSize: 20,
      messagesPerMinute: 600,
      ...(sharedPush ? { sharedPush } : {}),
    },
  } satisfies Partial<World['microsoft']['provider']>);
  return world;
}

function watched(world: MailWorld, account: string, mailbox: Mailbox): Mailbox {
  const noted = async <T>(
    call: MailWorld['pushes'][number]['call'],
    push: MailPush | undefined,
    ask: () => Promise<T>,
  ) => {
    world.pushes.push({ call, account, ...(push ? { push } : {}) });
    if (world.failing) throw world.failing;
    return await ask();
  };
  return {
    ...mailbox,
    subscribe: (push) => noted('subscribe', push, async (): Promise<Subscription> => await mailbox.subscribe(push)),
    renew: (id, push) => noted('renew', push, async () => await mailbox.renew(id, push)),
    unsubscribe: (id) => noted('unsubscribe', undefined, async () => await mailbox.unsubscribe(id)),
  };
}

/** A code under which this account lets Concord read and send its mail. */
export function mailCode(world: MailWorld, account: Account): string {
  const code = `mail-code-${world.mail.codes.size}-${world.mail.asked.exchanges.length}`;
  world.mail.codes.set(code, { scopes: everything, ...account });
  return code;
}

/** The whole way: to the provider, yes to mail, and back. */
export async function connectMail(
  world: MailWorld,
  browser: Browser,
  account: Account,
  connection?: string,
): Promise<Redirect> {
  const more = connection === undefined ? { for: 'mail' } : { connection };
  const { state } = await begin(world, browser, 'microsoft', '/settings/mail', more);
  return await finish(world, browser, 'microsoft', { state, code: mailCode(world, account) });
}

export const callerOf = async (world: World, browser: Browser) => {
  const caller = await openSession(world.ports, browser);
  if (caller === undefined) throw new Error('Nobody is signed in.');
  return caller;
};

export const answered = (status: number): HttpResponse => ({ status, headers: {}, body: '' });
