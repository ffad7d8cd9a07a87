import { emailElement, type Item, type List, phoneElement, restrict } from '@concord/core';
import type { Contact } from '@microsoft/microsoft-graph-types';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readContact, writeContact } from '../../packages/providers/microsoft/src/contacts.ts';
import { capabilities } from '../../packages/providers/microsoft/src/profile.ts';
import { arbitraryCompany, arbitraryPerson, propertySettings, targetFrom } from '../contract/contact-arbitrary.ts';
import { differences } from '../contract/held.ts';
import { emptyCard, type Habits, madeDisplayName, saved } from './microsoft-saved.ts';

const region = 'US';
const read = (card: Contact) => readContact(card, region);
const card = (fields: Contact): Contact => saved(emptyCard, fields);
const anybody = fc.oneof({ weight: 4, arbitrary: arbitraryPerson }, { weight: 1, arbitrary: arbitraryCompany });
const settings = { ...propertySettings, numRuns: 300 };
const bothHabits = fc.constantFrom<Habits>({ addresses: 'replaced' }, { addresses: 'merged' });

const listOf = (value: Item[string]): List => (typeof value === 'object' ? value : []);

/** What a write after a read would send. */
function patchOf(before: Contact, change: (item: Item) => Item): Contact | undefined {
  const known = read(before);
  return writeContact(known, change(known.item));
}

describe('the lens keeps its laws', () => {
  test('reading back what was created gives what Outlook can hold of it', () => {
    fc.assert(
      fc.property(anybody, (item) => {
        const shown = read(card(writeContact(undefined, item) ?? {}));
        expect(differences(shown.item, restrict(item, capabilities), capabilities)).toEqual([]);
      }),
      settings,
    );
  });

  test('reading back what was written over something else gives what was wanted', () => {
    const choices = fc.array(fc.nat(), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(arbitraryPerson, arbitraryPerson, choices, bothHabits, (first, second, picks, habits) => {
        const before = card(writeContact(undefined, first) ?? {});
        const known = read(before);
        const target = targetFrom(known.item, second, picks, capabilities);
        const after = saved(before, writeContact(known, target) ?? {}, habits);
        expect(differences(read(after).item, target, capabilities)).toEqual([]);
      }),
      settings,
    );
  });

  test('writing back what was read writes nothing, whatever the names look like', () => {
    const names = fc.record({
      displayName: fc.constantFrom(undefined, '', 'Nan', 'Reyes, Anna'),
      fileAs: fc.constantFrom(undefined, '', 'A. Reyes'),
      generation: fc.constantFrom(undefined, 'Jr.'),
    });
    fc.assert(
      fc.property(anybody, names, (item, shown) => {
        const known = read(card({ ...writeContact(undefined, item), ...shown } as Contact));
        expect(writeContact(known, known.item)).toBeUndefined();
      }),
      settings,
    );
  });

  test('the order of a list is nobody’s edit', () => {
    const before = card({ emailAddresses: [{ address: 'a@x.org' }, { address: 'b@x.org' }] });
    expect(patchOf(before, (item) => ({ ...item, emails: listOf(item.emails).toReversed() }))).toBeUndefined();
  });

  test('a write names only what it changes', () => {
    const before = card({ givenName: 'Anna', mobilePhone: '+1 415 555 0100', jobTitle: 'Partner', personalNotes: 'x' });
    expect(patchOf(before, (item) => ({ ...item, jobTitle: 'Judge' }))).toEqual({ jobTitle: 'Judge' });
    expect(patchOf(before, (item) => ({ ...item, phones: undefined }))).toEqual({ mobilePhone: null });
  });
});

