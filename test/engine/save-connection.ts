import type { ProviderName } from '@concord/core';
import type { Caller, EnginePorts } from '@concord/engine';

export type Connected = {
  readonly id: string;
  readonly provider: ProviderName;
  readonly tokens: { readonly accessToken: string; readonly refreshToken: string | undefined };
  /** What people call the account; its id when absent. */
  readonly account?: string;
  /** What it is at the provider; its id when absent. */
  readonly accountId?: string;
  /** What was granted, where that is told. */
  readonly scopes?: readonly string[];
  readonly lifeMs?: number;
  readonly seesEverything?: boolean;
  /** What it is for, when that is not syncing. */
  readonly purpose?: 'mail';
  /** One more than its row has, when it is there already and its permission is given anew. */
  readonly rev?: number;
};

/** A connection as signing in would have left it. */
export async function saveConnection(
  { table, vault, clock }: Pick<EnginePorts, 'table' | 'vault' | 'clock'>,
  { firm, member }: Caller,
  connected: Connected,
): Promise<void> {
  const { id, provider, tokens, account = id, accountId = id, scopes = [], rev = 1 } = connected;
  const { lifeMs = 3_000_000, seesEverything = true, purpose } = connected;
  const obtainedAt = clock.now();
  const grant = { ...tokens, expiresAt: obtainedAt + lifeMs, obtainedAt, scopes };
  const sealed = await vault.seal(JSON.stringify(grant), `grant:${firm}:${id}`);
  const row = {
    pk: `FIRM#${firm}`,
    sk: `CONN#${id}`,
    rev,
    firm,
    id,
    provider,
    accountId,
    account,
    member,
    state: 'active',
    sealed,
  };
  await table.put({ ...row, seesEverything, isOwner: true, ...(purpose ? { purpose } : {}) });
}
