import type { ItemTypeName, PreviewCounts, SyncState, SyncView } from '@concord/core';
import type { Sandbox } from '@concord/sandbox';
import type { Engine } from './engine.ts';
import type { Link, Pages } from './engine-process.ts';
import type { RightProvider } from './options.ts';
import type { FirmRows } from './save-firm.ts';

export type BenchFirm = {
  readonly id: number;
  /** The user of Clio to whom its book or calendar belongs. */
  readonly user: number;
  readonly email: string;
  readonly provider: RightProvider;
  readonly preview: () => Promise<PreviewCounts>;
  /** Starts what the last preview showed, and works until the sync is live. */
  readonly start: () => Promise<SyncView>;
  readonly stop: () => Promise<void>;
  /** Rings as a poll does, and works until nothing is due. */
  readonly look: () => Promise<void>;
  readonly links: () => Promise<readonly Link[]>;
  /** How many rows hold a run, and the largest of them. */
  readonly pages: (run: string, prefix: string) => Promise<Pages>;
};

/** Works on what is due now, and then on what becomes due within `ms`, unless what is waited for is there before. */
export type Run = (ms: number, isThere?: () => Promise<boolean>) => Promise<void>;

/** What follows a poll comes within this time: looking again, read lags, deletes that wait. */
export const settleMs = 20 * 60_000;

/** Longer than anything that the engine waits for by itself; a sync that is not there by then never will be. */
export const patienceMs = 24 * 3_600_000;

export type Around = { readonly sandbox: Sandbox; readonly engine: Engine; readonly run: Run };

/** Another firm with an empty Clio and an empty account elsewhere, connected, with a draft of a sync. */
export async function addFirm(
  around: Around,
  number: number,
  provider: RightProvider,
  itemType: ItemTypeName = 'contact',
): Promise<BenchFirm> {
  const { engine, run } = around;
  const id = 7_000 + number;
  const user = userOf(7_100 + number, `owner${number}@firm.example.com`);
  around.sandbox.clio.addFirm({ id, name: 'Firm', users: [{ ...user, account_owner: true }] });
  const member = await addMember(around, id, user, provider, itemType);
  const until = async (state: SyncState): Promise<SyncView> => {
    await run(patienceMs, async () => (await member.view()).state === state);
    const view = await member.view();
    if (view.state !== state) throw new Error(`The sync is ${view.state} and not ${state}. ${view.sentence}`);
    return view;
  };
  return {
    id,
    user: user.id,
    email: member.email,
    provider,
    preview: async () => {
      await member.scan();
      const { preview } = await until('previewed');
      if (preview === undefined) throw new Error('There is no preview.');
      return preview;
    },
    start: async () => {
      await member.start();
      return await until('live');
    },
    stop: async () => {
      await engine.ask('stop', member.sync);
      await run(settleMs);
    },
    look: async () => {
      await engine.ask('ring', member.sync);
      await run(settleMs);
    },
    links: () => engine.ask('links', member.sync),
    pages: (run, prefix) => engine.ask('pages', { firm: String(id), run, prefix }),
  };
}

export type User = { readonly id: number; readonly name: string; readonly email: string };

export const userOf = (id: number, email: string): User => ({ id, name: `Member ${id}`, email });

/** What one member of a firm asks for. Nothing of it waits for a worker. */
export type Member = {
  readonly email: string;
  readonly provider: RightProvider;
  readonly sync: { readonly firm: string; readonly member: string; readonly sync: string };
  readonly scan: () => Promise<void>;
  /** Starts what the last preview showed. */
  readonly start: () => Promise<void>;
  readonly view: () => Promise<SyncView>;
};

/** A user of the firm with an empty account elsewhere: both connected, with a draft of a sync. */
export async function addMember(
  { sandbox, engine, run }: Around,
  firm: number,
  user: User,
  provider: RightProvider,
  itemType: ItemTypeName = 'contact',
): Promise<Member> {
  addAccount(sandbox, provider, user);
  const caller = { firm: String(firm), member: String(user.id) };
  const grants = grantsOf(sandbox, provider, user);
  const rows = { ...caller, email: user.email, grants };
  if (itemType === 'event') {
    await engine.ask('listCalendars', rows);
    await run(settleMs);
  }
  const sync = { ...caller, sync: await engine.ask(itemType === 'event' ? 'pairCalendars' : 'connect', rows) };
  const view = (): Promise<SyncView> => engine.ask('view', sync);
  return {
    email: user.email,
    provider,
    sync,
    scan: () => engine.ask('scan', sync),
    start: async () => await engine.ask('start', { ...sync, run: (await view()).preview?.run ?? '' }),
    view,
  };
}

export function addAccount({ microsoft, google }: Sandbox, provider: RightProvider, { id, name, email }: User): void {
  const oid = `7b3f0c1e-0000-4000-8000-00000000${id}`;
  if (provider === 'microsoft') microsoft.addAccount({ tenantId: tenant, oid, name, email, mailbox: true });
  else google.addAccount({ sub: `10000000000000000${id}`, name, email, hd: 'firm.example.com' });
}

/** Both give an hour, less a second. */
const tokenMs = 3_599_000;

/** `scopes`: the usual ones when absent. */
export function grantsOf(
  sandbox: Sandbox,
  provider: RightProvider,
  { id, email }: User,
  scopes?: readonly string[],
): FirmRows['grants'] {
  const clio = sandbox.clio.grant(id);
  return [
    {
      provider: 'clio',
      accessToken: clio.access_token,
      refreshToken: clio.refresh_token,
      lifeMs: clio.expires_in * 1000,
    },
    { provider, ...sandbox[provider].grant(email, scopes), lifeMs: tokenMs },
  ];
}

const tenant = '7b3f0c1e-5a5a-4c6d-9f10-2f6f7d1c7001';
