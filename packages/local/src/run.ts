import type { Sandbox } from '@concord/sandbox';
import { fillSandbox, isAskedFor } from './setup/fill-sandbox.ts';
import type { CommandOptions } from './setup/options.ts';
import { playedRegions } from './setup/providers.ts';
import { type Local, startLocal } from './start.ts';

/** Starts, says where to look, and ends when it is told to. */
export async function run(options: CommandOptions): Promise<void> {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const exit = (): never => process.exit(0);
  for (const signal of signals) process.once(signal, exit);
  let isFilled = false;
  const fill = async (sandbox: Sandbox): Promise<void> => {
    isFilled = true;
    const regions = await playedRegions(process.env);
    await fillSandbox(sandbox, { ...options, regions }, console.log);
  };
  const { dataDir, port, fresh } = options;
  const local = await startLocal({ dataDir, port, fresh, fill });
  if (!isFilled && isAskedFor(options)) console.log(alreadyFilled);
  say(local);
  for (const signal of signals) {
    process.off(signal, exit);
    // A second signal does not wait: nothing here needs a clean end.
    process.once(signal, () => {
      process.once(signal, exit);
      local.close().then(exit, exit);
    });
  }
}

const alreadyFilled =
  'Both sides are filled already: --contacts, --clio, --outlook and --google count only together with --fresh.';

function say({ url }: Local): void {
  console.log(`Concord is running: open ${url}`);
  console.log(`What it mails to people is read at ${url}/inbox`);
  console.log('Stop it with Ctrl+C; "npm start -- --fresh" begins anew.');
}
