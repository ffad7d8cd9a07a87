import type {
  ConnectionState,
  ConnectionView,
  MailboxView,
  MailDays,
  MailGapView,
  MailOfferView,
  MailRunKind,
  MailRunView,
  MailSettings,
  MailSettingsEdit,
  MailSource,
  MailView,
  MailWishView,
  NewLetter,
  WishResult,
  WishView,
} from '@concord/core';
import { connectionsOf, robin } from './fake-connections.ts';
import { createFakeEngagements } from './fake-engagements.ts';
import { traceOf } from './fake-trace.ts';

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
/** Milliseconds that the fake takes for a wish, to count, and to look through everything. */
const wishMs = 400;
const countMs = 600;
const runMs = 2500;
/** What a real mailbox would still take, at the beginning of a run. */
const wholeMs = 300_000;
const expected = 1240;

/** `none`: nothing is connected yet; `noOffers`: and nothing can be. */
export type MailScene = ConnectionState | 'none' | 'noOffers';

type Ask = { readonly method: string; readonly path: string; readonly query: URLSearchParams; readonly body: unknown };
type Answer = { readonly status?: number; readonly json: unknown } | undefined;
type Run = {
  readonly id: string;
  readonly kind: MailRunKind;
  readonly from: number;
  readonly until: number;
  readonly askedAt: number;
  readonly gap?: string;
  startedAt?: number;
  stoppedAt?: number;
};
type Wish = { readonly at: number; readonly done: () => Partial<MailWishView> & WishResult };

