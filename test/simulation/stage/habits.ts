import type { Awkwardnesses, Setting } from '@concord/sandbox';
import type { Chance } from '../chance.ts';

/** What AWS may do to us at any call; the clouds' own habits are the sandbox's. */
export const awsHabits = {
  'table.throttled': 'DynamoDB refuses a call for want of throughput, before anything happened.',
  'table.timeoutAfterCommit': 'DynamoDB did what was asked, and the answer never came.',
  'queue.unavailable': 'SQS refuses a message.',
  'queue.timeoutAfterCommit': 'SQS took a message, and the answer never came.',
  'queue.doubled': 'SQS delivers a message twice.',
  'vault.unavailable': 'The key service does not answer.',
  'mailer.unavailable': 'The mail service does not answer.',
} as const satisfies Readonly<Record<string, string>>;
export type AwsHabit = keyof typeof awsHabits;

export type Habits = {
  readonly strikes: (name: AwsHabit) => boolean;
  readonly set: (name: string, setting: Setting | undefined) => void;
  readonly clear: () => void;
  /** How often each really struck. */
  readonly struck: () => Readonly<Record<string, number>>;
};

/** Signing costs more than the rest of a short story, and nobody checks the signature of what comes straight from the token endpoint. */
const forSpeed = ['microsoft.unsignedIdToken', 'google.unsignedIdToken'] as const;

/** The habits of AWS and of the clouds behind one switchboard. */
export function createHabits(chance: Chance, clouds: Awkwardnesses): Habits {
  const rates = new Map<string, number>();
  const strikes = new Map<string, number>();
  const hurry = (): void => {
    for (const name of forSpeed) clouds.set(name, { rate: 1 });
  };
  hurry();
  return {
    strikes: (name) => {
      const rate = rates.get(name) ?? 0;
      if (rate === 0 || !chance.hits(rate)) return false;
      strikes.set(name, (strikes.get(name) ?? 0) + 1);
      return true;
    },
    set: (name, setting) => {
      if (!(name in awsHabits)) clouds.set(name, setting);
      else if (setting === undefined) rates.delete(name);
      else rates.set(name, setting.rate);
    },
    clear: () => {
      rates.clear();
      for (const name of Object.keys(clouds.settings())) clouds.set(name, undefined);
      hurry();
    },
    struck: () => ({ ...Object.fromEntries(strikes), ...clouds.struck() }),
  };
}
