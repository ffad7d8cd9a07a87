import { Duration, type Stack } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  MathExpression,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Config } from '../config.ts';
import { type OwnMetric, ownMetric } from '../metrics.ts';
import { functionNames } from '../permissions.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import type { SyncStack } from '../stacks/sync-stack.ts';
import { hourlyCost } from './hourly-cost.ts';
import { lambda, ofTable } from './sync-alarms.ts';

const period = Duration.minutes(5);
const providers = ['clio', 'microsoft', 'google'] as const;

type Apis = { readonly http: HttpApi; readonly hooks: HttpApi };

/** One page that says how people are served: how fresh, who is slow (they or we), what waits, and what it costs. */
export function addDashboard(stack: Stack, config: Config, data: DataStack, sync: SyncStack, apis: Apis): void {
  const { stage } = config;
  const own = (name: OwnMetric, statistic: string, label: string, service = 'merge'): IMetric =>
    ownMetric(name, { stage, service, statistic, period, label });
  const byProvider = (name: OwnMetric, statistic: string): IMetric[] =>
    providers.map((provider) =>
      ownMetric(name, { stage, service: 'merge', provider, statistic, period, label: provider }),
    );
  new Dashboard(stack, 'dashboard', {
    dashboardName: `concord-${stage}`,
    defaultInterval: Duration.days(1),
    widgets: [
      [new TextWidget({ markdown: guide, width: 24, height: 2 })],
      [
        graph('Freshness: the latest look that is overdue (ms)', [own('DueLateMs', 'Maximum', 'overdue', 'poll')]),
        graph('From notice to write: our part (ms)', [
          own('OwnLagMs', 'p50', 'half of all'),
          own('OwnLagMs', 'p95', '95 of 100'),
        ]),
        graph('From request to answer: the provider (p95, ms)', byProvider('ProviderMs', 'p95')),
      ],
      [
        graph('Asked to slow down, by provider', byProvider('ProviderThrottled', 'Sum')),
        graph('Failed or without an answer, by provider', byProvider('ProviderFailed', 'Sum')),
        graph('Conflicts (decided again), by provider', byProvider('ProviderConflicts', 'Sum')),
      ],
      [
        graph('Refused by a provider: parked', byProvider('ProviderRefused', 'Sum')),
        graph('Waiting, and dead letters', [
          sync.changes.metricApproximateNumberOfMessagesVisible({ period, label: 'changes' }),
          sync.deadLetters.metricApproximateNumberOfMessagesVisible({ period, label: 'dead letters' }),
        ]),
        graph('For people: permissions lost, brakes, letters not sent', [
          own('ConnectionsLost', 'Sum', 'permissions lost'),
          own('BrakesStopped', 'Sum', 'brakes'),
          own('LettersNotSent', 'Sum', 'letters not sent', 'poll'),
        ]),
      ],
      [
        graph('Webhooks: taken, refused, failed', [
          apis.hooks.metricCount({ period, statistic: 'Sum', label: 'all' }),
          own('WebhooksRejected', 'Sum', 'refused', 'webhook'),
          apis.hooks.metricServerError({ period, statistic: 'Sum', label: 'failed' }),
        ]),
        graph('Webhooks: time to answer (ms)', [apis.hooks.metricLatency({ period, statistic: 'p99', label: 'p99' })]),
        graph('Page: time to answer (p95, ms), failures', [
          apis.http.metricLatency({ period, statistic: 'p95', label: 'p95' }),
          apis.http.metricServerError({ period, statistic: 'Sum', label: 'failed' }),
        ]),
      ],
      [
        graph(
          'Functions at once',
          functionNames.map((name) => lambda(stage, name, 'ConcurrentExecutions', 'Maximum')),
        ),
        graph('Table: units', [
          ofTable(data, 'ConsumedReadCapacityUnits'),
          ofTable(data, 'ConsumedWriteCapacityUnits'),
        ]),
        graph('Cost (USD an hour, list prices)', [costOf(config, data, sync, apis)]),
      ],
    ],
  });
}

const guide =
  'Freshness says how late a look is that should have happened. A rising *our part* is ours to mend; a rising *provider* is theirs. What each alarm means: `docs/runbook.md`.';

const graph = (title: string, left: IMetric[]): IWidget => new GraphWidget({ title, left, width: 8, height: 6 });

function costOf({ stage }: Config, data: DataStack, sync: SyncStack, { http, hooks }: Apis): IMetric {
  const hour = { period: Duration.hours(1), statistic: 'Sum' };
  const durations = functionNames.map((name) => lambda(stage, name, 'Duration').with(hour));
  const used = {
    reads: ofTable(data, 'ConsumedReadCapacityUnits').with(hour),
    writes: ofTable(data, 'ConsumedWriteCapacityUnits').with(hour),
    sent: sync.changes.metricNumberOfMessagesSent(hour),
    requests: http.metricCount(hour),
    notices: hooks.metricCount(hour),
    ...Object.fromEntries(durations.map((metric, index) => [`ms${index}`, metric])),
  };
  return new MathExpression({
    expression: hourlyCost(functionNames),
    usingMetrics: used,
    period: hour.period,
    label: 'USD',
  });
}
