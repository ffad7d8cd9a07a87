import { deleteAskedOf, type Mapping, type ReasonCode, type ReviewKind } from '@concord/core';

/** What is asked about a mapping that waits, and why: those of one kind and reason can be answered alike. */
export function kindOf(mapping: Mapping): { readonly kind: ReviewKind; readonly reason: ReasonCode } {
  if (mapping.parked) return { kind: 'parked', reason: 'refused' };
  if (mapping.asked) return { kind: 'conflict', reason: 'conflict' };
  const reason = mapping.reason?.code ?? 'waitingForPerson';
  if (deleteAskedOf(mapping) !== undefined) return { kind: 'deleted', reason };
  return { kind: ambiguous.has(reason) ? 'ambiguous' : 'match', reason };
}

const ambiguous: ReadonlySet<ReasonCode> = new Set(['several', 'mayBeTheLost', 'alreadyLinked', 'kindDiffers']);
