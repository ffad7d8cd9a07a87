import { createManualWorld, createSandbox, sampleFirm, seedSandbox } from '@concord/sandbox';
import { describe, expect, it } from 'vitest';

const owner = sampleFirm.users[0].email;
const dayMs = 86_400_000;

describe('The mail of the sample firm', () => {
  it('lies in both of the owner’s mailboxes, from people whom Clio has, within twelve days', async () => {
    const world = createManualWorld({ seed: 1 });
    const sandbox = createSandbox(world, { limits: false });
    await seedSandbox(sandbox, { contacts: 40 });
    const known = new Set(
      sandbox.clio.contacts.list().flatMap(({ email_addresses: all }) => all.map(({ address }) => address)),
    );
    const outlook = sandbox.microsoft.mail(owner).list();
    const gmail = sandbox.google.mailbox(owner).list();
    expect([outlook.length, gmail.length]).toEqual([21, 21]);
    const writers = outlook.map(({ from }) => from?.address ?? '');
    expect(writers.filter((address) => known.has(address))).toHaveLength(11);
    expect(new Set(outlook.map(({ folder }) => folder))).toEqual(new Set(['Inbox', 'Sent Items', 'Junk Email']));
    expect(outlook.filter(({ sensitivity }) => sensitivity === 'private')).toHaveLength(1);
    const now = sandbox.microsoft.now();
    expect(outlook.every(({ receivedAt: at }) => now - at < 12 * dayMs)).toBe(true);
    expect(gmail.filter(({ labelIds }) => labelIds.includes('SENT'))).toHaveLength(7);
  });
});
