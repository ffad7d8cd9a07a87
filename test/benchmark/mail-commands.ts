import type { MailboxView, MailDays } from '@concord/core';
import {
  type Caller,
  type EnginePorts,
  engagedPage,
  engagementsPage,
  mailView,
  requestBackSync,
  saveMailSettings,
  startMailRun,
} from '@concord/engine';
import { type MailRows, saveMailbox } from './save-firm.ts';

/** What the bench of mail asks of the engine, beside what all benches do. */
export function mailCommands(ports: EnginePorts) {
  const boxOf = async (caller: Caller): Promise<MailboxView> => {
    const [box] = (await mailView(ports, caller)).boxes;
    if (box === undefined) throw new Error('There is no mailbox.');
    return box;
  };
  return {
    /** A member who has connected Clio, and the mailbox under a grant of its own. */
    connectMail: async (rows: MailRows): Promise<void> => {
      await saveMailbox(ports, rows);
      await saveMailSettings(ports, rows, { ownDomains: [] });
      const { connection } = await boxOf(rows);
      await ports.queue.send({ v: 1, kind: 'mail', firm: rows.firm, connection: connection.id });
    },
    mailbox: boxOf,
    /** Counts first; `startBackSync` goes on. */
    backSync: async ({ days, ...caller }: Caller & { readonly days: MailDays }): Promise<void> => {
      const { connection } = await boxOf(caller);
      await requestBackSync(ports, caller, connection.id, days);
    },
    startBackSync: async (caller: Caller): Promise<void> => {
      const { connection, run } = await boxOf(caller);
      await startMailRun(ports, caller, connection.id, run?.id ?? '');
    },
    ringMailbox: async (caller: Caller): Promise<void> => {
      const { connection } = await boxOf(caller);
      await ports.queue.send({ v: 1, kind: 'mail', firm: caller.firm, connection: connection.id });
    },
    /** Every subject on every timeline, as the pages show them. */
    timelines: async (caller: Caller): Promise<readonly string[]> => {
      const subjects: string[] = [];
      for (const contact of await engagedContacts(ports, caller))
        subjects.push(...(await subjectsOf(ports, caller, contact)));
      return subjects;
    },
  } as const;
}

const mostPages = 1_000;

async function engagedContacts(ports: EnginePorts, caller: Caller): Promise<readonly string[]> {
  const contacts: string[] = [];
  for (let page = 0, after: string | undefined; page < mostPages; page += 1) {
    const { people, after: next } = await engagedPage(ports, caller, after === undefined ? {} : { after });
    contacts.push(...people.map(({ contact }) => contact));
    if (next === undefined) break;
    after = next;
  }
  return contacts;
}

async function subjectsOf(ports: EnginePorts, caller: Caller, contact: string): Promise<readonly string[]> {
  const subjects: string[] = [];
  for (let page = 0, after: string | undefined; page < mostPages; page += 1) {
    const query = { contact, ...(after === undefined ? {} : { after }) };
    const { rows, after: next } = await engagementsPage(ports, caller, query);
    subjects.push(...rows.map(({ subject }) => subject));
    if (next === undefined) break;
    after = next;
  }
  return subjects;
}
