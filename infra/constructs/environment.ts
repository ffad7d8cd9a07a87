import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Config } from '../config.ts';
import { type FunctionName, type Permissions, permissions } from '../permissions.ts';
import type { DataStack } from '../stacks/data-stack.ts';

/** What every function is told, and those that send letters or hear of new mail a little more. Being told an address is no permission to use it. */
export function environmentOf(
  name: FunctionName,
  config: Config,
  data: DataStack,
  queue: Queue,
): Readonly<Record<string, string>> {
  const { mails, works, hears }: Permissions = permissions[name];
  const { mailPush } = config;
  return {
    ...config.settings,
    CONCORD_STAGE: config.stage,
    CONCORD_PUBLIC_URL: config.publicUrl,
    ...(config.hosts ? { CONCORD_WEBHOOK_URL: `https://${config.hosts.webhooks}` } : {}),
    CONCORD_TABLE: data.table.tableName,
    CONCORD_QUEUE_URL: queue.queueUrl,
    CONCORD_SECRET_CLIO: data.secrets.clio.secretArn,
    CONCORD_SECRET_MICROSOFT: data.secrets.microsoft.secretArn,
    CONCORD_SECRET_GOOGLE: data.secrets.google.secretArn,
    CONCORD_SECRET_KEYS: data.secrets.keys.secretArn,
    ...(mailPush && (works || hears)
      ? { CONCORD_GOOGLE_MAIL_TOPIC: mailPush.topic, CONCORD_GOOGLE_MAIL_SENDER: mailPush.sender }
      : {}),
    ...(mails ? { CONCORD_MAIL_FROM: data.mail.from, CONCORD_MAIL_CONFIGURATION_SET: data.mail.configurationSet } : {}),
  };
}
