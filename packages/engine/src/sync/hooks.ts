import { type Collection, isSyncError, type SideName, sideNames } from '@concord/core';
import { bindHook, makeHook, removeHook, renewAtOf } from '../hooks/hook-row.ts';
import { mustStop } from '../hooks/must-stop.ts';
import type { HookNews, Rung } from './bells.ts';
import { remember, type Slice } from './slice.ts';
import type { HookNote } from './work-record.ts';

/** Some providers have no push for a kind of collection: they are looked at more often instead. */
export const tellsOfChanges = ({ profile }: Collection): boolean => profile.subscriptionMs > 0;

/** Sees to it that both sides tell us of changes. A side that cannot is polled: nothing here ever fails a slice. */
export async function ensureHooks(slice: Slice, rung: Rung): Promise<void> {
  for (const side of sideNames) {
    try {
      await ensureHook(slice, side, rung[side]?.hook);
    } catch (error) {
      if (mustStop(error) || !isSyncError(error)) throw error;
      slice.ports.log.info('subscription.failed', { provider: slice.record[side].provider, code: error.code });
    }
  }
}

async function ensureHook(slice: Slice, side: SideName, told: HookNews | undefined): Promise<void> {
  const { ports, collections, work } = slice;
  if (!tellsOfChanges(collections[side])) return;
  const note = work.loaded.record.hooks[side];
  const news = told?.hook === note?.hook ? told?.kind : undefined;
  if (note && news === undefined && note.renewAt > ports.clock.now()) return;
  if (note && news !== 'removed') {
    try {
      const renewed = await collections[side].renew(note.subscription);
      return noteHook(slice, side, { ...note, renewAt: renewAtOf(ports, renewed.expiresAt) });
    } catch (error) {
      if (!isSyncError(error) || error.code !== 'notFound') throw error;
    }
  }
  await subscribe(slice, side);
  if (note) await removeHook(ports, note.hook);
}

async function subscribe(slice: Slice, side: SideName): Promise<void> {
  const { ports, id, record, collections } = slice;
  const of = { ...id, side };
  const { hook, url, secret } = await makeHook(ports, of, record[side].provider);
  const made = await collections[side].subscribe(url, secret);
  await bindHook(ports, hook, of, made);
  noteHook(slice, side, { hook, subscription: made.id, renewAt: renewAtOf(ports, made.expiresAt) });
}

function noteHook(slice: Slice, side: SideName, note: HookNote): void {
  remember(slice, (record) => ({ ...record, hooks: { ...record.hooks, [side]: note } }));
}
