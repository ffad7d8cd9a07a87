import type { ScannedRow } from '../keys/scan-rows.ts';
import type { Eyes } from './eyes.ts';
import { type Finding, fine, soon } from './finding.ts';

type RowFindings = { readonly consent: Finding; readonly webhooks: Finding };

/** 1 MB each, so that a look costs at most a few cents, however large the table is. */
const maximumPages = 200;
const overdueMs = 60 * 60_000;
const known = new WeakMap<Eyes, Promise<RowFindings>>();

/** What the rows say of grants and subscriptions. They are read once, however often somebody asks. */
export function lookAtRows(eyes: Eyes, now: number): Promise<RowFindings> {
  const found = known.get(eyes) ?? countRows(eyes, now);
  known.set(eyes, found);
  return found;
}

async function countRows({ rows }: Eyes, now: number): Promise<RowFindings> {
  const waiting = new Map<string, number>();
  let [active, hooks, overdue, pages] = [0, 0, 0, 0];
  let isWhole = true;
  for await (const page of rows()) {
    for (const row of page.rows) {
      const state = connectionState(row);
      if (state === 'active') active += 1;
      else if (state !== undefined && brokenStates.has(state)) waiting.set(state, (waiting.get(state) ?? 0) + 1);
      const renewals = renewalsIn(row);
      hooks += renewals.length;
      overdue += renewals.filter((renewAt) => renewAt + overdueMs < now).length;
    }
    pages += 1;
    isWhole = page.mark === undefined;
    if (pages === maximumPages) break;
  }
  const part = isWhole ? '' : ` (of the first ${maximumPages} MB of the table)`;
  return { consent: consentFinding(active, waiting, part), webhooks: webhookFinding(hooks, overdue, part) };
}

/** Those that worked once, or never came back from an administrator. */
const brokenStates: ReadonlySet<string> = new Set(['lost', 'needsConsent', 'needsAdmin']);

const connectionState = ({ pk, sk, state }: ScannedRow): string | undefined =>
  pk.startsWith('FIRM#') && sk.startsWith('CONN#') && typeof state === 'string' ? state : undefined;

type Note = { readonly renewAt?: unknown; readonly subscription?: unknown };

/** When the subscriptions of a sync or a mailbox are to be renewed. Epoch milliseconds. */
function renewalsIn({ pk, sk, record }: ScannedRow): readonly number[] {
  if (sk !== 'WORK') return [];
  const { hooks = {}, hook } = (record ?? {}) as {
    readonly hooks?: Readonly<Record<string, Note>>;
    readonly hook?: Note;
  };
  if (pk.startsWith('SYNC#')) return Object.values(hooks).flatMap(({ renewAt }) => timesIn(renewAt));
  // Nobody comes for a mailbox more often than every hour. One that could not be had is tried for, and is none yet.
  return hook?.subscription === undefined ? [] : timesIn(hook.renewAt).map((renewAt) => renewAt + overdueMs);
}

const timesIn = (renewAt: unknown): readonly number[] => (typeof renewAt === 'number' ? [renewAt] : []);

const stateWords: Readonly<Record<string, string>> = {
  lost: 'lost their permission',
  needsConsent: 'wait for their person to agree',
  needsAdmin: 'wait for an administrator',
};

function consentFinding(active: number, waiting: ReadonlyMap<string, number>, part: string): Finding {
  if (waiting.size === 0)
    return fine('consent', `${active} accounts are connected, and none waits for anybody${part}.`);
  const words = [...waiting].map(([state, count]) => `${count} ${stateWords[state] ?? state}`).join(', ');
  const todo = 'Each member has a letter with a link; the owner of the firm sees who on the page "Firm".';
  return soon('consent', `${active} accounts are connected; ${words}${part}.`, todo);
}

function webhookFinding(hooks: number, overdue: number, part: string): Finding {
  if (overdue === 0) return fine('webhooks', `${hooks} subscriptions are kept alive${part}.`);
  const todo = 'Their accounts are looked at every hour. Look for subscription.failed in the log of merge.';
  return soon('webhooks', `${overdue} of ${hooks} subscriptions should have been renewed an hour ago${part}.`, todo);
}
