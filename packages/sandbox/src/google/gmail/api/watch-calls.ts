import type { Answer, Call } from './call.ts';
import { invalid, refusal } from './refusal.ts';

/** Documented: "must be repeated at least every 7 days". */
const watchMs = 7 * 86_400_000;

/** `POST watch`: one topic an account and project (observed); again for the same one, it begins anew. */
export function watchMailbox(call: Call): Answer {
  const { body, mailbox, topics, world } = call;
  const { topicName, labelIds = [], labelFilterBehavior = 'include' } = isRecord(body) ? body : {};
  if (typeof topicName !== 'string' || !/^projects\/[^/]+\/topics\/[^/]+$/u.test(topicName))
    throw invalid(`Invalid topicName does not match projects/*/topics/*`);
  if (!isTexts(labelIds)) throw invalid("Invalid value at 'label_ids'");
  const stranger = labelIds.find((id) => !mailbox.labels.has(id));
  if (stranger !== undefined) throw invalid(`Invalid label: ${stranger}`);
  if (labelFilterBehavior !== 'include' && labelFilterBehavior !== 'exclude')
    throw invalid("Invalid value at 'label_filter_behavior'");
  if (topics.get(topicName) === undefined) throw refusal('topicNotFound');
  const { sub, project } = keyOf(call);
  const before = topics.watchOf(sub, project);
  if (before !== undefined && before.topic !== topicName) throw refusal('oneClient');
  const lifeMs = world.awkward.strikes('google.mail.shortWatch')
    ? world.awkward.amount('google.mail.shortWatch', 1) * 3_600_000
    : watchMs;
  const expiresAt = world.now() + lifeMs;
  topics.watch({ sub, project, topic: topicName, labelIds, behavior: labelFilterBehavior, expiresAt });
  return { historyId: String(mailbox.history.head()), expiration: String(expiresAt) };
}

/** `POST stop`: also where nothing was watched. */
export function stopWatch(call: Call): Answer {
  const { sub, project } = keyOf(call);
  call.topics.stop(sub, project);
  return undefined;
}

const keyOf = ({ account, directory, token }: Call): { readonly sub: string; readonly project: string } => ({
  sub: account.sub,
  project: directory.app(token.clientId)?.project ?? '',
});

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');
