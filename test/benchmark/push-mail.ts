import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EngagementsPage, MailView } from '@concord/core';
import { startLocal } from '@concord/local';
import { type Sandbox, sampleFirm } from '@concord/sandbox';
import { until } from '../local/local-under-test.ts';
import { createPerson, type Person } from '../local/person.ts';
import { owner } from '../local/tagged-firm.ts';
import { atMost, type Measured, percentile, rounded, say } from './report.ts';

const targetMs = 1_000;
const warmUps = 5;
const pauseMs = 300;
const patienceMs = 60_000;
const client = 'client@clients.example';

/** From a message that arrives in Outlook until the page has it on the client's timeline, through the functions of the local stack, one after the other. */
export async function pushMail(messages: number): Promise<Measured> {
  const dataDir = mkdtempSync(join(tmpdir(), 'concord-bench-'));
  const fill = async (sandbox: Sandbox): Promise<void> => fillFirm(sandbox);
  const local = await startLocal({ dataDir, port: 0, page: false, limits: false, environment: {}, fill });
  try {
    const { sandbox, url } = local;
    if (sandbox === undefined) throw new Error('The look-alikes are not there.');
    const person = createPerson(url);
    const contact = await goLive(person, sandbox);
    say(`${messages} messages arrive, one after the other`);
    const times: number[] = [];
    for (let number = 0; number < messages + warmUps; number += 1) {
      await sleep(pauseMs);
      times.push(await arrival(person, sandbox, contact, number));
    }
    const measured = times.slice(warmUps);
    return {
      results: [
        {
          of: 'message arrived to shown on the timeline, through the functions of the local stack',
          messages: measured.length,
          p50_ms: rounded(percentile(measured, 0.5)),
          p95_ms: rounded(percentile(measured, 0.95)),
        },
      ],
      targets: [atMost('message_p95_ms', targetMs, percentile(measured, 0.95))],
    };
  } finally {
    await local.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function fillFirm({ clio, microsoft }: Sandbox): void {
  clio.addFirm(sampleFirm);
  microsoft.addAccount({ tenantId: 't', oid: owner.accountId, name: 'Owner', email: owner.email, mailbox: true });
  clio.contacts.add(
    { type: 'Person', first_name: 'Cleo', last_name: 'Client', email_addresses: [{ address: client, name: 'Work' }] },
    sampleFirm.id,
  );
}

/** As a person does it on the page. Resolves with the client's id once the past day was looked through and news are pushed. */
async function goLive(person: Person, { clio }: Sandbox): Promise<number> {
  await person.signIn(owner.clioUser);
  await person.follow('/auth/microsoft/start?for=mail&return=/', { account: owner.accountId, answer: 'accept' });
  await until(async () => {
    const [box] = (await person.get<MailView>('/api/mail')).boxes;
    return box?.isPushed && box.run?.state === 'done' ? box : undefined;
  }, patienceMs);
  return clio.contacts.list(sampleFirm.id)[0]?.id ?? 0;
}

async function arrival(person: Person, { microsoft }: Sandbox, contact: number, number: number): Promise<number> {
  const subject = `Message ${number}`;
  const startedAt = performance.now();
  microsoft.mail(owner.email).deliver({ from: { address: client, name: 'Cleo Client' }, subject, text: 'Hello' });
  while (!(await isShown(person, contact, subject))) {
    if (performance.now() - startedAt > patienceMs)
      throw new Error(`${subject} did not appear within ${patienceMs} ms.`);
    await sleep(2);
  }
  return performance.now() - startedAt;
}

/** Nobody knows of a contact before there is anything to be shown. */
async function isShown(person: Person, contact: number, subject: string): Promise<boolean> {
  const page = await person.get<EngagementsPage>(`/api/engagements?contact=${contact}`).catch(() => undefined);
  return page?.rows.some((row) => row.subject === subject) ?? false;
}
