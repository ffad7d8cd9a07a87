import {
  type Matter,
  type MatterPerson,
  type MatterSight,
  type Matters,
  type RefreshContext,
  refreshWatch,
  type WatchRefresh,
} from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { becauseOf, ruledOn } from './because.ts';
import { tellHistory, type WatchCause } from './watch-history.ts';
import { putWatch, readWatch, type StoredWatch } from './watch-record.ts';

export type Refreshing = {
  readonly ports: EnginePorts;
  readonly firm: string;
  readonly matters: Matters;
  readonly context: RefreshContext;
  readonly cause: WatchCause;
};

export const batchSize = 100;

/** At most 100 linked watches in two requests to Clio. Safe to repeat: what is done is done, and told, once. */
export async function refreshBatch(
  refreshing: Refreshing,
  batch: readonly StoredWatch[],
): Promise<readonly WatchRefresh[]> {
  const sights = await look(refreshing.matters, batch);
  const refreshed: WatchRefresh[] = [];
  for (const stored of batch) {
    const sight = sights.get(stored.watch.id) ?? 'notShown';
    const refresh = await refreshOne(refreshing, stored, sight);
    if (refresh) refreshed.push(refresh);
  }
  return refreshed;
}

/** What Clio shows of these watches, by their ids. */
async function look(clio: Matters, batch: readonly StoredWatch[]): Promise<ReadonlyMap<string, MatterSight>> {
  const links = batch.flatMap(({ watch }) => (watch.link ? [{ id: watch.id, link: watch.link }] : []));
  const matters = byId(await clio.read(links.map(({ link }) => link.matter)));
  const people = byId(
    await peopleOf(
      clio,
      links.flatMap(({ link }) => [
        matters.get(link.matter)?.client?.id,
        formerOf(link.contact, matters.get(link.matter)),
      ]),
    ),
  );
  return new Map(
    links.flatMap(({ id, link }) => {
      const matter = matters.get(link.matter);
      if (matter === undefined) return [];
      const former = formerOf(link.contact, matter);
      return [[id, { ...sightOf(matter, people), ...(former ? { formerClient: people.has(former) } : {}) }] as const];
    }),
  );
}

/** The client as last seen, where another one stands there now. */
function formerOf(contact: string | undefined, matter: Matter | undefined): string | undefined {
  return matter?.client !== undefined && contact !== matter.client.id ? contact : undefined;
}

export function sightOf(matter: Matter, people: ReadonlyMap<string, MatterPerson>): Exclude<MatterSight, 'notShown'> {
  return { matter, person: matter.client && people.get(matter.client.id) };
}

export async function peopleOf(clio: Matters, ids: readonly (string | undefined)[]): Promise<readonly MatterPerson[]> {
  const distinct = [...new Set(ids.filter((id) => id !== undefined))];
  return distinct.length === 0 ? [] : await clio.people(distinct);
}

export const byId = <Thing extends { readonly id: string }>(things: readonly Thing[]): ReadonlyMap<string, Thing> =>
  new Map(things.map((thing) => [thing.id, thing]));

const maximumAttempts = 4;

/** Undefined for one that is gone, put away, or written by too many at once: the next refresh looks at it again. */
async function refreshOne(
  refreshing: Refreshing,
  stored: StoredWatch,
  sight: MatterSight,
): Promise<WatchRefresh | undefined> {
  const { ports, firm, context } = refreshing;
  let known: StoredWatch | undefined = stored;
  for (let attempt = 0; attempt < maximumAttempts && known?.watch.archivedAt === undefined; attempt += 1) {
    if (known === undefined) return undefined;
    const refresh = refreshWatch(known.watch, sight, context);
    if (refresh.watch === known.watch || (await putWatch(ports, firm, { ...known, watch: refresh.watch }))) {
      await tell(refreshing, refresh);
      return refresh;
    }
    known = await readWatch(ports, firm, stored.watch.id);
  }
  return undefined;
}

/** Whoever comes after a crash tells what the first one wrote, under the same name. */
async function tell({ ports, firm, context, cause }: Refreshing, { watch, fields }: WatchRefresh): Promise<void> {
  const { link } = watch;
  if (link === undefined || link.touched.id !== context.id) return;
  const changes = link.last?.id === context.id ? link.last.changes : [];
  const because = [...becauseOf(link), ...ruledOn(fields)];
  if (changes.length === 0 && because.length === 0) return;
  const what = cause === 'import' ? 'imported' : changes.length > 0 ? 'refreshed' : 'marked';
  await tellHistory(ports, firm, watch.id, { ...link.touched, what, cause, changes, because });
}
