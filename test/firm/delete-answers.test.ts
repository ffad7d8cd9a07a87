import { type DeletePolicies, type Operation, otherSide, type Provider, type SideName } from '@concord/core';
import { answer, startSync, stopSync, waitingPage } from '@concord/engine';
import { clio } from '@concord/provider-clio';
import { microsoft } from '@concord/provider-microsoft';
import { describe, expect, it } from 'vitest';
import { caller, type OneFirm, type Tamper } from './one-firm.ts';
import { createOnePerson, minuteMs } from './one-person.ts';

const ask: DeletePolicies = { left: 'ask', right: 'ask' };
const anna = ['Anna Berg'];
const labels = { left: 'Clio', right: 'Microsoft 365' } as const;
const sides = ['left', 'right'] as const satisfies readonly SideName[];

const startAgain = async (firm: OneFirm): Promise<void> => {
  await stopSync(firm.ports, caller, (await firm.view()).id);
  await firm.goLive();
  await firm.run(3 * minuteMs);
};

describe('a person who has what was deleted in Outlook sent again', () => {
  const asked = async () => {
    const person = await createOnePerson(ask);
    person.remove('right');
    await person.settle();
    return person;
  };

  it('but has brought it back before: it is linked again, and not made once more', async () => {
    const person = await asked();
    person.bringBack('right');
    await person.say('resend');
    for (let round = 0; round < 5; round += 1) await person.settle();
    expect(await person.ending()).toMatchObject({ left: anna, right: anna, waiting: [] });
    person.edit('right', 'Notary');
    await person.settle();
    const both = ['Anna Berg, Notary'];
    expect(await person.ending()).toMatchObject({ left: both, right: both, waiting: [] });
  });

  it('and brings it back before that could be done: it is linked again, and not made once more', async () => {
    const death = { comes: false };
    const person = await createOnePerson(ask, { tamper: dyingBeforeIntent(death) });
    person.remove('right');
    await person.settle();
    death.comes = true;
    await expect(person.say('resend')).rejects.toThrow('dead');
    death.comes = false;
    person.bringBack('right');
    for (let round = 0; round < 5; round += 1) await person.settle();
    expect(await person.ending()).toMatchObject({ left: anna, right: anna, waiting: [] });
  });
});

describe('a person who has what was deleted in Clio sent again', () => {
  it('is asked first who somebody is that looks like it and came there meanwhile: it is not made once more', async () => {
    const person = await createOnePerson(ask);
    person.remove('left');
    await person.settle();
    const { firm } = person;
    firm.outlook.edit(firm.outlook.list()[0]?.id ?? '', { emailAddresses: [], mobilePhone: '+1 416 555 0101' });
    await person.settle();
    const number = { phone_numbers: [{ name: 'Mobile', number: '+1 416 555 0101' }] };
    const add = (): unknown =>
      firm.sandbox.clio.contacts.add({ type: 'Person', first_name: 'Anna', last_name: 'Berg', ...number });
    add();
    add();
    await person.settle();
    const { id } = await firm.view();
    const { rows } = await waitingPage(firm.ports, caller, id);
    const asked = rows.find(({ answers }) => answers.some((one) => one.answer === 'resend'));
    await answer(firm.ports, caller, id, { answers: [{ mapping: asked?.mapping ?? '', answer: 'resend' }] });
    await person.settle();
    expect((await person.ending()).left).toHaveLength(2);
  });
});

