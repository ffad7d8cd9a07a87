import { otherSide, type SideLabels, type SideName, type SyncEndView, type SyncView } from '@concord/core';
import { type Connection, readConnection } from '../connect/connection.ts';
import type { EnginePorts } from '../ports.ts';
import { undoViewOf } from '../undo/undo-view.ts';
import { type Braked, brakeView, readBraked } from './braked.ts';
import { mayBeUnseen, policyOf, typeOf } from './item-types.ts';
import { lagView } from './lags.ts';
import { readAccount } from './lease.ts';
import { operatorSentence } from './operator-pause.ts';
import { pausedSentence } from './paused-sentence.ts';
import { profileOf } from './profile-of.ts';
import { newRun, progressOf, type RunRecord, readRun } from './run-record.ts';
import { type ByOperator, isAtWork, isBraked, type SyncEnd, type SyncRecord } from './sync-record.ts';
import { readWork, type WorkRecord } from './work-record.ts';

/** A sync as the page shows it: what is happening, and what to do next. */
export async function viewOf(ports: EnginePorts, record: SyncRecord): Promise<SyncView> {
  const id = { firm: record.firm, sync: record.sync };
  const [left, right, { record: work }, run, pass, undo, account, braked] = await Promise.all([
    readConnection(ports, record.firm, record.left.connection),
    readConnection(ports, record.firm, record.right.connection),
    readWork(ports, id),
    runOf(ports, record, record.run),
    runOf(ports, record, record.refresh),
    runOf(ports, record, record.undo?.run),
    readAccount(ports, { firm: record.firm, connection: record.right.connection }),
    isBraked(record) && record.byOperator === undefined ? readBraked(ports, id) : undefined,
  ]);
  const now = ports.clock.now();
  const names = { left: nameOf(ports, record, 'left'), right: nameOf(ports, record, 'right') };
  const labels = { left: names.left.label, right: names.right.label };
  const shown = record.state === 'live' ? (pass ?? notBegun(record)) : run;
  const progress =
    shown && isAtWork(record) && showsProgress(record)
      ? progressOf(shown, now, labels, () => paceOf(ports, record))
      : undefined;
  const isRestricted = record.state === 'previewed' && run?.hidden === true && mayBeUnseen(record, left);
  const isTold = record.state !== 'live' || profileOf(ports, record, 'right').subscriptionMs > 0;
  const inStepAt = record.begun ? account?.inStepAt?.[record.sync] : undefined;
  const state = stateShown(record);
  const trouble = record.byOperator ? 'operator' : isRestricted ? 'restricted' : record.trouble;
  return {
    id: record.sync,
    itemType: record.itemType,
    state,
    left: { ...names.left, account: accountOf(left), ...calendarOf(record.left) },
    right: {
      ...names.right,
      account: accountOf(right),
      connection: record.right.connection,
      ...calendarOf(record.right),
    },
    sentence: record.byOperator
      ? operatorPauseSentence(record.byOperator)
      : isRestricted
        ? restrictedSentence
        : sentenceOf(record, work, names, { left, right }, isTold, braked),
    ...(trouble === undefined ? {} : { trouble }),
    ...(braked ? { brake: await brakeView(ports, record.firm, braked) } : {}),
    policy: policyView(record),
    ...(progress ? { progress } : {}),
    ...(run?.counts ? { preview: { run: run.id, ...run.counts } } : {}),
    ...(state === 'live'
      ? { freshness: freshnessOf(work, account?.checkedAt[record.sync] ?? run?.startedAt ?? now, now) }
      : {}),
    ...(inStepAt === undefined ? {} : { inStepAt }),
    waiting: { held: work.counts.held, parked: work.counts.parked },
    linked: work.counts.linked,
    ...(record.undo ? { undo: undoViewOf(record.undo, undo) } : {}),
    outside: work.counts.outside,
  };
}

/** What does something, and rests because an operator wants it to, is paused for whoever looks. */
const stateShown = ({ state, byOperator }: SyncRecord): SyncView['state'] =>
  byOperator !== undefined && (state === 'scanning' || state === 'running' || state === 'live') ? 'paused' : state;

const operatorPauseSentence = (pause: ByOperator): string =>
  `${operatorSentence(pause)} It goes on where it was when they let it. What changes meanwhile is not lost, and nothing was deleted.`;

/** The pass that a person asked for, before a worker has heard of it. */
const notBegun = ({ refresh }: SyncRecord): RunRecord | undefined =>
  refresh === undefined ? undefined : newRun(refresh, 'full', false, 0);

async function runOf(
  ports: EnginePorts,
  { firm, sync }: SyncRecord,
  run: string | undefined,
): Promise<RunRecord | undefined> {
  if (run === undefined) return undefined;
  return (await readRun(ports, { firm, sync }, run).catch(() => undefined))?.record;
}

function paceOf(ports: EnginePorts, record: SyncRecord): Readonly<Record<'left' | 'right', number>> {
  return {
    left: profileOf(ports, record, 'left').writesPerMinute,
    right: profileOf(ports, record, 'right').writesPerMinute,
  };
}

const showsProgress = ({ state }: SyncRecord): boolean =>
  state === 'scanning' || state === 'running' || state === 'live';

type Names = { readonly label: string; readonly collection: string };

