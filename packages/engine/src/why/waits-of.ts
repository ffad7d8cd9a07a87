import { isBroken, type Mapping, type WaitCode, type WhyWait, waitSentences, worded } from '@concord/core';
import type { SyncRecord } from '../sync/sync-record.ts';
import type { SyncContext } from './sync-context.ts';

type Wait = { readonly code: WaitCode; readonly until?: number };

/** What a mapping waits for, and until when: the record's own waits first, then those of its whole sync. */
export function waitsOf(context: SyncContext, mapping: Mapping, isWriting: boolean): readonly WhyWait[] {
  const waits = [...ownWaits(context, mapping), ...syncWaits(context, isWriting)];
  const { words } = context.deciding.type;
  return waits.map(({ code, until }) => {
    const { says, changes } = waitSentences[code];
    return {
      code,
      sentence: worded(says, words),
      changes: worded(changes, words),
      ...(until === undefined ? {} : { until }),
    };
  });
}

function ownWaits({ intents, settling, answered }: SyncContext, mapping: Mapping): readonly Wait[] {
  const intent = intents.get(mapping.id);
  const isAnswered = answered.has(mapping.id) || answered.has('*');
  return [
    ...(intent ? [{ code: 'intent', until: intent.readyAt } as const] : []),
    ...(settling.mappings.has(mapping.id) ? [{ code: 'settling', until: settling.until } as const] : []),
    ...(isAnswered ? [{ code: 'answerGiven' } as const] : []),
    ...(mapping.state === 'held' && !isAnswered ? [{ code: 'person' } as const] : []),
    ...(mapping.asked && !isAnswered ? [{ code: 'field' } as const] : []),
    ...(mapping.parked && !isAnswered ? [{ code: 'parked' } as const] : []),
  ];
}

/** `isWriting`: something of this very record is still to be written. */
function syncWaits(context: SyncContext, isWriting: boolean): readonly Wait[] {
  const { record, account, bells, work, deciding } = context;
  const resting = account?.restUntil ?? 0;
  const isLate = record.state === 'live' && (account?.failures ?? 0) > 0 && account?.dueAt !== undefined;
  const quiet = resting > deciding.now ? [{ code: 'quiet', until: resting } as const] : [];
  const own = standstill(context);
  if (own) return [own, ...quiet];
  return [
    ...quiet,
    ...(isLate && quiet.length === 0 ? [{ code: 'failing', until: account.dueAt ?? 0 } as const] : []),
    ...((account?.until ?? 0) > deciding.now ? [{ code: 'atWork' } as const] : []),
    ...(bells.left || bells.right ? [{ code: 'news' } as const] : []),
    ...(work.pass !== undefined || record.refresh !== undefined ? [{ code: 'fullPass' } as const] : []),
    ...(record.state === 'running' && isWriting ? [{ code: 'run' } as const] : []),
  ];
}

/** Why nothing at all of this sync moves. */
function standstill({ record, connections }: SyncContext): Wait | undefined {
  const code = standstillOf(record);
  if (code !== 'trouble') return code && { code };
  const isLost = [connections.left, connections.right].some((one) => one !== undefined && isBroken(one.state));
  return { code: isLost ? 'connection' : code };
}

function standstillOf({ state, trouble, byOperator }: SyncRecord): WaitCode | undefined {
  if (byOperator !== undefined) return 'operator';
  if (state === 'stopped') return 'stopped';
  if (state === 'draft' || state === 'scanning' || state === 'previewed') return 'preview';
  if (state !== 'paused') return undefined;
  return trouble?.startsWith('brake.') ? 'brake' : 'trouble';
}
