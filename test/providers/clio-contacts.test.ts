import type { Item } from '@concord/core';
import { describe, expect, test } from 'vitest';
import { contactFields } from '../../packages/providers/clio/src/contact-fields.ts';
import { type ContactRecord, parseContactRecord } from '../../packages/providers/clio/src/contact-record.ts';
import { isNamesake, mayBe, readContact, writeContact } from '../../packages/providers/clio/src/contacts.ts';
import { etagOf, versionOf } from '../../packages/providers/clio/src/version.ts';
import { clioContact, email } from './clio-record.ts';

const record = (fields: Readonly<Record<string, unknown>> = {}): ContactRecord => {
  const parsed = parseContactRecord(clioContact(fields));
  if ('redacted' in parsed) throw new Error('redacted');
  return parsed;
};
const read = (fields: Readonly<Record<string, unknown>> = {}): Item => readContact(record(fields), 'US');
const element = (value: string, more: object = {}) => ({ key: value.toLowerCase(), value, ...more });

describe('reading a Clio contact', () => {
  test('shows a person with its company and every text that is not blank', () => {
    const shown = read({
      prefix: 'Dr',
      middle_name: '  ',
      title: ' Partner ',
      date_of_birth: '1980-02-29',
      company: { id: 5, name: 'Acme LLP' },
    });
    expect(shown).toEqual({
      kind: 'person',
      prefix: 'Dr',
      firstName: 'Anna',
      lastName: 'Reyes',
      company: 'Acme LLP',
      jobTitle: 'Partner',
      birthday: '1980-02-29',
    });
  });

  test('shows a company by its own name', () => {
    expect(read({ type: 'Company', name: 'Acme LLP', first_name: null, last_name: null })).toEqual({
      kind: 'company',
      company: 'Acme LLP',
    });
  });

  test('shows rows in the order of their ids, with slot, flag and handle', () => {
    const rows = [email(12, 'b@x.org', { name: 'Home', primary: true }), email(9, 'A@x.org'), email(100, 'c@x.org')];
    expect(read({ email_addresses: rows }).emails).toEqual([
      { key: 'a@x.org', value: 'A@x.org', slot: 'work', primary: false, ref: '9' },
      { key: 'b@x.org', value: 'b@x.org', slot: 'home', primary: true, ref: '12' },
      { key: 'c@x.org', value: 'c@x.org', slot: 'work', primary: false, ref: '100' },
    ]);
  });

  test('reads a number in the region of the firm, and the name of a row that Clio does not list as "other"', () => {
    const numbers = [{ id: 1, name: 'Assistant', number: '(415) 555-0100', primary: false }];
    expect(read({ phone_numbers: numbers }).phones).toMatchObject([{ key: '+14155550100', slot: 'other' }]);
  });

  test('says nothing of the primary address, which Clio lets nobody set', () => {
    const addresses = [
      {
        id: 1,
        name: 'Billing',
        street: '1 Main St',
        city: 'Erie',
        province: 'PA',
        postal_code: '16501',
        country: 'US',
      },
    ];
    expect(read({ addresses }).addresses).toEqual([
      {
        key: '1 main st|erie|pa|16501|us',
        value: { street: '1 Main St', city: 'Erie', province: 'PA', postalCode: '16501', country: 'US' },
        slot: 'billing',
        ref: '1',
      },
    ]);
  });

  test('passes over a blank row', () => {
    expect(read({ email_addresses: [email(1, ' ')] })).not.toHaveProperty('emails');
  });
});

describe('writing a Clio contact', () => {
  test('sends nothing when nothing changed', () => {
    const shown = read({ company: { id: 5, name: 'Acme' }, email_addresses: [email(9, 'a@x.org')] });
    expect(writeContact(shown, shown)).toBeUndefined();
  });

  test('sends a new person without `name`, which Clio would split anew', () => {
    const item = { kind: 'person', firstName: 'Anna', lastName: 'Reyes', company: 'Acme', birthday: '1980-02-29' };
    expect(writeContact(undefined, item)).toEqual({
      data: { type: 'Person', first_name: 'Anna', last_name: 'Reyes', date_of_birth: '1980-02-29' },
      companyName: 'Acme',
    });
  });

  test('sends a new company by name, and never links it to a company', () => {
    const item = { kind: 'company', company: 'Acme', phones: [element('555', { slot: 'work' })] };
    expect(writeContact(undefined, item)).toEqual({
      data: { type: 'Company', name: 'Acme', phone_numbers: [{ name: 'Work', number: '555' }] },
    });
  });

  test('sends only the texts that changed, and null for one that was cleared', () => {
    const shown = read({ title: 'Partner', prefix: 'Dr' });
    expect(writeContact(shown, { ...shown, jobTitle: '', firstName: 'Anne' })?.data).toEqual({
      first_name: 'Anne',
      title: null,
    });
  });

  test('renames a company by its name', () => {
    const shown = read({ type: 'Company', name: 'Acme' });
    expect(writeContact(shown, { ...shown, company: 'Acme LLP' })).toEqual({ data: { name: 'Acme LLP' } });
    expect(writeContact(shown, { kind: 'company' })).toBeUndefined();
  });

  test.each([
    ['is taken away, which Clio cannot', undefined],
    ['differs only in case', 'ACME'],
  ])('sends nothing about a company that %s', (_, company) => {
    const shown = read({ company: { id: 5, name: 'Acme' } });
    expect(writeContact(shown, { ...shown, company })).toBeUndefined();
  });

  test('names the company that a person moved to', () => {
    const shown = read({ company: { id: 5, name: 'Acme' } });
    expect(writeContact(shown, { ...shown, company: 'Zenith' })).toEqual({ data: {}, companyName: 'Zenith' });
  });
});

