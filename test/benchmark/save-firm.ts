import type { ProviderName } from '@concord/core';
import type { Caller, EnginePorts } from '@concord/engine';
import { saveConnection } from '../engine/save-connection.ts';

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
  ports: Pick<EnginePorts, 'table' | 'vault' | 'clock'>,
  { firm, member, email, grants }: FirmRows,
): Promise<void> {
  const pk = `FIRM#${firm}`;
  const connections = grants.map(({ provider }) => connectionOf(provider, member));
  await ports.table.put({ pk, sk: 'FIRM', rev: 1, name: 'Firm' });
  await ports.table.put({
    pk,
    sk: `MEMBER#${member}`,
    rev: 1,
    name: `Member ${member}`,
    email,
    isOwner: true,
    connections,
  });
  for (const { provider, lifeMs, ...tokens } of grants) {
    const id = connectionOf(provider, member);
    await saveConnection(ports, { firm, member }, { id, provider, tokens, account: email, lifeMs });
  }
}
