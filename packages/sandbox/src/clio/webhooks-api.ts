import { type PlainResponse, reply, replyJson } from '../kernel/plain-http.ts';
import { randomId } from '../kernel/world.ts';
import { readData } from './body.ts';
import { entryResource } from './calendar/entry-resource.ts';
import { type Call, type Handler, oneResponse } from './call.ts';
import { type Deliveries, saveWebhook } from './delivery.ts';
import { parseFields, render, type Selection } from './fields.ts';
import { listPage } from './listing.ts';
import type { Webhook, WebhookEvent } from './records.ts';
import { invalidArgument, invalidRecord, notFound, preconditionFailed } from './refusal.ts';
import { contactResource, webhookResource } from './resources.ts';
import { etagOf } from './state.ts';

/** Documented in OpenAPI, Webhooks: a model is named by its word or its number. */
const models: Readonly<Record<string, number>> = {
  matter: 1,
  activity: 2,
  bill: 3,
  calendar_entry: 4,
  communication: 5,
  contact: 6,
  task: 7,
  document: 8,
  folder: 9,
  clio_payments_payment: 10,
};
const usualEvents = ['created', 'updated', 'deleted'] as const;
const matterEvents = ['matter_opened', 'matter_pended', 'matter_closed'] as const;
const maxFieldsLength = 1_000;
const dayMs = 24 * 60 * 60_000;
/** Documented in OpenAPI, Webhooks. */
const defaultLifeMs = 3 * dayMs;
const longestLifeMs = 31 * dayMs;

export function createWebhooksApi(
  deliveries: Deliveries,
): Readonly<Record<'list' | 'read' | 'create' | 'update' | 'remove' | 'activate', Handler>> {
  const begin = (call: Call, webhook: Webhook): Webhook => {
    if (call.clio.world.awkward.strikes('clio.webhookNoHandshake'))
      return saveWebhook(call.clio, { ...webhook, status: 'enabled' });
    deliveries.shakeHands(webhook);
    return webhook;
  };
  return {
    list: (call) =>
      replyJson(
        listPage({
          url: call.url,
          address: `${call.clio.base}/api/v4/webhooks.json`,
          resource: webhookResource,
          records: ownWebhooks(call),
          view: call.view,
          maxLimit: 200,
          orders: { id: (webhook) => webhook.id },
        }),
      ),
    read: (call) => webhookResponse(call, ownWebhook(call), selectionOf(call)),
    create: (call) => {
      const selection = selectionOf(call);
      const webhook = readNew(call, readData(call.request));
      return webhookResponse(call, begin(call, saveWebhook(call.clio, webhook)), selection);
    },
    update: (call) => {
      const selection = selectionOf(call);
      const data = readData(call.request);
      const webhook = ownWebhook(call);
      const expected = call.request.headers['if-match'];
      if (expected !== undefined && expected !== etagOf('webhook', webhook)) throw preconditionFailed();
      const changed = { ...webhook, ...readChanges(call, webhook.model, data) };
      const moved = changed.url !== webhook.url;
      const saved = saveWebhook(call.clio, moved ? { ...changed, status: 'pending' } : changed);
      return webhookResponse(call, moved ? begin(call, saved) : saved, selection);
    },
    remove: (call) => {
      const webhook = ownWebhook(call);
      const stays = webhook.status === 'enabled' && call.clio.world.awkward.strikes('clio.webhookGhost');
      if (stays) saveWebhook(call.clio, { ...webhook, status: 'ghost' });
      else call.clio.state.webhooks.delete(String(webhook.id));
      return reply(null, { status: 204 });
    },
    activate: (call) => {
      const selection = selectionOf(call);
      const webhook = ownWebhook(call);
      if (call.request.headers['x-hook-secret'] !== webhook.shared_secret)
        throw invalidRecord('X-Hook-Secret is not right');
      // Whether this wakes a suspended webhook is not documented: it does not (assumption).
      if (webhook.status === 'suspended') throw invalidRecord('The webhook is suspended');
      return webhookResponse(call, saveWebhook(call.clio, { ...webhook, status: 'enabled' }), selection);
    },
  };
}

