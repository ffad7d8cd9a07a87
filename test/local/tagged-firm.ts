import { generatePeople, type Sandbox, sampleFirm, splitFirm } from '@concord/sandbox';

const [{ email, id }] = sampleFirm.users;
export const owner = { email, clioUser: String(id), accountId: '7b3f0c1e-0000-4000-8000-000000000001' } as const;

/** People whom a test knows again on either side: most are in Clio only, some in the mailbox only. */
export const taggedFirm = (count: number) =>
  splitFirm(generatePeople({ seed: 7, count }), { seed: 7, shared: 0, outlookOnly: 0.1, tagged: true });

export function fillTagged(count: number): (sandbox: Sandbox) => Promise<void> {
  return async ({ clio, microsoft }) => {
    const { clio: inClio, outlook } = taggedFirm(count);
    clio.addFirm(sampleFirm);
    microsoft.addAccount({ tenantId: 't', oid: owner.accountId, name: 'Owner', email: owner.email, mailbox: true });
    clio.contacts.addMany(inClio, sampleFirm.id);
    microsoft.addMany(owner.email, outlook);
  };
}
