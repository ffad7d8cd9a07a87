import { beforeAll, describe, expect, it } from 'vitest';
import { killPointKinds } from './kill-point-kinds.ts';
import { allScenarios } from './scenarios/index.ts';

/** Every row that Concord writes, by `docs/data-model.md`; what expires by itself is never removed. */
const written = [
  'ACCOUNT',
  'AUTH',
  'CLAIM/byProduct',
  'CLAIM/company',
  'FIRM',
  'FIRM/BRAKE',
  'FIRM/CONN',
  'FIRM/MEMBER',
  'FIRM/SYNC',
  'HOOK',
  'RUN',
  'RUN/PLAN',
  'RUN/SCAN',
  'SYNC/AT',
  'SYNC/BELL',
  'SYNC/BRAKE',
  'SYNC/HIST',
  'SYNC/INTENT',
  'SYNC/KEY',
  'SYNC/MAP',
  'SYNC/SETTLE',
  'SYNC/TODO',
  'SYNC/TOLD',
  'SYNC/WAIT',
  'SYNC/WORK',
] as const;

const removed = [
  'AUTH',
  'HOOK',
  'SYNC/BELL',
  'SYNC/INTENT',
  'SYNC/KEY',
  'SYNC/SETTLE',
  'SYNC/TODO',
  'SYNC/WAIT',
] as const;

const asked = [
  'merge transport GET /clio/api/v4/contacts',
  'merge transport GET /clio/api/v4/contacts/*',
  'merge transport PATCH /clio/api/v4/contacts/*',
  'merge transport POST /clio/api/v4/contacts',
  'merge transport DELETE /clio/api/v4/contacts/*',
  'merge transport POST /clio/api/v4/webhooks',
  'merge transport PATCH /clio/api/v4/webhooks/*',
  'merge transport DELETE /clio/api/v4/webhooks/*',
  'merge transport POST /graph/v1.0/$batch POST',
  'merge transport POST /graph/v1.0/$batch PATCH',
  'merge transport POST /graph/v1.0/$batch DELETE',
  'merge transport POST /graph/v1.0/subscriptions',
  'merge transport PATCH /graph/v1.0/subscriptions/*',
  'merge transport POST /login/common/*/v2.0/token',
  'merge transport POST /google/people/v1/people:batchCreateContacts',
  'merge transport POST /google/people/v1/people:batchUpdateContacts',
  'merge transport POST /google/people/v1/people:createContact',
  'merge transport PATCH /google/people/v1/people/*:updateContact',
  'merge transport DELETE /google/people/v1/people/*:deleteContact',
  'merge transport POST /google/oauth/token',
  'api transport POST /clio/oauth/token',
] as const;

describe('the scenarios', () => {
  let kinds: ReadonlySet<string>;
  beforeAll(async () => {
    kinds = await killPointKinds();
  }, 60_000);

  it('have a name each', () => {
    expect(new Set(allScenarios.map(({ name }) => name)).size).toBe(allScenarios.length);
  });

  it('kill at a write of every kind of row, and at a removal of every kind that is removed', () => {
    const missing = (rows: readonly string[], methods: RegExp) =>
      rows.filter((row) => ![...kinds].some((kind) => methods.test(kind) && kind.endsWith(` ${row}`)));
    expect(missing(written, / table\.put(?:Many)? /u)).toEqual([]);
    expect(missing(removed, / table\.remove(?:Many)? /u)).toEqual([]);
  });

  it('kill at every kind of request that changes something', () => {
    expect(asked.filter((kind) => !kinds.has(kind))).toEqual([]);
  });

  it('kill in every function, and at the queue, the vault and the secrets', () => {
    const wanted = [
      'merge queue.send',
      'poll queue.send',
      'api queue.send',
      'webhook queue.send',
      'merge vault.seal',
      'webhook vault.open',
      'merge secrets.app',
      'poll table.due ',
    ];
    expect(wanted.filter((kind) => !kinds.has(kind))).toEqual([]);
  });
});
