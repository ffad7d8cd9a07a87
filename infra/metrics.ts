import type { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';

/**
 * What the functions count (`functions/meter.ts`), all with the dimension `service`, some with `provider`. A dimension for
 * each mailbox would cost 0.30 USD a month each, and say who has which.
 */
export const ownMetrics = {
  ProviderRequests: 'provider',
  ProviderThrottled: 'provider',
  ProviderFailed: 'provider',
  ProviderConflicts: 'provider',
  ProviderRefused: 'provider',
  ProviderMs: 'provider',
  OwnLagMs: 'service',
  DueLateMs: 'service',
  AppsRejected: 'service',
  BrakesStopped: 'service',
  ConnectionsLost: 'service',
  WebhooksRejected: 'service',
  SlicesFailed: 'service',
  LettersNotSent: 'service',
  ErrorsLogged: 'service',
} as const satisfies Record<string, 'provider' | 'service'>;
export type OwnMetric = keyof typeof ownMetrics;

export const namespaceOf = (stage: string): string => `concord-${stage}`;

export type Asked = {
  readonly stage: string;
  readonly service: string;
  readonly provider?: string;
  readonly statistic: string;
  readonly period: Duration;
  readonly label?: string;
};

export function ownMetric(name: OwnMetric, { stage, service, provider, ...rest }: Asked): Metric {
  const dimensionsMap = { service, ...(provider === undefined ? {} : { provider }) };
  return new Metric({ namespace: namespaceOf(stage), metricName: name, dimensionsMap, ...rest });
}
