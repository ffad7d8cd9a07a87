import type { ClioEntryInput } from '@concord/sandbox';
import type { BenchFirm } from './bench-firm.ts';
import { hourMs, measureFirstRun } from './first-run.ts';
import type { Options, RightProvider } from './options.ts';
import { pushEvents } from './push-events.ts';
import { atMost, type Measured, type Result, rounded, say, type Target } from './report.ts';
import { apiRequests, httpRequests, linesByKind, type Requests } from './requests.ts';
import { openScene, type Scene } from './scene.ts';

/** A full calendar in Clio and an empty one elsewhere until both are alike; then a quiet look, and one edit on either side. */
export async function calendar({ events, provider, edits }: Options): Promise<Measured> {
  const scene = await openScene();
  try {
    say(`${events} events go live`);
    const firm = await scene.addFirm(provider, 'event');
    fillCalendar(scene, firm, events);
    await scene.advance(hourMs);
    const run = await measureFirstRun(scene, firm);
    if (run.linked < events) throw new Error(`Only ${run.linked} of ${events} events are on both sides.`);
    await scene.poll();
    const quiet = await measured('one look with nothing new', scene, provider, async () => await firm.look());
    const [one = ''] = (await firm.links()).flatMap(({ left }) => left ?? []);
    scene.sandbox.clio.calendar.edit(one, { location: 'Court 4' });
    const edit = await measured('one edit in Clio, found by a look', scene, provider, async () => await firm.look());
    const mails = mailsOf(scene);
    const pushed = await pushEvents(edits);
    return {
      results: [
        {
          of: 'first run',
          events,
          provider,
          wall_ms: rounded(run.wallMs),
          preview_ms: rounded(run.previewMs),
          engine_peak_memory_mb: rounded(run.peakMemoryMb),
          clio_requests: httpRequests(run.requests, 'clio'),
          [`${provider}_requests`]: httpRequests(run.requests, provider),
          write_units_per_event: rounded(run.writeUnits / events),
          read_units_per_event: rounded(run.readUnits / events),
        },
        ...linesByKind(run.requests, { events }),
        quiet,
        edit,
        { of: 'mails that the clouds would have sent', mails },
        ...pushed.results,
      ],
      targets: [...targetsOf(provider, events, run.requests, quiet), atMost('mails', 0, mails), ...pushed.targets],
    };
  } finally {
    await scene.close();
  }
}

const dayMs = 24 * hourMs;
/** One of so many is a series, one an all-day event. */
const seriesEach = 25;
const allDayEach = 20;
const rules = [
  'FREQ=WEEKLY;COUNT=20',
  'FREQ=DAILY;COUNT=5',
  'FREQ=MONTHLY;BYDAY=2TU;COUNT=12',
  'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;COUNT=12',
];

/** Spread over the year to come, in the working hours of the day. */
function fillCalendar({ sandbox }: Scene, firm: BenchFirm, events: number): void {
  const own = sandbox.clio.calendar.calendarOf(firm.user);
  const today = Date.parse(sandbox.clio.calendar.today());
  const inputs = Array.from({ length: events }, (_, index): ClioEntryInput => {
    const day = (offset: number): string =>
      new Date(today + ((index % 360) + offset) * dayMs).toISOString().slice(0, 10);
    const base = { summary: `Event ${index}`, calendar: own, location: index % 3 === 0 ? 'Room 2' : null };
    if (index % allDayEach === 1) return { ...base, start: day(0), end: day(1), all_day: true };
    const hour = String(8 + (index % 9)).padStart(2, '0');
    const rule = index % seriesEach === 0 ? rules[(index / seriesEach) % rules.length] : undefined;
    const times = { start: `${day(0)}T${hour}:00:00`, end: `${day(0)}T${hour}:30:00` };
    return { ...base, ...times, ...(rule ? { recurrence_rule: rule } : {}) };
  });
  sandbox.clio.calendar.addMany(inputs);
}

async function measured(of: string, scene: Scene, provider: RightProvider, look: () => Promise<void>): Promise<Result> {
  scene.resetRequests();
  const before = await scene.usage();
  await look();
  const after = await scene.usage();
  const requests = scene.requests();
  return {
    of,
    clio_requests: apiRequests(requests, 'clio'),
    [`${provider}_requests`]: apiRequests(requests, provider),
    write_units: after.write_units - before.write_units,
    read_units: after.read_units - before.read_units,
  };
}

const mailsOf = ({ sandbox: { clio, microsoft, google } }: Scene): number =>
  clio.calendar.mails().length + microsoft.mails().length + google.mails().length;

/** What a batch takes and what a page shows: Graph counts the items of a batch one by one, and Google writes one by one. */
const requestLimits = {
  microsoft: (events) => events / 20 + events / 50 + 30,
  google: (events) => events * 1.2 + 30,
} as const satisfies Readonly<Record<RightProvider, (events: number) => number>>;

function targetsOf(provider: RightProvider, events: number, first: Requests, quiet: Result): readonly Target[] {
  return [
    atMost(`${provider}_requests`, requestLimits[provider](events), httpRequests(first, provider)),
    atMost('clio_requests', events / 200 + events / seriesEach / 5 + 30, httpRequests(first, 'clio')),
    atMost('quiet_clio_requests', 1, Number(quiet['clio_requests'])),
    atMost(`quiet_${provider}_requests`, 1, Number(quiet[`${provider}_requests`])),
  ];
}
