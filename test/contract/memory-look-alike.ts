import type { CollectionProfile } from '@concord/core';
import { createMemoryBook, createMemoryProvider, type Delivery, type MemoryBook } from '@concord/provider-memory';
import type { CollectionSetup } from './collection-contract.ts';

const groups = ['clients', 'staff'].map((id) => ({ id, name: id, takesNew: true }));

/** A collection over a book in memory, with the book. */
export async function setUpMemory(
  profile: Partial<CollectionProfile> = {},
): Promise<CollectionSetup & { readonly book: MemoryBook }> {
  let now = Date.UTC(2026, 0, 5, 9);
  const deliveries: Delivery[] = [];
  const book = createMemoryBook(
    { now: () => now },
    { profile, groups, deliver: (delivery) => deliveries.push(delivery) },
  );
  const provider = createMemoryProvider(book);
  const url = 'https://concord.example/webhooks/memory/hook';
  return {
    book,
    collection: book.collection(),
    world: {
      add: async (item) => book.add(item),
      edit: async (id, item) => book.edit(id, item),
      remove: async (id) => book.remove(id),
      list: async () => book.list().map(({ item }) => item),
      now: () => now,
      advance: async (ms) => {
        now += ms;
      },
      decorate: async (id) => {
        book.setExtra(id, { nickname: 'Annie' });
        return async () => book.extraOf(id).nickname === 'Annie';
      },
    },
    push: {
      url,
      secret: 'secret',
      notices: async ({ secret }) =>
        deliveries.splice(0).flatMap(({ body }) => {
          const request = { method: 'POST', headers: {}, query: {}, body };
          const answer = provider.webhook.receive(request, secret === undefined ? {} : { secret });
          return answer.kind === 'notices' ? answer.notices : [];
        }),
    },
  };
}