describe('reading', () => {
  test('a full card is read field by field', () => {
    const shown = read({
      ...emptyCard,
      title: 'Dr',
      givenName: ' Anna ',
      middleName: 'M.',
      surname: 'Reyes',
      companyName: 'Acme LLP',
      jobTitle: 'Partner',
      birthday: '1974-07-22T11:59:00Z',
      emailAddresses: [{ name: 'Anna at work', address: 'Anna@Acme.example' }],
      businessPhones: ['(415) 555-0100', '415-555-0101'],
      homePhones: ['415 555 0102'],
      mobilePhone: '+44 20 7946 0000',
      imAddresses: ['anna.reyes'],
      businessAddress: {
        street: '1 Main St',
        city: 'Springfield',
        state: 'CA',
        postalCode: '90001',
        countryOrRegion: 'US',
      },
      businessHomePage: 'https://acme.example',
    });
    expect(shown.item).toEqual({
      kind: 'person',
      prefix: 'Dr',
      firstName: 'Anna',
      middleName: 'M.',
      lastName: 'Reyes',
      company: 'Acme LLP',
      jobTitle: 'Partner',
      birthday: '1974-07-22',
      emails: [{ key: 'anna@acme.example', value: 'Anna@Acme.example', ref: 'Anna at work' }],
      phones: [
        { key: '+14155550100', value: '(415) 555-0100', slot: 'work' },
        { key: '+14155550101', value: '415-555-0101', slot: 'work' },
        { key: '+14155550102', value: '415 555 0102', slot: 'home' },
        { key: '+442079460000', value: '+44 20 7946 0000', slot: 'mobile' },
      ],
      addresses: [
        {
          key: '1 main st|springfield|ca|90001|us',
          value: { street: '1 Main St', city: 'Springfield', province: 'CA', postalCode: '90001', country: 'US' },
          slot: 'work',
        },
      ],
      sites: [{ key: 'acme.example', value: 'https://acme.example' }],
      messengers: [{ key: 'anna.reyes', value: 'anna.reyes' }],
    });
  });

  test('an empty card is a person of whom nothing is known', () => {
    expect(read(emptyCard)).toEqual({ item: { kind: 'person' } });
    expect(read({})).toEqual({ item: { kind: 'person' } });
  });

  test('an e-mail entry that lost its address is passed over', () => {
    expect(read(card({ emailAddresses: [{ name: 'A@msn.com,' }, { address: 'b@x.org' }] })).item.emails).toEqual([
      { key: 'b@x.org', value: 'b@x.org' },
    ]);
  });

  test.each([
    ['1974-07-22T11:59:00Z', '1974-07-22'],
    ['1974-07-22T00:00:00Z', '1974-07-22'],
    ['1974-07-22', '1974-07-22'],
    ['1974-07-22T00:00:00.0000000', '1974-07-22'],
    ['1931-01-01T11:59:00Z', '1931-01-01'],
    ['1974-07-22T23:30:00-02:00', '1974-07-23'],
  ])('the birthday %s is the UTC day %s', (birthday, day) => {
    expect(read(card({ birthday })).item.birthday).toBe(day);
  });

  test('a birthday that is no date is none', () => {
    expect(read(card({ birthday: 'soon' })).item.birthday).toBeUndefined();
  });
});

describe('person or company', () => {
  test.each<[string, Contact, 'person' | 'company']>([
    ['a company alone', { companyName: 'Acme LLP' }, 'company'],
    ['a company with its own phone and e-mail', { companyName: 'Acme', businessPhones: ['1'] }, 'company'],
    ['a company shown under a longer name', { companyName: 'Acme', displayName: 'Acme (client)' }, 'company'],
    ['a company without a display name', { companyName: 'Acme', displayName: '' }, 'company'],
    [
      'a company shown by its e-mail',
      { companyName: 'Acme', displayName: 'a@b.org', emailAddresses: [{ address: 'A@b.org' }] },
      'company',
    ],
    ['somebody at a company', { companyName: 'Acme', surname: 'Reyes' }, 'person'],
    ['a job title at a company', { companyName: 'Acme', jobTitle: 'Partner' }, 'person'],
    ['a birthday', { companyName: 'Acme', birthday: '1974-07-22T11:59:00Z' }, 'person'],
    ['a title', { companyName: 'Acme', title: 'Dr' }, 'person'],
    ['a display name of somebody else', { companyName: 'Acme', displayName: 'John Smith' }, 'person'],
    ['no company at all', { displayName: 'John Smith' }, 'person'],
  ])('%s: %o is a %s', (_, fields, kind) => {
    expect(read(card(fields)).item.kind).toBe(kind);
  });
});

