import { Logger } from '@aws-lambda-powertools/logger';
import { isSyncError } from '@concord/core';
import type { Log } from '@concord/engine';
import { correlationFacts } from './correlation.ts';
import { eventMetrics, type Meter, type OwnMetric } from './meter.ts';

export function createLogger(service: string): Logger {
  return new Logger({ serviceName: service });
}

/** `Log` on Powertools' logger: every line says what it belongs to, and some events are counted. */
export function toLog(logger: Logger, meter: Meter): Log {
  const count = (event: string): void => {
    const metric = (eventMetrics as Readonly<Record<string, OwnMetric>>)[event];
    if (metric !== undefined && Object.hasOwn(eventMetrics, event)) meter.count(metric);
  };
  return {
    info: (event, facts = {}) => {
      count(event);
      logger.info(event, { ...facts, ...correlationFacts() });
    },
    error: (event, facts = {}, cause) => {
      count(event);
      meter.count('ErrorsLogged');
      logger.error(event, { ...facts, ...errorFacts(cause), ...correlationFacts() });
    },
  };
}

/**
 * What may be logged of an error. The message of one that is not ours may quote what it choked on (a JSON parser does), so
 * only its name and where it happened are kept.
 */
export function errorFacts(error: unknown): Readonly<Record<string, string | number>> {
  if (error === undefined) return {};
  if (isSyncError(error)) {
    const { code, message, provider, status, requestId } = error;
    return {
      code,
      reason: message,
      ...(provider === undefined ? {} : { provider }),
      ...(status === undefined ? {} : { status }),
      ...(requestId === undefined ? {} : { requestId }),
    };
  }
  if (!(error instanceof Error)) return { bug: typeof error };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /u.test(line));
  return { bug: error.name, at: frames.slice(0, 8).join('\n') };
}
