import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SyncView } from '@concord/core';
import { startLocal } from '@concord/local';
import { peopleIn, type Sandbox } from '@concord/sandbox';
import { createPerson } from '../local/person.ts';
import { fillTagged, owner } from '../local/tagged-firm.ts';

/** Everything of `npm start` but the page, with one sync that is live. */
export type LiveLocal = {
  readonly sandbox: Sandbox;
  readonly outlook: ReturnType<Sandbox['microsoft']['contacts']>;
  /** People who are on both sides, by their ids there. */
  readonly both: readonly { readonly clio: number; readonly outlook: string }[];
  readonly close: () => Promise<void>;
};

const patienceMs = 300_000;

export async function startLiveLocal(contacts: number): Promise<LiveLocal> {
  const dataDir = mkdtempSync(join(tmpdir(), 'concord-bench-'));
  const local = await startLocal({
    dataDir,
    port: 0,
    page: false,
    limits: false,
    environment: {},
    fill: fillTagged(contacts),
  });
  const close = async (): Promise<void> => {
    await local.close();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const { sandbox } = local;
    if (sandbox === undefined) throw new Error('The look-alikes are not there.');
    await goLive(local.url);
    const outlook = sandbox.microsoft.contacts(owner.email);
    return { sandbox, outlook, both: pairs(sandbox, outlook), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** As a person does it on the page. */
async function goLive(origin: string): Promise<void> {
  const person = createPerson(origin);
  await person.signIn(owner.clioUser);
  await person.connectMicrosoft(owner.accountId);
  const { connections } = await person.session();
  const right = connections.find(({ provider }) => provider === 'microsoft')?.id;
  const { id } = await person.post<SyncView>('/api/syncs', { right, itemType: 'contact' });
  await person.post(`/api/syncs/${id}/scan`, { clioSyncOff: true, conflicts: 'left' });
  const { preview } = await person.untilSync('previewed', patienceMs);
  await person.post(`/api/syncs/${id}/start`, { run: preview?.run });
  await person.untilSync('live', patienceMs);
}

function pairs({ clio }: Sandbox, outlook: LiveLocal['outlook']): LiveLocal['both'] {
  const cards = new Map(outlook.list().map((card) => [peopleIn([card.businessHomePage])[0], card.id]));
  return clio.contacts.list().flatMap((contact) => {
    const [person] = peopleIn(contact.web_sites.map(({ address }) => address));
    const card = person === undefined ? undefined : cards.get(person);
    return contact.type === 'Person' && card !== undefined ? [{ clio: contact.id, outlook: card }] : [];
  });
}
