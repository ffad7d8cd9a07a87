import { previewPage, requestScan, startSync, stopSync } from '@concord/engine';
import { describe, expect, it } from 'vitest';
import { caller, type OneFirm } from './one-firm.ts';
import { createOnePerson, minuteMs, type OnePerson } from './one-person.ts';

const [bea, both] = [['Bea Fox'], ['Anna Berg', 'Bea Fox']];

/** Anna, and somebody who is never touched: so that no book is ever empty. */
async function twoPeople(): Promise<OnePerson> {
  const person = await createOnePerson();
  const email_addresses = [{ name: 'Work', address: 'bea@fox.example' }] as const;
  person.firm.sandbox.clio.contacts.add({ type: 'Person', first_name: 'Bea', last_name: 'Fox', email_addresses });
  await person.settle();
  return person;
}

async function expectBooks(person: OnePerson, left: readonly string[], right: readonly string[], waiting = 0) {
  const ending = await person.ending();
  expect({ left: [...ending.left].sort(), right: [...ending.right].sort() }).toEqual({ left, right });
  expect(ending.waiting).toHaveLength(waiting);
}

async function stop({ firm }: OnePerson): Promise<void> {
  await stopSync(firm.ports, caller, (await firm.view()).id);
  await firm.run(minuteMs);
}

/** From a stop to a preview, with the switch as it is put. */
async function lookAgain(firm: OneFirm, resend?: boolean): Promise<string> {
  const { id } = await firm.view();
  const wish = { clioSyncOff: true, conflicts: 'left', ...(resend === undefined ? {} : { resend }) } as const;
  await requestScan(firm.ports, caller, id, wish);
  while ((await firm.view()).state === 'scanning') await firm.run(1_000);
  return id;
}

async function start({ firm, settle }: OnePerson, id: string): Promise<void> {
  await startSync(firm.ports, caller, id, (await firm.view()).preview?.run ?? '');
  while ((await firm.view()).state === 'running') await firm.run(1_000);
  await settle();
}

const resentRows = async ({ ports }: OneFirm, id: string) =>
  (await previewPage(ports, caller, id, { filter: 'resent' })).rows;

/** Deleted in Outlook while the sync was live, or while it was stopped. */
const deleted = {
  'before the stop': async (person: OnePerson) => {
    person.remove('right');
    await person.settle();
    await stop(person);
  },
  'while it was stopped': async (person: OnePerson) => {
    await stop(person);
    person.remove('right');
  },
} as const;

describe.each(['before the stop', 'while it was stopped'] as const)('What was deleted in Outlook %s', (when) => {
  it('is counted and listed in the preview of the next start, and then sent again', async () => {
    const person = await twoPeople();
    await deleted[when](person);
    const id = await lookAgain(person.firm);
    expect((await person.firm.view()).preview).toMatchObject({ resent: 1, addedRight: 1, addedLeft: 0 });
    expect(await resentRows(person.firm, id)).toMatchObject([{ title: 'Anna Berg', outcome: 'addedRight' }]);
    await start(person, id);
    await expectBooks(person, both, both);
    expect(await person.quietWrites()).toBe(0);
  });

  it('is left alone when the person says so, is neither listed nor doubled, and is offered at the start after that', async () => {
    const person = await twoPeople();
    await deleted[when](person);
    const id = await lookAgain(person.firm, false);
    expect((await person.firm.view()).preview).toMatchObject({ resent: 0, addedRight: 0 });
    expect(await resentRows(person.firm, id)).toEqual([]);
    await start(person, id);
    await expectBooks(person, both, bea);
    expect(await person.quietWrites()).toBe(0);
    await stop(person);
    await lookAgain(person.firm);
    expect((await person.firm.view()).preview).toMatchObject({ resent: 1 });
    await start(person, id);
    await expectBooks(person, both, both);
  });

  it('is offered by each preview until one is started, also after another stop', async () => {
    const person = await twoPeople();
    await deleted[when](person);
    const id = await lookAgain(person.firm);
    await stop(person);
    expect((await person.firm.view()).state).toBe('draft');
    await lookAgain(person.firm, false);
    expect((await person.firm.view()).preview).toMatchObject({ resent: 0 });
    await lookAgain(person.firm);
    expect((await person.firm.view()).preview).toMatchObject({ resent: 1 });
    await start(person, id);
    await expectBooks(person, both, both);
  });

  it('is not sent beside somebody who was typed in there anew meanwhile', async () => {
    const person = await twoPeople();
    await deleted[when](person);
    person.typeIn('right');
    const id = await lookAgain(person.firm);
    expect((await person.firm.view()).preview).toMatchObject({ resent: 0 });
    await start(person, id);
    // Whom Concord knew to be gone is matched; of whom it did not know yet a person is asked.
    await expectBooks(person, both, both, when === 'before the stop' ? 0 : 1);
    expect(await person.quietWrites()).toBe(0);
  });
});