describe('writing nested rows', () => {
  const shown = read({
    email_addresses: [email(9, 'a@x.org', { primary: true }), email(12, 'b@x.org', { name: 'Blog' })],
  });
  const [a, b] = shown.emails as readonly [object, object];
  const rowsFor = (emails: readonly object[]) =>
    writeContact(shown, { ...shown, emails: emails as never })?.data.email_addresses;

  test('changes a row in place by its id', () => {
    expect(rowsFor([{ ...a, key: 'anna@x.org', value: 'anna@x.org' }, b])).toEqual([{ id: 9, address: 'anna@x.org' }]);
  });

  test('appends what has no row, with "Work" when nobody said where it belongs', () => {
    expect(rowsFor([a, b, element('c@x.org'), element('d@x.org', { slot: 'home' })])).toEqual([
      { name: 'Work', address: 'c@x.org' },
      { name: 'Home', address: 'd@x.org' },
    ]);
  });

  test('appends an element that carries the handle of another provider', () => {
    expect(rowsFor([a, b, element('c@x.org', { ref: 'Anna Reyes' })])).toEqual([{ name: 'Work', address: 'c@x.org' }]);
  });

  test('destroys a row that is gone, and only that', () => {
    expect(rowsFor([b])).toEqual([{ id: 9, _destroy: true }]);
  });

  test('takes an element that came back without its handle for the row that it was', () => {
    expect(rowsFor([element('B@x.org'), a])).toBeUndefined();
  });

  test('keeps the spelling of what is the same', () => {
    expect(rowsFor([{ ...a, value: 'A@X.ORG' }, b])).toBeUndefined();
    const before = read({ phone_numbers: [{ id: 1, name: 'Work', number: '(415) 555-0100', primary: true }] });
    const phones = [{ key: '+14155550100', value: '+1 415 555 0100', slot: 'work', ref: '1' }];
    expect(writeContact(before, { ...before, phones })).toBeUndefined();
  });

  test('never gives a name to a row whose own name Clio does not list', () => {
    expect(rowsFor([a, { ...b, key: 'bea@x.org', value: 'bea@x.org' }])).toEqual([{ id: 12, address: 'bea@x.org' }]);
  });

  test('moves a row to another slot without touching its value', () => {
    expect(rowsFor([{ ...a, slot: 'home' }, b])).toEqual([{ id: 9, name: 'Home' }]);
  });

  test('sets the default address only where it moves to, and never takes it away', () => {
    expect(
      rowsFor([
        { ...a, primary: false },
        { ...b, primary: true },
      ]),
    ).toEqual([{ id: 12, default_email: true }]);
    expect(rowsFor([{ ...a, primary: false }, b])).toBeUndefined();
    expect(rowsFor([a, b, element('c@x.org', { primary: true })])).toEqual([
      { name: 'Work', address: 'c@x.org', default_email: true },
    ]);
  });

  test('keeps the rows that Clio has when there is too much', () => {
    const many = Array.from({ length: 25 }, (_, index) => element(`n${index}@x.org`));
    expect(rowsFor([...many, a, b])).toEqual(many.slice(0, 18).map(({ value }) => ({ name: 'Work', address: value })));
  });

  test('sends the part of an address that changed, and clears the part that went', () => {
    const row = {
      id: 1,
      name: 'Work',
      street: '1 Main St, Apt 2',
      city: 'Erie',
      province: 'PA',
      postal_code: null,
      country: 'US',
    };
    const before = read({ addresses: [row] });
    const value = { street: '1 Main St\r\nApt 2', city: 'York', province: 'PA', postalCode: '17401' };
    const addresses = [{ key: 'other', value, slot: 'work', ref: '1' }];
    expect(writeContact(before, { ...before, addresses })?.data).toEqual({
      addresses: [{ id: 1, city: 'York', postal_code: '17401', country: null }],
    });
  });

  test('writes the default of a web site and a number by their own names', () => {
    const item: Item = {
      kind: 'person',
      lastName: 'Reyes',
      phones: [element('555', { slot: 'mobile', primary: true })],
      sites: [element('x.org', { slot: 'linkedin', primary: true })],
    };
    expect(writeContact(undefined, item)?.data).toMatchObject({
      phone_numbers: [{ name: 'Mobile', number: '555', default_number: true }],
      web_sites: [{ name: 'LinkedIn', address: 'x.org', default_web_site: true }],
    });
  });
});

