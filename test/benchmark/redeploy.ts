import { createDeployedFirm } from '../redeploy/deployed-firm.ts';
import { filled, isInStep } from '../redeploy/people.ts';
import { rehearse } from '../redeploy/rehearse.ts';
import type { Options } from './options.ts';
import { atLeast, atMost, type Measured, type Result, rounded, say, type Target } from './report.ts';

/** A first run over which three releases with two schemas of messages and rows are deployed, and one is taken back. */
export async function redeploy({ contacts }: Options): Promise<Measured> {
  const results: Result[] = [];
  const targets: Target[] = [];
  for (const count of contacts) {
    say(`${count} people, a first run, and deploys in the middle of it`);
    const firm = await createDeployedFirm();
    const people = filled(firm, count);
    const [begunAt, clockAt] = [performance.now(), firm.world.now()];
    const { met } = await rehearse(firm, people.length);
    const { missing, doubled, strangers } = isInStep(firm, people);
    const taken = Object.fromEntries([...firm.taken].map(([what, times]) => [what.replaceAll(' ', '_'), times]));
    results.push({
      of: 'messages by release and version',
      contacts: count,
      ...taken,
      clock_minutes: rounded((firm.world.now() - clockAt) / 60_000),
      real_s: rounded((performance.now() - begunAt) / 1_000),
    });
    targets.push(
      atMost(`missing_${count}`, 0, missing.length),
      atMost(`doubled_${count}`, 0, doubled.length + strangers.length),
      atMost(`dead_letters_${count}`, 0, firm.dead.length),
      atLeast(`releases_and_versions_${count}`, 5, met.length),
    );
  }
  return { results, targets };
}
