import type { OutlookMessage, OutlookMessages, PostedMail, Sandbox } from '@concord/sandbox';
import type { CopyPlace } from '../record.ts';
import type { BoxHands, Copy } from './hands.ts';

const otherFolder = 'Matters';

const places: Readonly<Record<string, CopyPlace>> = {
  Inbox: 'inbox',
  'Sent Items': 'sent',
  Drafts: 'drafts',
  'Junk Email': 'junk',
  'Deleted Items': 'deleted',
};

const folders = { inbox: 'Inbox', junk: 'Junk Email', deleted: 'Deleted Items', other: otherFolder } as const;

export function outlookBox({ microsoft }: Sandbox, email: string): BoxHands {
  const mail = microsoft.mail(email);
  mail.addFolder(otherFolder);
  const written = ({ to, cc, bcc, subject, text, headers }: PostedMail) => ({ to, cc, bcc, subject, text, headers });
  const drafts = new Map<string, PostedMail>();
  return {
    list: () => mail.list().map(copyOf),
    send: (posted) => void mail.send(written(posted)),
    draft: (posted) => {
      const { id } = mail.draft(written(posted));
      drafts.set(id, posted);
      return id;
    },
    sendDraft: (id) => {
      const posted = drafts.get(id);
      if (posted === undefined) return;
      mail.purge(id);
      mail.send(written(posted));
    },
    receive: (posted, { isJunk, label }) => receive(mail, posted, isJunk ?? false, label),
    move: (id, place) => void mail.move(id, folders[place]),
    label: (id, label, isOn) => {
      const categories = (mail.get(id)?.categories ?? []).filter((one) => one !== label);
      mail.edit(id, { categories: isOn ? [...categories, label] : categories });
    },
    remove: (id) => mail.purge(id),
    expireCursors: () => microsoft.expireDeltaTokens(email),
    watch: (tell) =>
      void mail.watch(({ id, before, after }) => tell(id, before && copyOf(before), after && copyOf(after))),
  };
}

function receive(mail: OutlookMessages, posted: PostedMail, isJunk: boolean, label: string | undefined): void {
  const { id } = mail.deliver({
    ...posted,
    bcc: [],
    messageId: posted.messageId ?? null,
    ...(isJunk ? { folder: 'junkemail' } : {}),
  });
  if (label !== undefined) mail.edit(id, { categories: [label] });
}

const copyOf = ({ id, subject, folder, isDraft, categories, receivedAt }: OutlookMessage): Copy => ({
  id,
  subject,
  place: isDraft && folder !== 'Deleted Items' ? 'drafts' : (places[folder] ?? 'other'),
  labels: categories,
  receivedAt,
});