/** The routes of mail over scripted records: wishes are fulfilled by time, and runs move by time. */
export function createFakeMail({ scene, isOwner }: { readonly scene: MailScene; readonly isOwner: boolean }) {
  const begun = Date.now();
  const engagements = createFakeEngagements(begun);
  const wishes = new Map<string, Wish>();
  let state: ConnectionState | undefined = scene === 'none' || scene === 'noOffers' ? undefined : scene;
  let own: readonly string[] = ['robin@old-firm.example'];
  let gaps: readonly MailGapView[] = [];
  let run: Run | undefined;
  let settings: MailSettings = {
    copiesCount: true,
    excludedDomains: ['bank.example'],
    ownDomains: ['harbourfinch.example.com'],
    excludedLabels: ['No Concord'],
    keepPreview: true,
    fillNewContacts: false,
  };
  let canSend = true;
  let refusal: Partial<MailWishView> | undefined;
  let isSlow = false;
  let shown: Partial<MailboxView> = {};

  const begin = (kind: MailRunKind, span: { readonly from: number; readonly until: number }, gap?: string): Run =>
    (run = {
      id: `r${Date.now()}`,
      kind,
      ...span,
      askedAt: Date.now(),
      ...(gap === undefined ? {} : { gap }),
      ...(kind === 'backSync' ? {} : { startedAt: Date.now() }),
    });
  const runView = (): MailRunView | undefined => {
    if (!run) return undefined;
    const view = viewOfRun(run);
    if (view.state === 'done') gaps = gaps.filter(({ id }) => id !== run?.gap);
    return view;
  };

  const box = (is: ConnectionState): MailboxView => {
    const view = runView();
    const isWorking = is === 'active';
    return {
      connection: connectionIn(is),
      label: 'Outlook mail',
      sentence: sentences[is],
      ...(is === 'connecting' || is === 'needsAdmin'
        ? {}
        : { lookedFrom: begun - 23 * dayMs, lookedAt: isWorking ? Date.now() - 4000 : begun - 50 * hourMs }),
      isPushed: true,
      canSend: canSend && isWorking,
      ...(canSend ? {} : { askAgain }),
      aliases: { told: ['r.ashworth@harbourfinch.example.com'], own },
      gaps,
      ...(view ? { run: view } : {}),
      counts: { kept: 1204 + (view?.kept ?? 0), leftOut: 8311 + (view?.leftOut ?? 0) },
      ...shown,
    };
  };
  const mail = (): MailView => ({
    boxes: state === undefined ? [] : [box(state)],
    offers: scene === 'noOffers' ? [] : offers,
    settings,
    canEditSettings: isOwner,
    directory: {
      people: 12_431,
      addresses: 20_118,
      readAt: begun - hourMs,
      sentence: 'Clio is asked who is new whenever mail comes, at most once a minute, and for everybody once a day.',
    },
  });

  const wish = (done: Wish['done']): MailWishView => {
    const id = `mail${wishes.size}`;
    wishes.set(id, { at: Date.now(), done });
    return wishView(id) as MailWishView;
  };
  const wishView = (id: string): MailWishView | WishView | undefined => {
    const found = wishes.get(id);
    if (!found) return undefined;
    if (isSlow || Date.now() - found.at < wishMs)
      return {
        id,
        state: 'waiting',
        sentence: isSlow ? 'Outlook is busy; going on in 20 seconds.' : 'Asking Outlook mail.',
      };
    if (refusal) return { id, state: 'failed', sentence: '', ...refusal };
    return { id, state: 'done', sentence: 'Done.', ...found.done() };
  };
  const send = (letter: NewLetter): MailWishView => {
    const once = atMostOnce(() => engagements.send(letter));
    return wish(() => (once(), { sentence: `Sent as ${robin}. It appears on the timeline in a moment.` }));
  };

  const ofBox = (what: string, body: unknown): unknown => {
    const { gap, aliases } = body as { readonly gap?: string; readonly aliases?: readonly string[] };
    const routes: Readonly<Record<string, () => unknown>> = {
      aliases: () => ((own = aliases ?? []), mail()),
      fill: () => (fill(gap ?? ''), mail()),
      'back-sync': () => (begin('backSync', spanOf(body as MailDays)), mail()),
      start: () => (run && (run.startedAt = Date.now()), mail()),
      stop: () => (run && (run.stoppedAt = Date.now()), mail()),
      trace: () => wish(() => ({ sentence: 'Here is the answer.', trace: traceOf(body as MailSource) })),
      send: () => send(body as NewLetter),
    };
    return routes[what]?.();
  };
  const fill = (id: string): void => {
    const gap = gaps.find((one) => one.id === id);
    if (gap) begin('gap', gap, id);
  };

  const ofEngagement = (id: string, what: string, body: unknown): unknown => {
    const { matter = '' } = body as { readonly matter?: string };
    const routes: Readonly<Record<string, () => unknown>> = {
      '': () => engagements.view(id),
      redact: () => engagements.redact(id),
      matters: () => wish(engagements.matters),
      file: () => {
        const once = atMostOnce(() => engagements.file(id, matter));
        return wish(() => (once(), {}));
      },
    };
    return engagements.view(id) && routes[what]?.();
  };

  const answerTo = ({ method, path, query, body }: Ask): unknown => {
    const [, wished] = /\/wishes\/(mail\d+)$/u.exec(path) ?? [];
    if (wished !== undefined) return wishView(wished);
    const [, what] = /^\/api\/mail\/boxes\/m-microsoft\/([\w-]+)$/u.exec(path) ?? [];
    if (what !== undefined) return ofBox(what, body);
    const routes: Readonly<Record<string, () => unknown>> = {
      'GET /api/mail': mail,
      'POST /api/mail/settings': () => ((settings = edited(settings, body as MailSettingsEdit)), mail()),
      'GET /api/engagements/people': () => engagements.people(query),
      'GET /api/engagements': () => engagements.timeline(query),
    };
    const known = routes[`${method} ${path}`]?.();
    if (known !== undefined) return known;
    const [, id, part = ''] = /^\/api\/engagements\/([^/]+)(?:\/(\w+))?$/u.exec(path) ?? [];
    return id === undefined ? undefined : ofEngagement(id, part, body);
  };

  return {
    /** Undefined for what is no route of mail. */
    answer(ask: Ask): Answer {
      const json = answerTo(ask);
      return json === undefined ? undefined : { json };
    },
    /** Somebody came back from the provider. After an outage of two days, the past 24 hours are looked through and the rest is a gap. */
    connect(): void {
      if (state === 'lost' || state === 'disconnected') gaps = [gapOf(begun - 50 * hourMs, begun - 24 * hourMs)];
      state = 'active';
      canSend = true;
      begin('day', { from: Date.now() - dayMs, until: Date.now() });
    },
    leave: (isForgotten: boolean): void => void (state = isForgotten ? undefined : 'disconnected'),
    become: (next: ConnectionState): void => void (state = next),
    engagements,
    gap: (from: number, until: number): void => void (gaps = [...gaps, gapOf(from, until)]),
    /** The grant does not allow sending. */
    readOnly: (): void => void (canSend = false),
    /** Every wish from now on fails like this. */
    refuse: (next: Partial<MailWishView>): void => void (refusal = next),
    heal: (): void => void ((refusal = undefined), (isSlow = false)),
    /** No wish is fulfilled while it is. */
    slow: (): void => void (isSlow = true),
    show: (parts: Partial<MailboxView>): void => void (shown = parts),
  };
}

