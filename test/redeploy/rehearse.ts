import type { DeployedFirm } from './deployed-firm.ts';
import type { ReleaseName } from './releases.ts';

/** What was deployed, and up to which part of the first run's writes. */
const deploys = [
  [0.15, ['present']],
  [0.3, ['present', 'reading']],
  [0.4, ['reading']],
  [0.6, ['reading', 'writing']],
  [0.75, ['writing']],
  // The rollback begins while workers of the newer release still run, and ends without them.
  [0.85, ['writing', 'reading']],
  [1, ['reading']],
] as const satisfies readonly (readonly [number, readonly ReleaseName[]])[];

/** A first run of so many contacts over three releases and a rollback. `met`: which release took which version. */
export async function rehearse(firm: DeployedFirm, contacts: number): Promise<{ readonly met: readonly string[] }> {
  await firm.preview();
  await firm.start();
  const written = (): number => firm.outlook.list().length + firm.sandbox.clio.contacts.list().length;
  const before = written();
  const toWrite = 2 * contacts - before;
  for (const [part, names] of deploys) {
    firm.deploy(...names);
    const isLive = async (): Promise<boolean> => (await firm.view()).state === 'live';
    const isThere = part === 1 ? isLive : async () => written() - before >= part * toWrite;
    await firm.workUntil(isThere);
  }
  return { met: [...firm.taken.keys()].sort() };
}
