import type { EnginePorts } from '../ports.ts';
import { sealed, unsealed } from '../sync/pack.ts';
import { notesKey } from './keys.ts';

/** A firm's own words about a person: sealed, and in rows of their own, which no refresh ever opens or writes. */
export async function readNotes(ports: EnginePorts, firm: string, watch: string): Promise<string> {
  const row = await ports.table.get(notesKey(firm, watch));
  return row === undefined ? '' : await unsealed<string>(ports, firm, 'notes', row);
}

/** Of the watches that have any. */
export async function readAllNotes(
  ports: EnginePorts,
  firm: string,
  watches: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await ports.table.getMany(watches.map((watch) => notesKey(firm, watch)));
  const notes = await Promise.all(rows.map(async (row) => await unsealed<string>(ports, firm, 'notes', row)));
  return new Map(rows.map(({ sk }, index) => [sk.slice(sk.indexOf('#') + 1), notes[index] ?? '']));
}

/** After the watch itself was saved over the revision that the person saw. */
export async function saveNotes(ports: EnginePorts, firm: string, watch: string, notes: string): Promise<void> {
  const key = notesKey(firm, watch);
  if (notes === '') await ports.table.remove(key);
  else await ports.table.put({ ...key, rev: 1, ...(await sealed(ports, firm, 'notes', notes)) });
}
