import { systemLabels } from '../mailbox/labels.ts';
import type { Answer, Call } from './call.ts';

/** `GET profile` */
export function getProfile({ account, mailbox }: Call): Answer {
  const all = mailbox.all();
  return {
    emailAddress: account.email,
    messagesTotal: all.length,
    threadsTotal: new Set(all.map(({ threadId }) => threadId)).size,
    historyId: String(mailbox.history.head()),
  };
}

const hidden = { messageListVisibility: 'hide', labelListVisibility: 'labelHide' };
const shown = { messageListVisibility: 'show', labelListVisibility: 'labelShow' };
/** Captured: these say nothing of where they show. */
const plain: ReadonlySet<string> = new Set(['SENT', 'INBOX', 'DRAFT', 'STARRED', 'UNREAD']);

/** `GET labels` */
export function listLabels({ mailbox }: Call): Answer {
  return {
    labels: [
      ...systemLabels.map((id) => ({ id, name: id, ...(plain.has(id) ? {} : hidden), type: 'system' })),
      ...mailbox.labels.all().map(({ id, name }) => ({ id, name, ...shown, type: 'user' })),
    ],
  };
}

/** `GET settings/sendAs`: the account's own address is the first, and needs no verification. */
export function listSendAs({ account, mails }: Call): Answer {
  const isDefault = (address: string): boolean => address === account.email;
  return {
    sendAs: [
      {
        sendAsEmail: account.email,
        displayName: account.name,
        replyToAddress: '',
        signature: '',
        isPrimary: true,
        isDefault: isDefault(account.email),
      },
      ...mails.aliases(account).map(({ address, verified }) => ({
        sendAsEmail: address,
        displayName: account.name,
        replyToAddress: '',
        signature: '',
        treatAsAlias: true,
        verificationStatus: verified ? 'accepted' : 'pending',
      })),
    ],
  };
}
