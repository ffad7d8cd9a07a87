import type { Clock, Table, Transport } from '@concord/core';
import type { EnginePorts, Log } from '@concord/engine';
import { takeLagMs } from './correlation.ts';
import type { Meter, ProviderMetric } from './meter.ts';
import { providerAt } from './provider-at.ts';

export type MeasureOptions = {
  readonly hosts: EnginePorts['hosts'];
  readonly clock: Clock;
  readonly meter: Meter;
  readonly log: Log;
};

/**
 * The same transport, which also counts each exchange by its provider and logs each write. The inner answers of a `$batch` are
 * not looked into: the engine's own counts have them.
 */
export function measureExchanges(transport: Transport, options: MeasureOptions): Transport {
  const { clock } = options;
  return async (request) => {
    const begunAt = clock.now();
    const note = (status: number): void => noteExchange(options, request, status, clock.now() - begunAt);
    try {
      const response = await transport(request);
      note(response.status);
      return response;
    } catch (error) {
      note(0);
      throw error;
    }
  };
}

type Request = Parameters<Transport>[0];

function noteExchange(
  { hosts, clock, meter, log }: MeasureOptions,
  request: Request,
  status: number,
  ms: number,
): void {
  const provider = providerAt(hosts, request.url);
  if (provider === undefined) return;
  meter.ofProvider(provider, 'ProviderRequests');
  meter.ofProvider(provider, 'ProviderMs', ms);
  const trouble = troubleOf(status);
  if (trouble !== undefined) meter.ofProvider(provider, trouble);
  if (request.method === 'GET') return;
  // No address: it may hold ids of people's entries.
  log.info('provider.wrote', { provider, method: request.method, status, ms });
  const lagMs = status >= 200 && status < 300 ? takeLagMs(clock.now()) : undefined;
  if (lagMs !== undefined) meter.time('OwnLagMs', lagMs);
}

function troubleOf(status: number): ProviderMetric | undefined {
  if (status === 429) return 'ProviderThrottled';
  if (status === 409 || status === 412) return 'ProviderConflicts';
  if (status === 400 || status === 422) return 'ProviderRefused';
  return status === 0 || status >= 500 ? 'ProviderFailed' : undefined;
}

/** The same table, which also measures how late the most overdue row is that a look for due ones finds. */
export function measureDue(table: Table, meter: Meter): Table {
  return {
    ...table,
    due: async (now, limit) => {
      const rows = await table.due(now, limit);
      const lateMs = rows.map(({ dueAt }) => (typeof dueAt === 'number' ? now - dueAt : 0));
      meter.time('DueLateMs', Math.max(0, ...lateMs));
      return rows;
    },
  };
}
