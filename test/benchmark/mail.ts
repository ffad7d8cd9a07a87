import type { MailboxView } from '@concord/core';
import { fillMailbox } from './fill-mailbox.ts';
import { type MailFirm, openMailFirm } from './mail-firm.ts';
import type { Options, RightProvider } from './options.ts';
import { pushMail } from './push-mail.ts';
import { atMost, type Measured, type Result, rounded, say, type Target } from './report.ts';
import { apiRequests, httpRequests, linesByKind } from './requests.ts';
import { openScene, type Scene } from './scene.ts';
import { measureStage, type Stage } from './stage.ts';

/** One message in so many is from or to a contact. */
const clientEach = 10;
const minuteMs = 60_000;

/** A full mailbox, and a firm's contacts in Clio: first fill by back-sync, the same once more, quiet looks, and new mail by push. */
export async function mail({ messages, contacts: [contacts = 1_000], provider, edits }: Options): Promise<Measured> {
  const scene = await openScene({ limits: true, workers: 1 });
  try {
    const firm = await openMailFirm(scene, provider, contacts);
    const filled = fillMailbox(scene, firm, { messages, contacts, clientEach });
    say(`${messages} messages, ${filled.ofClients} of them with ${contacts} contacts`);
    const connected = await measureStage(scene, 'connected', async () => await firm.settle());
    const first = await backSync(scene, firm, 'first fill', filled.days);
    const again = await backSync(scene, firm, 'the same once more', filled.days);
    const timelines = await firm.timelines();
    const quiet = await measureStage(scene, 'quiet', async () => await firm.look());
    const units = provider === 'google' ? scene.sandbox.google.mailUnits(firm.email) : { total: 0, mostInAMinute: 0 };
    const pushed = await pushMail(edits);
    return {
      results: [
        { ...stageOf(connected, provider), of: 'connected: the contacts, and the last day' },
        ...[first, again].map(({ stage, run }) => ({ ...stageOf(stage, provider), ...countsOf(run), of: stage.of })),
        { of: 'a look with nothing new', ...costOf(quiet, provider) },
        ...(provider === 'google'
          ? [{ of: 'units of Gmail', in_all: units.total, in_the_fullest_minute: units.mostInAMinute }]
          : []),
        ...linesByKind(first.stage.requests, { messages }),
        ...pushed.results,
      ],
      targets: [
        ...targetsOf(provider, messages, filled.ofClients, first, again, units.mostInAMinute),
        atMost('missing', 0, filled.ofClients - new Set(timelines).size),
        atMost('doubled', 0, timelines.length - new Set(timelines).size),
        atMost(`quiet_${provider}_requests`, quietRequests[provider], apiRequests(quiet.requests, provider)),
        atMost('quiet_clio_requests', 1, apiRequests(quiet.requests, 'clio')),
        ...pushed.targets,
      ],
    };
  } finally {
    await scene.close();
  }
}

type Filling = { readonly stage: Stage; readonly run: NonNullable<MailboxView['run']> };

async function backSync(
  scene: Scene,
  firm: MailFirm,
  of: string,
  days: Parameters<MailFirm['backSync']>[0],
): Promise<Filling> {
  let run: MailboxView['run'];
  const stage = await measureStage(scene, of, async () => {
    run = (await firm.backSync(days)).run;
  });
  if (run?.state !== 'done') throw new Error(`The back-sync is ${run?.state}. ${run?.sentence}`);
  return { stage, run };
}

const countsOf = ({ looked, kept, known, leftOut }: Filling['run']) => ({
  looked,
  kept,
  known,
  left_out: leftOut,
});

const stageOf = (stage: Stage, provider: RightProvider): Omit<Result, 'of'> => ({
  provider,
  clock_minutes: rounded(stage.clockMs / minuteMs),
  wall_ms: rounded(stage.wallMs),
  engine_peak_memory_mb: rounded(stage.peakMemoryMb),
  ...costOf(stage, provider),
});

const costOf = ({ requests, readUnits, writeUnits }: Stage, provider: RightProvider) => ({
  clio_requests: httpRequests(requests, 'clio'),
  [`${provider}_requests`]: httpRequests(requests, provider),
  read_units: rounded(readUnits),
  write_units: rounded(writeUnits),
});

/** A look for changes: Graph's folders are asked in one batch, Gmail's history is one list. */
const quietRequests = { microsoft: 2, google: 1 } as const satisfies Record<RightProvider, number>;

/** A page of Graph holds 250 messages; Gmail's lists name them, and each is read by itself, ten in a batch, which are counted one by one. */
const fillRequests = {
  microsoft: (messages) => messages / 250 + 30,
  google: (messages) => messages * 1.02 + 30,
} as const satisfies Record<RightProvider, (messages: number) => number>;

/** What Gmail's page of quotas says that a call costs (2026-05), and what an account has in a minute. */
const gmailUnitsPerMinute = 6_000;
const unitsPerMessage = 20 + 5 / 100;

function targetsOf(
  provider: RightProvider,
  messages: number,
  ofClients: number,
  first: Filling,
  again: Filling,
  mostInAMinute: number,
): readonly Target[] {
  const { requests, writeUnits, readUnits, peakMemoryMb, clockMs } = first.stage;
  return [
    atMost(`${provider}_requests`, fillRequests[provider](messages), httpRequests(requests, provider)),
    ...(provider === 'google' ? gmailTargets(messages, mostInAMinute, clockMs) : []),
    atMost('engine_peak_memory_mb', 256, peakMemoryMb),
    atMost('write_units_per_engagement', 5, writeUnits / ofClients),
    atMost('write_units_per_message', 0.6, writeUnits / messages),
    atMost('read_units_per_message', 3.5, readUnits / messages),
    atMost('new_in_a_second_back_sync', 0, again.run.kept),
    atMost('not_looked_at', 0, messages - first.run.looked),
  ];
}

/** As the look-alike counts them, which would refuse what overdraws the allowance. */
function gmailTargets(messages: number, mostInAMinute: number, clockMs: number): readonly Target[] {
  return [
    atMost('gmail_units_in_the_fullest_minute', gmailUnitsPerMinute, mostInAMinute),
    atMost('clock_minutes', (1.3 * messages * unitsPerMessage) / gmailUnitsPerMinute, clockMs / minuteMs),
  ];
}
