import { frozen } from '../../../kernel/frozen.ts';
import type { World } from '../../../kernel/world.ts';
import { createLabels, type Labels } from './labels.ts';
import { createMailHistory, type HistoryEntry, type HistoryKind, type MailHistory } from './mail-history.ts';
import { bare, headerOf, type NewMessage, plainSubject, type StoredMessage } from './stored-message.ts';

export type MailChange = {
  readonly kind: HistoryKind;
  readonly message: StoredMessage;
  /** Labels that came or went. */
  readonly changed: readonly string[];
};

/** The mail of one account. Messages never change but for their labels. */
export type Mailbox = {
  readonly labels: Labels;
  readonly history: MailHistory;
  readonly get: (id: string) => StoredMessage | undefined;
  /** The latest first. */
  readonly all: () => readonly StoredMessage[];
  /** That have this `Message-ID`. */
  readonly withMessageId: (messageId: string) => readonly StoredMessage[];
  readonly thread: (threadId: string) => readonly StoredMessage[];
  readonly add: (message: NewMessage) => StoredMessage;
  readonly relabel: (id: string, add: readonly string[], remove: readonly string[]) => StoredMessage;
  /** For good; what only lies in the trash is still there. */
  readonly remove: (id: string) => void;
  readonly watch: (listener: (change: MailChange) => void) => () => void;
};

export function createMailbox(world: World, sub: string): Mailbox {
  const stored = world.store.collection<StoredMessage>(`google.mail.messages/${sub}`);
  const labels = createLabels(world, sub);
  const history = createMailHistory(world, sub);
  const listeners = new Set<(change: MailChange) => void>();
  const byMessageId = new Map<string, Set<string>>();
  let sorted: readonly StoredMessage[] | undefined;

  const keep = (message: StoredMessage): void => {
    const id = bare(headerOf(message, 'message-id')).toLowerCase();
    if (id !== '') byMessageId.set(id, (byMessageId.get(id) ?? new Set()).add(message.id));
  };
  for (const message of stored.values()) keep(message);

  const tell = (kind: HistoryKind, message: StoredMessage, changed: readonly string[]): void => {
    const { id: messageId, threadId, labelIds, historyId: number } = message;
    const entry: HistoryEntry = { number, at: world.now(), kind, messageId, threadId, labelIds, changed };
    history.append(entry);
    sorted = undefined;
    for (const listener of listeners) listener({ kind, message, changed });
  };
  const save = (message: StoredMessage, kind: HistoryKind, changed: readonly string[] = []): StoredMessage => {
    const next = frozen({ ...message, historyId: history.next() });
    stored.set(next.id, next);
    tell(kind, next, changed);
    return next;
  };
  const withMessageId = (messageId: string): readonly StoredMessage[] =>
    [...(byMessageId.get(bare(messageId).toLowerCase()) ?? [])].flatMap((id) => stored.get(id) ?? []);
  /** Observed: an answer joins the thread of what it answers, under the same subject. */
  const threadOf = (message: NewMessage): string | undefined => {
    const subject = plainSubject(headerOf(message, 'subject'));
    const named = `${headerOf(message, 'references')} ${headerOf(message, 'in-reply-to')}`;
    return [...named.matchAll(/<([^<>\s]+)>/gu)]
      .flatMap(([, id = '']) => withMessageId(id))
      .find((one) => plainSubject(headerOf(one, 'subject')) === subject)?.threadId;
  };
  return {
    labels,
    history,
    get: (id) => stored.get(id),
    all: () => {
      sorted ??= [...stored.values()].sort((one, other) => other.internalDate - one.internalDate);
      return sorted;
    },
    withMessageId,
    thread: (threadId) => [...stored.values()].filter((message) => message.threadId === threadId),
    add: (message) => {
      let id = newId(world);
      while (stored.get(id)) id = newId(world);
      const added = { ...message, id, threadId: message.threadId ?? threadOf(message) ?? id, historyId: 0 };
      keep(added);
      return save(added, 'messageAdded');
    },
    relabel: (id, add, remove) => {
      const message = stored.get(id);
      if (message === undefined) throw new Error(`There is no message ${id} in this mailbox`);
      const gone = remove.filter((label) => message.labelIds.includes(label));
      const come = add.filter((label) => !message.labelIds.includes(label));
      let next = message;
      if (gone.length > 0) {
        const labelIds = next.labelIds.filter((label) => !gone.includes(label));
        next = save({ ...next, labelIds }, 'labelRemoved', gone);
      }
      return come.length === 0 ? next : save({ ...next, labelIds: [...next.labelIds, ...come] }, 'labelAdded', come);
    },
    remove: (id) => {
      const message = stored.get(id);
      if (message === undefined) return;
      stored.delete(id);
      byMessageId.get(bare(headerOf(message, 'message-id')).toLowerCase())?.delete(id);
      tell('messageDeleted', { ...message, historyId: history.next() }, []);
    },
    watch: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** Sixteen digits of sixteen, as Gmail's are. */
function newId({ random, now }: World): string {
  const time = Math.floor(now()).toString(16).padStart(11, '0').slice(-11);
  return `${time}${Math.floor(random() * 0xf_ffff)
    .toString(16)
    .padStart(5, '0')}`;
}