describe('telling Clio contacts apart', () => {
  const anna: Item = { kind: 'person', firstName: 'Anna', lastName: 'Reyes', emails: [element('a@x.org')] };

  test('the same name, e-mails and numbers may be the same, whatever became of the rest', () => {
    const shown = {
      ...anna,
      lastName: 'REYES ',
      jobTitle: 'Part',
      emails: [element('A@x.org', { slot: 'home', ref: '3' })],
    };
    expect(mayBe(shown, { ...anna, jobTitle: 'Partner' })).toBe(true);
  });

  test.each([
    ['another name', { firstName: 'Ann' }],
    ['no e-mail', { emails: [] }],
    ['another e-mail', { emails: [element('b@x.org')] }],
    ['another kind', { kind: 'company', company: 'Anna Reyes' }],
  ])('%s is somebody else', (_, difference) => {
    expect(mayBe({ ...anna, ...difference }, anna)).toBe(false);
  });

  test.each([
    ['a middle name', { middleName: 'B.' }],
    ['one more e-mail', { emails: [element('a@x.org'), element('b@x.org')] }],
    ['a number', { phones: [element('555')] }],
  ])('%s may have come since', (_, difference) => {
    expect(mayBe({ ...anna, ...difference }, anna)).toBe(true);
  });

  test('somebody without an e-mail may have got more since, and not something else', () => {
    const { emails: _, ...nameOnly } = anna;
    const bert = { ...nameOnly, phones: [element('555')] };
    expect(mayBe({ ...bert, phones: [element('555'), element('666')] }, bert)).toBe(true);
    expect(mayBe({ ...bert, phones: [element('666')] }, bert)).toBe(false);
    const cook = { ...nameOnly, jobTitle: 'Cook' };
    expect(mayBe({ ...cook, company: 'Acme', addresses: [element('1 main st')] }, cook)).toBe(true);
    expect(mayBe({ ...cook, jobTitle: 'Baker' }, cook)).toBe(false);
  });

  test('a name alone proves nothing: then everything has to be the same', () => {
    const { emails: _, ...nameOnly } = anna;
    const addresses = [element('1 main st')];
    expect(mayBe(nameOnly, nameOnly)).toBe(true);
    expect(mayBe({ ...nameOnly, jobTitle: 'Partner' }, nameOnly)).toBe(false);
    expect(mayBe({ ...nameOnly, company: 'Acme' }, nameOnly)).toBe(false);
    expect(mayBe({ ...nameOnly, addresses }, nameOnly)).toBe(false);
  });

  test('a namesake that is no full match may be the one, edited since; a company is not, because its name is claimed', () => {
    const { emails: _, ...nameOnly } = anna;
    expect(isNamesake({ ...anna, emails: [element('b@x.org')] }, anna)).toBe(true);
    expect(isNamesake({ ...nameOnly, jobTitle: 'Partner' }, nameOnly)).toBe(true);
    expect(isNamesake({ ...anna, lastName: 'Dahl' }, anna)).toBe(true);
    expect(isNamesake({ ...nameOnly, lastName: 'Dahl' }, anna)).toBe(false);
    expect(isNamesake({ kind: 'person', company: 'Acme' }, { kind: 'person', company: 'Acme' })).toBe(false);
    expect(isNamesake({ kind: 'company', company: 'Acme' }, { kind: 'company', company: 'Acme' })).toBe(false);
  });

  test('a company is compared by its own name', () => {
    expect(mayBe({ kind: 'company', company: 'ACME' }, { kind: 'company', company: 'Acme', jobTitle: 'x' })).toBe(true);
    expect(mayBe({ kind: 'company', company: 'Acme Inc' }, { kind: 'company', company: 'Acme' })).toBe(false);
  });

  test('a version tells of changed rows and a renamed company even when the etag does not', () => {
    const before = versionOf(record({ email_addresses: [email(9, 'a@x.org')], company: { id: 5, name: 'Acme' } }));
    expect(versionOf(record({ email_addresses: [email(9, 'b@x.org')], company: { id: 5, name: 'Acme' } }))).not.toBe(
      before,
    );
    expect(versionOf(record({ email_addresses: [email(9, 'a@x.org')], company: { id: 5, name: 'Zenith' } }))).not.toBe(
      before,
    );
    expect(etagOf(before)).toBe('"9a103be2201ae758992733a91f02903f"');
  });
});

describe('the fields that are asked for', () => {
  test('fit into a webhook, which takes a thousand characters', () => {
    expect(contactFields.length).toBeLessThan(1_000);
  });

  test('nest one level at most', () => {
    expect(contactFields.replaceAll(/\{[^{}]*\}/gu, '')).not.toMatch(/[{}]/u);
  });
});
