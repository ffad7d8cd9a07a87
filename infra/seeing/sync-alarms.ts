import { Duration, type Stack } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Config } from '../config.ts';
import { houseAlarm } from '../constructs/house-alarm.ts';
import { nameOfFunction } from '../constructs/house-function.ts';
import { type OwnMetric, ownMetric } from '../metrics.ts';
import { type FunctionName, functionNames } from '../permissions.ts';
import type { DataStack } from '../stacks/data-stack.ts';

const period = Duration.minutes(5);

/** Alarms of what runs behind the scenes. That of dead letters comes with the queue. */
export function addSyncAlarms(stack: Stack, { stage }: Config, data: DataStack, changes: Queue): void {
  const alarm = (options: Omit<Parameters<typeof houseAlarm>[1], 'stage' | 'topic'>): void =>
    void houseAlarm(stack, { ...options, stage, topic: data.alarmTopic });
  const ofFunctions = (metric: string): IMetric => sumOf(functionNames.map((name) => lambda(stage, name, metric)));
  alarm({
    name: 'changes-late',
    metric: changes.metricApproximateAgeOfOldestMessage({ period }),
    threshold: 15 * 60,
    periods: 3,
  });
  alarm({
    name: 'poll-silent',
    metric: lambda(stage, 'poll', 'Invocations'),
    threshold: 1,
    periods: 3,
    whenBelow: true,
  });
  alarm({ name: 'functions-fail', metric: ofFunctions('Errors'), threshold: 5, periods: 3 });
  alarm({ name: 'functions-throttled', metric: ofFunctions('Throttles'), threshold: 20, periods: 3 });
  alarm({ name: 'app-rejected', metric: everywhere(stage, 'AppsRejected'), threshold: 0, periods: 1 });
  alarm({ name: 'errors-logged', metric: everywhere(stage, 'ErrorsLogged'), threshold: 0, periods: 3 });
  alarm({
    name: 'letters-bounce',
    // AWS looks at an account from 5 % on, and stops it at 10 % (SES, "Reputation metrics").
    metric: new Metric({
      namespace: 'AWS/SES',
      metricName: 'Reputation.BounceRate',
      statistic: 'Average',
      period: Duration.hours(1),
    }),
    threshold: 0.04,
  });
  alarm({
    name: 'table-refuses',
    metric: sumOf(['ReadThrottleEvents', 'WriteThrottleEvents'].map((name) => ofTable(data, name))),
    threshold: 50,
    periods: 3,
  });
}

export function lambda(stage: string, name: FunctionName, metricName: string, statistic = 'Sum'): Metric {
  const dimensionsMap = { FunctionName: nameOfFunction(stage, name) };
  return new Metric({ namespace: 'AWS/Lambda', metricName, dimensionsMap, statistic, period, label: name });
}

export function ofTable({ table }: DataStack, metricName: string): Metric {
  const dimensionsMap = { TableName: table.tableName };
  return new Metric({ namespace: 'AWS/DynamoDB', metricName, dimensionsMap, statistic: 'Sum', period });
}

const everywhere = (stage: string, name: OwnMetric): IMetric =>
  sumOf(functionNames.map((service) => ownMetric(name, { stage, service, statistic: 'Sum', period })));

/** Of metrics that may have no value, which counts as nothing. */
export function sumOf(metrics: readonly IMetric[], label = 'all'): IMetric {
  const usingMetrics = Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric]));
  const terms = Object.keys(usingMetrics).map((id) => `FILL(${id}, 0)`);
  return new MathExpression({ expression: terms.join(' + '), usingMetrics, period, label });
}
