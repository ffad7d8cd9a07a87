import { emailElement, type Item, phoneElement } from '@concord/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patchFor, readContact, writeContact } from '../../packages/providers/google/src/contacts.ts';
import type { Person } from '../../packages/providers/google/src/person.ts';
import { anyEdit, namedItem } from '../core/arbitrary-edits.ts';
import { listNames, textNames } from '../core/arbitrary-items.ts';
import { googleLens } from '../core/google-lens.ts';
import { lawsOf } from '../core/law-cases.ts';
import { lawsOfLens, targetOf } from '../core/lens-laws.ts';
import { awkwardWords, plainWords, region } from '../core/vocabulary.ts';
import { emptyPerson, saved } from './google-saved.ts';

const laws = lawsOf('providers/google-lens-laws');
const lens = googleLens({ order: 'kept' });
const edits = fc.array(fc.oneof(anyEdit(plainWords), anyEdit(awkwardWords)), { maxLength: 4 });

describe.each(['kept', 'turned'] as const)('Google’s lens, where the order of a list is %s', (order) => {
  const lensLaws = lawsOfLens(googleLens({ order }));

  it('reads back what was created', () => {
    laws.hold(
      fc.property(fc.oneof(namedItem(plainWords), namedItem(awkwardWords)), (item) => {
        expect(lensLaws.createsAll(item)).toBeUndefined();
      }),
      1_000,
    );
  });

  it('reads back what was written over anything, and then has nothing more to send', () => {
    laws.hold(
      fc.property(lens.natives, edits, (native, all) => {
        expect(lensLaws.writesAll(native, all)).toBeUndefined();
        expect(lensLaws.writesOnce(native, all)).toBeUndefined();
      }),
      2_000,
    );
  });
});

describe('Google’s lens', () => {
  const lensLaws = lawsOfLens(lens);

  it('sends nothing back that it read, in whatever order, or without its handles and places', () => {
    laws.hold(
      fc.property(lens.natives, fc.nat(3), fc.boolean(), (native, by, bare) => {
        expect(lensLaws.sendsNothingBack(native, bare ? 0 : by, bare)).toBeUndefined();
      }),
      2_000,
    );
  });

  it('leaves alone what an edit is not about', () => {
    laws.hold(
      fc.property(lens.natives, edits, (native, all) => {
        expect(lensLaws.doesNoHarm(native, all)).toBeUndefined();
      }),
      2_000,
    );
  });

  it('takes away what is cleared', () => {
    laws.hold(
      fc.property(lens.natives, fc.subarray([...textNames, ...listNames], { minLength: 1 }), (native, fields) => {
        expect(lensLaws.clears(native, fields)).toBeUndefined();
      }),
      1_000,
    );
  });

  it('reads anything soundly', () => {
    laws.hold(
      fc.property(lens.natives, (native) => {
        expect(lensLaws.readsSoundly(native)).toBeUndefined();
      }),
      1_000,
    );
  });

  it('changes nothing more under the mask of others: what only they change is sent as it was', () => {
    const all = ['names', 'organizations', 'birthdays', 'emailAddresses', 'phoneNumbers', 'addresses', 'urls'] as const;
    laws.hold(
      fc.property(lens.natives, edits, (native, changes) => {
        const target = targetOf(lens.read(native).item, changes, lens.capabilities);
        const patch = lens.write(lens.read(native), target) ?? {};
        const alone = saved(native, patch);
        const together = saved(native, { ...patchFor(all, native, patch), ...patch });
        expect(lens.read(together).item).toEqual(lens.read(alone).item);
      }),
      500,
    );
  });
});

describe('an entry of a list', () => {
  const person: Person = {
    ...emptyPerson,
    names: [{ familyName: 'Berg' }],
    emailAddresses: [
      { value: 'a@x.org', type: 'Court', displayName: 'Anna' },
      { value: 'b@x.org', type: 'home' },
    ],
    phoneNumbers: [{ value: '416 555 0101', type: 'workMobile', canonicalForm: '+14165550101' }],
  };
  const item = readContact(person, region);
  const written = (changes: Item): Person => writeContact({ item, person }, { ...item, ...changes }, region) ?? {};

  it('keeps a label of its own and its name when another is added', () => {
    const third = emailElement('c@x.org', { slot: 'work' });
    expect(written({ emails: [...(item.emails ?? []), ...(third ? [third] : [])] })).toEqual({
      emailAddresses: [...(person.emailAddresses ?? []), { value: 'c@x.org', type: 'work' }],
    });
  });

  it('keeps its type when it is corrected within its slot, and loses what Google made of the old value', () => {
    const corrected = phoneElement('416 555 0102', region, { slot: 'mobile' });
    expect(written({ phones: corrected ? [corrected] : [] })).toEqual({
      phoneNumbers: [{ value: '416 555 0102', type: 'workMobile' }],
    });
  });

  it('takes another type when it moves to another slot', () => {
    const moved = (item.emails ?? []).map((element) =>
      element.key === 'b@x.org' ? { ...element, slot: 'work' } : element,
    );
    expect(written({ emails: moved }).emailAddresses?.map(({ type }) => type)).toEqual(['Court', 'work']);
  });

  it('that whoever decided was not shown stays', () => {
    const seen = { ...item, emails: item.emails?.slice(0, 1) ?? [] };
    expect(writeContact({ item: seen, person }, { ...seen, emails: [] }, region)).toEqual({
      emailAddresses: [{ value: 'b@x.org', type: 'home' }],
    });
  });
});

