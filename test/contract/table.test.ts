import { createTable } from '@concord/aws';
import { createMemoryTable } from '@concord/local';
import { describe, expect, it } from 'vitest';
import type { DynamoEngine } from '../../packages/local/src/stand-ins/dynamo.ts';
import { describeTable, type Gap } from './table-contract.ts';
import { startTestDynamo } from './test-dynamo.ts';

describeTable('memory', async (clock) => ({ table: createMemoryTable(clock), close: async () => {} }));

const engines = { dynoxide: [], dynalite: ['index units'] } as const satisfies Record<DynamoEngine, readonly Gap[]>;

for (const [engine, gaps] of Object.entries(engines) as [DynamoEngine, readonly Gap[]][]) {
  describeTable(
    `AWS on ${engine}`,
    async (clock) => {
      const { client, tableName, close } = await startTestDynamo(engine);
      return { table: createTable({ client, tableName, clock }), close };
    },
    gaps,
  );
}

describe('table: memory alone', () => {
  it('refuses a function, which the SDK would drop', async () => {
    const table = createMemoryTable({ now: () => 0 });
    await expect(table.put({ pk: 'p', sk: 's', rev: 1, run: () => 1 })).rejects.toThrow('function');
  });

  it('takes 10,000 rows and pages through them quickly', async () => {
    const table = createMemoryTable({ now: () => 0 });
    const started = performance.now();
    for (let index = 0; index < 10_000; index += 1) {
      await table.put({ pk: 'p', sk: `s#${(index * 7919) % 10_000}`, rev: 1, text: 'x'.repeat(500), list: [1, 2, 3] });
    }
    let after: string | undefined;
    let seen = 0;
    for (let page = 0; page < 101; page += 1) {
      const found = await table.query({ pk: 'p', prefix: 's#', limit: 100, ...(after === undefined ? {} : { after }) });
      seen += found.rows.length;
      after = found.after;
      if (after === undefined) break;
    }
    expect(seen).toBe(10_000);
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});