function viewOfRun({ id, kind, from, until, askedAt, startedAt, stoppedAt }: Run): MailRunView {
  const end = stoppedAt ?? Date.now();
  const part = startedAt === undefined ? 0 : Math.min(1, (end - startedAt) / runMs);
  const looked = Math.floor(expected * part);
  const counts = { looked, kept: Math.floor(looked / 8), known: Math.floor(looked / 40) };
  const common = { id, kind, from, until, ...counts, leftOut: looked - counts.kept - counts.known };
  if (startedAt === undefined && stoppedAt === undefined) {
    if (Date.now() - askedAt < countMs) return { ...common, state: 'counting', sentence: 'Counting the messages.' };
    const sentence = 'They are looked through only when you press Start.';
    return { ...common, state: 'counted', expected, remainingMs: wholeMs, sentence };
  }
  const times = startedAt === undefined ? {} : { startedAt };
  if (part === 1)
    return { ...common, ...times, expected, state: 'done', finishedAt: end, sentence: 'Everything was looked at.' };
  if (stoppedAt !== undefined)
    return { ...common, ...times, expected, state: 'stopped', finishedAt: end, sentence: 'What was found stays.' };
  const remainingMs = Math.round((1 - part) * wholeMs);
  return { ...common, ...times, expected, state: 'running', remainingMs, sentence: 'Reading from Outlook mail.' };
}

const gapOf = (from: number, until: number): MailGapView => ({
  id: `g${from}`,
  from,
  until,
  sentence: 'In this time nothing was looked at. Fill it with one click; what is filed already is not filed twice.',
});

const spanOf = ({ from, to }: MailDays) => ({ from: Date.parse(from), until: Date.parse(to) + dayMs });

function edited(settings: MailSettings, { retentionDays, ...edit }: MailSettingsEdit): MailSettings {
  const { retentionDays: before, ...rest } = { ...settings, ...edit };
  const after = retentionDays === undefined ? before : retentionDays;
  return after === undefined || after === null ? rest : { ...rest, retentionDays: after };
}

/** A wish that is done is looked at more than once. */
function atMostOnce(act: () => unknown): () => void {
  let isDone = false;
  return () => {
    if (!isDone) act();
    isDone = true;
  };
}

/** What the API says of a mailbox in each state. */
export const sentences = {
  connecting:
    'Nobody has come back from Outlook mail yet. Finish there, or authorize again. If Microsoft 365 said that it needs the approval of an administrator, ask yours to approve Concord.',
  active: 'Messages of your contacts are filed moments after Outlook mail tells of them.',
  needsConsent: 'An administrator has approved that Concord reads mail of Microsoft 365. Authorize again to go on.',
  needsAdmin:
    'Microsoft 365 wants an administrator of your organization to approve that Concord reads mail. Send them the link or the mail below. This page goes on by itself when they have approved.',
  lost: `Microsoft 365 ended the permission, as it does after a password was changed or reset. Authorize again as ${robin}. The past 24 hours are then filled by themselves; an older gap is shown and filled with one click. Syncing goes on meanwhile.`,
  disconnected: `${robin} is disconnected, and its mail is not filed any more. Authorize again to file it; no message will be filed twice.`,
} as const satisfies Record<ConnectionState, string>;

const askAgain = { label: 'Authorize again', url: '/auth/microsoft/start?connection=m-microsoft&again=1' };
const next = { label: 'Authorize again', url: '/auth/microsoft/start?return=/settings/mail&connection=m-microsoft' };

/** As the account that is synced in that state, but for what is of mail. */
function connectionIn(state: ConnectionState): ConnectionView {
  const [, like] = connectionsOf(state);
  return {
    ...(like as ConnectionView),
    id: 'm-microsoft',
    label: 'Outlook mail',
    sentence: sentences[state],
    ...(state === 'active' ? {} : { next }),
  };
}

const offers: readonly MailOfferView[] = [
  {
    provider: 'microsoft',
    label: 'Outlook mail',
    authorizeUrl: '/auth/microsoft/start?return=/settings/mail&for=mail',
  },
  { provider: 'google', label: 'Gmail', authorizeUrl: '/auth/google/start?return=/settings/mail&for=mail' },
];
