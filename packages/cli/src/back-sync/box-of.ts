import { type Caller, type Connection, type EnginePorts, ownMailboxes } from '@concord/engine';
import { Problem } from '@concord/local';

/** The mailbox that is meant. Throws a `Problem` where there is none that works, and where several could be meant. */
export async function boxOf(ports: EnginePorts, caller: Caller, named: string | undefined): Promise<Connection> {
  const all = await ownMailboxes(ports, caller);
  const meant = all.filter(({ id, account }) => named === undefined || id === named || isSame(account, named));
  const working = meant.filter(({ state }) => state === 'active');
  const [only, ...others] = working;
  if (only && others.length === 0) return only;
  if (only) throw new Problem(`Which mailbox? --box ${working.map(({ account }) => account).join(', or ')}.`);
  const [broken] = meant;
  throw new Problem(
    broken
      ? `The mailbox ${broken.account} is not connected just now: its member has to authorize it again.`
      : 'This member has no such mailbox.',
  );
}

const isSame = (account: string, named: string): boolean => account.toLowerCase() === named.toLowerCase();
