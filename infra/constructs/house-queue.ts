import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

export type HouseQueueOptions = {
  readonly name: string;
  /** The timeout of the function that works on it. */
  readonly workerTimeoutSeconds: number;
  /** What it means to a user when a message ends in the dead-letter queue: one sentence. */
  readonly whenItFails: string;
};

export type HouseQueue = { readonly queue: Queue; readonly deadLetters: Queue };

const receivesBeforeDead = 5;
/** AWS asks for six times the worker's timeout, so that retries of throttled batches do not overtake a running one. */
const visibilityFactor = 6;

/** The one way to get a queue: encrypted, TLS only, with a dead-letter queue and its alarm. */
export function houseQueue(scope: Construct, options: HouseQueueOptions): HouseQueue {
  const deadLetters = new Queue(scope, `${options.name}-dead`, {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  const queue = new Queue(scope, options.name, {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(4),
    visibilityTimeout: Duration.seconds(options.workerTimeoutSeconds * visibilityFactor),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: receivesBeforeDead },
  });
  const waiting = deadLetters.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5) });
  waiting.createAlarm(scope, `${options.name}-dead-alarm`, {
    alarmDescription: options.whenItFails,
    threshold: 0,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
  return { queue, deadLetters };
}
