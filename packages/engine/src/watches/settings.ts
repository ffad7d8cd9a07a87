import { defaultRefreshPolicy, type Named, type RefreshPolicy, type Row, type WatchFrequency } from '@concord/core';
import { updateRow } from '../connect/update-row.ts';
import type { EnginePorts } from '../ports.ts';
import { choicesKey, settingsKey } from './keys.ts';

/** What a firm chose for its watches, and what is known of how many there are. */
export type WatchSettingsRecord = {
  readonly firm: string;
  readonly policy: RefreshPolicy;
  readonly autoSync: boolean;
  readonly frequency: WatchFrequency;
  readonly onLogin: boolean;
  /** Whose Clio refreshes by itself: of who last switched it on. */
  readonly by?: { readonly member: string; readonly connection: string };
  /** Linked and not archived. Counted up and down, and anew by every run. */
  readonly linked: number;
  /** When the next refresh by itself is due. */
  readonly dueAt?: number;
};

const defaults: Omit<WatchSettingsRecord, 'firm'> = {
  policy: defaultRefreshPolicy,
  autoSync: false,
  frequency: 'daily',
  onLogin: false,
  linked: 0,
};

export async function readSettings(ports: EnginePorts, firm: string): Promise<WatchSettingsRecord> {
  return toSettings(firm, await ports.table.get(settingsKey(firm)));
}

/** `change` returns undefined to leave them as they are. */
export async function updateSettings(
  ports: EnginePorts,
  firm: string,
  change: (settings: WatchSettingsRecord) => WatchSettingsRecord | undefined,
): Promise<WatchSettingsRecord> {
  const row = await updateRow(ports.table, settingsKey(firm), (found) => change(toSettings(firm, found)));
  return toSettings(firm, row);
}

export async function countLinked(ports: EnginePorts, firm: string, by: number): Promise<void> {
  if (by === 0) return;
  await updateSettings(ports, firm, (known) => ({ ...known, linked: Math.max(0, known.linked + by) }));
}

function toSettings(firm: string, row: Row | undefined): WatchSettingsRecord {
  if (row === undefined) return { firm, ...defaults };
  const { pk: _pk, sk: _sk, rev: _rev, ...settings } = row;
  return settings as unknown as WatchSettingsRecord;
}

/** What Clio has to choose from, as last read. */
export type Choices = {
  readonly practiceAreas: readonly Named[];
  readonly attorneys: readonly Named[];
  readonly readAt: number;
};

export async function readChoices(ports: EnginePorts, firm: string): Promise<Choices> {
  const row = await ports.table.get(choicesKey(firm));
  return (row?.choices as Choices | undefined) ?? { practiceAreas: [], attorneys: [], readAt: 0 };
}

export async function saveChoices(ports: EnginePorts, firm: string, choices: Choices): Promise<void> {
  await ports.table.put({ ...choicesKey(firm), rev: 1, choices });
}
