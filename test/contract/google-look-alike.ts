import { readContact, writeContact } from '../../packages/providers/google/src/contacts.ts';
import type { GoogleContactInput } from '../../packages/sandbox/src/google/index.ts';
import type { CollectionSetup } from './collection-contract.ts';
import { phoneRegion } from './contact-arbitrary.ts';
import { type Account, createAccount } from './google-account.ts';

/** The Google provider on an account of the look-alike. */
export async function setUpGoogle(): Promise<CollectionSetup & { readonly account: Account }> {
  const account = createAccount();
  const { world, people, open } = account;
  return {
    account,
    collection: open(),
    world: {
      add: async (item) => people.add(writeContact(undefined, item, phoneRegion) as GoogleContactInput).resourceName,
      edit: async (id, item) => {
        const person = people.get(id) ?? {};
        const patch = writeContact({ item: readContact(person, phoneRegion), person }, item, phoneRegion);
        people.edit(id, patch ?? {});
      },
      remove: async (id) => people.remove(id),
      list: async () => people.list().map((person) => readContact(person, phoneRegion)),
      now: world.now,
      advance: world.advance,
      decorate: async (id) => {
        people.edit(id, decoration);
        people.label(id, ['Client']);
        return async () => {
          const person = people.get(id) ?? {};
          const isKept = Object.entries(decoration).every(([name, entries]) =>
            holds(Object.entries(person).find(([property]) => property === name)?.[1], entries),
          );
          return isKept && people.labelsOf(id).includes('Client');
        };
      },
    },
  };
}

const decoration = {
  biographies: [{ value: 'Met in court' }],
  nicknames: [{ value: 'Annie' }],
  relations: [{ person: 'Bo', type: 'spouse' }],
  calendarUrls: [{ url: 'https://example.org/cal', type: 'freeBusy' }],
  userDefined: [{ key: 'File', value: '7' }],
  events: [{ date: { year: 2001, month: 2, day: 3 }, type: 'anniversary' }],
} satisfies GoogleContactInput;

/** Google adds to what was typed. */
function holds(shown: unknown, typed: readonly object[]): boolean {
  const entries = Array.isArray(shown) ? (shown as readonly object[]) : [];
  return typed.every((entry) =>
    entries.some((known) =>
      Object.entries(entry).every(
        ([part, value]) =>
          JSON.stringify(Object.entries(known).find(([name]) => name === part)?.[1]) === JSON.stringify(value),
      ),
    ),
  );
}
