import { contactType, folded, phoneKey } from '@concord/core';
import { describe, expect, it } from 'vitest';
import { createDraw } from '../../packages/sandbox/src/seed/draw.ts';
import { generatePeople, judgeSide, peopleIn, splitFirm } from '../../packages/sandbox/src/seed/index.ts';
import { respelled, respelledPhone } from '../../packages/sandbox/src/seed/spelling.ts';
import { fromClio, fromOutlook } from './seed-canonical.ts';

const people = generatePeople({ seed: 5, count: 3_000, homonyms: 0.03 });
const split = splitFirm(people, { seed: 5 });
const { truth } = split;
const clio = split.clio.map(fromClio);
const outlook = split.outlook.map(fromOutlook);
const shared = [...truth.people.values()].filter(({ expected }) => expected !== undefined);

function likeness(clioIndex: number | undefined, outlookIndex: number | undefined) {
  const [one, other] = [clio[clioIndex ?? -1], outlook[outlookIndex ?? -1]];
  if (one === undefined || other === undefined) throw new Error('nobody there');
  return contactType.likeness(one, other);
}

describe('a firm split into Clio and a mailbox', () => {
  it('has exactly the shares that were asked for, and everybody somewhere', () => {
    expect([split.clio.length, split.outlook.length, shared.length]).toEqual([2_250, 2_250, 1_500]);
    const everywhere = new Set([...truth.clio, ...truth.outlook]);
    expect(everywhere.size).toBe(3_000);
    const small = splitFirm(people.slice(0, 400), { shared: 0.25, outlookOnly: 0 });
    expect([small.clio.length, small.outlook.length]).toEqual([400, 100]);
  });

  it('is the same for the same seed', () => {
    expect(splitFirm(people.slice(0, 500), { seed: 2 })).toEqual(splitFirm(people.slice(0, 500), { seed: 2 }));
    expect(splitFirm(people.slice(0, 500), { seed: 3 })).not.toEqual(splitFirm(people.slice(0, 500), { seed: 2 }));
  });

  it('expects a link exactly where name and e-mail are the same, however they are spelled', () => {
    for (const place of shared) {
      expect(likeness(place.clio, place.outlook).kind).toBe(place.expected === 'linked' ? 'same' : 'similar');
    }
    expect(shared.filter(({ expected }) => expected === 'linked').length).toBeGreaterThan(1_200);
    expect(shared.filter(({ expected }) => expected === 'asked').length).toBeGreaterThan(50);
  });

  it('spells many of them otherwise: in case, in blanks, in Unicode form, in the shape of a number', () => {
    const pairs = shared.map((place) => [split.clio[place.clio ?? -1], split.outlook[place.outlook ?? -1]] as const);
    const differ = (test: (left: string, right: string) => boolean) =>
      pairs.filter(([left, right]) => test(left?.last_name ?? '', right?.surname ?? '')).length;
    expect(differ((left, right) => left !== right && left.toUpperCase() === right)).toBeGreaterThan(10);
    expect(differ((left, right) => left !== right && left === right.trim())).toBeGreaterThan(10);
    expect(differ((left, right) => left !== right && left === right.normalize('NFC'))).toBeGreaterThan(5);
    const phones = pairs.filter(([left, right]) => {
      const ours = left?.phone_numbers?.map(({ number }) => number) ?? [];
      return right?.mobilePhone && !ours.includes(right.mobilePhone);
    });
    expect(phones.length).toBeGreaterThan(30);
  });

  it('has near misses across the sides, none of which is the same person', () => {
    expect(new Set(truth.nearMisses.map(({ how }) => how))).toEqual(new Set(['homonym', 'junior', 'spouse']));
    expect(truth.nearMisses.length).toBeGreaterThan(50);
    for (const { clio: left, outlook: right } of truth.nearMisses) {
      expect(truth.clio[left]).not.toBe(truth.outlook[right]);
      expect(likeness(left, right).kind).not.toBe('same');
    }
  });

  it('has nobody else whom name and e-mail would link', () => {
    const keysOf = (contact: (typeof clio)[number]) =>
      (contact.emails ?? []).map(({ key }) =>
        [contact.firstName, contact.lastName, contact.company]
          .map((name) => name?.normalize('NFC').replace(/\s+/gu, ' ').trim().toLowerCase())
          .slice(0, contact.kind === 'person' ? 2 : 3)
          .concat(key)
          .join('|'),
      );
    const owners = new Map(clio.flatMap((contact, index) => keysOf(contact).map((key) => [key, truth.clio[index]])));
    const foreign = outlook.filter((contact, index) =>
      keysOf(contact).some((key) => owners.has(key) && owners.get(key) !== truth.outlook[index]),
    );
    expect(foreign).toEqual([]);
  });

  it('names no employer in Clio that Clio does not have, and some in the mailbox', () => {
    const companies = new Set(split.clio.filter(({ type }) => type === 'Company').map(({ name }) => name));
    const employers = split.clio.flatMap(({ company }) => company ?? []);
    expect(employers.filter((name) => !companies.has(name))).toEqual([]);
    const unknown = split.outlook.filter(
      ({ companyName, surname }) => surname && companyName && !companies.has(companyName.trim()),
    );
    expect(unknown.length).toBeGreaterThan(20);
  });
});

describe('another spelling', () => {
  it.each(['Größmann', 'Αντωνίου Παπαδόπουλος', 'ＦＵＬＬ Ångström', 'İbrahim', 'Nguyễn', 'ﬁnch', 'E'])(
    'of %s is another text with the same meaning',
    (name) => {
      const draw = createDraw(1);
      const spellings = new Set(Array.from({ length: 100 }, () => respelled(draw, name)));
      expect(spellings.has(name)).toBe(false);
      expect(spellings.size).toBeGreaterThan(1);
      expect(new Set([...spellings].map(folded))).toEqual(new Set([folded(name)]));
    },
  );

  it('of a number is the same number', () => {
    const draw = createDraw(1);
    for (const number of ['(416) 555-0100', '+1 416 555 0100', '416.555.0100 ext. 9', '+44 20 7946 0018']) {
      const spellings = new Set(Array.from({ length: 20 }, () => respelledPhone(draw, number)));
      expect(new Set([...spellings].map((spelled) => phoneKey(spelled, 'US')))).toEqual(
        new Set([phoneKey(number, 'US')]),
      );
    }
  });
});

describe('judging what a sync made of it', () => {
  const tagged = splitFirm(people.slice(0, 600), { tagged: true });
  const inMailbox = tagged.outlook.map(({ businessHomePage }) => peopleIn([businessHomePage]));
  const inClio = tagged.clio.map(({ web_sites }) => peopleIn((web_sites ?? []).map(({ address }) => address)));

  it('knows everybody again by the tag', () => {
    expect(inMailbox).toEqual(tagged.truth.outlook.map((id) => [id]));
    expect(inClio).toEqual(tagged.truth.clio.map((id) => [id]));
    expect(peopleIn([null, undefined, '', 'https://www.example.com'])).toEqual([]);
  });

  it('finds doubled, fused and lost people, and nothing where there is nothing', () => {
    expect(judgeSide(inClio, tagged.truth.clio)).toEqual({ doubled: [], fused: [], lost: [] });
    expect(judgeSide([['p1'], ['p1'], ['p2', 'p3'], []], ['p1', 'p2', 'p4'])).toEqual({
      doubled: ['p1'],
      fused: [['p2', 'p3']],
      lost: ['p4'],
    });
  });
});
