import { type App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Config } from '../config.ts';
import { environmentOf } from '../constructs/environment.ts';
import { statementsOf } from '../constructs/grants.ts';
import { houseFunction } from '../constructs/house-function.ts';
import { houseQueue } from '../constructs/house-queue.ts';
import { addSyncAlarms } from '../seeing/sync-alarms.ts';
import type { DataStack } from './data-stack.ts';

export type SyncStack = { readonly stack: Stack; readonly changes: Queue; readonly deadLetters: Queue };

const workerTimeoutSeconds = 60;
const messagesPerBatch = 5;

/** What keeps accounts in step: the queue, its worker and the clock. */
export function createSyncStack(app: App, config: Config, data: DataStack, bundlesDir: string): SyncStack {
  const stack = new Stack(app, `concord-${config.stage}-sync`, {
    env: { region: config.region },
    description: `Concord (${config.stage}): keeps accounts in step`,
  });
  const { queue: changes, deadLetters } = houseQueue(stack, {
    name: 'changes',
    stage: config.stage,
    workerTimeoutSeconds,
    whenItFails: 'changes-dead',
    alarmTopic: data.alarmTopic,
  });
  const merge = houseFunction(stack, {
    name: 'merge',
    config,
    environment: environmentOf('merge', config, data, changes),
    bundleDir: `${bundlesDir}/merge`,
    statements: statementsOf('merge', data, changes),
    timeoutSeconds: workerTimeoutSeconds,
    memoryMb: 512,
    mayChain: true,
  });
  const source = merge.addEventSourceMapping('works-on-changes', {
    eventSourceArn: changes.queueArn,
    batchSize: messagesPerBatch,
    maxConcurrency: config.maximumWorkers,
    reportBatchItemFailures: true,
  });
  const poll = houseFunction(stack, {
    name: 'poll',
    config,
    environment: environmentOf('poll', config, data, changes),
    bundleDir: `${bundlesDir}/poll`,
    statements: statementsOf('poll', data, changes),
    timeoutSeconds: 50,
    memoryMb: 256,
  });
  const rule = everyMinute(stack, poll);
  addSyncAlarms(stack, config, data, changes);
  // For `concord`.
  new CfnOutput(stack, 'ChangesUrl', { value: changes.queueUrl });
  new CfnOutput(stack, 'DeadLettersUrl', { value: deadLetters.queueUrl });
  new CfnOutput(stack, 'SourceId', { value: source.eventSourceMappingId });
  new CfnOutput(stack, 'RuleName', { value: rule.ruleName });
  new CfnOutput(stack, 'MaximumWorkers', { value: String(config.maximumWorkers) });
  return { stack, changes, deadLetters };
}

function everyMinute(stack: Stack, poll: IFunction): Rule {
  const rule = new Rule(stack, 'every-minute', {
    description: 'Concord looks for what is due',
    schedule: Schedule.rate(Duration.minutes(1)),
  });
  // A poll that comes late finds the same as the next one.
  rule.addTarget(new LambdaTarget(poll, { retryAttempts: 0, maxEventAge: Duration.minutes(1) }));
  return rule;
}
