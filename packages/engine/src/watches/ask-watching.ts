import {
  type ErrorCode,
  type Named,
  type WatchingView,
  type WatchRunView,
  type WatchSettings,
  type WatchSettingsEdit,
} from '@concord/core';
import type { Connection } from '../connect/connection.ts';
import { readConnection } from '../connect/connection.ts';
import type { Caller, EnginePorts } from '../ports.ts';
import { causeSentences } from './ask-watches.ts';
import { withNext } from './begin-run.ts';
import { clioOf, notConnected, workingClioOf } from './clio-account.ts';
import { batchSize } from './refresh-batch.ts';
import { type Choices, readChoices, readSettings, updateSettings, type WatchSettingsRecord } from './settings.ts';
import { readWatchRun, type WatchRun } from './watch-run.ts';

/** Settings, the refresh that is under way, and what can be done. */
export async function watchingView(ports: EnginePorts, caller: Caller): Promise<WatchingView> {
  const [settings, run, choices, clio] = await Promise.all([
    readSettings(ports, caller.firm),
    readWatchRun(ports, caller.firm),
    readChoices(ports, caller.firm),
    clioOf(ports, caller),
  ]);
  const by = settings.by && (await readConnection(ports, caller.firm, settings.by.connection));
  const isRunning = run?.state === 'running';
  return {
    settings: settingsView(settings),
    caseTypes: caseTypesOf(settings, choices),
    attorneys: choices.attorneys,
    linked: settings.linked,
    ...(run === undefined ? {} : { run: runView(ports, run) }),
    canRun: !isRunning && settings.linked > 0 && clio?.state === 'active',
    sentence: sentenceOf(settings, by, clio),
  };
}

/** Changes what is given. Who switches the refresh by itself on lends it their Clio. Throws `refused` when that does not work. */
export async function saveWatchSettings(
  ports: EnginePorts,
  caller: Caller,
  { caseTypes, conflicts, byField, autoSync, frequency, onLogin }: WatchSettingsEdit,
): Promise<WatchingView> {
  const connection = autoSync === true ? await workingClioOf(ports, caller) : undefined;
  await updateSettings(ports, caller.firm, (known) => {
    const next: WatchSettingsRecord = {
      ...known,
      policy: {
        conflicts: conflicts ?? known.policy.conflicts,
        byField: byField ?? known.policy.byField,
        caseTypes: withCaseTypes(known.policy.caseTypes, caseTypes ?? {}),
      },
      autoSync: autoSync ?? known.autoSync,
      frequency: frequency ?? known.frequency,
      onLogin: onLogin ?? known.onLogin,
      ...(connection === undefined ? {} : { by: { member: caller.member, connection: connection.id } }),
    };
    const isSame = next.autoSync === known.autoSync && next.frequency === known.frequency;
    return isSame ? next : withNext(next, ports.clock.now());
  });
  return await watchingView(ports, caller);
}

function withCaseTypes(
  known: WatchSettingsRecord['policy']['caseTypes'],
  edits: NonNullable<WatchSettingsEdit['caseTypes']>,
): WatchSettingsRecord['policy']['caseTypes'] {
  const all = Object.entries({ ...known, ...edits });
  return Object.fromEntries(all.flatMap(([area, name]) => (name === null ? [] : [[area, name.trim()]])));
}

const settingsView = ({ policy, autoSync, frequency, onLogin }: WatchSettingsRecord): WatchSettings => ({
  autoSync,
  frequency,
  onLogin,
  conflicts: policy.conflicts,
  byField: policy.byField,
});

/** What the firm mapped stays in the table when Clio has it no more. */
function caseTypesOf({ policy }: WatchSettingsRecord, { practiceAreas }: Choices): WatchingView['caseTypes'] {
  const known = new Set(practiceAreas.map(({ id }) => id));
  const lost = Object.keys(policy.caseTypes).filter((id) => !known.has(id));
  const areas: readonly Named[] = [...practiceAreas, ...lost.map((id) => ({ id, name: 'No longer in Clio' }))];
  return areas.map(({ id, name }) => {
    const caseType = policy.caseTypes[id];
    return { practiceArea: id, name, ...(caseType === undefined ? {} : { caseType }) };
  });
}

