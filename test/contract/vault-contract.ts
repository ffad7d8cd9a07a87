import type { Vault } from '@concord/core';
import { beforeAll, describe, expect, it } from 'vitest';

/** Every implementation of `Vault` must pass this. */
export function describeVault(name: string, create: () => Promise<Vault>): void {
  describe(`vault: ${name}`, () => {
    let vault: Vault;
    beforeAll(async () => {
      vault = await create();
    });
    const misconfigured = { name: 'SyncError', code: 'misconfigured' };

    it.each(['', 'token', 'Zoë 🦊 \u0000', 'x'.repeat(100_000)])('opens what it sealed', async (plain) => {
      expect(await vault.open(await vault.seal(plain, 'firm/1'), 'firm/1')).toBe(plain);
    });

    it('seals the same text differently each time', async () => {
      expect(await vault.seal('token', 'firm/1')).not.toBe(await vault.seal('token', 'firm/1'));
    });

    it('opens for no other owner', async () => {
      const sealed = await vault.seal('token', 'firm/1');
      await expect(vault.open(sealed, 'firm/2')).rejects.toMatchObject(misconfigured);
      await expect(vault.open(sealed, '')).rejects.toMatchObject(misconfigured);
    });

    it('notices an altered owner', async () => {
      const [head = '', ...rest] = (await vault.seal('token', 'firm/1')).split('.');
      const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as object;
      const forged = Buffer.from(JSON.stringify({ ...header, own: 'firm/2' })).toString('base64url');
      await expect(vault.open([forged, ...rest].join('.'), 'firm/2')).rejects.toMatchObject(misconfigured);
    });

    it('notices any altered part', async () => {
      const sealed = await vault.seal('token', 'firm/1');
      const parts = sealed.split('.');
      expect(parts).toHaveLength(5);
      for (const [index, part] of parts.entries()) {
        const other = `${part.startsWith('A') ? 'B' : 'A'}${part.slice(1)}`;
        const altered = parts.with(index, other).join('.');
        await expect(vault.open(altered, 'firm/1'), `part ${index}`).rejects.toMatchObject(misconfigured);
      }
    });

    it.each(['', '.', 'nonsense', 'a.b.c.d.e', '{}'])('refuses what was never sealed: %s', async (text) => {
      await expect(vault.open(text, 'firm/1')).rejects.toMatchObject(misconfigured);
    });
  });
}
