import { exceptionElement, type Item, type List, whenKey } from '@concord/core';
import { createMemoryBook, createMemoryCalendars, createMemoryProvider, type Delivery } from '@concord/provider-memory';
import { type CalendarSetup, describeCalendar } from './calendar-contract.ts';

describeCalendar('memory', setUp);

async function setUp(): Promise<CalendarSetup> {
  let now = Date.UTC(2026, 0, 5, 9);
  const clock = { now: () => now };
  const deliveries: Delivery[] = [];
  const mails: string[] = [];
  const calendars = createMemoryCalendars(clock, {
    deliver: (delivery) => deliveries.push(delivery),
    oneWay: ({ guests }) => (guests ? 'oneWayGuests' : undefined),
    onForbiddenWrite: (id) => mails.push(id),
  });
  const provider = createMemoryProvider(createMemoryBook(clock), { calendars });
  const book = calendars.book();
  const itemOf = (id: string): Item => book.list().find((one) => one.id === id)?.item ?? {};
  const putOn = (id: string, element: List[number] | undefined): void => {
    const item = itemOf(id);
    const others = listOf(item['exceptions']).filter(({ slot }) => slot !== element?.slot);
    book.edit(id, { ...item, exceptions: element ? [...others, element] : others });
  };
  return {
    collection: book.collection(),
    catalogue: calendars.catalogue,
    world: {
      add: async (item) => book.add(item),
      edit: async (id, item) => book.edit(id, withDates(itemOf(id), item)),
      remove: async (id) => book.remove(id),
      moveInstance: async (id, slot, when) => putOn(id, exceptionElement({ slot, when })),
      cancelInstance: async (id, slot) => putOn(id, exceptionElement({ slot, cancelled: true })),
      now: clock.now,
      advance: async (ms) => {
        now += ms;
      },
      decorate: async (id) => {
        book.setExtra(id, { category: 'Red' });
        return async () => book.extraOf(id)['category'] === 'Red';
      },
      mails: () => mails.length,
    },
    push: {
      url: 'https://concord.example/webhooks/memory/hook',
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

const listOf = (value: Item[string]): List => (typeof value === 'object' ? value : []);

/** The dates that differ stay, unless the series takes place at other times. */
function withDates(before: Item, item: Item): Item {
  const isMoved = whenKey(String(before['when'])) !== whenKey(String(item['when']));
  const exceptions = item['exceptions'] ?? (isMoved ? undefined : before['exceptions']);
  return { ...item, ...(exceptions ? { exceptions } : {}) };
}
