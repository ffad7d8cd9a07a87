import { ofCalendars, unnoticedOfCalendars } from './mutants/calendars.ts';
import { mutantTable } from './mutants/mutant-table.ts';
import { mutants as ofContacts } from './mutants/mutants.ts';
import { runMutants } from './mutants/run-mutants.ts';
import type { Options } from './options.ts';

/** Plants every known bug in turn. Resolves to 1 when one of them survives. */
export async function simulateMutants({ seeds, threads, json, only, calendars }: Options): Promise<number> {
  const calendarMutants = only ? [...ofCalendars, ...unnoticedOfCalendars] : ofCalendars;
  const mutants = calendars ? calendarMutants : ofContacts;
  const player = calendars ? './calendars/calendar-mutant-player.ts' : './mutant-player.ts';
  const all = only?.length ?? mutants.length;
  let done = 0;
  const results = await runMutants({
    player: new URL(player, import.meta.url),
    seeds,
    threads,
    ...(calendars ? { mutants } : {}),
    ...(only ? { only } : {}),
    onResult: (result) => {
      done += 1;
      const said = 'seeds' in result ? `${result.kind} after ${result.seeds} seeds` : `failed: ${result.because}`;
      process.stderr.write(`${done} of ${all}  ${result.mutant.name}: ${said}\n`);
    },
  });
  const survivors = results.filter(({ kind }) => kind !== 'found').length;
  process.stdout.write(
    json ? `${JSON.stringify({ mutants: all, survivors, results })}\n` : `${mutantTable(results)}\n`,
  );
  return survivors > 0 ? 1 : 0;
}
