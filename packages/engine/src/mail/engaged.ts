import { type QueryPage, type Row, SyncError } from '@concord/core';
import { bodyOf, updateRow } from '../connect/update-row.ts';
import type { EnginePorts } from '../ports.ts';
import { sealed, unsealed } from '../sync/pack.ts';
import { expiryOf } from './engagement-id.ts';
import type { Engagement } from './engagement-record.ts';
import { engagedKey, engagedPartition, engagedPrefix, timelinePartition, timelinePrefix } from './keys.ts';

/** A contact that has engagements. The name is sealed. */
export type Engaged = {
  readonly contact: string;
  readonly name: string;
  readonly count: number;
  readonly lastAt: number;
};

/** Counted lately: what a worker that died had counted before it wrote the engagement is not counted again. */
const mostRemembered = 60;
/** Enough of an id to tell it from so few others. */
const short = ({ id }: { readonly id: string }): string => id.slice(0, 8);
const maximumAttempts = 8;

export type NewlyEngaged = {
  readonly contact: string;
  readonly name: string;
  readonly engagements: readonly Pick<Engagement, 'id' | 'at' | 'expiresAt'>[];
};

/** Counts these engagements, each once, before they are written. At most 25 at once. */
export async function noteEngaged(ports: EnginePorts, firm: string, news: NewlyEngaged): Promise<void> {
  const key = engagedKey(firm, news.contact);
  for (let attempt = 0; attempt < maximumAttempts; attempt += 1) {
    const row = await ports.table.get(key);
    const counted = countedIn(row);
    const fresh = news.engagements.filter((one) => !counted.includes(short(one)));
    if (row && fresh.length === 0) return;
    const name = row && news.name === '' ? (await opened(ports, firm, row)).name : news.name;
    const next = {
      ...key,
      rev: (row?.rev ?? 0) + 1,
      ...(await sealed(ports, firm, 'engaged', { name })),
      count: Number(row?.['count'] ?? 0) + fresh.length,
      lastAt: Math.max(Number(row?.['lastAt'] ?? 0), ...fresh.map(({ at }) => at)),
      counted: [...counted, ...fresh.map(short)].slice(-mostRemembered),
      ...lastExpiry(row, fresh),
    };
    const isSaved = await ports.table.put(next, row ? { kind: 'rev', rev: row.rev } : { kind: 'absent' });
    if (isSaved) return;
  }
  throw new SyncError('unavailable', 'A timeline is written by too many at once.', { retryAfterMs: 1000 });
}

const countedIn = (row: Row | undefined): readonly string[] => {
  const counted = row?.['counted'];
  return Array.isArray(counted) ? counted.map(String) : [];
};

/** It goes with the last of them. */
function lastExpiry(row: Row | undefined, fresh: NewlyEngaged['engagements']): { readonly expiresAt?: number } {
  const all = [...(row ? [row.expiresAt] : []), ...fresh.map(({ expiresAt }) => expiresAt)];
  const times = all.filter((at) => at !== undefined);
  return times.length < all.length || times.length === 0 ? {} : { expiresAt: Math.max(...times) };
}

const opened = async (ports: EnginePorts, firm: string, row: Row) =>
  await unsealed<{ readonly name: string }>(ports, firm, 'engaged', row);

const rowsAtOnce = 1_000;
/** Fifty thousand people. */
const maximumPages = 50;

/** All of a firm, in the order of their ids: about 60 read units a thousand. */
export async function listEngaged(ports: EnginePorts, firm: string): Promise<readonly Engaged[]> {
  const all: Engaged[] = [];
  let after: string | undefined;
  for (let pages = 0; pages < maximumPages; pages += 1) {
    const page: QueryPage = await ports.table.query({
      pk: engagedPartition(firm),
      prefix: engagedPrefix,
      limit: rowsAtOnce,
      ...(after === undefined ? {} : { after }),
    });
    all.push(...(await Promise.all(page.rows.map(async (row) => await toEngaged(ports, firm, row)))));
    after = page.after;
    if (after === undefined) return all;
  }
  throw new Error('There is no end of people with engagements.');
}

export async function readEngaged(ports: EnginePorts, firm: string, contact: string): Promise<Engaged | undefined> {
  const row = await ports.table.get(engagedKey(firm, contact));
  return row && (await toEngaged(ports, firm, row));
}

async function toEngaged(ports: EnginePorts, firm: string, row: Row): Promise<Engaged> {
  const { name } = await opened(ports, firm, row);
  return {
    contact: row.sk.slice(engagedPrefix.length),
    name,
    count: Number(row['count']),
    lastAt: Number(row['lastAt']),
  };
}

/** More than anybody's timeline has. */
const mostCounted = 100_000;

/** Counts by what leads to engagements, which ends with them. `days`: how long they are kept. */
export async function recountEngaged(
  ports: EnginePorts,
  firm: string,
  contact: string,
  days: number | undefined,
): Promise<void> {
  const { count, lastAt } = await countTimeline(ports, firm, contact, mostCounted);
  const key = engagedKey(firm, contact);
  if (count === 0) return void (await ports.table.remove(key));
  await updateRow(ports.table, key, (row) => {
    if (row === undefined) return undefined;
    const { expiresAt: _, ...body } = bodyOf(row);
    return { ...body, count, lastAt, ...expiryOf(lastAt, days) };
  });
}

/** How many engagements are on a timeline, at most so many, and when the last of them was. About 40 a read unit. */
export async function countTimeline(
  { table }: EnginePorts,
  firm: string,
  contact: string,
  most: number,
): Promise<Pick<Engaged, 'count' | 'lastAt'>> {
  let [count, lastAt] = [0, 0];
  let after: string | undefined;
  do {
    const page: QueryPage = await table.query({
      pk: timelinePartition(firm, contact),
      prefix: timelinePrefix,
      limit: Math.min(rowsAtOnce, most),
      reverse: true,
      ...(after === undefined ? {} : { after }),
    });
    if (count === 0) lastAt = timeIn(page.rows[0]);
    count += page.rows.length;
    after = page.after;
  } while (after !== undefined && count < most);
  return { count, lastAt };
}

const timeIn = (row: Row | undefined): number => Number(row?.sk.split('#')[1] ?? 0);
