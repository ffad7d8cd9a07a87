import { SyncError } from '@concord/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseContactRecord } from '../../packages/providers/clio/src/contact-record.ts';
import { anyEdit, namedItem } from '../core/arbitrary-edits.ts';
import { listNames, textNames } from '../core/arbitrary-items.ts';
import { clioLens } from '../core/clio-lens.ts';
import { lawsOf } from '../core/law-cases.ts';
import { lawsOfLens } from '../core/lens-laws.ts';
import { awkwardWords, plainWords } from '../core/vocabulary.ts';
import { clioContact } from './clio-record.ts';

const laws = lawsOf('providers/clio-lens-laws');
const lens = clioLens({ primary: 'asSaid' });
const edits = fc.array(fc.oneof(anyEdit(plainWords), anyEdit(awkwardWords)), { maxLength: 4 });
describe.each([['as said'], ['automatic']])('Clio’s lens, where the primary is %s', (primary) => {
  const lawsHere = lawsOfLens(clioLens({ primary: primary === 'automatic' ? 'automatic' : 'asSaid' }));
  it('reads back what was created', () => {
    laws.hold(
      fc.property(fc.oneof(namedItem(plainWords), namedItem(awkwardWords)), (item) => {
        expect(lawsHere.createsAll(item)).toBeUndefined();
      }),
      1_000,
    );
  });

  it('reads back what was written over anything, and then has nothing more to send', () => {
    laws.hold(
      fc.property(lens.natives, edits, (native, all) => {
        expect(lawsHere.writesAll(native, all)).toBeUndefined();
        expect(lawsHere.writesOnce(native, all)).toBeUndefined();
      }),
      2_000,
    );
  });
});

describe('Clio’s lens', () => {
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
      1_500,
    );
  });

  it('knows a row by its place when one thing is listed twice and comes back without its row', () => {
    const element = (slot: string, ref?: string) => ({ key: 'a@x.org', value: 'a@x.org', slot, ...(ref && { ref }) });
    const known = { kind: 'person', lastName: 'Berg', emails: [element('work', '1'), element('home', '2')] };
    const target = { ...known, emails: [element('home'), element('work')] };
    expect(lens.write({ item: known }, target)).toBeUndefined();
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

describe('a record of Clio’s', () => {
  it('that lacks any field that was asked for is an answer to something else, and clears nothing', () => {
    laws.hold(
      fc.property(fc.constantFrom(...Object.keys(clioContact())), (absent) => {
        const { [absent]: _, ...record } = clioContact();
        expect(() => parseContactRecord(record)).toThrow(SyncError);
      }),
      100,
    );
  });
});

describe('a bug that these laws found', () => {
  it('an address of a page or a messenger with a blank for a comma is another one, and is written', () => {
    const element = (value: string) => ({ key: value, value, slot: 'work', ref: '3' });
    const known = { kind: 'person', lastName: 'Berg', sites: [element('x.org/a,b')], messengers: [element('a,b')] };
    const target = { ...known, sites: [element('x.org/a b')], messengers: [element('a b')] };
    expect(lens.write({ item: known }, target)?.data).toEqual({
      web_sites: [{ id: 3, address: 'x.org/a b' }],
      instant_messengers: [{ id: 3, address: 'a b' }],
    });
  });
});

laws.countUp();