/** A list shows the webhooks of this app and this user (assumption). */
function ownWebhooks(call: Call): Webhook[] {
  return [...call.clio.state.webhooks.values()].filter(
    ({ user, client, status }) => user === call.user.id && client === call.client && status !== 'ghost',
  );
}

function ownWebhook(call: Call): Webhook {
  const webhook = ownWebhooks(call).find(({ id }) => id === Number(call.params[0]));
  if (webhook === undefined) throw notFound();
  return webhook;
}

function readNew(call: Call, data: Readonly<Record<string, unknown>>): Webhook {
  const { clio, user, client } = call;
  const now = clio.world.now();
  const model = readModel(data.model);
  if (data.url === undefined || data.fields === undefined) throw invalidRecord("Url and fields can't be blank");
  const changes = readChanges(call, model, data);
  return {
    id: clio.state.nextId(),
    user: user.id,
    client,
    url: '',
    fields: '',
    model,
    events: model === 'matter' ? [...usualEvents, ...matterEvents] : usualEvents,
    status: 'pending',
    shared_secret: randomId(clio.world, 48),
    expires_at: now + defaultLifeMs,
    failing_since: null,
    created_at: now,
    updated_at: now,
    revision: 0,
    ...changes,
  };
}

function readChanges(call: Call, model: string, data: Readonly<Record<string, unknown>>): Partial<Webhook> {
  return {
    ...(data.url === undefined ? {} : { url: readUrl(data.url) }),
    ...(data.fields === undefined ? {} : { fields: readHookFields(model, data.fields) }),
    ...(data.events === undefined ? {} : { events: readEvents(model, data.events) }),
    ...(data.expires_at === undefined ? {} : { expires_at: readExpiry(data.expires_at, call.clio.world.now()) }),
  };
}

function readModel(value: unknown): string {
  const model = Object.entries(models).find(([name, number]) => value === name || Number(value) === number)?.[0];
  if (model === undefined) throw invalidArgument(`'${String(value)}' is not a valid model`);
  return model;
}

/** Clio takes https only; this also takes the machine that it runs on. */
function readUrl(value: unknown): string {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  const local = url?.protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(url.hostname);
  if (url === undefined || (url.protocol !== 'https:' && !local)) throw invalidRecord('Url must be https');
  return url.href;
}

/** The fields of models that do not exist here are not checked: nothing ever happens to them. */
function readHookFields(model: string, value: unknown): string {
  if (typeof value !== 'string' || value === '') throw invalidRecord("Fields can't be blank");
  if (value.length > maxFieldsLength)
    throw invalidRecord(`Fields is too long (maximum is ${maxFieldsLength} characters)`);
  if (model === 'contact') parseFields(value, contactResource);
  if (model === 'calendar_entry') parseFields(value, entryResource);
  return value;
}

function readEvents(model: string, value: unknown): readonly WebhookEvent[] {
  const possible: readonly WebhookEvent[] = model === 'matter' ? [...usualEvents, ...matterEvents] : usualEvents;
  if (!Array.isArray(value)) throw invalidArgument("'events' must be an array");
  for (const event of value as unknown[]) {
    if (!possible.includes(event as WebhookEvent)) throw invalidArgument(`'${String(event)}' is not a valid event`);
  }
  return value as WebhookEvent[];
}

function readExpiry(value: unknown, now: number): number {
  const instant = Date.parse(String(value));
  if (Number.isNaN(instant)) throw invalidArgument("'expires_at' is not a valid time");
  if (instant <= now) throw invalidRecord('Expires at must be in the future');
  if (instant > now + longestLifeMs) throw invalidRecord('Expires at must be at most 31 days ahead');
  return instant;
}

function selectionOf(call: Call): Selection {
  return parseFields(call.url.searchParams.get('fields'), webhookResource);
}

function webhookResponse(call: Call, webhook: Webhook, selection: Selection): PlainResponse {
  const data = render(webhookResource, webhook, selection, call.view);
  return oneResponse(call.request, etagOf('webhook', webhook), webhook.updated_at, data);
}
