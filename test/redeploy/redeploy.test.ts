import { describe, expect, test } from 'vitest';
import { createDeployedFirm } from './deployed-firm.ts';
import { filled, isInStep } from './people.ts';
import { rehearse } from './rehearse.ts';

describe('A redeploy in the middle of a first run', () => {
  test('with another schema of messages and rows, and a rollback, doubles and loses nobody', async () => {
    const firm = await createDeployedFirm();
    const people = filled(firm, 400);
    const { met } = await rehearse(firm, people.length);
    expect(firm.dead).toEqual([]);
    expect(isInStep(firm, people)).toEqual({ missing: [], doubled: [], strangers: [] });
    // Old workers have taken what new ones sent, and the other way round; nobody gave anything back.
    expect(met).toEqual(['present took 1', 'reading took 1', 'reading took 2', 'writing took 1', 'writing took 2']);
  });

  test('that skips the release which only reads loses nothing either: it waits until that release is there', async () => {
    const firm = await createDeployedFirm();
    const people = filled(firm, 120);
    await firm.preview();
    firm.deploy('writing');
    await firm.start();
    await firm.workUntil(async () => firm.outlook.list().length > 80);
    firm.deploy('present');
    const [before, rows] = [firm.outlook.list().length, checkpoints(firm.table.rows())];
    const endsAt = firm.world.now() + 60 * 60_000;
    await firm.workUntil(async () => firm.world.now() >= endsAt);
    expect(firm.outlook.list()).toHaveLength(before);
    expect(checkpoints(firm.table.rows())).toEqual(rows);
    expect(firm.taken.get('present gave back 2')).toBeGreaterThan(0);
    firm.deploy('reading');
    await firm.workUntil(async () => (await firm.view()).state === 'live');
    expect(isInStep(firm, people)).toEqual({ missing: [], doubled: [], strangers: [] });
  });
});

const checkpoints = (rows: readonly { readonly sk: string }[]) => rows.filter(({ sk }) => sk === 'RUN');
