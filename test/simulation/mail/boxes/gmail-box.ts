import { type GoogleMailbox, type GoogleMessage, googleHeader, type PostedMail, type Sandbox } from '@concord/sandbox';
import type { CopyPlace } from '../record.ts';
import type { BoxHands, Copy } from './hands.ts';

const otherLabel = 'Matters';

/** The first that it has; what has none of them is archived. */
const places: readonly (readonly [label: string, place: CopyPlace])[] = [
  ['TRASH', 'deleted'],
  ['SPAM', 'junk'],
  ['DRAFT', 'drafts'],
  ['SENT', 'sent'],
  ['INBOX', 'inbox'],
];

export function gmailBox({ google }: Sandbox, email: string): BoxHands {
  const box = google.mailbox(email);
  box.addLabel(otherLabel);
  const copyOf = copyIn(box);
  const written = ({ to, cc, bcc, subject, text }: PostedMail) => ({ to, cc, bcc, subject, text });
  const move = {
    inbox: (id: string) => box.label(id, ['INBOX'], ['TRASH', 'SPAM']),
    junk: box.spam,
    deleted: box.trash,
    other: (id: string) => box.label(id, [otherLabel], ['INBOX', 'TRASH', 'SPAM']),
  } as const;
  const known = new Map<string, Copy>();
  return {
    list: () => box.list().map(copyOf),
    send: (posted) => void box.send(written(posted)),
    draft: (posted) => box.draft(written(posted)).id,
    sendDraft: (id) => void box.sendDraft(id),
    receive: ({ bcc: _, messageId = null, ...posted }, { isJunk, label }) => {
      const labels = ['UNREAD', isJunk ? 'SPAM' : 'INBOX', ...(label === undefined ? [] : [label])];
      box.deliver({ ...posted, messageId, labels });
    },
    move: (id, place) => void move[place](id),
    label: (id, label, isOn) => void box.label(id, isOn ? [label] : [], isOn ? [] : [label]),
    remove: box.remove,
    expireCursors: box.expireHistory,
    watch: (tell) =>
      void box.watch(({ kind, message }) => {
        const after = kind === 'messageDeleted' ? undefined : copyOf(message);
        const before = known.get(message.id);
        if (after) known.set(message.id, after);
        tell(message.id, before, after);
      }),
  };
}

/** Labels of people by name. */
const copyIn =
  (box: GoogleMailbox) =>
  (message: GoogleMessage): Copy => {
    const names = new Map(box.labels().map(({ id, name }) => [id, name]));
    const [, place = 'other'] = places.find(([label]) => message.labelIds.includes(label)) ?? [];
    return {
      id: message.id,
      subject: googleHeader(message, 'subject'),
      place,
      labels: message.labelIds.map((id) => names.get(id) ?? id),
      receivedAt: message.internalDate,
    };
  };
