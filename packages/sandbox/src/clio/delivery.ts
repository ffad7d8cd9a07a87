import { createHmac } from 'node:crypto';
import type { PlainResponse } from '../kernel/plain-http.ts';
import { sendOut } from '../kernel/send-out.ts';
import { randomId } from '../kernel/world.ts';
import type { Bookable, Change } from './book.ts';
import { type Clio, viewOf } from './call.ts';
import { parseFields, type Selection } from './fields.ts';
import type { Delivery, User, Webhook } from './records.ts';
import type { Subject } from './webhook-subjects.ts';

/**
 * Clio's notices. Each waits in the store until it is taken, so that a killed process sends it after its restart. Documented: what a
 * notice holds, when an update counts, which answers count (OpenAPI, Webhooks); the schedule and the timeout are assumptions.
 */
export type Deliveries = {
  readonly announce: <T extends Bookable>(subject: Subject<T>, change: Change<T>) => void;
  readonly shakeHands: (webhook: Webhook) => void;
  /** Takes up what a killed process left. */
  readonly resume: () => void;
};

const answerWithinMs = 10_000;
const firstRetryMs = 15_000;
const longestRetryMs = 30 * 60_000;
const maxHandshakes = 3;
/** Observed. A hook was suspended exactly three hours after its deliveries began to fail. */
const suspendAfterMs = 3 * 60 * 60_000;

export function createDeliveries(clio: Clio): Deliveries {
  const plan = (id: number) => {
    const delivery = clio.state.deliveries.get(String(id));
    if (delivery === undefined) return;
    clio.world.later(Math.max(0, delivery.due_at - clio.world.now()), () => attempt(clio, id, plan));
  };
  const add = (webhook: Webhook, kind: Delivery['kind'], body: object, delayMs: number) => {
    const id = clio.state.nextId();
    const due_at = clio.world.now() + delayMs;
    clio.state.deliveries.set(String(id), {
      webhook: webhook.id,
      kind,
      body: JSON.stringify(body),
      attempt: 0,
      due_at,
    });
    plan(id);
  };
  return {
    announce: (subject, change) => {
      for (const webhook of clio.state.webhooks.values()) {
        const body = noticeFor(clio, webhook, subject, change);
        if (body === undefined) continue;
        const { strikes } = clio.world.awkward;
        if (strikes('clio.webhookSuspended')) suspend(clio, webhook);
        else if (!strikes('clio.webhookLost'))
          for (const delayMs of delaysOf(clio)) add(webhook, 'event', body, delayMs);
        if (strikes('clio.webhookForeign')) add(webhook, 'foreign', foreignNotice(clio), 0);
      }
    },
    shakeHands: (webhook) => add(webhook, 'handshake', { data: { webhook_id: webhook.id } }, 0),
    resume: () => {
      for (const [id] of clio.state.deliveries.entries()) plan(Number(id));
    },
  };
}

/** When to send one notice: once and at once, unless an awkwardness strikes. */
function delaysOf({ world: { awkward, random } }: Clio): number[] {
  const late = awkward.strikes('clio.webhookLate') ? awkward.amount('clio.webhookLate', 30_000) : 0;
  const swapped = awkward.strikes('clio.webhookReordered')
    ? random() * awkward.amount('clio.webhookReordered', 3_000)
    : 0;
  const first = late + swapped;
  return awkward.strikes('clio.webhookDoubled')
    ? [first, first + awkward.amount('clio.webhookDoubled', 1_000)]
    : [first];
}

function noticeFor<T extends Bookable>(
  clio: Clio,
  webhook: Webhook,
  subject: Subject<T>,
  change: Change<T>,
): object | undefined {
  const record = change.kind === 'deleted' ? change.before : change.after;
  const user = clio.state.users.get(String(webhook.user));
  if (user === undefined || user.firm !== record.firm || !subject.isShown(clio, record, user)) return undefined;
  if (!isSending(webhook) || webhook.model !== subject.model || webhook.expires_at <= clio.world.now())
    return undefined;
  if (!webhook.events.includes(change.kind)) return undefined;
  const selection = parseFields(webhook.fields, subject.resource);
  if (change.kind === 'updated' && !isNews(clio, webhook, user, subject, change, selection)) return undefined;
  // Whatever fields are chosen, a notice has the id and the etag.
  const always: Selection = new Map([['id', undefined], ['etag', undefined], ...selection]);
  const data = subject.show(record, always, viewOf(clio, user));
  return { data, meta: { event: change.kind, webhook_id: webhook.id } };
}

