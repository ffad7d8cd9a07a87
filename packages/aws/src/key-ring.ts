import { SyncError } from '@concord/core';

/** The keys that seal what is stored, by key id. The current one seals; all of them open. */
export type KeyRing = {
  readonly current: { readonly kid: string; readonly key: Uint8Array };
  readonly keys: ReadonlyMap<string, Uint8Array>;
};

/** From the value of its secret: `{ "current": kid, "keys": { kid: base64url of 32 bytes } }`. Throws `misconfigured` for anything else. */
export function parseKeyRing(value: unknown): KeyRing {
  const { current, keys } = (value ?? {}) as { readonly current?: unknown; readonly keys?: Record<string, unknown> };
  const parsed = new Map(Object.entries(keys ?? {}).map(([kid, key]) => [kid, keyBytes(key)]));
  const key = typeof current === 'string' ? parsed.get(current) : undefined;
  if (typeof current !== 'string' || key === undefined) {
    throw new SyncError('misconfigured', 'The key ring names no current key.');
  }
  return { current: { kid: current, key }, keys: parsed };
}

function keyBytes(key: unknown): Uint8Array {
  const bytes = Buffer.from(String(key), 'base64url');
  if (bytes.length !== 32) throw new SyncError('misconfigured', 'A key of the key ring is not 32 bytes long.');
  return bytes;
}
