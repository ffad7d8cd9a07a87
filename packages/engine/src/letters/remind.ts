import { isBroken, isSyncError, type Mail, type Provider, type Row } from '@concord/core';
import { type Connection, readConnection, updateConnection } from '../connect/connection.ts';
import { readFirm, readMember } from '../connect/firm.ts';
import { makeLink } from '../connect/links.ts';
import { providerNamed } from '../connect/oauth-context.ts';
import { labelOf } from '../connect/purpose.ts';
import { homeOf } from '../connect/return-path.ts';
import { changeInvite, type Invite, readInvite } from '../members/invites.ts';
import type { EnginePorts } from '../ports.ts';
import { readBraked } from '../sync/braked.ts';
import type { SyncId } from '../sync/keys.ts';
import { brakeSentence } from '../sync/paused-sentence.ts';
import { isBraked, readSync, type SyncRecord, updateSync } from '../sync/sync-record.ts';
import { nameOf } from '../sync/sync-view.ts';
import { letter, type Words } from './frame.ts';
import { approvedWords, brakeWords, inviteWords, lostWords, mailLostWords, restoredWords } from './words.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** After so long since the account was lost there is another letter. */
const laterMs = [3 * dayMs, 7 * dayMs] as const;
/** Meanwhile nobody else sends it; whoever dies over it is followed by another one. */
const sendingMs = 5 * 60_000;

/** Sends the letter, or rings for the chore, that this row is due for. False when the row is none of these. */
export async function remindDue(ports: EnginePorts, row: Row): Promise<boolean> {
  if (row.sk.startsWith('CONN#')) await remindOfConnection(ports, String(row['firm']), String(row['id']));
  else if (row.sk.startsWith('SYNC#'))
    await tellOfSync(ports, { firm: String(row['firm']), sync: String(row['sync']) });
  else if (row.sk.startsWith('INVITE#')) await sendInvite(ports, String(row['firm']), String(row['id']));
  else return false;
  return true;
}

async function remindOfConnection(ports: EnginePorts, firm: string, id: string): Promise<void> {
  const now = ports.clock.now();
  const found = await readConnection(ports, firm, id);
  if (found?.dueAt === undefined || found.dueAt > now) return;
  // Only one of several polls goes on; if it dies, the row is due again soon.
  if (!(await claim(ports, found, now))) return;
  if (found.chore) await ports.queue.send({ v: 1, kind: 'connection', firm, connection: id });
  else if (isBroken(found.state)) await remind(ports, found, now);
}

async function claim(ports: EnginePorts, found: Connection, now: number): Promise<boolean> {
  let isMine = false;
  await updateConnection(ports, found.firm, found.id, (known) => {
    isMine = known !== undefined && known.dueAt === found.dueAt;
    return isMine && known ? { ...known, dueAt: now + sendingMs } : undefined;
  });
  return isMine;
}

async function remind(ports: EnginePorts, connection: Connection, now: number): Promise<void> {
  const round = connection.reminded ?? 0;
  const mail = await mailAbout(ports, connection, round);
  if (mail && (await send(ports, mail)) === 'later') return;
  const next = laterMs[round];
  const isApproval = connection.lostCause === undefined;
  await updateConnection(ports, connection.firm, connection.id, (known) => {
    // Somebody changed it while the letter was under way: their due time stands.
    if (known?.state !== connection.state || known.since !== connection.since) return undefined;
    const { dueAt: _, ...rest } = known;
    const again = next === undefined || isApproval ? {} : { dueAt: (connection.since ?? now) + next };
    return { ...rest, reminded: round + 1, ...again };
  });
}

/** Undefined when nobody can be written to. */
async function mailAbout(ports: EnginePorts, connection: Connection, round: number): Promise<Mail | undefined> {
  const { firm, id, account, since, purpose } = connection;
  const member = await readMember(ports, { firm, member: connection.member });
  const provider = providerNamed(ports, connection.provider);
  if (member === undefined || member.email === '' || provider === undefined) return undefined;
  const letterId = `${id}.${since ?? 0}.${round}`;
  const url = account === '' ? `${ports.settings.publicUrl}${homeOf(purpose)}` : await linkBack(ports, connection);
  return letter(letterId, member.email, wordsAbout(connection, provider, url, round));
}