describe('an address', () => {
  const person: Person = {
    names: [{ familyName: 'Berg' }],
    addresses: [
      {
        streetAddress: '1 Main St',
        extendedAddress: 'Apt 4',
        country: 'Canada',
        countryCode: 'CA',
        formattedValue: 'x',
      },
    ],
  };
  const item = readContact(person, region);
  const [element] = item.addresses ?? [];
  const withParts = (parts: Readonly<Record<string, string>>): Person =>
    writeContact({ item, person }, { ...item, addresses: [{ ...element, key: 'new', value: parts }] }, region) ?? {};

  it('is formatted anew when it changes, and keeps its country’s code as long as the country stays', () => {
    expect(withParts({ street: '2 Main St', country: 'canada' }).addresses).toEqual([
      { streetAddress: '2 Main St', extendedAddress: 'Apt 4', country: 'canada', countryCode: 'CA' },
    ]);
    expect(withParts({ street: '2 Main St', country: 'France' }).addresses).toEqual([
      { streetAddress: '2 Main St', extendedAddress: 'Apt 4', country: 'France' },
    ]);
  });

  it('that nobody has taken apart is read as its street', () => {
    const shown = readContact({ addresses: [{ formattedValue: '1 Main St, Toronto' }] }, region);
    expect(shown.addresses?.[0]?.value).toEqual({ street: '1 Main St, Toronto' });
  });
});

describe('an employer', () => {
  const organizations = [
    { name: 'Before Inc.', current: false },
    { name: 'Law School', type: 'school', metadata: { primary: true } },
    { name: 'Side Inc.' },
    { name: 'Main LLP', title: 'Partner', department: 'Tax', metadata: { primary: true } },
  ];
  const person: Person = { names: [{ familyName: 'Berg' }], organizations };
  const item = readContact(person, region);

  it('is the primary present one that is no school', () => {
    expect(item).toMatchObject({ company: 'Main LLP', jobTitle: 'Partner' });
  });

  it('is the only one that a write changes', () => {
    const { jobTitle: _, ...rest } = item;
    expect(writeContact({ item, person }, { ...rest, company: 'Other LLP' }, region)).toEqual({
      organizations: [
        ...organizations.slice(0, 3),
        { name: 'Other LLP', department: 'Tax', metadata: { primary: true } },
      ],
    });
  });

  it('goes when it says nothing any more', () => {
    const alone = { ...person, organizations: [{ name: 'Main LLP', type: 'work' }] };
    const shown = readContact(alone, region);
    const { company: _, ...rest } = shown;
    expect(writeContact({ item: shown, person: alone }, rest, region)).toEqual({ organizations: [] });
  });
});

describe('a type', () => {
  const slotsOf = (...types: readonly (string | undefined)[]) =>
    readContact(
      { phoneNumbers: types.map((type) => ({ value: '416 555 0101', ...(type && { type }) })) },
      region,
    ).phones?.map(({ slot }) => slot);

  it('is told whatever its case, a label of people’s own is another, and none is no opinion', () => {
    expect(slotsOf('workFax', 'WORK', 'skype', 'Court', undefined)).toEqual([
      'fax',
      'work',
      'skype',
      'other',
      undefined,
    ]);
  });

  it('is not made up for what has no slot', () => {
    const emails = [emailElement('a@x.org')].flatMap((element) => element ?? []);
    expect(writeContact(undefined, { kind: 'person', emails }, region)).toEqual({
      emailAddresses: [{ value: 'a@x.org' }],
    });
  });
});

describe('a person', () => {
  it.each([
    [{ organizations: [{ name: 'Acme' }] }, 'company'],
    [{ organizations: [{ name: 'Acme', title: 'Partner' }] }, 'person'],
    [{ organizations: [{ name: 'Acme' }], names: [{ honorificSuffix: 'Jr.' }] }, 'company'],
    [{ organizations: [{ name: 'Acme' }], names: [{ givenName: 'Ada' }] }, 'person'],
    [{ organizations: [{ name: 'Acme' }], birthdays: [{ date: { year: 1974, month: 7, day: 22 } }] }, 'person'],
    [{ emailAddresses: [{ value: 'a@x.org' }] }, 'person'],
  ])('%j is a %s', (person, kind) => {
    expect(readContact(person, region).kind).toBe(kind);
  });

  it.each([undefined, 0])('whose birthday has no year (%s) shows none, and keeps it', (year) => {
    const birthdays = [{ date: { month: 7, day: 22, ...(year === undefined ? {} : { year }) } }];
    const person: Person = { names: [{ familyName: 'Berg' }], birthdays };
    const item = readContact(person, region);
    expect(item).not.toHaveProperty('birthday');
    expect(writeContact({ item, person }, { ...item, lastName: 'Borg' }, region)).toEqual({
      names: [{ familyName: 'Borg' }],
    });
  });

  it('without a name any more has none at all', () => {
    const person: Person = { names: [{ familyName: 'Berg', displayName: 'Berg', metadata: { primary: true } }] };
    const item = readContact(person, region);
    expect(writeContact({ item, person }, { kind: 'person' }, region)).toEqual({ names: [] });
  });

  it('has no birthday on a day that there never was', () => {
    const birthdays = [{ date: { year: 1981, month: 2, day: 29 } }];
    expect(readContact({ birthdays }, region)).not.toHaveProperty('birthday');
  });

  it('keeps suffix and phonetic names, and leaves it to Google what to call them', () => {
    const person: Person = {
      names: [
        {
          familyName: 'Berg',
          honorificSuffix: 'Jr.',
          phoneticFamilyName: 'Bairg',
          unstructuredName: 'Berg Jr.',
          displayName: 'Berg Jr.',
        },
      ],
    };
    const item = readContact(person, region);
    expect(writeContact({ item, person }, { ...item, firstName: 'Ada' }, region)).toEqual({
      names: [{ familyName: 'Berg', givenName: 'Ada', honorificSuffix: 'Jr.', phoneticFamilyName: 'Bairg' }],
    });
  });
});

laws.countUp();
