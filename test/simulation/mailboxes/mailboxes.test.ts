import { google as googleProvider } from '@concord/provider-google';
import { createManualWorld, createSandbox } from '@concord/sandbox';
import { describe, expect, it } from 'vitest';
import { chanceOf } from '../chance.ts';
import { mailboxBook, mailboxProviders, providerOf, sideOf } from '../history/happenings.ts';
import { type Card, listNames, textNames } from '../people/card.ts';
import { cardOf, entryOf } from '../people/drafts.ts';
import { bin, mailboxClouds, otherFolder, synced } from './index.ts';
import { factsOf, mailboxFacts } from './mailbox-facts.ts';

const email = 'ana@example.com';
const draft = {
  isCompany: false,
  tags: ['f1p1'],
  texts: {
    prefix: 'Dr',
    firstName: 'Ana',
    middleName: 'B',
    lastName: 'Okoye',
    company: 'Acme',
    jobTitle: 'Notary',
    birthday: '2000-02-29',
  },
  lists: {
    emails: [entryOf('Ana@example.com'), entryOf('ana@example.org')],
    phones: [entryOf('416 555 0101', 'work'), entryOf('416 555 0102', 'mobile')],
    addresses: [entryOf('1 Main Street', 'home')],
    sites: [entryOf('https://example.com')],
  },
} as const;

function openMailbox(provider: (typeof mailboxProviders)[number]) {
  const world = createManualWorld({ seed: 1, deliver: () => Promise.reject(new TypeError('nobody listens')) });
  const sandbox = createSandbox(world, { limits: false });
  const cloud = mailboxClouds[provider];
  const id = provider === 'google' ? '100000000000000000001' : '7b3f0c1e-0000-4000-8000-000000000001';
  cloud.open(sandbox, { id, email, name: 'Ana Okoye' }, '7001');
  const told: (readonly [Card | undefined, Card | undefined])[] = [];
  cloud.watch(sandbox, email, (_, before, after) => void told.push([before, after]));
  const hands = cloud.hands(sandbox, email);
  const only = (): Card => hands.list()[0] as Card;
  return { hands, told, only, sandbox };
}

const withoutId = ({ id: _, ...card }: Card) => card;

