import { microsoft } from '@concord/provider-microsoft';
import type { OutlookContactInput } from '@concord/sandbox';
import { readContact, writeContact } from '../../packages/providers/microsoft/src/contacts.ts';
import type { CollectionSetup } from './collection-contract.ts';
import { phoneRegion } from './contact-arbitrary.ts';
import { createMailbox, hookSecret, hookUrl, type Mailbox } from './microsoft-mailbox.ts';

/** The Microsoft provider on a mailbox of the look-alike. */
export async function setUpMicrosoft(): Promise<CollectionSetup & { readonly mailbox: Mailbox }> {
  const mailbox = createMailbox();
  const { world, people, open, delivered } = mailbox;
  return {
    mailbox,
    collection: open(),
    world: {
      add: async (item) => people.add(writeContact(undefined, item) as OutlookContactInput).id,
      edit: async (id, item) => {
        const patch = writeContact(readContact(people.get(id) ?? {}, phoneRegion), item);
        people.edit(id, (patch ?? {}) as OutlookContactInput);
      },
      remove: async (id) => people.remove(id),
      list: async () => people.list().map((card) => readContact(card, phoneRegion).item),
      now: world.now,
      advance: world.advance,
      decorate: async (id) => {
        people.edit(id, decoration);
        return async () => Object.entries(decoration).every(([name, value]) => shows(people.get(id), name, value));
      },
    },
    push: {
      url: hookUrl,
      secret: hookSecret,
      notices: async ({ id }) =>
        delivered.splice(0).flatMap((request) => {
          const answer = microsoft.webhook.receive(request, { secret: hookSecret, subscriptionId: id });
          return answer.kind === 'notices' ? answer.notices : [];
        }),
    },
  };
}

const decoration: OutlookContactInput = {
  personalNotes: 'Met in court',
  nickName: 'Annie',
  categories: ['Client'],
  generation: 'Jr.',
  displayName: 'Annie (court)',
  fileAs: 'Court, Annie',
};

function shows(card: object | undefined, name: string, value: unknown): boolean {
  return (
    JSON.stringify(Object.entries(card ?? {}).find(([property]) => property === name)?.[1]) === JSON.stringify(value)
  );
}
