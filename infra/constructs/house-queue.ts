import { Duration } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { AlarmName } from '../alarms.ts';
import { houseAlarm } from './house-alarm.ts';

export type HouseQueueOptions = {
  readonly name: string;
  readonly stage: string;
  /** The timeout of the function that works on it. */
  readonly workerTimeoutSeconds: number;
  /** The alarm of a message that ends in the dead-letter queue: its sentence says what that means to a user. */
  readonly whenItFails: AlarmName;
  readonly alarmTopic: ITopic;
};

export type HouseQueue = { readonly queue: Queue; readonly deadLetters: Queue };

const receivesBeforeDead = 5;
/** AWS asks for six times the worker's timeout, so that retries of throttled batches do not overtake a running one. */
const visibilityFactor = 6;
const longestTimeoutSeconds = 60;

/** The one way to get a queue: encrypted, TLS only, with a dead-letter queue and its alarm. */
export function houseQueue(scope: Construct, options: HouseQueueOptions): HouseQueue {
  const { name, stage, workerTimeoutSeconds, whenItFails, alarmTopic } = options;
  if (workerTimeoutSeconds > longestTimeoutSeconds)
    throw new Error(`A worker takes at most ${longestTimeoutSeconds} s, and that of ${name} takes longer.`);
  const deadLetters = new Queue(scope, `${name}-dead`, {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  const queue = new Queue(scope, name, {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(4),
    visibilityTimeout: Duration.seconds(workerTimeoutSeconds * visibilityFactor),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: receivesBeforeDead },
  });
  houseAlarm(scope, {
    name: whenItFails,
    stage,
    metric: deadLetters.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5) }),
    threshold: 0,
    topic: alarmTopic,
  });
  return { queue, deadLetters };
}
