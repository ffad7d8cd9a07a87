import type { MailMessage } from '@concord/core';
import { createMemoryMail, type MemoryBox } from '@concord/provider-memory';
import { createManualWorld } from '@concord/sandbox';
import { type Arrival, ada, bob, describeMailbox, type MailboxSetup, type Posted } from './mailbox-contract.ts';

const account = 'anna@firm.example';
const push = { url: 'https://concord.example/webhooks/memory/hook-1', secret: 'secret-1' };
const folders = { inbox: 'Inbox', junk: 'Junk', deleted: 'Deleted', other: 'Clients' } as const;

async function setUpMemoryMail(): Promise<MailboxSetup> {
  const world = createManualWorld();
  const told: { readonly id: string }[] = [];
  const post = createMemoryMail(
    { now: world.now },
    { deliver: ({ body }) => void told.push(JSON.parse(body) as { id: string }) },
  );
  const box = post.box(account);
  const others = [post.box(ada.address), post.box(bob.address)];
  return {
    open: () => box.mailbox,
    batchSize: 20,
    world: {
      account,
      deliver: async (arrival = {}) => box.add(messageOf(box, arrival)).id,
      move: async (id, place) => box.edit(id, { place, folder: folders[place] }),
      label: async (id, name) => box.edit(id, { labels: [name] }),
      purge: async (id) => box.remove(id),
      sendByHand: async (subject) => {
        const from = { address: account, name: '' };
        return box.add({ subject, from, to: [ada], bcc: [bob], place: 'sent', folder: 'Sent' }).id;
      },
      draft: async (subject) => box.add({ subject, place: 'drafts', folder: 'Drafts' }).id,
      posted: () => others.flatMap((other) => other.list().map(postedOf)),
      expireCursors: async () => box.expireCursors(),
      now: world.now,
      advance: world.advance,
    },
    lacks: { headers: true, namelessMessages: true },
    push: {
      push,
      news: async () => {
        const ids = told.splice(0).map(({ id }) => id);
        return ids.length === 0 ? undefined : ids;
      },
    },
  };
}

function messageOf(box: MemoryBox, { text = 'Good morning.', inReplyTo, messageId, ...rest }: Partial<Arrival>) {
  const answered = inReplyTo === undefined ? undefined : box.list().find((known) => known.messageId === inReplyTo);
  return {
    from: ada,
    preview: text.slice(0, 255),
    ...rest,
    ...(messageId ? { messageId } : {}),
    ...(answered === undefined ? {} : { threadId: answered.threadId }),
  } satisfies Partial<MailMessage>;
}

const postedOf = ({ to, cc, subject, preview, messageId }: MailMessage): Posted => ({
  to: to.map(({ address }) => address),
  cc: cc.map(({ address }) => address),
  subject,
  text: preview,
  ...(messageId === undefined ? {} : { messageId }),
});

describeMailbox('memory', setUpMemoryMail);
