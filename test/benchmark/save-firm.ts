import type { ProviderName } from '@concord/core';
import type { Caller, EnginePorts } from '@concord/engine';

export type FirmRows = Caller & {
  readonly email: string;
  readonly grants: readonly {
    readonly provider: ProviderName;
    readonly accessToken: string;
    readonly refreshToken: string;
    readonly lifeMs: number;
  }[];
};

export const connectionOf = (provider: ProviderName, member: string): string => `${provider}-${member}`;

/** A firm with a member who has connected both accounts: what signing in would have left behind. */
export async function saveFirm(
  { table, vault, clock }: EnginePorts,
  { firm, member, email, grants }: FirmRows,
): Promise<void> {
  const pk = `FIRM#${firm}`;
  const connections = grants.map(({ provider }) => connectionOf(provider, member));
  await table.put({ pk, sk: 'FIRM', rev: 1, name: 'Firm' });
  await table.put({ pk, sk: `MEMBER#${member}`, rev: 1, name: `Member ${member}`, email, isOwner: true, connections });
  for (const { provider, lifeMs, ...tokens } of grants) {
    const id = connectionOf(provider, member);
    const obtainedAt = clock.now();
    const grant = { ...tokens, expiresAt: obtainedAt + lifeMs, obtainedAt, scopes: [] };
    const sealed = await vault.seal(JSON.stringify(grant), `grant:${firm}:${id}`);
    const account = { accountId: id, account: email, member, state: 'active', seesEverything: true, isOwner: true };
    await table.put({ pk, sk: `CONN#${id}`, rev: 1, firm, id, provider, sealed, ...account });
  }
}
