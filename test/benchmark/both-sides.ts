import type { Collection, Hosts, Present, Provider } from '@concord/core';
import { clio } from '@concord/provider-clio';
import { microsoft } from '@concord/provider-microsoft';
import { createManualWorld, createSandbox, generatePeople, type Sandbox, splitFirm } from '@concord/sandbox';
import { transportTo } from '../sandbox/transport-to.ts';

export type Pair = { readonly left: Present; readonly right: Present };
export type BothSides = {
  readonly pairs: readonly Pair[];
  readonly profiles: Readonly<Record<'left' | 'right', Collection['profile']>>;
};

const owner = { id: 7101, name: 'Olive Owner', email: 'owner@firm.example.com', account_owner: true };

/** People who are on both sides, as they would stand there after years, and as the providers read them. */
export async function readBothSides(people: number): Promise<BothSides> {
  const world = createManualWorld();
  const sandbox = createSandbox(world, { limits: false });
  sandbox.clio.addFirm({ id: 7001, name: 'Firm', users: [owner] });
  sandbox.microsoft.addAccount({ tenantId: 'tenant', oid: 'owner', mailbox: true, ...owner });
  const { clio: lefts, outlook: rights, truth } = splitFirm(generatePeople({ seed: 2, count: people }), { shared: 1 });
  const leftIds = sandbox.clio.contacts.addMany(lefts).ids;
  const rightIds = sandbox.microsoft.addMany(owner.email, rights);
  const left = open(clio, sandbox, { app: `${world.publicUrl}/clio` }, sandbox.clio.grant(owner.id).access_token);
  const graphHosts = { login: `${world.publicUrl}/login`, graph: `${world.publicUrl}/graph` };
  const right = open(microsoft, sandbox, graphHosts, sandbox.microsoft.grant(owner.email).accessToken);
  const [inClio, inOutlook] = [await readAll(left), await readAll(right)];
  const pairs = [...truth.people.values()].flatMap((where): Pair[] => {
    const one = inClio.get(String(leftIds[where.clio ?? -1]));
    const other = inOutlook.get(rightIds[where.outlook ?? -1] ?? '');
    return one && other ? [{ left: one, right: other }] : [];
  });
  if (pairs.length !== people) throw new Error(`Only ${pairs.length} of ${people} people were read on both sides.`);
  return { pairs, profiles: { left: left.profile, right: right.profile } };
}

function open(provider: Provider, sandbox: Sandbox, hosts: Hosts, token: string): Collection {
  const collection = provider.collections.contact?.({
    transport: transportTo(sandbox.handle),
    accessToken: async () => token,
    hosts,
    clock: { now: () => Date.now() },
    claims: { take: unasked, bind: unasked, release: unasked },
    phoneRegion: 'US',
    seesEverything: true,
  });
  if (collection === undefined) throw new Error(`${provider.name} has no contacts.`);
  return collection;
}

const unasked = async (): Promise<never> => {
  throw new Error('Reading needs no claim.');
};

const maximumPages = 1_000;

async function readAll({ scan }: Collection): Promise<ReadonlyMap<string, Present>> {
  const found = new Map<string, Present>();
  let next: string | undefined;
  for (let pages = 0; pages < maximumPages; pages += 1) {
    const page = await scan(next);
    for (const each of page.observations) if (each.kind === 'present') found.set(each.id, each);
    next = page.next;
    if (next === undefined) return found;
  }
  throw new Error('The listing does not end.');
}