describe.each(sides)('a person who is asked about a delete on the %s', (gone) => {
  const kept = otherSide(gone);
  const asked = async (deletes = ask, tamper?: Tamper) => {
    const person = await createOnePerson(deletes, tamper ? { tamper } : {});
    person.remove(gone);
    await person.settle();
    return person;
  };

  it('is shown the card that is left, and can answer three things', async () => {
    const { firm } = await asked();
    const { id, waiting } = await firm.view();
    const { rows } = await waitingPage(firm.ports, caller, id);
    expect(waiting).toEqual({ held: 1, parked: 0 });
    expect(rows).toMatchObject([
      {
        kind: 'held',
        title: 'Anna Berg',
        subtitle: `${labels[kept]} · anna@example.org`,
        candidates: [],
        answers: [
          { answer: 'resend', label: `Send it to ${labels[gone]} again` },
          { answer: 'keep', label: `Keep it in ${labels[kept]} only` },
          { answer: 'delete', label: `Delete it in ${labels[kept]} too` },
        ],
      },
    ]);
  });

  it('has it sent again by one word, once', async () => {
    const person = await asked();
    await person.say('resend');
    expect(await person.ending()).toMatchObject({ left: anna, right: anna, waiting: [] });
    person.edit(kept, 'Notary');
    await person.settle();
    const both = ['Anna Berg, Notary'];
    expect(await person.ending()).toMatchObject({ left: both, right: both, waiting: [] });
    expect(await person.quietWrites()).toBe(0);
  });

  it('keeps it on one side only: later news stays there, and neither a full pass nor a new start brings it back', async () => {
    const person = await asked();
    await person.say('keep');
    person.edit(kept, 'Notary');
    await person.settle();
    const ending = { [gone]: [], [kept]: ['Anna Berg, Notary'], waiting: [] };
    expect(await person.ending()).toMatchObject(ending);
    await startAgain(person.firm);
    expect(await person.ending()).toMatchObject(ending);
    expect(await person.quietWrites()).toBe(0);
  });

  it('has it deleted on the other side at once, and counted', async () => {
    const person = await asked();
    await person.say('delete');
    expect(await person.ending()).toEqual({
      left: [],
      right: [],
      waiting: [],
      last: `deleted ${kept}: Deleted in ${labels[gone]}.`,
    });
    expect((await person.firm.view()).linked).toBe(0);
    expect(await person.quietWrites()).toBe(0);
  });

  it('has it sent again although the worker died right after it had noted the answer', async () => {
    const death = { comes: false };
    const person = await asked(ask, dyingBeforeIntent(death));
    death.comes = true;
    await expect(person.say('resend')).rejects.toThrow('dead');
    death.comes = false;
    await person.settle();
    expect(await person.ending()).toMatchObject({ left: anna, right: anna, waiting: [] });
  });

  it('is asked anew, not obeyed, when it was changed just before the answer was carried out', async () => {
    const person = await asked();
    const { firm } = person;
    firm.sandbox.awkward.set('clio.webhookLost', { rate: 1 });
    firm.sandbox.awkward.set('microsoft.notificationLost', { rate: 1 });
    person.edit(kept, 'Notary');
    await person.say('delete');
    await person.settle();
    expect(await person.ending()).toMatchObject({
      [kept]: ['Anna Berg, Notary'],
      waiting: [`Deleted in ${labels[gone]}, but changed in ${labels[kept]} since: it stays until somebody decides.`],
    });
    await person.say('delete');
    expect(await person.ending()).toMatchObject({ left: [], right: [], waiting: [] });
  });

  it('is asked no more once it is deleted there too', async () => {
    const person = await asked();
    person.remove(kept);
    await person.settle();
    expect(await person.ending()).toMatchObject({ left: [], right: [], waiting: [] });
    expect((await person.firm.view()).waiting).toEqual({ held: 0, parked: 0 });
  });

  it('is not taken for somebody who says that matches are different people', async () => {
    const person = await asked();
    const { id } = await person.firm.view();
    await answer(person.firm.ports, caller, id, { answers: [], allDifferent: true });
    await person.settle();
    expect((await person.ending()).waiting).toHaveLength(1);
    await person.say('different');
    expect((await person.ending()).waiting).toHaveLength(1);
  });

  it('sees a delete that was refused put aside, and can have it tried again', async () => {
    const refusal: Refusal = { isOn: true, count: 0 };
    const person = await asked(ask, refusing(refusal));
    await person.say('delete');
    await person.settle();
    const { id } = await person.firm.view();
    const { rows } = await waitingPage(person.firm.ports, caller, id);
    expect(rows).toMatchObject([{ kind: 'parked', answers: [{ answer: 'retry' }] }]);
    expect(await person.ending()).toMatchObject({ [kept]: anna });
    expect(await person.quietWrites()).toBe(0);
    expect(refusal.count).toBe(1);
    refusal.isOn = false;
    await person.say('retry');
    expect(await person.ending()).toMatchObject({ left: [], right: [], waiting: [] });
  });
});