describe('names that Outlook makes', () => {
  test('a new card is given both', () => {
    const person = writeContact(undefined, { kind: 'person', firstName: 'Garth', middleName: 'B.', lastName: 'Fort' });
    expect(person).toMatchObject({ displayName: 'Garth B. Fort', fileAs: 'Fort, Garth B.' });
    const company = writeContact(undefined, { kind: 'company', company: 'Acme LLP' });
    expect(company).toEqual({ companyName: 'Acme LLP', displayName: 'Acme LLP', fileAs: 'Acme LLP' });
  });

  test('a person without any name is not shown by the employer', () => {
    const patch = writeContact(undefined, { kind: 'person', company: 'Acme LLP', jobTitle: 'Clerk' });
    expect(patch).toEqual({ companyName: 'Acme LLP', jobTitle: 'Clerk' });
  });

  test('they follow the name when nobody chose others', () => {
    const before = card({ givenName: 'Garth', surname: 'Fort', generation: 'Jr.' });
    expect(before.displayName).toBe('Garth Fort Jr.');
    expect(patchOf(before, (item) => ({ ...item, lastName: 'Strong' }))).toEqual({
      surname: 'Strong',
      displayName: 'Garth Strong Jr.',
      fileAs: 'Strong, Garth',
    });
  });

  test.each([
    'Garth Fort',
    'garth fort',
    'Fort, Garth',
    'Fort Garth',
    'Dr Garth Fort',
    'Garth Fort Jr.',
    'Dr Garth Fort Jr.',
    'Acme',
    'g@x.org',
    '',
  ])('"%s" is a name that Outlook makes', (displayName) => {
    const before = { title: 'Dr', givenName: 'Garth', surname: 'Fort', generation: 'Jr.', companyName: 'Acme' };
    const { keep } = read(card({ ...before, emailAddresses: [{ address: 'g@x.org' }], displayName }));
    expect(keep).toEqual({ generation: 'Jr.' });
  });

  test('names that a person chose survive every write', () => {
    const before = card({ givenName: 'Garth', surname: 'Fort', displayName: 'The Boss', fileAs: 'Boss' });
    expect(read(before).keep).toEqual({ displayName: 'The Boss', fileAs: 'Boss' });
    const renamed = saved(before, patchOf(before, (item) => ({ ...item, lastName: 'Strong' })) ?? {});
    expect(renamed).toMatchObject({ surname: 'Strong', displayName: 'The Boss', fileAs: 'Boss' });
    expect(patchOf(before, (item) => ({ ...item, jobTitle: 'Judge' }))).toEqual({
      jobTitle: 'Judge',
      displayName: 'The Boss',
      fileAs: 'Boss',
    });
  });

  test('one chosen name does not hold back the other', () => {
    const before = card({ givenName: 'Garth', surname: 'Fort', displayName: 'The Boss' });
    const renamed = saved(before, patchOf(before, (item) => ({ ...item, lastName: 'Strong' })) ?? {});
    expect(renamed).toMatchObject({ displayName: 'The Boss', fileAs: 'Strong, Garth' });
  });

  test('a renamed company goes by its new name and stays a company', () => {
    const before = card({ companyName: 'Acme', displayName: 'Acme', fileAs: 'Acme' });
    const after = saved(before, patchOf(before, (item) => ({ ...item, company: 'Zenith' })) ?? {});
    expect(after).toMatchObject({ companyName: 'Zenith', displayName: 'Zenith', fileAs: 'Zenith' });
    expect(read(after).item.kind).toBe('company');
  });

  test('what the model of Outlook makes is not taken for chosen', () => {
    fc.assert(
      fc.property(anybody, (item) => {
        const { displayName: _, fileAs: __, ...fields } = writeContact(undefined, item) ?? {};
        const made = card(fields);
        expect(made.displayName).toBe(madeDisplayName(made));
        expect(read(made).keep).toBeUndefined();
      }),
      settings,
    );
  });
});

