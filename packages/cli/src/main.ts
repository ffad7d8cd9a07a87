import { createInterface } from 'node:readline/promises';
import { setTimeout } from 'node:timers/promises';
import { Problem } from '@concord/local';
import { parseCommand } from './parse-command.ts';
import { run } from './run.ts';

/** Only a clear yes is one. */
async function ask(question: string): Promise<boolean> {
  const asking = createInterface({ input: process.stdin, output: process.stdout });
  const said = await asking.question(`${question} [y/N] `);
  asking.close();
  return /^y(?:es)?$/iu.test(said.trim());
}

/** `npm run concord -- ...` */
try {
  process.exitCode = await run(parseCommand(process.argv.slice(2)), {
    environment: process.env,
    clock: { now: () => Date.now() },
    pause: (ms) => setTimeout(ms),
    say: (line) => console.log(line),
    ...(process.stdin.isTTY && process.stdout.isTTY ? { ask } : {}),
    write: (text) => void process.stdout.write(text),
  });
} catch (error) {
  console.error(error instanceof Problem ? error.message : error);
  process.exitCode = 1;
}