const dyingBeforeIntent =
  (death: { readonly comes: boolean }): Tamper =>
  (ports) => ({
    ...ports,
    table: {
      ...ports.table,
      put: async (row, condition) => {
        if (death.comes && row.sk.startsWith('INTENT#')) throw new Error('dead');
        return await ports.table.put(row, condition);
      },
    },
  });

type Refusal = { isOn: boolean; count: number; readonly of?: 'create' };

/** Neither vendor says what it refuses to delete. */
const refusing =
  (refusal: Refusal): Tamper =>
  (ports) => ({ ...ports, providers: { clio: refusingAt(clio, refusal), microsoft: refusingAt(microsoft, refusal) } });

function refusingAt(provider: Provider, refusal: Refusal): Provider {
  const open = provider.collections.contact;
  if (open === undefined) return provider;
  return {
    ...provider,
    collections: {
      contact: (context) => {
        const collection = open(context);
        const isRefused = (operations: readonly Operation[]) =>
          refusal.isOn && operations.every(({ kind }) => kind === (refusal.of ?? 'delete'));
        return {
          ...collection,
          write: async (operations) => {
            if (!isRefused(operations)) return await collection.write(operations);
            refusal.count += 1;
            return operations.map(() => ({ kind: 'refused', code: 'forbidden', detail: 'It has matters.' }));
          },
        };
      },
    },
  };
}

