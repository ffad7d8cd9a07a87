import type { Happening } from '../../history/happenings.ts';
import type { Bench } from './bench.ts';

/** Requests of one sync in an hour in which nothing happens: a look at either side, tokens, hooks that are renewed, a nightly pass. */
const callsPerQuietHour = 40;

/** I15, and of requests I2. */
export function createEffort({ tried, accuse }: Bench): (happening: Happening) => void {
  const syncs = new Map<number, string>();
  const calls = new Map<string, number>();
  let quiet = false;
  const endHour = (): void => {
    for (const [sync, count] of calls) {
      tried('I15');
      if (count > callsPerQuietHour) accuse('I15', `${count} requests for ${sync} in a quiet hour`);
    }
    calls.clear();
  };
  return (one) => {
    if (one.kind === 'work' && one.what === 'begins') syncs.set(one.worker, one.sync);
    if (one.kind === 'phase' && 'phase' in one && typeof one.phase === 'string') {
      if (quiet) endHour();
      quiet = one.phase === 'quiet' || one.phase === 'round';
    }
    if (one.kind !== 'call' || !quiet) return;
    const sync = syncs.get(one.worker);
    if (sync !== undefined && sync !== '') calls.set(sync, (calls.get(sync) ?? 0) + 1);
    tried('I2');
    if (one.writes) accuse('I2', `${one.what} is sent in a quiet hour`);
  };
}
