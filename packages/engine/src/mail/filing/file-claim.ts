import type { Instant, Row } from '@concord/core';
import type { EnginePorts } from '../../ports.ts';
import { fileClaimKey } from '../keys.ts';

/**
 * Who is filing a message on a matter, firm-wide: colleagues may press the same at the same moment, each through their own Clio. While
 * it is there the message may be on the matter or not, and from `lookAt` on a search tells.
 */
export type FileClaim = { readonly lookAt: Instant; readonly rev: number };
export type FilePlace = { readonly firm: string; readonly engagement: string; readonly matter: string };

export async function readFileClaim({ table }: EnginePorts, place: FilePlace): Promise<FileClaim | undefined> {
  const row = await table.get(fileClaimKey(place));
  return row && claimIn(row);
}

/** From `lookAt` on a search says as much as the claim does. */
const keptMs = 60_000;

/** Undefined when somebody else was quicker: then nothing may be made. */
export async function takeFileClaim(
  { table }: EnginePorts,
  place: FilePlace,
  known: FileClaim | undefined,
  lookAt: Instant,
): Promise<FileClaim | undefined> {
  const rev = (known?.rev ?? 0) + 1;
  const condition = known === undefined ? ({ kind: 'absent' } as const) : ({ kind: 'rev', rev: known.rev } as const);
  const expiresAt = Math.ceil((lookAt + keptMs) / 1000);
  const isTaken = await table.put({ ...fileClaimKey(place), rev, lookAt, expiresAt }, condition);
  return isTaken ? { lookAt, rev } : undefined;
}

/** Of one's own. */
export async function endFileClaim({ table }: EnginePorts, place: FilePlace, { rev }: FileClaim): Promise<void> {
  await table.remove(fileClaimKey(place), { kind: 'rev', rev });
}

const claimIn = ({ rev, lookAt }: Row): FileClaim => ({ rev, lookAt: Number(lookAt) });