/** An update counts when a chosen field changed, and the first time that a record is updated at all. */
function isNews<T extends Bookable>(
  clio: Clio,
  webhook: Webhook,
  user: User,
  subject: Subject<T>,
  change: Extract<Change<T>, { kind: 'updated' }>,
  selection: Selection,
): boolean {
  const key = `${webhook.id}:${change.after.id}`;
  const first = clio.state.updatesSeen.get(key) === undefined;
  if (first) clio.state.updatesSeen.set(key, true);
  const chosen = (record: T) => JSON.stringify(subject.show(record, selection, viewOf(clio, user)));
  return first || chosen(change.after) !== chosen(change.before);
}

async function attempt(clio: Clio, id: number, planAgain: (id: number) => void): Promise<void> {
  const { deliveries, webhooks } = clio.state;
  const delivery = deliveries.get(String(id));
  if (delivery === undefined) return;
  const webhook = webhooks.get(String(delivery.webhook));
  if (webhook === undefined || !(delivery.kind === 'handshake' ? webhook.status === 'pending' : isSending(webhook))) {
    deliveries.delete(String(id));
    return;
  }
  const response = await send(clio, webhook, delivery);
  const current = webhooks.get(String(delivery.webhook));
  const done = current === undefined || settlements[delivery.kind](clio, current, delivery, response);
  if (done) {
    deliveries.delete(String(id));
    return;
  }
  const delayMs = Math.min(firstRetryMs * 2 ** delivery.attempt, longestRetryMs);
  deliveries.set(String(id), { ...delivery, attempt: delivery.attempt + 1, due_at: clio.world.now() + delayMs });
  planAgain(id);
}

/** Whether this is over: taken, or given up together with the webhook. 410 asks to be left alone. */
function settleEvent(clio: Clio, webhook: Webhook, _delivery: Delivery, response: PlainResponse | undefined): boolean {
  const now = clio.world.now();
  const status = response?.status ?? 0;
  if (status === 410) suspend(clio, webhook);
  const taken = status === 410 || (status >= 200 && status < 400);
  if (taken) {
    if (status !== 410 && webhook.failing_since !== null) saveWebhook(clio, { ...webhook, failing_since: null });
    return true;
  }
  const failing_since = webhook.failing_since ?? now;
  const suspended = now - failing_since >= suspendAfterMs;
  if (webhook.failing_since === null) saveWebhook(clio, { ...webhook, failing_since });
  if (suspended) suspend(clio, { ...webhook, failing_since });
  return suspended;
}

/** One that was deleted already just ends. */
function suspend(clio: Clio, webhook: Webhook): void {
  if (webhook.status === 'ghost') clio.state.webhooks.delete(String(webhook.id));
  else saveWebhook(clio, { ...webhook, status: 'suspended' });
}

const isSending = ({ status }: Webhook): boolean => status === 'enabled' || status === 'ghost';

/** The answer must be 200 and give the secret back. How often Clio asks again is not documented. */
function settleHandshake(
  clio: Clio,
  webhook: Webhook,
  delivery: Delivery,
  response: PlainResponse | undefined,
): boolean {
  const agreed = response?.status === 200 && response.headers['x-hook-secret'] === webhook.shared_secret;
  if (agreed && webhook.status === 'pending') saveWebhook(clio, { ...webhook, status: 'enabled' });
  return agreed || delivery.attempt + 1 >= maxHandshakes;
}

/** By kind of delivery: whether it is over. What went astray is not tried again. */
const settlements = {
  event: settleEvent,
  handshake: settleHandshake,
  foreign: () => true,
} as const satisfies Record<Delivery['kind'], typeof settleEvent | (() => boolean)>;

/** Of another firm's webhook, or one that somebody made up. */
function foreignNotice({ world }: Clio): object {
  const id = 4_600_000_000 + Math.floor(world.random() * 1_000_000_000);
  const data = { id, etag: `"${randomId(world, 32)}"` };
  return { data, meta: { event: 'deleted', webhook_id: id + 1 } };
}

export function saveWebhook({ state, world }: Clio, webhook: Webhook): Webhook {
  const saved = { ...webhook, revision: webhook.revision + 1, updated_at: world.now() };
  state.webhooks.set(String(saved.id), saved);
  return saved;
}

/** Undefined when nobody answered in time. Redirects are not followed: they count as taken. */
function send({ world }: Clio, webhook: Webhook, { kind, body }: Delivery): Promise<PlainResponse | undefined> {
  const proof: Record<string, string> =
    kind === 'handshake'
      ? { 'x-hook-secret': webhook.shared_secret }
      : { 'x-hook-signature': signatureOf(kind === 'event' ? webhook.shared_secret : randomId(world, 48), body) };
  const headers = { 'content-type': 'application/json', ...proof };
  return sendOut(world, { url: webhook.url, headers, body, redirect: 'manual' }, answerWithinMs, 'clio.cutOff');
}

function signatureOf(secret: string, body: string): string {
  return createHmac('sha256', secret).update(body).digest('hex');
}
