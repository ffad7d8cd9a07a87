import {
  createManualWorld,
  createSandbox,
  fileSource,
  generatePeople,
  judgeSide,
  loadFile,
  peopleIn,
  peopleInGoogle,
  sampleFirm,
  seedSandbox,
  toGoogle,
} from '@concord/sandbox';
import { describe, expect, it } from 'vitest';
import { emptyCard } from '../../packages/sandbox/src/seed/card.ts';

const seeded = async (options = {}) => {
  const sandbox = createSandbox(createManualWorld(), { limits: false });
  const report = await seedSandbox(sandbox, options);
  return { sandbox, report, people: sandbox.google.contacts(sampleFirm.users[0].email) };
};

describe('the sample firm', () => {
  it('has its people in the owner’s Google account, too, and in nobody else’s', async () => {
    const { report, people, sandbox } = await seeded({ contacts: 100 });
    expect([report.google.loaded, people.list().length]).toEqual([42, 42]);
    for (const { email } of sampleFirm.users.slice(1)) expect(sandbox.google.contacts(email).list()).toHaveLength(0);
    const repeated = await seeded({ contacts: 100 });
    expect(repeated.people.list()).toEqual(people.list());
  });

  it('begins with an empty Google account when files are given', async () => {
    const file = new URL('../files/google-new.csv', import.meta.url).pathname;
    const { report, people } = await seeded({ outlookFile: file });
    expect([report.google.loaded, people.list().length]).toEqual([0, 0]);
  });

  it('has the contacts of a file in the owner’s Google account alone, labels included', async () => {
    const googleFile = new URL('../files/google-new.csv', import.meta.url).pathname;
    const { report, people, sandbox } = await seeded({ googleFile });
    expect(report).toMatchObject({
      google: { loaded: 3, format: 'Google CSV' },
      clio: { loaded: 0 },
      outlook: { loaded: 0 },
    });
    expect(people.list()).toHaveLength(3);
    expect(people.list().flatMap(({ resourceName }) => people.labelsOf(resourceName))).not.toEqual([]);
    expect(sandbox.clio.contacts.list()).toEqual([]);
  });
});

describe('the people of a firm in a Google account', () => {
  it('are a share of them, each once, and as many others with another seed', () => {
    const people = generatePeople({ seed: 3, count: 300 });
    const sitesOf = (seed: number) =>
      peopleInGoogle(people, { seed, share: 0.5, tagged: true }).map(({ urls }) =>
        peopleIn((urls ?? []).map(({ value }) => value)),
      );
    const one = sitesOf(1);
    expect(one).toHaveLength(150);
    expect(judgeSide(one, [])).toEqual({ doubled: [], fused: [], lost: [] });
    expect(sitesOf(2)).not.toEqual(one);
    expect(sitesOf(1)).toEqual(one);
  });
});

describe('a card in Google Contacts', () => {
  const card = {
    ...emptyCard(),
    prefix: 'Dr.',
    firstName: 'Ada',
    middleName: 'K',
    lastName: 'Byron',
    suffix: 'Jr.',
    nickname: 'A',
    company: 'Engines',
    jobTitle: 'Analyst',
    department: 'R',
    notes: 'Met in court',
    birthday: '--12-10',
    categories: ['Clients'],
  };

  it('has a place for everything but what Google composes', () => {
    const placing = toGoogle({
      ...card,
      emails: [
        { label: 'none', value: 'a@x.example' },
        { label: 'work', value: 'b@x.example', primary: true },
        { label: 'home', value: 'c@x.example', primary: true },
      ],
      phones: [
        { label: 'fax', value: '1' },
        { label: 'mobile', value: '2' },
        { label: 'skype', value: '3' },
      ],
      addresses: [
        { label: 'billing', street: '1 Main St', city: 'Ottawa', province: 'ON', postalCode: 'K', country: 'Canada' },
      ],
      sites: [{ label: 'linkedin', value: 'https://in.example' }],
      messengers: [{ label: 'home', value: 'ada' }],
      displayName: 'The Countess',
      fileAs: 'Countess',
      leftOut: ['Second company'],
    });
    expect(placing).toEqual({
      kind: 'placed',
      leftOut: ['Second company', 'File as', 'Display name'],
      input: {
        names: [
          { honorificPrefix: 'Dr.', givenName: 'Ada', middleName: 'K', familyName: 'Byron', honorificSuffix: 'Jr.' },
        ],
        nicknames: [{ value: 'A' }],
        organizations: [{ name: 'Engines', title: 'Analyst', department: 'R' }],
        biographies: [{ value: 'Met in court' }],
        birthdays: [{ date: { month: 12, day: 10 } }],
        emailAddresses: [
          { value: 'a@x.example' },
          { value: 'b@x.example', type: 'work', metadata: { sourcePrimary: true } },
          { value: 'c@x.example', type: 'home' },
        ],
        phoneNumbers: [
          { value: '1', type: 'workFax' },
          { value: '2', type: 'mobile' },
          { value: '3', type: 'skype' },
        ],
        addresses: [
          {
            type: 'billing',
            streetAddress: '1 Main St',
            city: 'Ottawa',
            region: 'ON',
            postalCode: 'K',
            country: 'Canada',
          },
        ],
        urls: [{ value: 'https://in.example', type: 'linkedin' }],
        imClients: [{ username: 'ada', type: 'home' }],
        labels: ['Clients'],
      },
    });
  });

  it('of a company has no name', () => {
    const placing = toGoogle({ ...emptyCard(), kind: 'company', company: 'Engines', birthday: '1990-01-02' });
    expect(placing).toMatchObject({
      input: {
        names: [],
        organizations: [{ name: 'Engines' }],
        birthdays: [{ date: { year: 1_990, month: 1, day: 2 } }],
      },
    });
  });

  it('is taken by the look-alike, labels and all, from every kind of file', async () => {
    const { google } = createSandbox(createManualWorld(), { limits: false });
    const email = 'ada@byron.example';
    google.addAccount({ sub: '1', name: 'Ada', email });
    for (const name of ['google-new.csv', 'apple-3.0.vcf', 'outlook-windows.csv', 'clio-export.csv']) {
      const before = google.contacts(email).list().length;
      const report = await loadFile(fileSource(new URL(`../files/${name}`, import.meta.url).pathname), {
        place: toGoogle,
        addMany: (inputs) => {
          google.addMany(email, inputs);
          return [];
        },
        companiesFirst: false,
      });
      expect(google.contacts(email).list().length - before).toBe(report.loaded);
      expect(report.loaded).toBeGreaterThan(0);
    }
    google.addMany(email, [{ names: [{ givenName: 'Zoë' }], labels: ['Clients', 'Starred'] }]);
    const zoe = google.contacts(email).list().at(-1);
    expect(google.contacts(email).labelsOf(zoe?.resourceName ?? '')).toEqual(['Clients', 'Starred']);
  });
});
