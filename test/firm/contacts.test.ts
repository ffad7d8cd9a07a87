import { describe, expect, it } from 'vitest';
import { createOneFirm } from './one-firm.ts';

const anna = {
  type: 'Person',
  first_name: 'Anna',
  last_name: 'Berg',
  email_addresses: [{ name: 'Work', address: 'anna@example.org' }],
} as const;

describe('a first run', () => {
  it('adds what only one side has, and links who is identical', async () => {
    const firm = await createOneFirm();
    firm.sandbox.clio.contacts.addMany([
      anna,
      { ...anna, first_name: 'Bo', email_addresses: [{ name: 'Home', address: 'bo@example.org' }] },
    ]);
    firm.sandbox.microsoft.addMany(firm.email, [
      { givenName: 'anna', surname: 'Berg', emailAddresses: [{ address: 'ANNA@example.org' }] },
      { givenName: 'Cy', surname: 'Dee', emailAddresses: [{ address: 'cy@example.org' }] },
    ]);
    const preview = await firm.preview();
    expect(preview.preview).toMatchObject({ addedLeft: 1, addedRight: 1, linked: 1, held: 0 });
    expect(firm.writes()).toBe(0);
    const live = await firm.goLive();
    expect(live.linked).toBe(3);
    expect(
      firm.sandbox.clio.contacts
        .list()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['Anna Berg', 'Bo Berg', 'Cy Dee']);
    expect(
      firm.outlook
        .list()
        .map(({ surname }) => surname)
        .sort(),
    ).toEqual(['Berg', 'Berg', 'Dee']);
  });
});