describe('a delete policy', () => {
  it('of propagate waits for its minute, and is braked, on the left as on the right', async () => {
    const { firm, settle } = await createOnePerson({ left: 'propagate', right: 'propagate' });
    firm.sandbox.clio.contacts.addMany(
      Array.from({ length: 30 }, (_, index) => ({
        type: 'Person',
        first_name: `P${index}`,
        last_name: 'Cole',
        email_addresses: [{ name: 'Work', address: `p${index}@example.org` }],
      })),
    );
    await startAgain(firm);
    const cards = firm.outlook.list();
    expect(cards).toHaveLength(31);
    firm.outlook.remove(cards[0]?.id ?? '');
    await firm.run(30_000);
    expect(firm.sandbox.clio.contacts.list()).toHaveLength(31);
    await settle();
    expect(firm.sandbox.clio.contacts.list()).toHaveLength(30);
    for (const { id } of cards.slice(1, 13)) firm.outlook.remove(id);
    await settle();
    expect(firm.sandbox.clio.contacts.list()).toHaveLength(30);
    expect(await firm.view()).toMatchObject({ state: 'paused', trouble: 'brake.deletes' });
  });

  it('of propagate takes a card made anew for an edit: the other side keeps its own', async () => {
    const person = await createOnePerson({ left: 'propagate', right: 'propagate' });
    const [before] = person.firm.sandbox.clio.contacts.list();
    person.remove('right');
    await person.firm.run(10_000);
    person.typeIn('right');
    await person.settle();
    expect(person.firm.sandbox.clio.contacts.list().map(({ id }) => id)).toEqual([before?.id]);
    expect(await person.ending()).toMatchObject({ left: anna, right: anna, waiting: [] });
    expect(await person.quietWrites()).toBe(0);
  });

  it('of propagate deletes nothing on the word of an account that does not see everything', async () => {
    const person = await createOnePerson({ left: 'propagate', right: 'propagate' });
    const { table } = person.firm;
    const row = table.rows().find(({ sk }) => sk === 'CONN#clio-connection');
    if (row) await table.put({ ...row, rev: row.rev + 1, seesEverything: false });
    person.remove('left');
    await person.settle();
    expect(await person.ending()).toMatchObject({ left: [], right: anna, waiting: [] });
    expect(await person.quietWrites()).toBe(0);
  });

  it.each(sides)('of release sends again what was deleted on the %s when a person starts again', async (gone) => {
    const person = await createOnePerson({ left: 'release', right: 'release' });
    person.remove(gone);
    await person.settle();
    expect(await person.ending()).toMatchObject({ [gone]: [] });
    await startAgain(person.firm);
    expect(await person.ending()).toMatchObject({ left: anna, right: anna, waiting: [] });
    expect(await person.quietWrites()).toBe(0);
  });

  it.each(sides)('of release tries again what was refused when it was sent again to the %s', async (gone) => {
    const refusal: Refusal = { isOn: false, count: 0, of: 'create' };
    const person = await createOnePerson({ left: 'release', right: 'release' }, { tamper: refusing(refusal) });
    person.remove(gone);
    await person.settle();
    refusal.isOn = true;
    await startAgain(person.firm);
    expect((await person.firm.view()).waiting).toEqual({ held: 0, parked: 1 });
    refusal.isOn = false;
    await person.say('retry');
    expect(await person.ending()).toMatchObject({ left: anna, right: anna, waiting: [] });
  });

  it.each(sides)('of release sends it once to the %s, though no answer comes', async (gone) => {
    const person = await createOnePerson({ left: 'release', right: 'release' });
    const { firm } = person;
    person.remove(gone);
    await person.settle();
    await stopSync(firm.ports, caller, (await firm.view()).id);
    const { id, preview } = await firm.preview();
    firm.sandbox.awkward.set('clio.timeoutAfterCommit', { rate: 1 });
    firm.sandbox.awkward.set('microsoft.timeoutAfterCommit', { rate: 1 });
    await startSync(firm.ports, caller, id, preview?.run ?? '');
    await firm.run(10_000);
    firm.sandbox.awkward.set('clio.timeoutAfterCommit', undefined);
    firm.sandbox.awkward.set('microsoft.timeoutAfterCommit', undefined);
    await firm.run(10 * minuteMs);
    expect(await person.ending()).toMatchObject({ left: anna, right: anna, waiting: [] });
    expect(await person.quietWrites()).toBe(0);
  });

  it('of release takes nobody for the partner of what is gone', async () => {
    const person = await createOnePerson({ left: 'release', right: 'release' });
    person.remove('right');
    await person.settle();
    person.typeIn('left');
    await person.settle();
    expect(await person.ending()).toMatchObject({ left: [...anna, ...anna], right: anna, waiting: [] });
    expect(await person.quietWrites()).toBe(0);
  });

  it('of release lets a person say that a newcomer is who was deleted', async () => {
    const person = await createOnePerson({ left: 'release', right: 'release' });
    const { firm } = person;
    person.remove('right');
    await person.settle();
    firm.outlook.add({ givenName: 'Anna', surname: 'Berg', jobTitle: 'Notary' });
    await person.settle();
    const { id } = await firm.view();
    const [row] = (await waitingPage(firm.ports, caller, id)).rows;
    const candidate = row?.candidates[0]?.mapping ?? '';
    await answer(firm.ports, caller, id, { answers: [{ mapping: row?.mapping ?? '', answer: 'same', candidate }] });
    await person.settle();
    const both = ['Anna Berg, Notary'];
    expect(await person.ending()).toMatchObject({ left: both, right: both, waiting: [] });
  });

  it('of release does not double who was restored while the sync was stopped', async () => {
    const person = await createOnePerson({ left: 'release', right: 'release' });
    person.remove('right');
    await person.settle();
    await stopSync(person.firm.ports, caller, (await person.firm.view()).id);
    person.bringBack('right');
    person.edit('right', 'Notary');
    await person.firm.goLive();
    await person.settle();
    const both = ['Anna Berg, Notary'];
    expect(await person.ending()).toMatchObject({ left: both, right: both, waiting: [] });
  });

  it('that nobody chose is the one of contacts, and stays as it was chosen otherwise', async () => {
    const { firm } = await createOnePerson();
    expect((await firm.view()).policy.deletes).toEqual({ left: 'propagate', right: 'release' });
    const other = await createOnePerson({ left: 'release', right: 'ask' });
    await startAgain(other.firm);
    expect((await other.firm.view()).policy.deletes).toEqual({ left: 'release', right: 'ask' });
  });
});
