import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { SyncError, type Vault } from '@concord/core';

/**
 * `Vault` in memory: authentic but not secret, fast, and as long as what the real one seals, so that row sizes hold.
 * Another vault cannot open what this one sealed.
 */
export function createMemoryVault(): Vault {
  const key = randomBytes(32);
  const tagOf = (content: string): string =>
    createHmac('sha256', key).update(content).digest().subarray(0, 16).toString('base64url');
  return {
    seal: async (plain, owner) => {
      const head = encoded(JSON.stringify({ alg: 'dir', enc: 'A256GCM', kid: 'memory', own: owner }));
      const content = `${head}..${randomBytes(12).toString('base64url')}.${encoded(plain)}`;
      return `${content}.${tagOf(content)}`;
    },
    open: async (sealed, owner) => {
      const content = sealed.slice(0, Math.max(sealed.lastIndexOf('.'), 0));
      const [head = '', , , text = ''] = content.split('.');
      if (!isEqual(sealed.slice(content.length + 1), tagOf(content)) || ownerOf(head) !== owner) {
        throw new SyncError('misconfigured', 'A sealed text was altered or belongs to another owner.');
      }
      return Buffer.from(text, 'base64url').toString();
    },
  };
}

const encoded = (text: string): string => Buffer.from(text).toString('base64url');

function isEqual(left: string, right: string): boolean {
  const [one, other] = [Buffer.from(left), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function ownerOf(head: string): unknown {
  return (JSON.parse(Buffer.from(head, 'base64url').toString()) as { readonly own?: unknown }).own;
}
