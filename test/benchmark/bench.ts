import { calendar } from './calendar.ts';
import { change } from './change.ts';
import { expired } from './expired.ts';
import { firm } from './firm.ts';
import { fleet } from './fleet.ts';
import { history } from './history.ts';
import { initial } from './initial.ts';
import { mail } from './mail.ts';
import { type Options, parseOptions } from './options.ts';
import { overlap } from './overlap.ts';
import { preview } from './preview.ts';
import { push } from './push.ts';
import { quiet } from './quiet.ts';
import { redeploy } from './redeploy.ts';
import { type Measured, machine, print } from './report.ts';
import { watches } from './watches.ts';
import { webhooks } from './webhooks.ts';

type Bench = {
  /** Sizes of the firm unless somebody names others. */
  readonly contacts: readonly number[];
  readonly measure: (options: Options) => Promise<Measured>;
};

const benches: Readonly<Record<string, Bench>> = {
  initial: { contacts: [1_000, 10_000], measure: initial },
  overlap: { contacts: [10_000], measure: overlap },
  preview: { contacts: [25_000], measure: preview },
  quiet: { contacts: [10_000], measure: quiet },
  push: { contacts: [1_000], measure: push },
  firm: { contacts: [], measure: firm },
  expired: { contacts: [10_000], measure: expired },
  history: { contacts: [], measure: history },
  calendar: { contacts: [], measure: calendar },
  mail: { contacts: [1_000], measure: mail },
  change: { contacts: [1_000], measure: change },
  webhooks: { contacts: [1], measure: webhooks },
  fleet: { contacts: [1_000], measure: fleet },
  redeploy: { contacts: [10_000], measure: redeploy },
  watches: { contacts: [], measure: watches },
};

/** A target that is missed is told in the report; only a bench that could not run ends with a failure. */
async function main(): Promise<void> {
  const sizes = Object.fromEntries(Object.entries(benches).map(([name, { contacts }]) => [name, contacts]));
  const { bench, options } = parseOptions(process.argv.slice(2), sizes);
  const chosen = benches[bench];
  if (chosen === undefined) throw new Error(`There is no bench ${bench}.`);
  const before = machine();
  const { results, targets } = await chosen.measure(options);
  print({ bench, results: [...results, before], targets }, options.json);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