function wordsAbout(
  { account, lostCause, purpose }: Connection,
  provider: Provider,
  url: string,
  round: number,
): Words {
  const { label } = provider.profile;
  const about = { label: labelOf(provider, purpose), account, url };
  if (lostCause === undefined) return approvedWords(about);
  return purpose === 'mail'
    ? mailLostWords({ ...about, provider: label }, lostCause, round)
    : lostWords(about, lostCause, round);
}

/** The link of the letter before ends with it. */
async function linkBack(ports: EnginePorts, { firm, id }: Connection): Promise<string> {
  const { url, digest: link } = await makeLink(ports, { kind: 'reconnect', firm, target: id });
  await updateConnection(ports, firm, id, (known) => known && { ...known, link });
  return url;
}

/** One letter for each time that the brake stops a sync, or that one comes from a backup; whoever goes on or stops it first gets none. */
async function tellOfSync(ports: EnginePorts, id: SyncId): Promise<void> {
  const now = ports.clock.now();
  const found = await readSync(ports, id);
  if (found?.dueAt === undefined || found.dueAt > now || found.letterSince === undefined) return;
  let isMine = false;
  await updateSync(ports, id, (known) => {
    isMine = known.dueAt === found.dueAt && known.letterSince === found.letterSince;
    return isMine ? { ...known, dueAt: now + sendingMs } : undefined;
  });
  const mail = isMine ? await mailAboutSync(ports, found, found.letterSince) : undefined;
  if (!isMine || (mail && (await send(ports, mail)) === 'later')) return;
  await updateSync(ports, id, (known) => {
    if (known.letterSince !== found.letterSince) return undefined;
    const { dueAt: _, letterSince: __, ...rest } = known;
    return rest;
  });
}

async function mailAboutSync(ports: EnginePorts, record: SyncRecord, since: number): Promise<Mail | undefined> {
  const [member, braked] = await Promise.all([readMember(ports, record), readBraked(ports, record)]);
  if (member === undefined || member.email === '') return undefined;
  const names = { left: nameOf(ports, record, 'left'), right: nameOf(ports, record, 'right') };
  const url = `${ports.settings.publicUrl}/syncs/${encodeURIComponent(record.sync)}`;
  const isFromBackup = record.state === 'previewed' && record.restoredAt !== undefined;
  const words = isFromBackup
    ? restoredWords(names, url)
    : isBraked(record) && braked && brakeWords(brakeSentence(record, braked, names), names, url);
  return words ? letter(`${record.sync}.${since}`, member.email, words) : undefined;
}

async function sendInvite(ports: EnginePorts, firm: string, id: string): Promise<void> {
  const now = ports.clock.now();
  const found = await readInvite(ports, firm, id);
  if (found?.dueAt === undefined || found.dueAt > now) return;
  let isMine = false;
  await changeInvite(ports, firm, id, (known) => {
    isMine = known.dueAt === found.dueAt;
    return isMine ? { ...known, dueAt: now + sendingMs } : undefined;
  });
  const mail = isMine ? await inviteMail(ports, found) : undefined;
  if (mail === undefined) return;
  const sent = await send(ports, mail);
  if (sent === 'later') return;
  await changeInvite(ports, firm, id, (known) => {
    if (known.askedAt !== found.askedAt) return undefined;
    const { dueAt: _, ...rest } = known;
    return sent === 'sent' ? { ...rest, sentAt: now } : { ...rest, failed: true };
  });
}

/** `later`: it stays due. A letter may arrive twice, when somebody dies between the mail service's answer and noting it. */
async function send(ports: EnginePorts, mail: Mail): Promise<'sent' | 'refused' | 'later'> {
  try {
    await ports.mailer.send(mail);
    return 'sent';
  } catch (error) {
    if (!isSyncError(error)) throw error;
    // A sender that may not send keeps everybody waiting, and only the operator can mend that.
    if (error.code === 'misconfigured') ports.log.error('letter.notSent', { code: error.code }, error);
    else ports.log.info('letter.notSent', { code: error.code });
    return error.code === 'refused' ? 'refused' : 'later';
  }
}

async function inviteMail(ports: EnginePorts, invite: Invite): Promise<Mail> {
  const { firm, id, email } = invite;
  const [by, known] = await Promise.all([readMember(ports, { firm, member: invite.by }), readFirm(ports, firm)]);
  const { url, digest: link } = await makeLink(ports, { kind: 'invite', firm, target: id });
  await changeInvite(ports, firm, id, (known) => ({ ...known, link }));
  const words = inviteWords(by?.name ?? 'The account owner', known?.name ?? 'your firm', url);
  return letter(`${id}.${invite.askedAt}`, email, words);
}
