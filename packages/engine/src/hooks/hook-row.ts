import type { ProviderName, SideName, Subscription } from '@concord/core';
import { bodyOf, updateRow } from '../connect/update-row.ts';
import type { BoxId } from '../mail/keys.ts';
import type { EnginePorts } from '../ports.ts';
import { hookKey, type SyncId } from '../sync/keys.ts';

/** What a webhook address rings for: one side of a sync, or a mailbox. */
export type HookOf = (SyncId & { readonly side: SideName }) | BoxId;

/** What a webhook address stands for. Its id is secret enough to be unguessable, and proves nothing by itself. */
export type HookRow = HookOf & {
  readonly provider: ProviderName;
  readonly sealedSecret: string;
  readonly subscription?: string;
};

export type MadeHook = { readonly hook: string; readonly url: string; readonly secret: string };

/** A new address, before the provider is told of it: what it delivers while it is told is known already. */
export async function makeHook(ports: EnginePorts, of: HookOf, provider: ProviderName): Promise<MadeHook> {
  const hook = ports.random.id();
  const secret = ports.random.id(32);
  const row: HookRow = { ...of, provider, sealedSecret: await ports.vault.seal(secret, ownerOf(of)) };
  await ports.table.put({ ...hookKey(hook), rev: 1, ...row }, { kind: 'absent' });
  return { hook, url: hookUrl(ports, provider, hook), secret };
}

/** Where a provider reaches this deployment. */
export function hookUrl({ settings }: EnginePorts, provider: ProviderName, hook: string): string {
  const { publicUrl, webhookUrl = publicUrl } = settings;
  return `${webhookUrl}/webhooks/${provider}/${hook}`;
}

/** The provider took it. Some have a secret of their own with which they sign. */
export async function bindHook(
  ports: EnginePorts,
  hook: string,
  of: HookOf,
  { id, secret }: Pick<Subscription, 'id' | 'secret'>,
): Promise<void> {
  const own = secret === undefined ? {} : { sealedSecret: await ports.vault.seal(secret, ownerOf(of)) };
  await updateRow(ports.table, hookKey(hook), (row) => row && { ...bodyOf(row), ...own, subscription: id });
}

/** Undefined when there is none, or it is another provider's. */
export async function readHook(ports: EnginePorts, provider: ProviderName, hook: string): Promise<HookRow | undefined> {
  const row = await ports.table.get(hookKey(hook));
  return row?.['provider'] === provider ? (row as unknown as HookRow) : undefined;
}

export async function openSecret(ports: EnginePorts, row: HookRow): Promise<string> {
  return await ports.vault.open(row.sealedSecret, ownerOf(row));
}

/** Only while the subscription is being made: later nobody may change the secret. */
export async function keepSecret(ports: EnginePorts, hook: string, row: HookRow, secret: string): Promise<void> {
  if (row.subscription !== undefined) return;
  const sealedSecret = await ports.vault.seal(secret, ownerOf(row));
  await updateRow(ports.table, hookKey(hook), (known) => known && { ...bodyOf(known), sealedSecret });
}

/** What is delivered there is refused from now on. */
export async function removeHook(ports: EnginePorts, hook: string): Promise<void> {
  await ports.table.remove(hookKey(hook));
}

const minimumMs = 60_000;

/** Half-way through its life, so that one failure is not the end of it. */
export function renewAtOf({ clock }: EnginePorts, expiresAt: number): number {
  const now = clock.now();
  return now + Math.max(minimumMs, (expiresAt - now) / 2);
}

const ownerOf = ({ firm }: HookOf): string => `firm:${firm}`;
