import type { MailDays, MailRunView } from '@concord/core';
import { askBackSync, type Caller, type EnginePorts, mailRunView, startMailRun, stopMailRun } from '@concord/engine';
import { Problem } from '@concord/local';
import type { CommandContext } from '../command.ts';

export type BackSyncWish = {
  readonly days: MailDays;
  readonly isDryRun: boolean;
  /** Nobody is asked before it begins. */
  readonly isSure: boolean;
  /** Nobody waits for its end. */
  readonly isDetached: boolean;
};
type Surroundings = Pick<CommandContext, 'clock' | 'pause' | 'ask'> & { readonly tell: (run: MailRunView) => void };

const lookAgainMs = 2_000;
/** So long nothing moves at most, before nobody seems to be at work. */
const patienceMs = 10 * 60_000;
/** More than the longest one takes. */
const maximumLooks = 500_000;

/**
 * Has a worker count the messages of some days, asks whether to look through them, and tells how far it is until it is done; the same
 * that the page does, as the member whose mailbox it is. Resolves to the run as it then stands: `stopped` where nothing was begun.
 * Throws `SyncError` as the use cases do, and a `Problem` when nobody is at work, or at the keyboard.
 */
export async function backSyncMail(
  ports: EnginePorts,
  caller: Caller,
  box: string,
  wish: BackSyncWish,
  surroundings: Surroundings,
): Promise<MailRunView> {
  const { id } = await askBackSync(ports, caller, box, wish.days);
  const look = async (): Promise<MailRunView> => await lookAt(ports, caller, box, id);
  const counted = await until(look, ({ state }) => state !== 'counting', surroundings);
  if (counted.state !== 'counted') return counted;
  if (wish.isDryRun || !(await isWanted(ports, caller, box, counted, wish, surroundings))) {
    await stopMailRun(ports, caller, box, id);
    return wish.isDryRun ? counted : await look();
  }
  await startMailRun(ports, caller, box, id);
  if (wish.isDetached) return await look();
  return await until(look, ({ state }) => state !== 'counted' && state !== 'running', surroundings);
}

async function isWanted(
  ports: EnginePorts,
  caller: Caller,
  box: string,
  { id, expected = 0 }: MailRunView,
  { isSure }: BackSyncWish,
  { ask }: Surroundings,
): Promise<boolean> {
  if (isSure) return true;
  if (ask !== undefined) return await ask(`Look through about ${expected} messages?`);
  await stopMailRun(ports, caller, box, id);
  throw new Problem('Nobody is at the keyboard to say yes: add --yes, or --dry-run to count only.');
}

async function lookAt(ports: EnginePorts, { firm }: Caller, connection: string, id: string): Promise<MailRunView> {
  const run = await mailRunView(ports, { firm, connection }, id);
  if (run !== undefined) return run;
  throw new Problem('This mailbox was disconnected and forgotten meanwhile.');
}

async function until(
  look: () => Promise<MailRunView>,
  isReached: (run: MailRunView) => boolean,
  { clock, pause, tell }: Surroundings,
): Promise<MailRunView> {
  let [before, movedAt] = ['', clock.now()];
  for (let round = 0; round < maximumLooks; round += 1) {
    const run = await look();
    const now = JSON.stringify(run);
    if (now !== before) {
      tell(run);
      [before, movedAt] = [now, clock.now()];
    }
    if (isReached(run)) return run;
    if (clock.now() - movedAt > patienceMs) break;
    await pause(lookAgainMs);
  }
  throw new Problem(
    'No worker has gone on with it for ten minutes. It stays asked for: the page of the mailbox shows it.',
  );
}
