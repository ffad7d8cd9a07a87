import type { World } from '../../../kernel/world.ts';
import { quotaRefusal } from './refusal.ts';

/** Takes one request, or throws the refusal and takes nothing. */
export type CalendarQuotas = { readonly spend: (sub: string) => void };

const minuteMs = 60_000;
/** Documented for projects made since May 2026: "600 per minute per user per project", in a sliding window; 10,000 per project. */
const perUser = 600;
const perProject = 10_000;

export const noCalendarQuotas: CalendarQuotas = { spend: () => undefined };

export function createCalendarQuotas(world: World): CalendarQuotas {
  const spent = new Map<string, number[]>();
  const within = (key: string): number[] => {
    const since = world.now() - minuteMs;
    const times = (spent.get(key) ?? []).filter((at) => at > since);
    spent.set(key, times);
    return times;
  };
  return {
    spend: (sub) => {
      const [own, all] = [within(sub), within('')];
      if (own.length >= perUser || all.length >= perProject)
        throw quotaRefusal(world.awkward.strikes('google.calendar.quotaAs429') ? 429 : 403);
      own.push(world.now());
      all.push(world.now());
    },
  };
}
