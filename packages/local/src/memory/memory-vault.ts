import { hash, randomUUID } from 'node:crypto';
import { SyncError, type Vault } from '@concord/core';

const maximumOwners = 10_000;

export type MemoryVault = Vault & {
  /** From now on a new key seals; what older ones sealed still opens. */
  readonly rotate: () => void;
};

/**
 * `Vault` in memory: authentic but not secret, fast, and as long as what the real one seals, so that row sizes hold.
 * Another vault cannot open what this one sealed.
 */
export function createMemoryVault(newKey: () => string = randomUUID): MemoryVault {
  const keys = new Map([['key-01', newKey()]]);
  let current = 'key-01';
  const heads = new Map<string, string>();
  let sealings = 0;
  const headOf = (kid: string, owner: string): string => {
    const name = `${kid} ${owner}`;
    const known = heads.get(name);
    if (known !== undefined) return known;
    const head = encoded(JSON.stringify({ alg: 'dir', enc: 'A256GCM', kid, own: owner }));
    if (heads.size < maximumOwners) heads.set(name, head);
    return head;
  };
  // As long as the tag of AES-GCM.
  const tagOf = (kid: string, content: string): string =>
    hash('sha256', `${keys.get(kid)}${content}`, 'base64url').slice(0, 22);
  return {
    rotate: () => {
      current = `key-${String(keys.size + 1).padStart(2, '0')}`;
      keys.set(current, newKey());
    },
    seal: async (plain, owner) => {
      sealings += 1;
      // In the place of 96 random bits: the same text looks different each time.
      const content = `${headOf(current, owner)}..${String(sealings).padStart(16, '0')}.${encoded(plain)}`;
      return `${content}.${tagOf(current, content)}`;
    },
    open: async (sealed, owner) => {
      const end = sealed.lastIndexOf('.');
      const content = sealed.slice(0, Math.max(end, 0));
      const kid = [...keys.keys()].find((each) => content.startsWith(`${headOf(each, owner)}..`));
      if (kid === undefined || sealed.slice(end + 1) !== tagOf(kid, content)) {
        throw new SyncError('misconfigured', 'A sealed text was altered or belongs to another owner.');
      }
      return Buffer.from(content.slice(content.lastIndexOf('.') + 1), 'base64url').toString();
    },
  };
}

const encoded = (text: string): string => Buffer.from(text).toString('base64url');
