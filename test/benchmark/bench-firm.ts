import type { PreviewCounts, SyncState, SyncView } from '@concord/core';
import type { Sandbox } from '@concord/sandbox';
import type { Engine } from './engine.ts';
import type { Link } from './engine-process.ts';
import type { FirmRows } from './save-firm.ts';

export type BenchFirm = {
  readonly id: number;
  readonly email: string;
  readonly preview: () => Promise<PreviewCounts>;
  /** Starts what the last preview showed, and works until the sync is live. */
  readonly start: () => Promise<SyncView>;
  readonly stop: () => Promise<void>;
  /** Rings as a poll does, and works until nothing is due. */
  readonly look: () => Promise<void>;
  readonly links: () => Promise<readonly Link[]>;
};

/** Works on what is due now, and then on what becomes due within `ms`, unless what is waited for is there before. */
export type Run = (ms: number, isThere?: () => Promise<boolean>) => Promise<void>;

/** What follows a poll comes within this time: looking again, read lags, deletes that wait. */
export const settleMs = 20 * 60_000;

/** Longer than anything that the engine waits for by itself; a sync that is not there by then never will be. */
const patienceMs = 24 * 3_600_000;

/** Another firm with an empty Clio and an empty mailbox, connected, with a draft of a sync. */
export async function addFirm(sandbox: Sandbox, engine: Engine, number: number, run: Run): Promise<BenchFirm> {
  const id = 7_000 + number;
  const member = 7_100 + number;
  const email = `owner${number}@firm.example.com`;
  const oid = `7b3f0c1e-0000-4000-8000-00000000${member}`;
  sandbox.clio.addFirm({ id, name: 'Firm', users: [{ id: member, name: 'Olive Owner', email, account_owner: true }] });
  sandbox.microsoft.addAccount({ tenantId: tenant, oid, name: 'Olive Owner', email, mailbox: true });
  const caller = { firm: String(id), member: String(member) };
  const sync = await engine.ask('connect', { ...caller, email, grants: grantsOf(sandbox, member, email) });
  const ofSync = { ...caller, sync };
  const until = async (state: SyncState): Promise<SyncView> => {
    await run(patienceMs, async () => (await engine.ask('view', ofSync)).state === state);
    const view = await engine.ask('view', ofSync);
    if (view.state !== state) throw new Error(`The sync is ${view.state} and not ${state}. ${view.sentence}`);
    return view;
  };
  let shown = '';
  return {
    id,
    email,
    preview: async () => {
      await engine.ask('scan', ofSync);
      const { preview } = await until('previewed');
      if (preview === undefined) throw new Error('There is no preview.');
      shown = preview.run;
      return preview;
    },
    start: async () => {
      await engine.ask('start', { ...ofSync, run: shown });
      return await until('live');
    },
    stop: async () => {
      await engine.ask('stop', ofSync);
      await run(settleMs);
    },
    look: async () => {
      await engine.ask('ring', ofSync);
      await run(settleMs);
    },
    links: () => engine.ask('links', ofSync),
  };
}

const microsoftTokenMs = 3_599_000;

function grantsOf(sandbox: Sandbox, member: number, email: string): FirmRows['grants'] {
  const clio = sandbox.clio.grant(member);
  return [
    {
      provider: 'clio',
      accessToken: clio.access_token,
      refreshToken: clio.refresh_token,
      lifeMs: clio.expires_in * 1000,
    },
    { provider: 'microsoft', ...sandbox.microsoft.grant(email), lifeMs: microsoftTokenMs },
  ];
}

const tenant = '7b3f0c1e-5a5a-4c6d-9f10-2f6f7d1c7001';
