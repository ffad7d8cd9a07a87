import { emailElement, type List } from '@concord/core';
import type { Contact } from '@microsoft/microsoft-graph-types';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sortRows } from '../../packages/providers/microsoft/src/observations.ts';
import { type ContactRow, mappedProperties } from '../../packages/providers/microsoft/src/requests.ts';
import { anyEdit, namedItem } from '../core/arbitrary-edits.ts';
import { listNames, textNames } from '../core/arbitrary-items.ts';
import { lawsOf } from '../core/law-cases.ts';
import { lawsOfLens } from '../core/lens-laws.ts';
import { microsoftLens } from '../core/microsoft-lens.ts';
import { awkwardWords, plainWords, region } from '../core/vocabulary.ts';
import { emptyCard, saved } from './microsoft-saved.ts';

const laws = lawsOf('providers/microsoft-lens-laws');
const lens = microsoftLens({ addresses: 'replaced' });
const edits = fc.array(fc.oneof(anyEdit(plainWords), anyEdit(awkwardWords)), { maxLength: 4 });
describe.each(['replaced', 'merged'] as const)('Outlook’s lens, where a written address is %s', (addresses) => {
  const lensLaws = lawsOfLens(microsoftLens({ addresses }));

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

describe('Outlook’s lens', () => {
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
});

describe('a row of changes', () => {
  const times = { createdDateTime: '2026-01-05T09:00:00Z', lastModifiedDateTime: '2026-01-05T09:00:00Z' };
  const property = fc.constantFrom(...mappedProperties);

  it('that leaves out any property says nothing about it: the card is read again by id', () => {
    laws.hold(
      fc.property(lens.natives, property, (native, absent) => {
        const { [absent]: _, ...shown } = native;
        const row = { id: 'a', changeKey: '1', ...times, ...shown } as ContactRow;
        expect(sortRows([row], { askedAt: 0, phoneRegion: region })).toEqual({ observations: [], unclear: ['a'] });
      }),
      500,
    );
  });

  it('that says null, or an empty list, clears', () => {
    const fields = Object.keys(emptyCard) as (keyof Contact)[];
    laws.hold(
      fc.property(lens.natives, fc.subarray(fields), (native, cleared) => {
        const nothing = Object.fromEntries(cleared.map((field) => [field, Array.isArray(native[field]) ? [] : null]));
        const row = { id: 'a', changeKey: '1', ...times, ...native, ...nothing } as ContactRow;
        const [seen] = sortRows([row], { askedAt: 0, phoneRegion: region }).observations;
        if (seen?.kind !== 'present') throw new Error('it was shown');
        expect(cleared.includes('surname') && seen.item.lastName !== undefined).toBe(false);
        expect(cleared.includes('emailAddresses') && seen.item.emails !== undefined).toBe(false);
        expect(seen.item).toEqual(lens.read({ ...native, ...nothing }).item);
      }),
      500,
    );
  });
});

describe('bugs that these laws found', () => {
  it('one address under two names: each keeps its own when another is added', () => {
    const before = saved(emptyCard, {
      surname: 'Berg',
      emailAddresses: [
        { name: 'Anna', address: 'a@x.org' },
        { name: 'Office', address: 'A@x.org' },
      ],
    });
    const known = lens.read(before);
    const third = emailElement('c@x.org') ?? [];
    const patch = lens.write(known, { ...known.item, emails: [...(known.item.emails as List), third].flat() });
    expect(patch?.emailAddresses?.map(({ name }) => name)).toEqual(['Anna', 'Office', 'Berg']);
  });

  it('a company with a suffix stays a company when it is renamed', () => {
    const before = saved(emptyCard, { companyName: 'Acme', generation: 'Jr.', displayName: 'Acme', fileAs: 'Acme' });
    const known = lens.read(before);
    const after = saved(before, lens.write(known, { ...known.item, company: 'Zenith' }) ?? {});
    expect(lens.read(after).item).toEqual({ kind: 'company', company: 'Zenith' });
  });

  it.each(['0000-00-00', '2021-99-99T00:00:00', '9999-12-31T23:00:00-05:00'])('%s is no birthday', (birthday) => {
    expect(lens.read({ ...emptyCard, birthday }).item).not.toHaveProperty('birthday');
  });
});

laws.countUp();
