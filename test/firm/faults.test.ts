import { describe, expect, it } from 'vitest';
import { createOneFirm, type OneFirm } from './one-firm.ts';

const people = (count: number, letter: string) =>
  Array.from({ length: count }, (_, index) => ({
    first: `${letter}${index}`,
    last: 'Berg',
    email: `${letter}${index}@example.org`,
  }));

async function filled(count: number): Promise<OneFirm> {
  const firm = await createOneFirm({ settings: { leaseMs: 20_000, requestTimeoutMs: 5_000 } });
  firm.sandbox.clio.contacts.addMany(
    people(count, 'c').map(({ first, last, email }) => ({
      type: 'Person',
      first_name: first,
      last_name: last,
      email_addresses: [{ name: 'Work', address: email }],
    })),
  );
  firm.sandbox.microsoft.addMany(
    firm.email,
    people(count, 'o').map(({ first, last, email }) => ({
      givenName: first,
      surname: last,
      emailAddresses: [{ address: email }],
    })),
  );
  return firm;
}

const names = (firm: OneFirm) => ({
  clio: firm.sandbox.clio.contacts
    .list()
    .map(({ first_name }) => first_name)
    .sort(),
  outlook: firm.outlook
    .list()
    .map(({ givenName }) => givenName)
    .sort(),
});

const faults = {
  'clio.timeoutAfterCommit': { rate: 0.2 },
  'microsoft.timeoutAfterCommit': { rate: 0.3 },
  'clio.brokenBeforeEffect': { rate: 0.2 },
  'microsoft.brokenBeforeEffect': { rate: 0.2 },
  'clio.serverError': { rate: 0.2 },
  'microsoft.serverError': { rate: 0.2 },
  'clio.rateLimited': { rate: 0.2 },
  'microsoft.rateLimited': { rate: 0.2 },
  'microsoft.batchItemThrottled': { rate: 0.2 },
  'clio.htmlOk': { rate: 0.1 },
  'microsoft.htmlOk': { rate: 0.1 },
  'clio.truncatedPage': { rate: 0.2 },
  'microsoft.htmlGateway': { rate: 0.2 },
  'clio.tokenExpired': { rate: 0.1 },
  'microsoft.tokenExpired': { rate: 0.1 },
  'microsoft.changeKeyBump': { rate: 1 },
  'clio.etagBump': { rate: 1 },
  'microsoft.reformatsPhones': { rate: 1 },
  'microsoft.staleDelta': { rate: 1, amount: 20_000 },
  'microsoft.duplicateInDelta': { rate: 0.5 },
  'microsoft.emptyDeltaPage': { rate: 0.5 },
  'microsoft.partialDeltaRows': { rate: 1 },
  'clio.staleList': { rate: 1, amount: 20_000 },
  'microsoft.spuriousConflict': { rate: 0.2 },
} as const;

describe('a first run and some edits, while the clouds misbehave', () => {
  for (const [name, setting] of Object.entries(faults)) {
    it(`end with everybody once on each side: ${name}`, async () => {
      const firm = await filled(30);
      firm.sandbox.awkward.set(name, setting);
      await firm.goLive();
      const [some] = firm.sandbox.clio.contacts.list();
      firm.sandbox.clio.contacts.edit(some?.id ?? 0, { title: 'Notary' });
      const other = firm.outlook.list().find(({ givenName }) => givenName === 'o7');
      firm.outlook.edit(other?.id ?? '', { jobTitle: 'Baker' });
      await firm.run(600_000);
      firm.sandbox.awkward.set(name, undefined);
      await firm.run(7_200_000);
      const expected = [...people(30, 'c'), ...people(30, 'o')].map(({ first }) => first).sort();
      expect(names(firm)).toEqual({ clio: expected, outlook: expected });
      expect(
        firm.sandbox.clio.contacts
          .list()
          .filter(({ title }) => title)
          .map(({ title }) => title)
          .sort(),
      ).toEqual(['Baker', 'Notary']);
      expect(
        firm.outlook
          .list()
          .filter(({ jobTitle }) => jobTitle)
          .map(({ jobTitle }) => jobTitle)
          .sort(),
      ).toEqual(['Baker', 'Notary']);
      firm.writes();
      await firm.run(7_200_000);
      expect(firm.writes()).toBe(0);
    });
  }
});
