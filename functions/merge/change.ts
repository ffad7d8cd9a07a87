import { type ChangeMessage, SyncError } from '@concord/core';

const reasons: ReadonlySet<string> = new Set<ChangeMessage['why']>([
  'push',
  'poll',
  'person',
  'continue',
  'again',
  'retry',
]);
const isId = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= 1024;
const maximumIds = 20;

/**
 * Throws `garbled` for anything but a change of the version that this code knows: during a deploy the other version's
 * worker may get it, and otherwise it ends in the dead-letter queue.
 */
export function parseChange(body: string): ChangeMessage {
  const { v, kind, firm, sync, why, side, ids } = parseRecord(body);
  const isKnown = v === 1 && kind === 'change' && typeof why === 'string' && reasons.has(why);
  const isSide = side === undefined || side === 'left' || side === 'right';
  const areIds = ids === undefined || (Array.isArray(ids) && ids.length <= maximumIds && ids.every(isId));
  if (!isKnown || !isId(firm) || !isId(sync) || !isSide || !areIds) {
    throw new SyncError('garbled', 'A message of the queue is none that this version understands.');
  }
  return {
    v,
    kind,
    firm,
    sync,
    why: why as ChangeMessage['why'],
    ...(side === undefined ? {} : { side }),
    ...(ids === undefined ? {} : { ids }),
  };
}

function parseRecord(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
