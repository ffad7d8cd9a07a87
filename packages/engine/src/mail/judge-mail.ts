import { judge, type MailMessage, type MailPerson, type MailSituation, type MailVerdict, mailKey } from '@concord/core';
import { peopleAtAddresses } from './directory-people.ts';
import type { MailWork } from './open-mailbox.ts';
import { type Look, readDirectory } from './read-directory.ts';

export type Judged = { readonly message: MailMessage; readonly verdict: MailVerdict };
/** `look`: how fresh the directory was for those whom it does not know. */
export type Judgement = { readonly judged: readonly Judged[]; readonly look: Look };

/**
 * What the rules say of these messages. Somebody whom nobody knows may have become a contact just now: then the directory is looked
 * at first, where that is not of the last minute. Where it cannot be, `look` says so, and what is left out here may be kept later.
 */
export async function judgeMail(work: MailWork, messages: readonly MailMessage[]): Promise<Judgement> {
  const people = await peopleOf(work, messages);
  const judged = judgedBy(work, messages, people);
  if (!judged.some((one) => hasStranger(work, one, people))) return { judged, look: { kind: 'fresh' } };
  const look = await readDirectory(work);
  return { judged: judgedBy(work, messages, await peopleOf(work, messages)), look };
}

type People = ReadonlyMap<string, readonly MailPerson[]>;

/** Everything a verdict is made of, for one message after the other. */
export function situationOf(work: MailWork, people: People): Omit<MailSituation, 'message'> {
  return {
    ownAddresses: work.ownAddresses(),
    colleagues: work.colleagues,
    settings: work.settings,
    peopleAt: (key) => people.get(key) ?? [],
  };
}

/** Whom the directory knows of all whom these messages name. */
export async function peopleOf({ ports, box }: MailWork, messages: readonly MailMessage[]): Promise<People> {
  return await peopleAtAddresses(ports, box.firm, messages.flatMap(keysOf));
}

function judgedBy(work: MailWork, messages: readonly MailMessage[], people: People): readonly Judged[] {
  const situation = situationOf(work, people);
  return messages.map((message) => ({ message, verdict: judge({ ...situation, message }) }));
}

/** Rules that answer whoever takes part. */
const settled: ReadonlySet<string> = new Set<MailVerdict['rule']>([
  'draft',
  'junk',
  'deleted',
  'chat',
  'sensitive',
  'labelled',
  'nobody',
  'internal',
]);

function hasStranger(work: MailWork, { message, verdict }: Judged, people: People): boolean {
  if (settled.has(verdict.rule)) return false;
  const own = work.ownAddresses();
  return keysOf(message).some((key) => !people.has(key) && !own.has(key) && !work.colleagues.has(key));
}

const keysOf = ({ from, to, cc, bcc }: MailMessage): readonly string[] =>
  [...(from ? [from] : []), ...to, ...cc, ...bcc].map(({ address }) => mailKey(address)).filter((key) => key !== '');
