import { folded, type Item, type List } from '@concord/core';
import * as fc from 'fast-check';
import {
  contactCapabilities,
  factsOf,
  type ListName,
  listNames,
  personTextNames,
  personTexts,
} from '../../packages/providers/clio/src/contact-fields.ts';
import type { ContactRecord, Row } from '../../packages/providers/clio/src/contact-record.ts';
import { type ContactPatch, readContact, writeContact } from '../../packages/providers/clio/src/contacts.ts';
import { awkwardText, oddDates, oddEmails, oddPhones, oddSites } from './awkward-texts.ts';
import { type ClioHabits, emptyRecord, savedRecord } from './clio-saved.ts';
import type { Lens } from './lens.ts';
import { region } from './vocabulary.ts';

const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null, freq: 3 });
const oddText = fc.oneof(awkwardText, fc.constantFrom('', '  ', '\u200b', 'Anna'));

const wordsOf = {
  emails: fc.oneof(fc.constantFrom<string>(...oddEmails), oddText),
  phones: fc.oneof(fc.constantFrom<string>(...oddPhones), oddText),
  addresses: fc.oneof(fc.constantFrom('1 Main St', ','), oddText),
  sites: fc.oneof(fc.constantFrom<string>(...oddSites), oddText),
  messengers: oddText,
} as const satisfies Record<ListName, fc.Arbitrary<string>>;

/** Also rows with names that Clio does not list: people's own pages and imports make such. */
function rowsOf(name: ListName): fc.Arbitrary<readonly Row[]> {
  const { texts, slots, flag } = factsOf(name);
  const row = fc.record({
    name: fc.constantFrom(null, 'Blog', 'work', '__proto__', ...Object.values(slots)),
    texts: fc.record(Object.fromEntries(texts.map((text) => [text, maybe(wordsOf[name])]))),
    gap: fc.nat(90),
  });
  return fc.tuple(fc.array(row, { maxLength: 4 }), fc.nat(6)).map(([rows, primary]) => {
    let id = 0;
    return rows.map(
      ({ gap, ...rest }, index): Row => ({
        id: String((id += gap + 1)),
        isPrimary: flag !== undefined && index === primary,
        ...rest,
      }),
    );
  });
}

const lists = fc.record(Object.fromEntries(listNames.map((name) => [name, rowsOf(name)])));
const personTextsOf = fc.record({
  ...Object.fromEntries(Object.values(personTexts).map((name) => [name, maybe(oddText)])),
  date_of_birth: maybe(fc.constantFrom(...oddDates)),
});

const natives: fc.Arbitrary<ContactRecord> = fc
  .record({
    isCompany: fc.integer({ max: 4, min: 0 }).map((number) => number === 4),
    name: awkwardText,
    texts: personTextsOf,
    company: maybe(fc.record({ id: fc.constant('5'), name: maybe(oddText) })),
    rows: lists,
  })
  .map(({ isCompany, texts, company, ...rest }) => ({
    ...emptyRecord,
    ...rest,
    type: isCompany ? 'Company' : 'Person',
    texts: isCompany ? emptyRecord.texts : texts,
    company: isCompany ? null : company,
    rows: rest.rows as ContactRecord['rows'],
  }));

export function clioLens(habits: ClioHabits): Lens<ContactRecord, ContactPatch> {
  return {
    name: 'clio',
    capabilities: contactCapabilities,
    empty: emptyRecord,
    read: (record) => ({ item: readContact(record, region) }),
    write: (known, item) => writeContact(known?.item, item),
    saved: (record, patch) => savedRecord(record, patch, habits),
    natives,
    harm,
  };
}

function harm(before: ContactRecord, after: ContactRecord, known: Item, target: Item): string | undefined {
  const text = personTextNames.find(
    (name) => known[name] === target[name] && before.texts[personTexts[name]] !== after.texts[personTexts[name]],
  );
  if (text) return `${text} is respelt`;
  const sameCompany = folded(String(known.company ?? '')) === folded(String(target.company ?? ''));
  if (sameCompany && before.company !== after.company) return 'the company is linked anew';
  const row = listNames.flatMap((name) => {
    const shown = listOf(known[name]);
    return before.rows[name].filter((one) => {
      const element = shown.find(({ ref }) => ref === one.id);
      const isAsked = element !== undefined && !listOf(target[name]).some((other) => isSame(element, other));
      return !isAsked && !isKept(one, after.rows[name]);
    });
  });
  return row[0] && `a row that nobody changed became another: ${JSON.stringify(row[0])}`;
}

const isSame = (a: List[number], b: List[number]): boolean => a.ref === b.ref && a.key === b.key && a.slot === b.slot;

/** The flag moves when another row gets it. */
const isKept = (row: Row, rows: readonly Row[]): boolean =>
  rows.some(
    ({ id, name, texts }) => id === row.id && name === row.name && JSON.stringify(texts) === JSON.stringify(row.texts),
  );

const listOf = (value: Item[string]): List => (typeof value === 'object' ? value : []);
