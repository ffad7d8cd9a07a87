import {
  type MailboxView,
  type MailGapView,
  type MailOfferView,
  type MailRunView,
  type MailView,
  type Provider,
} from '@concord/core';
import { canSend } from '../connect/can-send.ts';
import { type Connection, readConnection } from '../connect/connection.ts';
import { askAgainLink, connectionView } from '../connect/connection-view.ts';
import { readMember } from '../connect/firm.ts';
import { startUrlFor } from '../connect/start-url.ts';
import type { Caller, EnginePorts } from '../ports.ts';
import { restUntil } from '../sync/lease.ts';
import { type DirectoryRecord, readDirectoryRecord } from './directory-record.ts';
import { isPushed } from './hooks.ts';
import type { BoxId } from './keys.ts';
import { isCutShort, isOpenRun, listMailRuns, type MailRun, readMailRun } from './mail-run.ts';
import { mailSettingsOf } from './mail-settings.ts';
import { boxSentence, directorySentence, gapSentence } from './mail-words.ts';
import { type MailGap, type MailWorkRecord, readAliases, readMailWork } from './mail-work.ts';
import { ownMailboxes } from './own-mailbox.ts';
import { runView } from './run-view.ts';

/** The caller's mailboxes, what can be connected, and what holds for the mail of the firm. */
export async function mailView(ports: EnginePorts, caller: Caller): Promise<MailView> {
  const { firm } = caller;
  const [connections, member, settings, directory] = await Promise.all([
    ownMailboxes(ports, caller),
    readMember(ports, caller),
    mailSettingsOf(ports, firm),
    readDirectoryRecord(ports, firm),
  ]);
  const boxes = await Promise.all(connections.map(async (each) => await mailboxView(ports, each, directory)));
  const { people, addresses, readAt } = directory;
  return {
    boxes: boxes.filter((box) => box !== undefined),
    offers: Object.values(ports.providers).flatMap(offersOf),
    settings,
    canEditSettings: member?.isOwner === true,
    directory: {
      people: Math.max(0, people),
      addresses: Math.max(0, addresses),
      ...(readAt === undefined ? {} : { readAt }),
      sentence: directorySentence(directory),
    },
  };
}

function offersOf({ name, mail }: Provider): readonly MailOfferView[] {
  return mail === undefined ? [] : [{ provider: name, label: mail.label, authorizeUrl: startUrlFor(name, 'mail') }];
}

/** Undefined for mail of a provider that this deployment no longer has. */
async function mailboxView(
  ports: EnginePorts,
  connection: Connection,
  directory: DirectoryRecord,
): Promise<MailboxView | undefined> {
  const box = { firm: connection.firm, connection: connection.id };
  const mail = ports.providers[connection.provider]?.mail;
  const shown = await connectionView(ports, connection);
  if (shown === undefined || mail === undefined) return undefined;
  const [{ record }, own, runs, quietUntil, maySend] = await Promise.all([
    readMailWork(ports, box),
    readAliases(ports, box),
    listMailRuns(ports, box),
    restUntil(ports, box.firm, box.connection),
    canSend(ports, connection),
  ]);
  const isActive = connection.state === 'active';
  const pushed = isPushed(ports, record.hook);
  const now = ports.clock.now();
  const run = shownRun(runs);
  const { lookedFrom, lookedAt, addresses, counts } = record;
  return {
    connection: shown,
    label: mail.label,
    sentence: isActive
      ? boxSentence({ record, directory, run, label: mail.label, isPushed: pushed, quietUntil, now })
      : shown.sentence,
    ...(lookedFrom === undefined ? {} : { lookedFrom }),
    ...(lookedAt === undefined ? {} : { lookedAt }),
    isPushed: pushed,
    canSend: maySend,
    ...(isActive && !maySend ? { askAgain: askAgainLink(connection) } : {}),
    aliases: { told: addresses, own },
    gaps: gapsOf(record, runs).map((gap) => gapView(gap, runs)),
    ...(run ? { run: runView(run, mail, Math.max(0, quietUntil - now)) } : {}),
    counts,
  };
}

/** One run, for whoever waits for it. Undefined when there is none of that name. */
export async function mailRunView(ports: EnginePorts, box: BoxId, id: string): Promise<MailRunView | undefined> {
  const [run, connection] = [await readMailRun(ports, box, id), await readConnection(ports, box.firm, box.connection)];
  const mail = connection && ports.providers[connection.provider]?.mail;
  if (run === undefined || mail === undefined) return undefined;
  const quietMs = (await restUntil(ports, box.firm, box.connection)) - ports.clock.now();
  return runView(run, mail, Math.max(0, quietMs));
}

/** What a person is asked about comes before what goes on by itself; else the last one. */
function shownRun(runs: readonly MailRun[]): MailRun | undefined {
  const asked = runs.find(({ state }) => state === 'counting' || state === 'counted');
  return asked ?? runs.toReversed().find(isOpenRun) ?? runs[0];
}

/** Also what the worker has not noted yet: a run that somebody ended before it had looked through its time. */
export function gapsOf({ gaps }: MailWorkRecord, runs: readonly MailRun[]): readonly MailGap[] {
  const ended = runs.filter(isCutShort).filter(({ id }) => !gaps.some((gap) => gap.id === id));
  return [...gaps, ...ended.map(({ id, from, until }) => ({ id, from, until }))].sort((a, b) => a.from - b.from);
}

function gapView({ id, from, until }: MailGap, runs: readonly MailRun[]): MailGapView {
  const isBeingFilled = runs.some((run) => run.gap === id && isOpenRun(run));
  return { id, from, until, sentence: gapSentence(isBeingFilled) };
}