function sentenceOf(
  { autoSync, frequency, dueAt, linked }: WatchSettingsRecord,
  by: Connection | undefined,
  clio: Connection | undefined,
): string {
  if (clio?.state !== 'active') return notConnected;
  if (linked === 0) return 'No watch is linked with a matter yet. Open the matter browser to import some.';
  if (!autoSync || frequency === 'manual' || dueAt === undefined)
    return 'Watches are refreshed when somebody presses “Sync all now” or “Sync from Clio”.';
  if (by?.state !== 'active')
    return `Watches cannot refresh by themselves: ${by?.account ?? 'the account they use'} is not connected to Clio any more. Switch auto-sync off and on to use your own.`;
  return `Watches are refreshed ${frequency}, with what ${by.account} sees in Clio.`;
}

/** Clio counts in windows of a minute: what one minute does not hold waits for the next. */
function runView(ports: EnginePorts, run: WatchRun): WatchRunView {
  const now = ports.clock.now();
  const { id, state, cause, startedAt, finishedAt, total, counts } = run;
  return {
    id,
    state,
    cause: causeSentences[cause],
    startedAt,
    ...(finishedAt === undefined ? {} : { finishedAt }),
    ...counts,
    total: Math.max(total, counts.done),
    ...(state === 'running' ? { remainingMs: remainingMs(ports, run, now) } : {}),
    sentence: runSentence(run, now),
  };
}

const requestsABatch = 2;
const minuteMs = 60_000;

function remainingMs(ports: EnginePorts, { total, counts, waitingUntil = 0 }: WatchRun, now: number): number {
  const perMinute = ports.providers.clio?.matters?.requestsPerMinute ?? 1;
  const requests = Math.ceil(Math.max(0, total - counts.done) / batchSize) * requestsABatch;
  return Math.max(0, waitingUntil - now) + Math.round((requests / perMinute) * minuteMs);
}

function runSentence({ state, counts, total, waitingUntil = 0, code }: WatchRun, now: number): string {
  const { done, changed, asks, closed, missing } = counts;
  switch (state) {
    case 'running':
      return waitingUntil > now
        ? `Clio allows only so many requests a minute, or does not answer; going on in ${Math.ceil((waitingUntil - now) / 1000)} seconds.`
        : `Reading from Clio: ${done} of ${Math.max(total, done)}.`;
    case 'stopped':
      return `Stopped after ${done}; what was refreshed stays.`;
    case 'failed':
      return failureSentence(code);
    default:
      return [
        `${done} looked at, ${changed} changed.`,
        asks > 0 ? `${asks} wait for an answer.` : '',
        closed > 0 ? `${closed} are of closed matters.` : '',
        missing > 0 ? `${missing} are of matters that Clio does not show any more.` : '',
      ]
        .filter((part) => part !== '')
        .join(' ');
  }
}

/** What stopped a refresh or a wish, and what to do. */
export function failureSentence(code: ErrorCode | undefined): string {
  switch (code) {
    case 'forbidden':
      return 'This Clio account may not read matters, contacts or users. Ask your Clio administrator for the permission, then try again.';
    case 'misconfigured':
      return 'Concord is not set up correctly for Clio. Tell the people who run it.';
    case 'refused':
      return 'Clio does not accept this question. Change the filters and try again.';
    case 'cursorExpired':
      return 'Clio does not know this page any more. Begin the list anew.';
    case 'notFound':
      return 'It is not there any more.';
    case 'conflict':
      return 'It was changed by somebody at the same moment. Try again.';
    case 'rateLimited':
    case 'unavailable':
    case 'network':
    case 'timeout':
    case 'garbled':
    case 'newer':
    case 'appRejected':
      return 'Clio does not answer as it should just now. Try again in a few minutes.';
    default:
      return 'The Clio account that was used is not connected any more. Sign in with Clio again, then retry.';
  }
}
