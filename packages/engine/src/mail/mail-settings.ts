import { defaultMailSettings, type MailSettings, type Row } from '@concord/core';
import { updateRow } from '../connect/update-row.ts';
import type { EnginePorts } from '../ports.ts';
import { ownDomainsOf, readColleagues } from './colleagues.ts';
import { mailSettingsKey } from './keys.ts';

/** What a firm decided about its mail, and what of that is still to be carried out. */
export type MailSettingsRecord = {
  readonly firm: string;
  readonly settings: MailSettings;
  /** Engagements are to be gone through because they are kept for another time than before. */
  readonly sweep?: MailSweep;
  /** When somebody must look after the sweep although no message did. */
  readonly dueAt?: number;
};
/** `after`: the last one that is done, by its sort key. */
export type MailSweep = { readonly id: string; readonly after?: string };

/** Undefined while nobody has connected a mailbox or decided anything. */
export async function readMailSettings(ports: EnginePorts, firm: string): Promise<MailSettingsRecord | undefined> {
  const row = await ports.table.get(mailSettingsKey(firm));
  return row && toRecord(row);
}

/** What holds in the firm: what was decided, and else what is suggested. */
export async function mailSettingsOf(ports: EnginePorts, firm: string): Promise<MailSettings> {
  return (await readMailSettings(ports, firm))?.settings ?? (await suggestedSettings(ports, firm));
}

/** Saves what is suggested, where nothing was decided yet: from then on only the account owner changes it. */
export async function ensureMailSettings(ports: EnginePorts, firm: string): Promise<MailSettings> {
  const known = await readMailSettings(ports, firm);
  if (known) return known.settings;
  const settings = await suggestedSettings(ports, firm);
  const record = await updateMailSettings(ports, firm, (found) => (found ? undefined : { firm, settings }));
  return record?.settings ?? settings;
}

/** `change` returns undefined to leave them as they are. */
export async function updateMailSettings(
  ports: EnginePorts,
  firm: string,
  change: (record: MailSettingsRecord | undefined) => MailSettingsRecord | undefined,
): Promise<MailSettingsRecord | undefined> {
  const row = await updateRow(ports.table, mailSettingsKey(firm), (found) => change(found && toRecord(found)));
  return row && toRecord(row);
}

export async function suggestedSettings(ports: EnginePorts, firm: string): Promise<MailSettings> {
  return { ...defaultMailSettings, ownDomains: ownDomainsOf(await readColleagues(ports, firm)) };
}

function toRecord(row: Row): MailSettingsRecord {
  const { pk: _pk, sk: _sk, rev: _rev, ...record } = row;
  return record as unknown as MailSettingsRecord;
}
