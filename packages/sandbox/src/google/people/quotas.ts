import type { World } from '../../kernel/world.ts';
import { quotaExceeded } from './refusal.ts';

/** What a request draws on the account's quotas. */
export type Cost = Readonly<Partial<Record<keyof typeof quotas, number>>>;

/** Takes it all, or throws the 429 and takes nothing. */
export type Quotas = { readonly spend: (sub: string, cost: Cost) => void };

const minuteMs = 60_000;

/**
 * Of one account and project. The numbers are documented nowhere: these were reported from consoles (critical reads 60,
 * by some 90). That lists of everybody have a quota of their own is documented; its size is assumed.
 */
const quotas = {
  reads: { metric: 'Critical read requests', metricName: 'critical_read_requests', most: 60, windowMs: minuteMs },
  writes: { metric: 'Critical write requests', metricName: 'critical_write_requests', most: 30, windowMs: minuteMs },
  dailyWrites: {
    metric: 'Daily contact writes',
    metricName: 'daily_contact_writes',
    most: 100_000,
    windowMs: 86_400_000,
  },
  groupReads: { metric: 'Contact group reads', metricName: 'contact_group_reads', most: 90, windowMs: minuteMs },
  groupWrites: { metric: 'Contact group writes', metricName: 'contact_group_writes', most: 30, windowMs: minuteMs },
  fullLists: { metric: 'Full sync requests', metricName: 'full_sync_requests', most: 10, windowMs: minuteMs },
} as const satisfies Readonly<Record<string, Quota>>;

type Quota = {
  readonly metric: string;
  readonly metricName: string;
  readonly most: number;
  readonly windowMs: number;
};
type Metric = keyof typeof quotas;
type Window = { readonly start: number; readonly used: number };

export const noQuotas: Quotas = { spend: () => undefined };

/** Windows begin with the clock's minutes and days (assumption). */
export function createQuotas(world: World): Quotas {
  const windows = new Map<string, Window>();
  const usedOf = (key: string, start: number): number => {
    const window = windows.get(key);
    return window?.start === start ? window.used : 0;
  };
  return {
    spend: (sub, cost) => {
      const draws = (Object.entries(cost) as [Metric, number][]).map(([metric, amount]) => {
        const { windowMs } = quotas[metric];
        const [key, start] = [`${sub}/${metric}`, Math.floor(world.now() / windowMs)];
        return { metric, key, start, used: usedOf(key, start) + amount };
      });
      const over = draws.find(({ metric, used }) => used > quotas[metric].most);
      if (over) throw exceeded(over.metric);
      for (const { key, start, used } of draws) windows.set(key, { start, used });
    },
  };
}

export function exceeded(metric: Metric, retryAfterSeconds?: number) {
  const quota: Quota = quotas[metric];
  const per = quota.windowMs === minuteMs ? 'minute' : 'day';
  const name = quota.metric
    .replace(/ requests$/u, 's')
    .replace(/(?:^| )(\w)/gu, (_, letter: string) => letter.toUpperCase());
  const limit = `${name}Per${per === 'minute' ? 'Minute' : 'Day'}PerProjectPerUser`;
  return quotaExceeded({ ...quota, limit, per }, retryAfterSeconds);
}
