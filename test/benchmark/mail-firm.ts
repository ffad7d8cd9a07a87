import type { MailboxView, MailDays } from '@concord/core';
import { addAccount, grantsOf, patienceMs, settleMs, userOf } from './bench-firm.ts';
import type { RightProvider } from './options.ts';
import type { Scene } from './scene.ts';

/** A firm with contacts in Clio, and one member's mailbox that is connected. */
export type MailFirm = {
  readonly id: number;
  readonly email: string;
  readonly provider: RightProvider;
  /** By number, as they stand in Clio. */
  readonly addressOf: (contact: number) => string;
  /** Until nothing is due. */
  readonly settle: () => Promise<void>;
  /** Counted and carried out. */
  readonly backSync: (days: MailDays) => Promise<MailboxView>;
  /** As a poll has it looked into. */
  readonly look: () => Promise<void>;
  readonly timelines: () => Promise<readonly string[]>;
};

const mailScopes = {
  microsoft: ['openid', 'profile', 'email', 'offline_access', 'User.Read', 'Mail.Read', 'Mail.Send'],
  google: [
    'openid',
    'email',
    'profile',
    'https://www.googleapis.com/auth/gmail.readonly',
    'https://www.googleapis.com/auth/gmail.send',
  ],
} as const satisfies Record<RightProvider, readonly string[]>;

export async function openMailFirm(scene: Scene, provider: RightProvider, contacts: number): Promise<MailFirm> {
  const { sandbox, engine, run } = scene.around;
  const id = 7_001;
  const user = userOf(7_101, 'owner1@firm.example.com');
  sandbox.clio.addFirm({ id, name: 'Firm', users: [{ ...user, account_owner: true }] });
  const addressOf = (contact: number): string => `client${contact}@clients.example`;
  sandbox.clio.contacts.addMany(
    Array.from({ length: contacts }, (_, contact) => ({
      type: 'Person' as const,
      first_name: `First${contact}`,
      last_name: `Last${contact}`,
      email_addresses: [{ address: addressOf(contact), name: 'Work' }],
    })),
    id,
  );
  addAccount(sandbox, provider, user);
  const scopes = mailScopes[provider];
  const caller = { firm: String(id), member: String(user.id) };
  const grants = grantsOf(sandbox, provider, user, scopes);
  const view = (): Promise<MailboxView> => engine.ask('mailbox', caller);
  const until = async (isThere: (run: MailboxView['run']) => boolean): Promise<MailboxView> => {
    await run(patienceMs, async () => isThere((await view()).run));
    return await view();
  };
  let isConnected = false;
  return {
    id,
    email: user.email,
    provider,
    addressOf,
    settle: async () => {
      if (!isConnected) await engine.ask('connectMail', { ...caller, email: user.email, grants, mailScopes: scopes });
      isConnected = true;
      await run(settleMs);
    },
    backSync: async (days) => {
      await engine.ask('backSync', { ...caller, days });
      await until((one) => one?.kind === 'backSync' && one.state === 'counted');
      await engine.ask('startBackSync', caller);
      return await until((one) => one?.kind === 'backSync' && one.state === 'done');
    },
    look: async () => {
      await scene.advance(lookMs);
      await scene.poll();
    },
    timelines: () => engine.ask('timelines', caller),
  };
}

/** What is due by the hour is due by then. */
const lookMs = 61 * 60_000;
