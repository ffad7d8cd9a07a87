import type { FirmStatus, SyncStatus } from '@concord/engine';
import type { Status } from './ask-status.ts';

/** A table that people can read in 80 columns. */
export function statusLines({ at, firms, deadLetters }: Status): readonly string[] {
  const dead =
    deadLetters === undefined ? [] : [`${deadLetters} dead letters${deadLetters > 0 ? ': see redrive' : ''}`];
  if (firms.length === 0) return ['Nobody has signed in yet.', ...dead];
  return [
    ...firms.flatMap((firm, index) => [...(index > 0 ? [''] : []), ...firmLines(firm, at)]),
    '',
    ...(dead.length > 0 ? dead : ['Dead letters were not asked for: nobody says where their queue is.']),
  ];
}

function firmLines({ firm, members, connections, syncs }: FirmStatus, at: number): readonly string[] {
  const table = syncs.length === 0 ? [] : [row(headings), ...syncs.flatMap((sync) => syncLines(sync, at))];
  return [
    `Firm ${firm}: ${members.length} members`,
    `  ${connections.length} connections${states(connections)}`,
    `  ${syncs.length} syncs${states(syncs)}`,
    ...connections
      .filter(({ state }) => state !== 'active' && state !== 'disconnected')
      .map(({ member, provider, purpose, state, lostCause = '' }) =>
        cut(`  ${provider}${purpose ? ` ${purpose}` : ''} of ${member}: ${state} ${lostCause}`.trimEnd()),
      ),
    ...table,
  ];
}

/** " (2 active, 1 lost)" */
function states(some: readonly { readonly state: string }[]): string {
  const counts = new Map<string, number>();
  for (const { state } of some) counts.set(state, (counts.get(state) ?? 0) + 1);
  const words = [...counts].sort().map(([state, count]) => `${count} ${state}`);
  return words.length === 0 ? '' : ` (${words.join(', ')})`;
}

const columns = 80;
const widths = [29, 10, 10, 9, 8, 6, 8] as const;
const headings = ['MEMBER', 'WITH', 'STATE', 'IN STEP', 'LAG', 'WAIT', 'PARKED'] as const;

/** Words to the left, numbers to the right. */
const row = (cells: readonly string[]): string =>
  widths
    .map((width, index) => {
      const cell = cells[index] ?? '';
      const text = cell.length < width ? cell : `${cell.slice(0, width - 2)}…`;
      return index < 3 ? text.padEnd(width) : text.padStart(width);
    })
    .join('')
    .trimEnd();

function syncLines(status: SyncStatus, at: number): readonly string[] {
  const { member, provider, state, inStepAt, freshness, waiting } = status;
  const lags = Object.values(freshness?.lag ?? {}).map(({ providerMs, oursMs }) => providerMs + oursMs);
  const cells = [
    member,
    provider,
    state,
    inStepAt === undefined ? '-' : sayTime(at - inStepAt),
    lags.length === 0 ? '-' : sayTime(Math.max(...lags)),
    String(waiting.held),
    String(waiting.parked),
  ];
  return [row(cells), ...[`${status.sync} ${status.itemType}`, ...remarks(status)].map((remark) => cut(`  ${remark}`))];
}

function remarks({ trouble, byOperator, progress, undo }: SyncStatus): readonly string[] {
  return [
    ...(byOperator ? [`paused by the operator${byOperator.reason === undefined ? '' : `: ${byOperator.reason}`}`] : []),
    ...(trouble === undefined || byOperator ? [] : [trouble.startsWith('brake.') ? `braked: ${trouble}` : trouble]),
    ...(progress ? [progressWords(progress)] : []),
    ...(undo && undo.state !== 'done' ? [`undo: ${undo.state}`] : []),
  ];
}

function progressWords({ phase, done, total, remainingMs }: NonNullable<SyncStatus['progress']>): string {
  const of = total === undefined ? '' : ` of ${total}`;
  return `${phase}: ${done}${of}${remainingMs === undefined ? '' : `, done in about ${sayTime(remainingMs)}`}`;
}

const cut = (line: string): string => (line.length <= columns ? line : `${line.slice(0, columns - 1)}…`);

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;

/** In the largest unit of which there are two, so that it is never off by half: "90 s", "3 min". */
export function sayTime(ms: number): string {
  const [unit, length] = units.find(([, each]) => ms >= 2 * each) ?? ['s', 1_000];
  return `${Math.max(0, Math.round(ms / length))} ${unit}`;
}
