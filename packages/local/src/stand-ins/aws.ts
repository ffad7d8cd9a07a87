import { type DataFolder, unreadable } from '../setup/data-folder.ts';
import { ensureTables } from '../setup/tables.ts';
import type { Parts } from '../template/parts.ts';
import { place } from '../template/resolve.ts';
import { createClosing } from './closing.ts';
import { startDynamo } from './dynamo.ts';
import type { Mailbox } from './mailbox.ts';
import { startMails } from './mails.ts';
import { startQueues } from './queues.ts';
import { startSecrets } from './secrets.ts';

export type Aws = {
  /** First part of the header `x-amz-target`, or `SES_v2` → address. */
  readonly services: Readonly<Record<'DynamoDB_20120810' | 'AmazonSQS' | 'secretsmanager' | 'SES_v2', string>>;
  readonly close: () => Promise<void>;
};

export type AwsOptions = {
  readonly folder: DataFolder;
  readonly parts: Parts;
  /** By the address that the functions are told. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Who keeps a secret that is put. */
  readonly keepers: ReadonlyMap<string, (value: string) => void>;
  readonly mailbox: Mailbox;
};

/** The services of AWS that the template needs, on this machine, with the tables and queues of the template. */
export async function startAws({ folder, parts, secrets, keepers, mailbox }: AwsOptions): Promise<Aws> {
  const closing = createClosing();
  try {
    const dynamo = closing.add(await startDynamo({ dataDir: folder.path('table') }));
    await ensureTables(dynamo.url, parts.tables);
    const queues = closing.add(await startQueues({ region: place.region, dataDir: folder.path('queues') }));
    for (const queue of parts.queues) await queues.ensure(queue);
    const secretsManager = closing.add(await startSecrets(secrets, keepers));
    const mails = closing.add(await startMails(mailbox, parts.mail));
    const services = {
      DynamoDB_20120810: dynamo.url,
      AmazonSQS: queues.url,
      secretsmanager: secretsManager.url,
      SES_v2: mails.url,
    };
    return { services, close: closing.close };
  } catch (error) {
    await closing.close();
    // They start on any folder that is whole.
    throw unreadable(folder.dir, error);
  }
}
