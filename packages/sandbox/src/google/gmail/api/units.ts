import type { World } from '../../../kernel/world.ts';
import { quotaRefusal } from './refusal.ts';

/** What a call costs (Gmail's page of quotas, 2026-05), but for `sendAs`, which the notes of it do not name. */
export const units = {
  getProfile: 1,
  labelsList: 1,
  sendAsList: 1,
  historyList: 2,
  messagesList: 5,
  messagesGet: 20,
  stop: 50,
  watch: 100,
  messagesSend: 100,
} as const;
export type UnitName = keyof typeof units;

/** Of one account: what its calls cost in all, and in the fullest minute. */
export type UnitsSpent = { readonly total: number; readonly mostInAMinute: number };

export type Units = {
  /** Takes it, or throws the refusal and takes nothing. */
  readonly spend: (sub: string, name: UnitName) => void;
  readonly spent: (sub: string) => UnitsSpent;
};

const minuteMs = 60_000;
/** Documented for projects made since 2026-05-01. */
const perUser = 6_000;

type Spending = { readonly at: number; readonly cost: number };
type Account = { recent: Spending[]; inWindow: number; total: number; most: number };

/** Any sixty seconds; counted without `limits`, too. */
export function createUnits(world: World, limits: boolean): Units {
  const accounts = new Map<string, Account>();
  const accountOf = (sub: string): Account => {
    const account = accounts.get(sub) ?? { recent: [], inWindow: 0, total: 0, most: 0 };
    accounts.set(sub, account);
    return account;
  };
  const age = (account: Account): void => {
    const gone = account.recent.findIndex(({ at }) => at > world.now() - minuteMs);
    const old = account.recent.splice(0, gone < 0 ? account.recent.length : gone);
    for (const { cost } of old) account.inWindow -= cost;
  };
  return {
    spend: (sub, name) => {
      const account = accountOf(sub);
      const cost = units[name];
      age(account);
      if (limits && account.inWindow + cost > perUser) {
        const until = (account.recent[0]?.at ?? world.now()) + minuteMs;
        throw quotaRefusal(world.awkward.strikes('google.mail.quotaAs429') ? 429 : 403, until);
      }
      account.recent.push({ at: world.now(), cost });
      account.inWindow += cost;
      account.total += cost;
      account.most = Math.max(account.most, account.inWindow);
    },
    spent: (sub) => {
      const { total, most } = accountOf(sub);
      return { total, mostInAMinute: most };
    },
  };
}
