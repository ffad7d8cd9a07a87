import { hash, randomUUID } from 'node:crypto';
import { SyncError, type Vault } from '@concord/core';

const maximumOwners = 10_000;

/**
 * `Vault` in memory: authentic but not secret, fast, and as long as what the real one seals, so that row sizes hold.
 * Another vault cannot open what this one sealed.
 */
export function createMemoryVault(): Vault {
  const key = randomUUID();
  const heads = new Map<string, string>();
  let sealings = 0;
  const headOf = (owner: string): string => {
    const known = heads.get(owner);
    if (known !== undefined) return known;
    const head = encoded(JSON.stringify({ alg: 'dir', enc: 'A256GCM', kid: 'memory', own: owner }));
    if (heads.size < maximumOwners) heads.set(owner, head);
    return head;
  };
  // As long as the tag of AES-GCM.
  const tagOf = (content: string): string => hash('sha256', `${key}${content}`, 'base64url').slice(0, 22);
  return {
    seal: async (plain, owner) => {
      sealings += 1;
      // In the place of 96 random bits: the same text looks different each time.
      const content = `${headOf(owner)}..${String(sealings).padStart(16, '0')}.${encoded(plain)}`;
      return `${content}.${tagOf(content)}`;
    },
    open: async (sealed, owner) => {
      const end = sealed.lastIndexOf('.');
      const content = sealed.slice(0, Math.max(end, 0));
      if (sealed.slice(end + 1) !== tagOf(content) || !content.startsWith(`${headOf(owner)}..`)) {
        throw new SyncError('misconfigured', 'A sealed text was altered or belongs to another owner.');
      }
      return Buffer.from(content.slice(content.lastIndexOf('.') + 1), 'base64url').toString();
    },
  };
}

const encoded = (text: string): string => Buffer.from(text).toString('base64url');
