import { ofCalendars, unnoticedOfCalendars } from './mutants/calendars.ts';
import { ofMail, unnoticedOfMail } from './mutants/mail.ts';
import type { Mutant } from './mutants/mutant.ts';
import { mutantTable } from './mutants/mutant-table.ts';
import { mutants as ofContacts } from './mutants/mutants.ts';
import { runMutants } from './mutants/run-mutants.ts';
import type { Options } from './options.ts';

/** `unnoticed`: played only when somebody names them. */
type Planted = {
  readonly mutants: readonly Mutant[];
  readonly unnoticed: readonly Mutant[];
  readonly player: string;
};

const planted = {
  contacts: { mutants: ofContacts, unnoticed: [], player: './mutant-player.ts' },
  calendars: { mutants: ofCalendars, unnoticed: unnoticedOfCalendars, player: './calendars/calendar-mutant-player.ts' },
  mail: { mutants: ofMail, unnoticed: unnoticedOfMail, player: './mail/mail-mutant-player.ts' },
} as const satisfies Readonly<Record<NonNullable<Options['about']> | 'contacts', Planted>>;

/** Plants every known bug in turn. Resolves to 1 when one of them survives. */
export async function simulateMutants({ seeds, threads, json, only, about }: Options): Promise<number> {
  const { mutants: noticed, unnoticed, player } = planted[about ?? 'contacts'];
  const mutants: readonly Mutant[] = only ? [...noticed, ...unnoticed] : noticed;
  const all = only?.length ?? mutants.length;
  let done = 0;
  const results = await runMutants({
    player: new URL(player, import.meta.url),
    seeds,
    threads,
    ...(about ? { mutants } : {}),
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
