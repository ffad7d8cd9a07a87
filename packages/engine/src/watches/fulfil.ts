import {
  type RefreshContext,
  refreshWatch,
  SyncError,
  type Watch,
  type WatchChange,
  watchFieldNames,
} from '@concord/core';
import { contactMatters } from '../mail/filing/contact-matters.ts';
import { fileMail } from '../mail/filing/file-mail.ts';
import type { Wish, WishAnswer, WishRequest } from '../wishes/wish.ts';
import { fulfilled } from '../wishes/wishes.ts';
import { becauseOf } from './because.ts';
import { linkedId } from './keys.ts';
import type { WatchWork } from './open-matters.ts';
import { byId, peopleOf, refreshBatch, sightOf } from './refresh-batch.ts';
import { countLinked, readChoices, readSettings, saveChoices } from './settings.ts';
import { tellHistory } from './watch-history.ts';
import { putWatch, readWatch, readWatches } from './watch-record.ts';

/** Does what a person wishes of Clio, and keeps the answer for an hour. Safe to repeat. */
export async function fulfil(work: WatchWork, wish: Wish): Promise<void> {
  const answer = await answerTo(work, wish);
  if (answer !== 'held') await fulfilled(work.ports, wish, answer);
}

async function answerTo(work: WatchWork, wish: Wish): Promise<WishAnswer | 'held'> {
  const { request } = wish;
  switch (request.kind) {
    case 'matters':
      return await browse(work, request);
    case 'import':
      return await importMatters(work, wish, request.matters);
    case 'refresh':
      return await refreshNow(work, wish, request.watch);
    case 'choices':
      await readChoicesAnew(work);
      return { kind: 'choices' };
    case 'contactMatters':
      return await contactMatters(work, request);
    case 'fileMail':
      return await fileMail(work, wish, request);
    default:
      throw new Error(`A wish of another worker came here: ${request.kind}`);
  }
}

type Browsing = Extract<WishRequest, { readonly kind: 'matters' }>;
const choicesKeptMs = 60 * 60_000;

async function browse(work: WatchWork, { filter, next }: Browsing): Promise<WishAnswer> {
  const page = await work.matters.list(filter, next);
  const { readAt } = await readChoices(work.ports, work.firm);
  if (work.ports.clock.now() - readAt > choicesKeptMs) await readChoicesAnew(work);
  return { kind: 'matters', filter, page };
}

async function readChoicesAnew({ ports, firm, matters }: WatchWork): Promise<void> {
  const [practiceAreas, attorneys] = [await matters.practiceAreas(), await matters.attorneys()];
  await saveChoices(ports, firm, { practiceAreas, attorneys, readAt: ports.clock.now() });
}

/** Only matters that Clio shows to this member, each once; what was imported before stays as it is. */
async function importMatters(work: WatchWork, wish: Wish, wanted: readonly string[]): Promise<WishAnswer> {
  const { ports, firm } = work;
  const context = await contextOf(work, wish);
  const before = await readWatches(
    ports,
    firm,
    wanted.map((matter) => linkedId(firm, matter)),
  );
  const fresh = wanted.filter((matter) => !before.has(linkedId(firm, matter)));
  const matters = byId(fresh.length === 0 ? [] : await work.matters.read(fresh));
  const people = byId(
    await peopleOf(
      work.matters,
      [...matters.values()].map(({ client }) => client?.id),
    ),
  );
  const added: string[] = [];
  for (const matter of wanted) {
    const shown = matters.get(matter);
    const made =
      shown && madeOf(refreshWatch(blankWatch(firm, matter, context), sightOf(shown, people), context).watch);
    const watch = before.get(linkedId(firm, matter))?.watch ?? (made && (await make(work, made)));
    // Also what this wish had made before its worker died.
    if (watch?.link?.touched.id !== wish.id) continue;
    await tellImported(work, watch);
    added.push(watch.id);
  }
  return {
    kind: 'import',
    added,
    known: wanted.map((matter) => linkedId(firm, matter)).filter((id) => before.has(id) && !added.includes(id)),
    notShown: fresh.filter((matter) => !matters.has(matter)),
  };
}

/** The watch as it then stands: another import may have been quicker. */
async function make({ ports, firm }: WatchWork, watch: Watch): Promise<Watch | undefined> {
  if (!(await putWatch(ports, firm, { watch, rev: 0 }))) return (await readWatch(ports, firm, watch.id))?.watch;
  await countLinked(ports, firm, 1);
  return watch;
}

/** An import is not undone: the watch is deleted instead. */
function madeOf(watch: Watch): Watch {
  if (watch.link === undefined) return watch;
  const { last: _, ...link } = watch.link;
  return { ...watch, link };
}

async function tellImported({ ports, firm }: WatchWork, { id, link }: Watch): Promise<void> {
  if (link === undefined) return;
  const changes = watchFieldNames.flatMap((field): readonly WatchChange[] => {
    const after = link.base[field];
    return after === undefined ? [] : [{ field, before: '', after, rule: 'clioChanged' }];
  });
  await tellHistory(ports, firm, id, {
    ...link.touched,
    what: 'imported',
    cause: 'import',
    changes,
    because: becauseOf(link),
  });
}

function blankWatch(firm: string, matter: string, { id, now }: RefreshContext): Watch {
  return {
    id: linkedId(firm, matter),
    values: {},
    tags: [],
    priority: 'normal',
    status: 'active',
    createdAt: now,
    link: {
      matter,
      seenBy: [],
      base: {},
      matterState: { kind: 'open' },
      client: { kind: 'none' },
      touched: { id, at: now },
    },
  };
}

/** "Sync from Clio" on one watch. */
async function refreshNow(work: WatchWork, wish: Wish, id: string): Promise<WishAnswer> {
  const { ports, firm, matters } = work;
  const stored = await readWatch(ports, firm, id);
  if (stored?.watch.link === undefined) throw new SyncError('notFound', 'There is no such watch.');
  const context = await contextOf(work, wish);
  const [refresh] = await refreshBatch({ ports, firm, matters, context, cause: 'one' }, [stored]);
  if (refresh?.watch.link === undefined) throw new SyncError('conflict', 'The watch was changed meanwhile.');
  const { last } = refresh.watch.link;
  return {
    kind: 'refresh',
    watch: id,
    changes: last?.id === wish.id ? last.changes : [],
    fields: refresh.fields.map(({ field, clio, base, local, rule }) => ({ field, clio, base, local, rule })),
    because: becauseOf(refresh.watch.link),
  };
}

async function contextOf({ ports, firm, connection }: WatchWork, wish: Wish): Promise<RefreshContext> {
  const { policy } = await readSettings(ports, firm);
  return { id: wish.id, now: ports.clock.now(), connection, policy };
}
