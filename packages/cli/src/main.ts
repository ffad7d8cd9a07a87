import { setTimeout } from 'node:timers/promises';
import { Problem } from '@concord/local';
import { parseCommand } from './parse-command.ts';
import { run } from './run.ts';

/** `npm run concord -- ...` */
try {
  process.exitCode = await run(parseCommand(process.argv.slice(2)), {
    environment: process.env,
    clock: { now: () => Date.now() },
    pause: (ms) => setTimeout(ms),
    say: (line) => console.log(line),
    write: (text) => void process.stdout.write(text),
  });
} catch (error) {
  console.error(error instanceof Problem ? error.message : error);
  process.exitCode = 1;
}
