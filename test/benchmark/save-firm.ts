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

/** A firm with a member who has connected both accounts: what signing in would have left behind. `others`: connections beside them. */
export async function saveFirm(
  ports: Pick<EnginePorts, 'table' | 'vault' | 'clock'>,
  { firm, member, email, grants }: FirmRows,
  others: readonly string[] = [],
): Promise<void> {
  const pk = `FIRM#${firm}`;
  const connections = [...grants.map(({ provider }) => connectionOf(provider, member)), ...others];
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

/** `grants`: Clio's first, then that of the mailbox. */
export type MailRows = FirmRows & { readonly mailScopes: readonly string[] };

/** The same of a member who has connected Clio and a mailbox, which has a grant of its own. */
export async function saveMailbox(
  ports: Pick<EnginePorts, 'table' | 'vault' | 'clock'>,
  { grants, mailScopes, ...rows }: MailRows,
): Promise<void> {
  const { firm, member, email } = rows;
  const [clio, box] = [grants.filter(({ provider }) => provider === 'clio'), `mail-${member}`];
  await saveFirm(ports, { ...rows, grants: clio }, [box]);
  for (const { provider, lifeMs, ...tokens } of grants) {
    if (provider === 'clio') continue;
    const connected = { id: box, provider, tokens, account: email, lifeMs };
    await saveConnection(ports, { firm, member }, { ...connected, purpose: 'mail', scopes: mailScopes });
  }
}