describe('Who is missing in Outlook at a start', () => {
  it('and is only in another folder is neither offered nor sent', async () => {
    const person = await twoPeople();
    await stop(person);
    const anna = person.firm.outlook.list().find(({ givenName }) => givenName === 'Anna');
    person.firm.outlook.move(anna?.id ?? '', 'Archive');
    const id = await lookAgain(person.firm);
    expect((await person.firm.view()).preview).toMatchObject({ resent: 0, addedRight: 0 });
    await start(person, id);
    await expectBooks(person, both, bea);
  });

  it('though the listing only left them out is not offered either', async () => {
    const person = await twoPeople();
    await stop(person);
    person.firm.sandbox.awkward.set('microsoft.rowsLeftOut', { rate: 1 });
    const id = await lookAgain(person.firm);
    person.firm.sandbox.awkward.set('microsoft.rowsLeftOut', undefined);
    expect((await person.firm.view()).preview).toMatchObject({ resent: 0, addedRight: 0 });
    await start(person, id);
    await expectBooks(person, both, both);
  });

  it('was deleted after the preview, and is not sent again though everything has to be read once more', async () => {
    const person = await twoPeople();
    await stop(person);
    const id = await lookAgain(person.firm);
    person.remove('right');
    person.firm.sandbox.microsoft.expireDeltaTokens(person.firm.email);
    await start(person, id);
    await expectBooks(person, both, bea);
  });
});

describe('A side that shows nothing at all', () => {
  it('is a fault, and nobody is offered to be sent there again', async () => {
    const person = await twoPeople();
    await stop(person);
    person.firm.sandbox.awkward.set('microsoft.emptyListing', { rate: 1 });
    const id = await lookAgain(person.firm);
    expect((await person.firm.view()).preview).toMatchObject({ resent: 0, addedRight: 0 });
    person.firm.sandbox.awkward.set('microsoft.emptyListing', undefined);
    await start(person, id);
    await expectBooks(person, both, both);
  });
});

describe('A book that was emptied while the sync was stopped', () => {
  it('is filled again when the person wants that', async () => {
    const person = await twoPeople();
    await stop(person);
    for (const { id } of person.firm.outlook.list()) person.firm.outlook.move(id, 'Deleted Items');
    const id = await lookAgain(person.firm);
    expect((await person.firm.view()).preview).toMatchObject({ resent: 2, addedRight: 2 });
    await start(person, id);
    await expectBooks(person, both, both);
  });
});

describe('The preview of a large book', () => {
  it('lists those that are sent again on any page of the plan, with the others that are added', async () => {
    const person = await twoPeople();
    const { firm } = person;
    await deleted['while it was stopped'](person);
    firm.sandbox.clio.contacts.addMany(
      Array.from({ length: 260 }, (_, index) => ({
        type: 'Person' as const,
        first_name: `P${index}`,
        last_name: 'Fox',
        email_addresses: [{ name: 'Work' as const, address: `p${index}@fox.example` }],
      })),
    );
    const id = await lookAgain(firm);
    expect((await firm.view()).preview).toMatchObject({ resent: 1, addedRight: 261 });
    expect((await resentRows(firm, id)).map(({ title }) => title)).toEqual(['Anna Berg']);
    let listed = 0;
    let after: string | undefined;
    do {
      const page = await previewPage(firm.ports, caller, id, { filter: 'addedRight', ...(after ? { after } : {}) });
      listed += page.rows.length;
      after = page.after;
    } while (after !== undefined);
    expect(listed).toBe(261);
  });
});