describe.each(mailboxProviders)('a mailbox in the cloud of %s', (provider) => {
  it('shows what was typed in', () => {
    const { hands, only, told } = openMailbox(provider);
    hands.add(draft);
    expect(withoutId(only())).toEqual(withoutId(cardOf(draft)));
    expect(hands.get(only().id)).toEqual(only());
    expect(told).toEqual([[undefined, only()]]);
  });

  it('changes one text, or clears it, and nothing else', () => {
    const { hands, only } = openMailbox(provider);
    hands.add(draft);
    for (const name of textNames) {
      const before = only();
      for (const text of [name === 'birthday' ? '1999-12-31' : 'Other', ...(name === 'firstName' ? [] : [''])]) {
        hands.typeText(before.id, name, text);
        expect(only()).toEqual({ ...before, texts: { ...before.texts, [name]: text } });
      }
      hands.typeText(before.id, name, before.texts[name]);
      expect(only()).toEqual(before);
    }
  });

  it('adds an entry to a list, writes one over and takes it off', () => {
    const { hands, only } = openMailbox(provider);
    hands.add(draft);
    for (const list of listNames) {
      const { id, lists } = only();
      const [first, ...rest] = lists[list];
      const value = list === 'phones' ? '4165550199' : 'other.example.com';
      hands.typeEntry(id, list, 0, entryOf(value, first?.slot));
      expect(only().lists[list]).toEqual([{ ...first, value }, ...rest]);
      hands.typeEntry(id, list, 0, undefined);
      expect(only().lists[list]).toEqual(rest);
      hands.typeEntry(id, list, -1, entryOf(value, first?.slot));
      expect(only().lists[list]).toHaveLength(rest.length + 1);
    }
  });

  it('shows no change when a value is spelt otherwise, or a card saved as it is', () => {
    const { hands, only } = openMailbox(provider);
    hands.add(draft);
    const before = only();
    hands.respell(before.id, 'emails', (value) => value.toUpperCase());
    for (let seed = 1; seed < 30; seed += 1) hands.touch(only().id, chanceOf(seed));
    expect(only()).toEqual(before);
  });

  it('keeps details that Concord has no field for', () => {
    const { hands, only } = openMailbox(provider);
    hands.add(draft);
    const before = only();
    const names = new Set<string>();
    for (let seed = 1; seed < 80; seed += 1) {
      hands.typeExtra(before.id, `Note ${seed}`, chanceOf(seed));
      for (const name of Object.keys(only().extras)) names.add(name);
    }
    expect(names.size).toBeGreaterThan(7);
    expect({ ...only(), extras: {} }).toEqual({ ...before, extras: {} });
  });

  it('knows a company by its name alone, whatever is noted about it', () => {
    const { hands, only } = openMailbox(provider);
    const texts = { ...cardOf(draft).texts, prefix: '', firstName: '', middleName: '', lastName: '', jobTitle: '' };
    hands.add({ ...draft, isCompany: true, texts: { ...texts, birthday: '' } });
    for (let seed = 1; seed < 80; seed += 1) hands.typeExtra(only().id, `Note ${seed}`, chanceOf(seed));
    expect(only()).toMatchObject({ isCompany: true, texts: { company: 'Acme' } });
  });

  it('has a bin, from where a card comes back, and says of each move who left and who came', () => {
    const { hands, only, told } = openMailbox(provider);
    hands.add(draft);
    const card = only();
    for (const place of hands.places.filter((one) => one !== synced)) {
      hands.move(card.id, place);
      expect([hands.list(), hands.list(place)]).toEqual([[], [card]]);
      expect(hands.get(card.id)).toEqual(card);
      hands.move(card.id, synced);
      expect([hands.list(), hands.list(place)]).toEqual([[card], []]);
      expect(told.slice(-2)).toEqual([
        [card, undefined],
        [undefined, card],
      ]);
    }
    expect(hands.places).toContain(bin);
    expect(hands.list(otherFolder)).toEqual([]);
  });

  it('has a book of its own for each member, on the right side', () => {
    const book = mailboxBook(provider, '7001-1');
    expect([providerOf(book), sideOf(book)]).toEqual([provider, 'right']);
    expect(factsOf(book)).toBe(mailboxFacts[provider]);
  });
});

describe('what a cloud says of itself', () => {
  it('is no more than Concord waits for', () => {
    const context = { phoneRegion: 'US' } as Parameters<NonNullable<typeof googleProvider.collections.contact>>[0];
    const lag = googleProvider.collections.contact?.(context).profile.readLagMs;
    expect(lag).toBe(mailboxFacts.google.lagMs);
  });

  it('is nothing of Clio’s', () => {
    expect(() => factsOf('clio 7001')).toThrow('no mailbox');
  });
});

describe('a Google contact', () => {
  it('is known by any resource name that it had, and stays one card', () => {
    const { hands, only, sandbox } = openMailbox('google');
    hands.add(draft);
    const card = only();
    const people = sandbox.google.contacts(email);
    const first = people.list()[0]?.resourceName ?? '';
    const second = people.rename(first).resourceName;
    expect(second).not.toBe(first);
    expect([hands.get(first), hands.get(second), hands.get(card.id)]).toEqual([card, card, card]);
  });

  it('shows nothing of a profile that Google found for it', () => {
    const { hands, only, sandbox } = openMailbox('google');
    hands.add(draft);
    const card = only();
    const people = sandbox.google.contacts(email);
    people.linkProfile(people.list()[0]?.resourceName ?? '', { id: '9', givenName: 'Some', familyName: 'Body' });
    expect(only()).toEqual(card);
    hands.typeText(card.id, 'lastName', 'Lima');
    expect(only().texts).toEqual({ ...card.texts, lastName: 'Lima' });
  });
});
