import type { Stage } from '../../stage/stage.ts';
import type { Chronicle } from '../chronicle.ts';
import type { Pair } from '../pairs.ts';
import type { CalendarStory } from '../story.ts';
import { type Bench, type CalendarInvariant, calendarInvariants, type Fault } from './bench.ts';
import { createEffort } from './effort.ts';
import { judgeEnd } from './endings.ts';
import { births, brake, deletes, quietness, secrets, untouched } from './moments.ts';

export { type CalendarInvariant, calendarInvariants, type Fault } from './bench.ts';

/** Reads the clouds and what people did, and nothing that Concord keeps. */
export type CalendarJudge = {
  /** What was broken since the last look: a story that did so once need not go on. */
  readonly look: () => readonly Fault[];
  readonly ends: () => readonly Fault[];
  readonly tested: () => Readonly<Record<CalendarInvariant, number>>;
};

export function createCalendarJudge(
  story: CalendarStory,
  stage: Stage,
  pairs: readonly Pair[],
  chronicle: Chronicle,
): CalendarJudge {
  const tested = Object.fromEntries(Object.keys(calendarInvariants).map((name) => [name, 0])) as Record<
    CalendarInvariant,
    number
  >;
  let faults: Fault[] = [];
  const bench: Bench = {
    story,
    stage,
    pairs,
    chronicle,
    tried: (invariant) => {
      tested[invariant] += 1;
    },
    accuse: (invariant, says) => faults.push({ invariant, says }),
  };
  const watchers = [births, deletes, untouched, secrets, brake, quietness].map((create) => create(bench));
  const effort = createEffort(bench);
  let [read, heard] = [0, 0];
  const take = (): readonly Fault[] => {
    const taken = faults;
    faults = [];
    return taken;
  };
  return {
    look: () => {
      for (const entry of chronicle.all().slice(read)) {
        read += 1;
        if (entry.kind === 'deed') for (const { deed } of watchers) deed?.(entry);
        if (entry.kind === 'change') for (const { change } of watchers) change?.(entry);
      }
      const news = stage.clouds.history.all().slice(heard);
      heard += news.length;
      for (const one of news) {
        effort(one);
        if (one.kind === 'call' && one.mayMail)
          bench.accuse('mail', `${one.what} does not say that nobody is to be mailed`);
        if (one.kind === 'work' && one.what === 'fails' && one.code === undefined)
          faults.push({ invariant: 'bug', says: one.error ?? '' });
      }
      judgeMails(bench);
      return take();
    },
    ends: () => {
      judgeEnd(bench);
      return take();
    },
    tested: () => tested,
  };
}

/** Of an app; what people themselves send by Outlook is their own affair. */
function judgeMails({ stage, tried, accuse }: Bench): void {
  const { clio, microsoft, google } = stage.clouds.sandbox;
  tried('mail');
  const mails = [
    ...clio.calendar.mails().map(({ kind, summary }) => `clio: ${kind} about ${summary}`),
    ...microsoft
      .mails()
      .flatMap(({ by, kind, subject }) => (by === 'app' ? [`microsoft: ${kind} about ${subject}`] : [])),
    ...google.mails().flatMap(({ by, why, summary }) => (by === 'app' ? [`google: ${why} about ${summary}`] : [])),
  ];
  const [first] = mails;
  if (first !== undefined) accuse('mail', first);
}
