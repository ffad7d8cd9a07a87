import { type Correspondent, type LetterToFile, mailKey } from '@concord/core';
import type { Engagement, EngagementWords } from '../engagement-record.ts';

/** Whose mailbox it is, by the id of the user in Clio. */
export type BoxMember = { readonly connection: string; readonly user: string };

/**
 * A message as it is to stand on a matter. Clio names people only: members by the mailboxes that have the message, contacts by what
 * they were found to be; every address stands in the text.
 */
export function letterToFile(
  engagement: Engagement,
  words: EngagementWords,
  members: readonly BoxMember[],
  matter: string,
): LetterToFile {
  const { id, at, direction, boxes } = engagement;
  const sender = words.people.find((one) => one.as === 'from');
  const senderKey = mailKey(sender?.address ?? '');
  const sentFrom = boxes.find(({ account }) => senderKey !== '' && mailKey(account) === senderKey) ?? boxes[0];
  const isSender = ({ connection }: BoxMember): boolean => direction === 'sent' && connection === sentFrom?.connection;
  const contacts = (isFrom: boolean): readonly Correspondent[] =>
    words.people.flatMap(({ as, contact }) =>
      contact !== undefined && (as === 'from') === isFrom ? [{ kind: 'contact', id: contact }] : [],
    );
  const users = (isFrom: boolean): readonly Correspondent[] =>
    members.filter((one) => isSender(one) === isFrom).map(({ user }) => ({ kind: 'user', id: user }));
  return {
    marker: id,
    matter,
    subject: words.subject.trim() === '' ? '(no subject)' : words.subject,
    body: bodyOf(engagement, words),
    at,
    senders: once([...users(true), ...contacts(true)]),
    receivers: once([...users(false), ...contacts(false)]),
  };
}

const once = (people: readonly Correspondent[]): readonly Correspondent[] => [
  ...new Map(people.map((one) => [`${one.kind} ${one.id}`, one])).values(),
];

const roles = { from: 'From', to: 'To', cc: 'Cc', bcc: 'Bcc' } as const;
/** Of one line. */
const mostNamed = 50;

function bodyOf({ boxes, hasAttachments }: Engagement, { people, preview }: EngagementWords): string {
  const lines = (Object.keys(roles) as (keyof typeof roles)[]).flatMap((role) => {
    const named = people.filter(({ as }) => as === role);
    const texts = named.slice(0, mostNamed).map(({ name, address }) => (name ? `${name} <${address}>` : address));
    const more = named.length > mostNamed ? ` and ${named.length - mostNamed} more` : '';
    return texts.length === 0 ? [] : [`${roles[role]}: ${texts.join(', ')}${more}`];
  });
  const whole = `The whole message${hasAttachments ? ', with its attachments,' : ''} stays in the mailbox of ${boxes.map(({ account }) => account).join(', ')}.`;
  return [lines.join('\n'), preview.trim(), `Filed by Concord. ${whole}`].filter((part) => part !== '').join('\n\n');
}
