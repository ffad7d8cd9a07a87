import { describe, expect, it } from 'vitest';
import { generatePeople, type Person } from '../../packages/sandbox/src/seed/index.ts';

const people = generatePeople({ seed: 11, count: 4_000 });
const persons = people.filter(({ card }) => card.kind === 'person');
const nameOf = ({ card }: Person) => `${card.firstName} ${card.lastName}`;
const byId = new Map(people.map((person) => [person.id, person]));
const share = (test: (person: Person) => boolean) => persons.filter(test).length / persons.length;
const digits = (text: string) => text.replace(/\D/gu, '');

describe('the generated people', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(generatePeople({ seed: 11, count: 300 })).toEqual(generatePeople({ seed: 11, count: 300 }));
    expect(generatePeople({ seed: 12, count: 300 })).not.toEqual(generatePeople({ seed: 11, count: 300 }));
  });

  it('are as many as asked for, companies among them, each with an id of its own', () => {
    expect(people).toHaveLength(4_000);
    expect(people.length - persons.length).toBe(320);
    expect(byId.size).toBe(4_000);
    expect(generatePeople({ seed: 1, count: 0 })).toEqual([]);
    expect(generatePeople({ seed: 1, count: 1 })).toHaveLength(1);
  });

  it.each([500, 15_000])(
    'have the name of somebody else in 2 to 3 % of cases, and never by accident (of %i)',
    (count) => {
      const some = generatePeople({ seed: 3, count }).filter(({ card }) => card.kind === 'person');
      const known = some.filter(({ twin }) => twin !== undefined && twin.how !== 'spouse').length;
      const names = new Set(some.map((person) => nameOf(person).toLowerCase()));
      expect(some.length - names.size).toBe(known);
      expect(known / some.length).toBeGreaterThan(0.02);
      expect(known / some.length).toBeLessThan(0.03);
    },
  );

  it('can always be told apart by name and e-mail, even where nearly everybody is a namesake', () => {
    const towns = Array.from({ length: 40 }, (_, seed) => generatePeople({ seed, count: 150, homonyms: 0.9 }));
    for (const town of [people, ...towns]) {
      const keys = town.flatMap((person) => {
        const addresses = new Set(person.card.emails.map(({ value }) => value.toLowerCase()));
        return [...addresses].map((address) => `${nameOf(person)} ${person.card.kind} ${address}`.toLowerCase());
      });
      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  it('have twins of every kind: namesakes, fathers and sons on one phone, couples on one address', () => {
    const twins = persons.filter(({ twin }) => twin !== undefined);
    const pairs = twins.map((one) => ({ how: one.twin?.how, one, other: byId.get(one.twin?.of ?? '') }));
    for (const { how, one, other } of pairs) {
      if (other === undefined) throw new Error('a twin of nobody');
      const common = (list: 'emails' | 'phones') =>
        one.card[list].some(({ value }) => other.card[list].some((entry) => entry.value === value));
      if (how === 'spouse') expect(nameOf(one)).not.toBe(nameOf(other));
      else expect(nameOf(one)).toBe(nameOf(other));
      expect(common('emails')).toBe(how === 'spouse' && other.card.emails.length > 0);
      if (how === 'junior') expect(common('phones')).toBe(other.card.phones.length > 0);
    }
    expect(new Set(pairs.map(({ how }) => how))).toEqual(new Set(['homonym', 'junior', 'spouse']));
  });

  it('lack e-mails, share phones and office addresses, and have several phones of one kind, as real ones do', () => {
    expect(share(({ card }) => card.emails.length === 0)).toBeGreaterThan(0.05);
    expect(share(({ card }) => card.phones.filter(({ label }) => label === 'work').length >= 3)).toBeGreaterThan(0.03);
    const offices = persons.flatMap(({ card }) => card.emails.filter(({ value }) => value.startsWith('info@')));
    expect(offices.length).toBeGreaterThan(new Set(offices.map(({ value }) => value)).size);
    const homes = persons.flatMap(({ card }) =>
      card.phones.filter(({ label }) => label === 'home').map(({ value }) => value),
    );
    expect(homes.length - new Set(homes).size).toBeGreaterThan(20);
  });

  it('are written in many scripts, with accents, apostrophes, hyphens, emoji, single letters and from right to left', () => {
    const names = persons.map(nameOf);
    const patterns = [
      /\p{Script=Arabic}/u,
      /\p{Script=Hebrew}/u,
      /\p{Script=Cyrillic}/u,
      /\p{Script=Greek}/u,
      /\p{Script=Han}/u,
    ];
    for (const pattern of [...patterns, /é/u, /['’]/u, /-/u, /\u200d/u, /^\p{L} /u, / \p{L}$/u]) {
      expect(names.filter((name) => pattern.test(name)).length, String(pattern)).toBeGreaterThan(0);
    }
  });

  it('use reserved numbers and domains only', () => {
    const reserved =
      /^(?:1?[2-9]\d\d55501\d\d|44(?:20794 ?60|1\d\d4960)\d{3}|447700900\d{3}|33(?:19900|26191|35301|46571|53649|63998)\d{4}|49(?:3023125|6990009|4066969|8999998)\d{3}|4917139200\d\d)$/u;
    const numbers = people.flatMap(({ card }) =>
      card.phones.map(({ value }) => digits(value.replace(/ ext\. \d+$/u, ''))),
    );
    expect(numbers.filter((number) => !reserved.test(number))).toEqual([]);
    const hosts = people.flatMap(({ card }) => [
      ...card.emails.map(({ value }) => value.split('@')[1] ?? ''),
      ...card.sites.map(({ value }) => new URL(value).hostname),
    ]);
    expect(hosts.filter((host) => !/(?:^|\.)example\.(?:com|org|net)$/u.test(host))).toEqual([]);
    const addresses = people.flatMap(({ card }) => card.emails.map(({ value }) => value));
    expect(addresses.filter((address) => !/^[a-z0-9.-]+@[a-z0-9.-]+$/u.test(address))).toEqual([]);
  });

  it('have birthdays that exist, on 29 February too, and addresses in several countries', () => {
    const birthdays = persons.flatMap(({ card }) => card.birthday ?? []);
    for (const birthday of birthdays)
      expect(new Date(`${birthday}T00:00:00Z`).toISOString().slice(0, 10)).toBe(birthday);
    expect(birthdays.filter((birthday) => birthday.endsWith('-02-29')).length).toBeGreaterThan(0);
    expect(new Set(persons.flatMap(({ card }) => card.addresses.map(({ country }) => country))).size).toBe(5);
  });
});
