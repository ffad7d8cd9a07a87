import {
  byProductClaim,
  type Claims,
  type Collection,
  type CollectionContext,
  type HttpRequest,
  type Item,
  type List,
  type Notice,
  type RawRequest,
  type Subscription,
} from '@concord/core';
import { clio } from '@concord/provider-clio';
import {
  type ClioContactInput,
  type ClioControl,
  createClio,
  createManualWorld,
  type ManualWorld,
} from '@concord/sandbox';
import { transportTo } from '../sandbox/transport-to.ts';
import type { CollectionSetup } from './collection-contract.ts';
import { phoneRegion } from './contact-arbitrary.ts';

export type ClioSetup = CollectionSetup & {
  readonly control: ClioControl;
  readonly manual: ManualWorld;
  readonly context: CollectionContext;
  readonly open: (changes?: Partial<CollectionContext>) => Collection;
  /** Every request that went to the look-alike, oldest first. */
  readonly sent: HttpRequest[];
  /** Ids of what was told as made along the way, oldest first. */
  readonly byProducts: readonly string[];
  /** The engine has saved that this item has a card of its own, or is asked about: it is no by-product any more. */
  readonly saved: (id: string) => void;
};

export const origin = 'https://sandbox.test';
export const hookUrl = 'https://concord.example/webhooks/clio/hook';

/** The Clio provider on the look-alike, with one firm of two users: 1 owns it, 2 sees only some of the contacts. */
export async function setUpClio(
  options: { readonly limits?: boolean; readonly userId?: number } = {},
): Promise<ClioSetup> {
  const deliveries: RawRequest[] = [];
  const manual = createManualWorld({
    publicUrl: origin,
    startAt: Date.UTC(2026, 2, 2, 15),
    deliver: async (request) => {
      const raw = await toRaw(request);
      const answer = clio.webhook.receive(raw, {});
      if (answer.kind !== 'handshake') deliveries.push(raw);
      const { status, headers } = answer.kind === 'handshake' ? answer.response : { status: 200, headers: {} };
      return new Response(null, { status, headers });
    },
  });
  const { service, control } = createClio(manual, { limits: options.limits ?? false });
  control.addFirm({
    id: 7,
    name: 'Reyes LLP',
    users: [
      { id: 1, name: 'Olive Owner', email: 'olive@reyes.example', account_owner: true },
      { id: 2, name: 'Rita Restricted', email: 'rita@reyes.example', restricted: true },
    ],
  });
  const sent: HttpRequest[] = [];
  const claims = createMemoryClaims(manual.now);
  const byProducts: string[] = [];
  const saved = new Set<string>();
  const token = control.grant(options.userId ?? 1).access_token;
  const send = transportTo(service.handle);
  const context: CollectionContext = {
    transport: async (request) => {
      sent.push(request);
      return send(request);
    },
    accessToken: async () => token,
    hosts: { app: `${origin}/clio` },
    clock: { now: manual.now },
    claims: {
      ...claims,
      take: async (kind, key) => {
        if (kind === byProductClaim && saved.has(key)) await claims.release(kind, key);
        return await claims.take(kind, key);
      },
      bind: async (kind, key, id, title) => {
        if (kind === byProductClaim) byProducts.push(id);
        await claims.bind(kind, key, id, title);
      },
    },
    phoneRegion,
    seesEverything: true,
  };
  const open = (changes: Partial<CollectionContext> = {}): Collection => {
    const collection = clio.collections.contact?.({ ...context, ...changes });
    if (collection === undefined) throw new Error('Clio has contacts');
    return collection;
  };
  return {
    collection: open(),
    open,
    context,
    control,
    manual,
    sent,
    byProducts,
    saved: (id) => void saved.add(id),
    world: {
      add: async (item) => String(control.contacts.add(toInput(item))),
      edit: async (id, item) => control.contacts.edit(Number(id), toEdit(control, id, item)),
      remove: async (id) => control.contacts.remove(Number(id)),
      list: async () => shownItems(open()),
      now: manual.now,
      advance: manual.advance,
      decorate: (id) => decorate(control, id),
    },
    push: {
      url: hookUrl,
      secret: 'not used: Clio chooses its own',
      notices: async (subscription) => deliveries.splice(0).flatMap((request) => noticesOf(request, subscription)),
    },
  };
}

export async function toRaw(request: Request): Promise<RawRequest> {
  const { method, headers } = request;
  return { method, headers: Object.fromEntries(headers), query: {}, body: await request.text() };
}

