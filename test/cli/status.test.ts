import type { SyncStatus } from '@concord/engine';
import { describe, expect, it } from 'vitest';
import type { Status } from '../../packages/cli/src/status/ask-status.ts';
import { sayTime, statusLines } from '../../packages/cli/src/status/status-lines.ts';

const at = 1_000_000_000;
const sync: SyncStatus = {
  sync: '95aXUCK_KIdk2FSv9gj8kb',
  member: 'a.very.long.address.of.somebody@department.example.com',
  provider: 'microsoft',
  itemType: 'contact',
  state: 'live',
  inStepAt: at - 12_000,
  freshness: {
    checkedAt: at,
    changesToday: 3,
    lag: {
      left: { providerMs: 2_000, oursMs: 1_000, changes: 4 },
      right: { providerMs: 100, oursMs: 100, changes: 1 },
    },
  },
  waiting: { held: 2, parked: 1 },
  linked: 10,
};
const linesOf = (syncs: readonly SyncStatus[], more: Partial<Status> = {}): readonly string[] =>
  statusLines({
    at,
    firms: [
      {
        firm: '7',
        members: ['a@example.com', 'b@example.com'],
        connections: [
          { id: 'c1', provider: 'clio', state: 'active', member: 'a@example.com' },
          { id: 'c2', provider: 'google', state: 'lost', lostCause: 'revoked', member: 'b@example.com' },
          { id: 'c3', provider: 'google', purpose: 'mail', state: 'needsAdmin', member: 'b@example.com' },
        ],
        syncs,
      },
    ],
    deadLetters: 0,
    ...more,
  });

describe('The table of status', () => {
  it('shows each sync with how fresh it is and what waits, and who lost an account', () => {
    expect(linesOf([sync])).toEqual([
      'Firm 7: 2 members',
      '  3 connections (1 active, 1 lost, 1 needsAdmin)',
      '  1 syncs (1 live)',
      '  google of b@example.com: lost revoked',
      '  google mail of b@example.com: needsAdmin',
      'MEMBER                       WITH      STATE       IN STEP     LAG  WAIT  PARKED',
      'a.very.long.address.of.some… microsoft live           12 s     3 s     2       1',
      '  95aXUCK_KIdk2FSv9gj8kb contact',
      '',
      '0 dead letters',
    ]);
  });

  it('says why a sync rests, what the brake stopped, and how far a run is', () => {
    const { inStepAt: _, freshness: __, ...fresh } = sync;
    const rests = {
      ...fresh,
      state: 'paused',
      trouble: 'operator',
      byOperator: { since: 0, reason: 'x'.repeat(200) },
    } as const;
    const braked = { ...fresh, state: 'paused', trouble: 'brake.deletes' } as const;
    const runs = {
      ...fresh,
      state: 'running',
      progress: { phase: 'writing', done: 120, total: 4_000, remainingMs: 200_000 },
      undo: { run: 'r', state: 'going' },
    } as const;
    const lines = linesOf([rests, braked, runs]);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}paused by the operator: x+…$/u));
    expect(lines).not.toContain('  operator');
    expect(lines).toContain('  braked: brake.deletes');
    expect(lines).toContain('  writing: 120 of 4000, done in about 3 min');
    expect(lines).toContain('  undo: going');
    expect(lines.find((line) => line.includes(' running '))).toMatch(/ - +- +2 +1$/u);
  });

  it('names dead letters, says when nobody counted them, and when nobody is there', () => {
    expect(linesOf([], { deadLetters: 3 }).at(-1)).toBe('3 dead letters: see redrive');
    expect(statusLines({ at, firms: [] })).toEqual(['Nobody has signed in yet.']);
    const { deadLetters: _, ...uncounted } = {
      at,
      firms: [{ firm: '7', members: [], connections: [], syncs: [] }],
      deadLetters: 0,
    };
    expect(statusLines(uncounted).at(-1)).toContain('were not asked for');
  });

  it.each([
    [0, '0 s'],
    [-5_000, '0 s'],
    [90_000, '90 s'],
    [180_000, '3 min'],
    [7_200_000, '2 h'],
    [3 * 86_400_000, '3 d'],
  ])('says %i ms as %s', (ms, words) => expect(sayTime(ms)).toBe(words));
});
