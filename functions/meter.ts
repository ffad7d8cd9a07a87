import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { ProviderName } from '@concord/core';
import type { MiddlewareObj } from '@middy/core';

/** Counted for one provider. */
export type ProviderMetric =
  | 'ProviderRequests'
  | 'ProviderThrottled'
  | 'ProviderFailed'
  | 'ProviderConflicts'
  | 'ProviderRefused'
  | 'ProviderMs';
/** Counted for a function as a whole. */
export type OwnMetric = 'OwnLagMs' | 'DueLateMs' | 'ErrorsLogged' | (typeof eventMetrics)[keyof typeof eventMetrics];

/** Events of the log that somebody wants to see as a number. */
export const eventMetrics = {
  'app.rejected': 'AppsRejected',
  'brake.stopped': 'BrakesStopped',
  'connection.lost': 'ConnectionsLost',
  'webhook.rejected': 'WebhooksRejected',
  'slice.failed': 'SlicesFailed',
  'letter.notSent': 'LettersNotSent',
} as const satisfies Record<string, string>;

/**
 * Numbers about the work, as lines of the log that CloudWatch makes metrics of. Dimensions are `service` and `provider`, and
 * never who: a metric for each mailbox costs more than the mailbox.
 */
export type Meter = {
  readonly count: (name: OwnMetric) => void;
  readonly time: (name: OwnMetric, ms: number) => void;
  readonly ofProvider: (provider: ProviderName, name: ProviderMetric, value?: number) => void;
  /** Writes what was counted. After each event: a container may never get another. */
  readonly publish: () => void;
};

export function createMeter(service: string): Meter {
  const ofAll = new Map<ProviderName | '', Metrics>();
  const metricsOf = (provider: ProviderName | ''): Metrics => {
    const known = ofAll.get(provider);
    if (known !== undefined) return known;
    const metrics = new Metrics({
      serviceName: service,
      ...(provider === '' ? {} : { defaultDimensions: { provider } }),
    });
    ofAll.set(provider, metrics);
    return metrics;
  };
  return {
    count: (name) => metricsOf('').addMetric(name, MetricUnit.Count, 1),
    time: (name, ms) => metricsOf('').addMetric(name, MetricUnit.Milliseconds, ms),
    ofProvider: (provider, name, value = 1) =>
      metricsOf(provider).addMetric(name, name === 'ProviderMs' ? MetricUnit.Milliseconds : MetricUnit.Count, value),
    publish: () => {
      for (const metrics of ofAll.values()) if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    },
  };
}

/** Writes the numbers of an event when it is over, well or not. */
export const publishing = ({ publish }: Meter): MiddlewareObj => ({ after: publish, onError: publish });