/** "Outlook Contacts", "Clio calendar “Hearings”". */
export function nameOf(ports: EnginePorts, record: SyncRecord, side: SideName): Names {
  const { provider, collection } = record[side];
  const profile = ports.providers[provider]?.profile;
  const kind = profile?.collections[record.itemType] ?? '';
  return { label: profile?.label ?? provider, collection: collection ? `${kind} “${collection.name}”` : kind };
}

/** What the sides are called in sentences about what this sync keeps in step. */
export const labelsOf = (
  ports: EnginePorts,
  record: SyncRecord,
): SideLabels & { readonly words: NonNullable<SideLabels['words']> } => ({
  left: nameOf(ports, record, 'left').label,
  right: nameOf(ports, record, 'right').label,
  words: typeOf(record).words,
});

const calendarOf = ({ collection }: SyncEnd): Pick<SyncEndView, 'calendar'> =>
  collection ? { calendar: collection } : {};

function policyView(record: SyncRecord): SyncView['policy'] {
  const { deletes, private: hidden, guests } = policyOf(record);
  return {
    ...record.policy,
    deletes,
    ...(hidden === undefined ? {} : { private: hidden }),
    ...(guests === undefined ? {} : { guests }),
  };
}

const accountOf = (connection: Connection | undefined): string => connection?.account ?? '';

function freshnessOf(work: WorkRecord, checked: number, now: number): NonNullable<SyncView['freshness']> {
  const today = new Date(now).toISOString().slice(0, 10);
  const lag = lagView(work);
  return {
    ...(lag ? { lag } : {}),
    checkedAt: Math.max(checked, work.lastChangeAt ?? 0),
    changesToday: work.changes.day === today ? work.changes.count : 0,
    ...(work.lastChangeAt === undefined ? {} : { lastChangeAt: work.lastChangeAt }),
  };
}

type Sides<Of> = Readonly<Record<SideName, Of>>;
type Connections = Sides<Connection | undefined>;

function sentenceOf(
  record: SyncRecord,
  work: WorkRecord,
  names: Sides<Names>,
  connections: Connections,
  isTold: boolean,
  braked: Braked | undefined,
): string {
  const both = `${names.left.collection} and ${names.right.collection}`;
  const sentences = {
    draft: `Nothing is synced yet. Choose how to sync, then look at a preview before anything is written.${mayBeRestricted(record, connections)}`,
    scanning: `${fromBackup(record)}Reading ${both}. Nothing is written until you have seen the preview and pressed Start Sync.`,
    previewed: `${fromBackup(record)}The preview is ready${onlyChosen(record, names)}. Look through it, then press Start Sync. Nothing has been written yet.`,
    running: `Carrying out what the preview showed. You can close this page; it goes on by itself.`,
    live: `${inStep(record, work, names)} ${record.refresh === undefined ? howSoon(names, isTold) : 'Everything on both sides is looked at once more just now, and only what differs is written.'}`,
    paused: pausedSentence(record, names, connections, braked),
    stopped: `Syncing is stopped, and both sides stay as they are. To start again, look at a new preview first.`,
  } as const satisfies Record<SyncRecord['state'], string>;
  return sentences[record.state];
}

/** A choice that leaves nobody may be a fault, a label that somebody emptied: nothing is deleted, and so it is only said. */
function inStep(record: SyncRecord, { counts }: WorkRecord, names: Sides<Names>): string {
  const { choice } = record.policy;
  const { one } = typeOf(record).words;
  if (choice === undefined) return `${names.left.collection} and ${names.right.collection} are kept in step.`;
  const group = `“${choice.group.name}”`;
  const there = names[choice.side].collection;
  return counts.linked === 0 && counts.outside > 0
    ? `Nobody is kept in step just now: no ${one} on both sides is in ${group} of ${there}. Nothing was deleted, and whoever is put there is kept in step.`
    : `Of ${there}, what is in ${group} is kept in step with ${names[otherSide(choice.side)].collection}.`;
}

const onlyChosen = ({ policy: { choice } }: SyncRecord, names: Sides<Names>): string =>
  choice ? `: of ${names[choice.side].collection}, only what is in “${choice.group.name}” takes part` : '';

/** Whoever presses Start Sync confirms what is created: some of it may have been deleted on purpose since. */
const fromBackup = ({ restoredAt }: SyncRecord): string =>
  restoredAt === undefined
    ? ''
    : 'What Concord knew of this sync was lost and comes from a backup, so both sides are compared anew. Look above all at who would be added: it may be somebody whom you have deleted since. Of deletes you are asked one by one. ';

/** `isTold`: whether the right side tells of changes by itself. */
const howSoon = ({ left, right }: Sides<Names>, isTold: boolean): string =>
  isTold
    ? 'Changes on either side arrive on the other within seconds.'
    : `Changes in ${left.label} arrive within seconds. ${right.label} tells nobody of changes, so Concord looks there every minute while something happens, and at least every quarter of an hour.`;

/** Clio does not say of whom it shows only some contacts; those of whom it can be ruled out are known by their role. */
const mayBeRestricted = (record: SyncRecord, { left }: Connections): string =>
  mayBeUnseen(record, left)
    ? ' If your contacts visibility in Clio is Restricted, contacts cannot be synced, as with Clio’s own sync: people whom you do not see would be added once more. Then ask an administrator of your firm to set it to All first.'
    : '';

export const restrictedSentence =
  'Clio shows you only some of your firm’s contacts, so this preview cannot be started: people whom you do not see would be added once more. Ask an administrator of your firm to set your contacts visibility in Clio to All, then look at a new preview.';
