import type { Answer, DeletePolicies, SideName } from '@concord/core';
import { activityPage, answer, poll, requestScan, waitingPage } from '@concord/engine';
import { caller, createOneFirm, type OneFirm, type OneFirmOptions } from './one-firm.ts';

export const minuteMs = 60_000;

/** One person in Clio and in Outlook, kept in step under a delete policy; and what people do to either card. */
export type OnePerson = {
  readonly firm: OneFirm;
  readonly remove: (side: SideName) => void;
  /** Changes the job title. */
  readonly edit: (side: SideName, title: string) => void;
  /** From Deleted Items in Outlook; Clio has no such thing, so there somebody types the card in anew. */
  readonly bringBack: (side: SideName) => void;
  readonly typeIn: (side: SideName) => void;
  /** Time passes, deletes settle, and what is left to be read is read. */
  readonly settle: () => Promise<void>;
  /** The first row of what waits is answered. */
  readonly say: (said: Answer) => Promise<void>;
  readonly ending: () => Promise<Ending>;
  /** Writes in twenty further polls, which take longer than a day: a full pass is among them. */
  readonly quietWrites: () => Promise<number>;
};

export type Ending = {
  readonly left: readonly string[];
  readonly right: readonly string[];
  /** The sentences of what waits for a person. */
  readonly waiting: readonly string[];
  /** What Concord did last, and why. */
  readonly last: string;
};

export async function createOnePerson(deletes?: DeletePolicies, options?: OneFirmOptions): Promise<OnePerson> {
  const firm = await createOneFirm(options);
  firm.sandbox.clio.contacts.addMany([clioAnna]);
  const { id } = await firm.view();
  await requestScan(firm.ports, caller, id, { clioSyncOff: true, conflicts: 'left', ...(deletes ? { deletes } : {}) });
  while ((await firm.view()).state === 'scanning') await firm.run(1000);
  // The page looks again without a word on deletes: what was chosen stays.
  await firm.goLive();
  await firm.run(minuteMs);
  const first = { left: String(clioCards(firm)[0]?.id), right: String(firm.outlook.list()[0]?.id) };
  const settle = async (): Promise<void> => await firm.run(3 * minuteMs);
  const typeIn = (side: SideName): void => {
    if (side === 'left') firm.sandbox.clio.contacts.add(clioAnna);
    else firm.outlook.add(outlookAnna);
  };
  return {
    firm,
    settle,
    typeIn,
    remove: (side) => {
      if (side === 'left') firm.sandbox.clio.contacts.remove(Number(first.left));
      else firm.outlook.move(first.right, 'Deleted Items');
    },
    edit: (side, title) => {
      if (side === 'left') firm.sandbox.clio.contacts.edit(clioCards(firm)[0]?.id ?? 0, { title });
      else firm.outlook.edit(firm.outlook.list()[0]?.id ?? '', { jobTitle: title });
    },
    bringBack: (side) => {
      if (side === 'left') typeIn('left');
      else firm.outlook.move(first.right, 'Contacts');
    },
    say: async (said) => {
      const [row] = (await waitingPage(firm.ports, caller, id)).rows;
      await answer(firm.ports, caller, id, { answers: [{ mapping: row?.mapping ?? '', answer: said }] });
      await firm.run(5_000);
    },
    ending: async () => {
      const [last] = (await activityPage(firm.ports, caller, id)).rows;
      const { rows } = await waitingPage(firm.ports, caller, id);
      return {
        left: clioCards(firm).map(({ name, title }) => `${name}${title ? `, ${title}` : ''}`),
        right: firm.outlook
          .list()
          .map(({ givenName, surname, jobTitle }) => `${givenName} ${surname}${jobTitle ? `, ${jobTitle}` : ''}`),
        waiting: rows.map(({ because }) => because),
        last: `${last?.what} ${last?.side}: ${last?.because}`,
      };
    },
    quietWrites: async () => {
      firm.writes();
      for (let round = 0; round < 20; round += 1) {
        await firm.world.advance(90 * minuteMs);
        await poll(firm.ports);
        await firm.run(20_000);
      }
      return firm.writes();
    },
  };
}

const clioCards = (firm: OneFirm) => firm.sandbox.clio.contacts.list();

const clioAnna = {
  type: 'Person',
  first_name: 'Anna',
  last_name: 'Berg',
  email_addresses: [{ name: 'Work', address: 'anna@example.org' }],
} as const;

const outlookAnna = { givenName: 'Anna', surname: 'Berg', emailAddresses: [{ address: 'anna@example.org' }] };
