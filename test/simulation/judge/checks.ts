import { auditTrail } from './audit.ts';
import type { CreateCheck } from './check.ts';
import { convergence } from './convergence.ts';
import { creates } from './creates.ts';
import { cleanDisconnect } from './disconnect.ts';
import { duplicates } from './duplicates.ts';
import { effort } from './effort.ts';
import { fieldMerge } from './field-merge.ts';
import { honestBase } from './honest-base.ts';
import type { Invariant } from './invariants.ts';
import { leaseSafety } from './lease-safety.ts';
import { lostEdits } from './lost-edits.ts';
import { massChange } from './mass-change.ts';
import { matchSafety } from './match-safety.ts';
import { poisonIsolation } from './poison.ts';
import { quiescence } from './quiescence.ts';
import { resurrection } from './resurrection.ts';
import { revocation } from './revocation.ts';
import { tenants } from './tenants.ts';
import { toldChanges } from './told-changes.ts';
import { unmappedData } from './unmapped-data.ts';
import { wrongDeletes } from './wrong-deletes.ts';

/** Judged by replaying a story in another order, or by laws of pure functions: not from one history. */
type JudgedByPlaying = 'I18' | 'I19' | 'I20' | 'I22';

export const checks = {
  I1: convergence,
  I2: quiescence,
  I3: lostEdits,
  I4: fieldMerge,
  I5: duplicates,
  I6: creates,
  I7: resurrection,
  I8: wrongDeletes,
  I9: massChange,
  I10: unmappedData,
  I11: honestBase,
  I12: toldChanges,
  I13: leaseSafety,
  I14: tenants,
  I15: effort,
  I16: poisonIsolation,
  I17: revocation,
  I21: matchSafety,
  I24: auditTrail,
  I25: cleanDisconnect,
} as const satisfies Record<Exclude<Invariant, JudgedByPlaying>, CreateCheck>;
