import { sendOut } from '../../../kernel/send-out.ts';
import type { World } from '../../../kernel/world.ts';
import type { Directory } from '../../directory.ts';
import { signServiceToken } from '../../id-token.ts';
import type { MailAccounts } from '../mail-accounts.ts';
import type { MailChange } from '../mailbox/mailbox.ts';
import type { GoogleTopic, MailWatch, Topics } from './topics.ts';

type Waiting = {
  readonly topic: string;
  readonly body: string;
  readonly tries: number;
  readonly since: number;
};
export type NoticesSent = { readonly accepted: number; readonly refused: number };

const limitMs = 10_000;
/** How long a change takes to be told (assumption). */
const wayMs = 50;
/** Documented: "max one event per second per user", and what is more is dropped. */
const gapMs = 1_000;
/** Documented defaults of a subscription: from 10 s to 10 min between two tries, for seven days. */
const firstWaitMs = 10_000;
const longestWaitMs = 600_000;
const retentionMs = 7 * 86_400_000;

/** What Gmail tells of mailboxes, and Pub/Sub pushes on. What waits is stored, so that a restarted sandbox still sends it. */
export function createNotices(
  world: World,
  directory: Directory,
  mails: MailAccounts,
  topics: Topics,
): { readonly sent: () => NoticesSent } {
  const { strikes, amount } = world.awkward;
  const waiting = world.store.collection<Waiting>('google.mail.notices');
  const toldAt = new Map<string, number>();
  /** One that is held back until the next went. */
  const held = new Map<string, string>();
  let [accepted, refused, serial] = [0, 0, 0];

  const push = async (key: string): Promise<void> => {
    const notice = waiting.get(key);
    const topic = notice && topics.get(notice.topic);
    if (notice === undefined || topic === undefined) return void waiting.delete(key);
    const answer = await sendOut(world, outgoing(world, topic, notice.body), limitMs, 'google.cutOff');
    if (answer !== undefined && answer.status >= 200 && answer.status <= 299) {
      accepted += 1;
      return void waiting.delete(key);
    }
    refused += 1;
    if (world.now() - notice.since > retentionMs) return void waiting.delete(key);
    waiting.set(key, { ...notice, tries: notice.tries + 1 });
    world.later(Math.min(firstWaitMs * 2 ** notice.tries, longestWaitMs), () => push(key));
  };
  const put = (topic: string, body: string, delayMs: number): void => {
    serial += 1;
    const key = `${Math.floor(world.now())}-${serial}-${Math.floor(world.random() * 1e9)}`;
    waiting.set(key, { topic, body, tries: 0, since: world.now() });
    world.later(delayMs, () => push(key));
  };
  const tell = ({ sub, topic }: MailWatch, delayMs = wayMs): void => {
    const account = directory.account(sub);
    if (account === undefined || strikes('google.mail.noticeLost')) return;
    const body = noticeBody(world, topic, account.email, mails.mailbox(account).history.head());
    const late = strikes('google.mail.noticeLate') ? amount('google.mail.noticeLate', 60_000) : 0;
    const earlier = held.get(sub);
    held.delete(sub);
    if (earlier === undefined && strikes('google.mail.noticesSwapped')) return void held.set(sub, body);
    put(topic, body, delayMs + late);
    if (earlier !== undefined) put(topic, earlier, delayMs + late + 1);
    if (strikes('google.mail.noticeDoubled')) put(topic, body, delayMs + late + 1);
  };
  mails.onOpen(({ sub }, mailbox) => {
    mailbox.watch((change) => {
      const hearing = topics.watches().filter((watch) => watch.sub === sub && hears(watch, change));
      if (hearing.length === 0 || world.now() - (toldAt.get(sub) ?? Number.NEGATIVE_INFINITY) < gapMs) return;
      toldAt.set(sub, world.now());
      for (const watch of hearing) tell(watch);
    });
  });
  // Documented: one comes at once.
  topics.onWatch((watch) => tell(watch, 1));
  for (const [key] of waiting.entries()) world.later(wayMs, () => push(key));
  return { sent: () => ({ accepted, refused }) };
}

/** By the labels that a message has, or that came or went. Without any, all is told. */
function hears({ labelIds, behavior }: MailWatch, { message, changed }: MailChange): boolean {
  if (labelIds.length === 0) return true;
  const concerns = labelIds.some((id) => message.labelIds.includes(id) || changed.includes(id));
  return concerns === (behavior === 'include');
}

function noticeBody(world: World, topic: string, emailAddress: string, number: number): string {
  const { strikes } = world.awkward;
  // Documented both ways.
  const historyId = strikes('google.mail.numbersAsText') ? String(number) : number;
  const data = Buffer.from(JSON.stringify({ emailAddress, historyId }));
  return JSON.stringify({
    message: {
      data: data.toString(strikes('google.mail.urlSafeNotices') ? 'base64url' : 'base64'),
      messageId: String(Math.floor(world.random() * 9e15) + 1e15),
      publishTime: new Date(world.now()).toISOString(),
    },
    subscription: topic.replace('/topics/', '/subscriptions/'),
  });
}

const outgoing = (world: World, { pushUrl, audience = pushUrl, serviceAccount }: GoogleTopic, body: string) => ({
  url: pushUrl,
  headers: {
    'content-type': 'application/json',
    'user-agent': 'CloudPubSub-Google',
    authorization: `Bearer ${signServiceToken(world, serviceAccount, audience)}`,
  },
  body,
});