export function noticesOf(request: RawRequest, { id, secret }: Subscription): readonly Notice[] {
  const answer = clio.webhook.receive(request, { subscriptionId: id, ...(secret === undefined ? {} : { secret }) });
  if (answer.kind !== 'notices') throw new Error(`a delivery was answered ${answer.response.status}`);
  return answer.notices;
}

/** Firm-wide claims as the engine keeps them, for one worker. */
export function createMemoryClaims(now: () => number): Claims {
  const claims = new Map<string, { readonly id?: string; readonly since: number }>();
  const keyOf = (kind: string, key: string): string => `${kind}:${key}`;
  return {
    take: async (kind, key) => {
      const claim = claims.get(keyOf(kind, key));
      if (claim?.id !== undefined) return { kind: 'bound', id: claim.id };
      if (claim !== undefined) return { kind: 'mine', since: claim.since };
      claims.set(keyOf(kind, key), { since: now() });
      return { kind: 'mine' };
    },
    bind: async (kind, key, id) => void claims.set(keyOf(kind, key), { id, since: now() }),
    release: async (kind, key) => void claims.delete(keyOf(kind, key)),
  };
}

async function shownItems(collection: Collection): Promise<readonly Item[]> {
  const { observations } = await collection.scan(undefined);
  return observations.flatMap((observation) => (observation.kind === 'present' ? [observation.item] : []));
}

async function decorate(control: ClioControl, id: string): Promise<() => Promise<boolean>> {
  control.contacts.edit(Number(id), {
    addresses: [{ name: 'Head office', street: '1 Main St' }],
    web_sites: [{ name: 'Blog', address: 'https://blog.example.org' }],
  });
  return async () => {
    const shown = control.contacts.get(Number(id));
    return shown?.web_sites[0]?.name === 'Blog' && shown.addresses[0]?.name === 'Head office';
  };
}

const rowName = (slot: string | undefined): string =>
  slot === undefined ? 'Work' : slot[0]?.toUpperCase() + slot.slice(1);
const listOf = (value: Item[string]): List => (typeof value === 'object' ? value : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What a person types into Clio's page to have it say this. */
function toInput(item: Item): ClioContactInput {
  const isCompany = item.kind === 'company';
  const flag = (primary: boolean | undefined) => (primary === true ? { default: true } : {});
  const addresses = (value: Item[string]) =>
    listOf(value).map((element) => ({
      name: rowName(element.slot),
      address: text(element.value),
      ...flag(element.primary),
    }));
  return {
    type: isCompany ? 'Company' : 'Person',
    ...(isCompany ? { name: text(item.company) } : { company: text(item.company) || null }),
    ...(isCompany
      ? {}
      : {
          prefix: text(item.prefix) || null,
          first_name: text(item.firstName) || null,
          middle_name: text(item.middleName) || null,
          last_name: text(item.lastName) || null,
          title: text(item.jobTitle) || null,
          date_of_birth: text(item.birthday) || null,
        }),
    email_addresses: addresses(item.emails),
    phone_numbers: listOf(item.phones).map((element) => ({
      name: rowName(element.slot),
      number: text(element.value),
      ...flag(element.primary),
    })),
    addresses: listOf(item.addresses).map(({ slot, value }) => {
      const { street, city, province, postalCode, country } = Object(value) as Record<string, string>;
      const parts = { street, city, province, postal_code: postalCode, country };
      return {
        name: rowName(slot),
        ...Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined)),
      };
    }),
    web_sites: addresses(item.sites),
    instant_messengers: addresses(item.messengers),
  };
}

/** A person changes what is there: rows stay rows, in their order. */
function toEdit(control: ClioControl, id: string, item: Item): Omit<ClioContactInput, 'type'> {
  const shown = control.contacts.get(Number(id));
  const { type: _, ...input } = toInput(item);
  const inPlace = <Row extends object>(
    rows: readonly Row[] | undefined,
    known: readonly { id: number }[] | undefined,
  ) => (rows ?? []).map((row, index) => (known?.[index] === undefined ? row : { ...row, id: known[index].id }));
  return {
    ...input,
    email_addresses: inPlace(input.email_addresses, shown?.email_addresses),
    phone_numbers: inPlace(input.phone_numbers, shown?.phone_numbers),
    addresses: inPlace(input.addresses, shown?.addresses),
    web_sites: inPlace(input.web_sites, shown?.web_sites),
    instant_messengers: inPlace(input.instant_messengers, shown?.instant_messengers),
  };
}
