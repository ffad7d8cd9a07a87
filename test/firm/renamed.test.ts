import { poll } from '@concord/engine';
import { expect, it } from 'vitest';
import { type Card, createFirm, type Firm } from './several-mailboxes.ts';

const anna: Card = { first: 'Anna', last: 'Berg', emails: ['anna@berg.example'] };
const bert: Card = { first: 'Bert', last: 'Cole', emails: ['bert@cole.example'] };

/** Somebody in Google whom Google has given another resource name. */
async function renamed(): Promise<Firm> {
  const firm = await createFirm(['google']);
  // An address book that is suddenly empty would be a fault, and nobody's wish.
  for (const card of [anna, bert]) firm.mailboxes[0]?.add(card);
  await firm.previewAll();
  await firm.startAll();
  firm.mailboxes[0]?.renameAll();
  return firm;
}

async function hours(firm: Firm, count: number): Promise<void> {
  for (let hour = 0; hour < count; hour += 1) {
    await firm.run(60 * 60_000);
    await poll(firm.ports);
  }
}

it.each([
  ['the changes tell of it', () => undefined],
  // Then everything is read anew, and a full list says nothing of earlier names.
  ['no list of changes ever told of it', (firm: Firm) => firm.sandbox.google.expireSyncTokens('0@mail.example.com')],
])(
  'whoever has another resource name is neither held nor doubled, and stays in step, when %s',
  async (_, meanwhile) => {
    const firm = await renamed();
    meanwhile(firm);
    await hours(firm, 30);
    const [mailbox] = firm.mailboxes;
    expect(await mailbox?.view()).toMatchObject({ linked: 2, waiting: { held: 0, parked: 0 } });
    mailbox?.call(mailbox.ids()[0] ?? '', '+1 416 555 0177');
    await hours(firm, 2);
    const card = firm.sandbox.clio.contacts.list().find(({ first_name }) => first_name === 'Anna');
    expect(card?.phone_numbers.map(({ number }) => number)).toEqual(['+1 416 555 0177']);
    expect(firm.clio()).toHaveLength(2);
    mailbox?.renameAll();
    mailbox?.remove(mailbox.ids()[0] ?? '');
    await hours(firm, 30);
    expect(firm.clio()).toHaveLength(2);
    expect((await mailbox?.view())?.linked).toBe(1);
  },
);
