import type { Capabilities, CollectionProfile } from '@concord/core';
import { createMemoryBook, createMemoryProvider, type Delivery, roomyCapabilities } from '@concord/provider-memory';
import { type CollectionSetup, describeCollection } from './collection-contract.ts';

describeCollection('memory', () => setUp({}));
describeCollection('memory, with little room, no primary and no tombstones', () =>
  setUp({ capabilities: tightCapabilities, deletes: 'notices', markers: false, pageSize: 3 }),
);

/** Like a mailbox: few slots, no primary. */
const tightCapabilities: Capabilities = {
  ...roomyCapabilities,
  jobTitle: { shape: 'scalar', maxLength: 12 },
  emails: { shape: 'list', max: 3, primary: false },
  phones: { shape: 'list', max: 5, slots: { work: 2, home: 2, mobile: 1 }, primary: false },
  addresses: { shape: 'list', max: 3, slots: { work: 1, home: 1, other: 1 }, primary: false },
  sites: { shape: 'list', max: 1, slots: { work: 1 }, primary: false },
};

async function setUp(profile: Partial<CollectionProfile>): Promise<CollectionSetup> {
  let now = Date.UTC(2026, 0, 5, 9);
  const deliveries: Delivery[] = [];
  const book = createMemoryBook({ now: () => now }, { profile, deliver: (delivery) => deliveries.push(delivery) });
  const provider = createMemoryProvider(book);
  const url = 'https://concord.example/webhooks/memory/hook';
  return {
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
