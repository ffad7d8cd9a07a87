import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Config } from '../config.ts';
import type { DataStack } from '../stacks/data-stack.ts';

/** What every function is told. Being told an address is no permission to use it. */
export function environmentOf(config: Config, data: DataStack, queue: Queue): Readonly<Record<string, string>> {
  return {
    ...config.settings,
    CONCORD_STAGE: config.stage,
    CONCORD_PUBLIC_URL: config.publicUrl,
    CONCORD_TABLE: data.table.tableName,
    CONCORD_QUEUE_URL: queue.queueUrl,
    CONCORD_SECRET_CLIO: data.secrets.clio.secretArn,
    CONCORD_SECRET_MICROSOFT: data.secrets.microsoft.secretArn,
    CONCORD_SECRET_KEYS: data.secrets.keys.secretArn,
  };
}
