import { Problem } from './problem.ts';
import { parseOptions, usage } from './setup/options.ts';
import { checkPlatform } from './setup/platform.ts';

/** `npm start`. Everything heavy is loaded only after the platform was found good. */
async function main(): Promise<void> {
  checkPlatform(process.platform, process.version);
  const options = parseOptions(process.argv.slice(2));
  if (options.help) {
    console.log(usage);
    return;
  }
  const { run } = await import('./run.ts');
  await run(options);
}

main().catch((error: unknown) => {
  if (!(error instanceof Problem)) console.error(error);
  else console.error(error.message);
  process.exit(1);
});
