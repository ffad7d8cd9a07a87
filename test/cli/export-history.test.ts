import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exportHistory } from '../../packages/cli/src/index.ts';
import { saveHistory } from '../../packages/engine/src/sync/history.ts';
import { testSettings } from '../engine/test-settings.ts';
import { createKept, type Kept } from './kept.ts';

let kept: Kept;
beforeEach(async () => {
  kept = await createKept();
  const id = { firm: 'F', sync: 's1' };
  const sides = { left: { provider: 'clio', connection: 'l' }, right: { provider: 'google', connection: 'r' } };
  const record = { ...id, ...sides, member: 'm', itemType: 'contact', state: 'live', policy: { conflicts: 'left' } };
  await kept.table.put({ pk: 'FIRM#F', sk: 'SYNC#s1', rev: 1, ...record });
  const ports = { table: kept.table, vault: kept.container(), settings: testSettings } as never;
  const entry = {
    mapping: 'm1',
    title: '=Anna',
    what: 'changed',
    side: 'right',
    rule: 'merge-sides',
    reasons: [],
  } as const;
  const told = [{ ...entry, before: { jobTitle: 'Clerk' }, after: { jobTitle: '+Notary' } }];
  for (let batch = 0; batch < 50; batch += 1)
    await saveHistory(ports, id, { cause: 'push' }, told, { at: Date.now() + batch, id: `b${batch}` });
});
afterEach(() => kept.close());

async function exported(options: Parameters<typeof exportHistory>[1]): Promise<string> {
  let file = '';
  await exportHistory(kept.deployment, options, (text) => {
    file += text;
  });
  return file;
}

describe('history export', () => {
  it('writes one file with one head, in which no cell is a formula, and finds the sync by itself', async () => {
    const lines = (await exported({ sync: 's1', format: 'csv' })).split('\r\n');
    expect(lines).toHaveLength(52);
    expect(lines[0]).toMatch(/^at,cause,run,/u);
    expect(lines[1]).toContain(",'=Anna,changed,google,");
    expect(lines[1]).toContain(",Job title,Clerk,'+Notary,");
  });

  it('writes one entry a line', async () => {
    const lines = (await exported({ sync: 's1', firm: 'F', format: 'ndjson' })).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).after)).toEqual(Array(50).fill({ jobTitle: '+Notary' }));
  });

  it.each([{ sync: 's2' }, { sync: 's1', firm: 'G' }])('says that there is no sync %j', async (named) => {
    await expect(exported({ ...named, format: 'csv' })).rejects.toThrow('There is no sync');
  });
});