describe('e-mails', () => {
  const before = card({
    givenName: 'Anna',
    emailAddresses: [
      { name: 'Anna at work', address: 'anna@acme.example' },
      { name: 'anna@home.example', address: 'anna@home.example' },
    ],
  });
  const email = (address: string, ref?: string) => emailElement(address, ref === undefined ? {} : { ref }) ?? [];
  const patchedTo = (...emails: ReturnType<typeof email>[]) =>
    patchOf(before, (item) => ({ ...item, emails: emails.flat() }))?.emailAddresses;

  test('an address keeps its display name when the list is written again', () => {
    expect(patchedTo(email('anna@acme.example', 'Anna at work'), email('new@acme.example'))).toEqual([
      { name: 'Anna at work', address: 'anna@acme.example' },
      { name: 'Anna', address: 'new@acme.example' },
    ]);
  });

  test('an address that comes without its name, as from the other side, still keeps it', () => {
    expect(patchedTo(email('anna@acme.example'))).toEqual([{ name: 'Anna at work', address: 'anna@acme.example' }]);
  });

  test('a corrected address takes the name over, unless the name was only the old address', () => {
    expect(
      patchedTo(email('anne@acme.example', 'Anna at work'), email('anne@home.example', 'anna@home.example')),
    ).toEqual([
      { name: 'Anna at work', address: 'anne@acme.example' },
      { name: 'Anna', address: 'anne@home.example' },
    ]);
  });

  test('a handle of another provider is not taken for a name', () => {
    expect(patchedTo(email('new@acme.example', '4711'))).toEqual([{ name: 'Anna', address: 'new@acme.example' }]);
  });

  test('the last one taken away leaves an empty list', () => {
    expect(patchedTo()).toEqual([]);
  });
});

describe('phones and addresses go where there is room', () => {
  const phone = (number: string, slot?: string) =>
    phoneElement(number, region, slot === undefined ? {} : { slot }) ?? [];

  test('numbers without a slot fill work, home and mobile in that order', () => {
    const phones = ['1', '2', '3', '4', '5', '6'].map((end) => phone(`+1 415 555 010${end}`)).flat();
    expect(writeContact(undefined, { kind: 'person', firstName: 'Anna', phones })).toMatchObject({
      businessPhones: ['+1 415 555 0101', '+1 415 555 0102'],
      homePhones: ['+1 415 555 0103', '+1 415 555 0104'],
      mobilePhone: '+1 415 555 0105',
    });
  });

  test('a number without a slot stays where Outlook has it', () => {
    const before = card({ mobilePhone: '+1 415 555 0100' });
    expect(patchOf(before, (item) => ({ ...item, phones: [phone('+1 415 555 0100')].flat() }))).toBeUndefined();
  });

  test('a number without a slot gives way to one that belongs there', () => {
    const phones = [
      phone('+1 415 555 0101'),
      phone('+1 415 555 0102', 'work'),
      phone('+1 415 555 0103', 'work'),
    ].flat();
    expect(writeContact(undefined, { kind: 'person', firstName: 'Anna', phones })).toMatchObject({
      businessPhones: ['+1 415 555 0102', '+1 415 555 0103'],
      homePhones: ['+1 415 555 0101'],
    });
  });

  test('only the place that changed is written', () => {
    const before = card({ businessPhones: ['1', '2'], homePhones: ['3'], mobilePhone: '4' });
    const patch = patchOf(before, (item) => ({
      ...item,
      phones: listOf(item.phones).map((known) => (known.slot === 'home' ? { ...known, key: '5', value: '5' } : known)),
    }));
    expect(patch).toEqual({ homePhones: ['5'] });
  });

  test('an address that is cleared is emptied part by part', () => {
    const before = card({ homeAddress: { street: '1 Main St', city: 'Springfield' } });
    const patch = patchOf(before, (item) => ({ ...item, addresses: undefined }));
    const nothing = { street: null, city: null, state: null, postalCode: null, countryOrRegion: null };
    expect(patch).toEqual({ homeAddress: nothing });
    for (const addresses of ['replaced', 'merged'] as const) {
      expect(saved(before, patch ?? {}, { addresses }).homeAddress).toEqual({});
    }
  });
});
