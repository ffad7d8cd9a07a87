import type { WhyView } from '@concord/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askWhy } from '../../packages/cli/src/why/ask-why.ts';
import { whyLines } from '../../packages/cli/src/why/why-lines.ts';
import { createKept, type Kept } from './kept.ts';

let kept: Kept;
const memberOf = (firm: string, member: string, email: string, isOwner: boolean) => ({
  pk: `FIRM#${firm}`,
  sk: `MEMBER#${member}`,
  rev: 1,
  name: 'Somebody',
  email,
  isOwner,
  connections: [],
});

beforeAll(async () => {
  kept = await createKept();
  await kept.table.put(memberOf('7', '71', 'owner@example.com', true));
  await kept.table.put(memberOf('7', '72', 'member@example.com', false));
}, 60_000);
afterAll(async () => await kept.close());

async function asked(question: Partial<Parameters<typeof askWhy>[1]>): Promise<readonly string[]> {
  const said: string[] = [];
  const surroundings = { environment: {}, clock: { now: () => 1000 }, say: (line: string) => void said.push(line) };
  await askWhy(kept.deployment, { query: 'Anna Berg', isJson: false, ...question }, surroundings);
  return said;
}

describe('concord why', () => {
  it('asks as the account owner of the only firm, and says what would change the answer', async () => {
    expect(await asked({})).toEqual([
      '0 found for "Anna Berg", read as a name.',
      '',
      '  noSync: Nothing is kept in step yet, so nobody is known.',
      '    would change it: Setting up a sync.',
    ]);
  });

  it('asks as the member who is named, and gives the whole answer as JSON', async () => {
    const [text = ''] = await asked({ member: 'Member@example.com', isJson: true });
    expect(JSON.parse(text)).toMatchObject({ query: 'Anna Berg', records: [], absences: [{ code: 'noSync' }] });
  });

  it.each([
    [{ member: 'nobody@example.com' }, 'Nobody of firm 7 is known as nobody@example.com'],
    [{ firm: '8' }, 'The account owner of firm 8 has not signed in'],
    [{ query: '  ' }, 'Type a name'],
  ])('says of %j in one sentence what is wrong', async (question, sentence) => {
    await expect(asked(question)).rejects.toMatchObject({
      name: 'Problem',
      message: expect.stringContaining(sentence),
    });
  });

  it('wants to know which firm, where there are several', async () => {
    await kept.table.put(memberOf('9', '91', 'other@example.com', true));
    await expect(asked({})).rejects.toThrow('Which firm? --firm 7, or 9.');
  });
});

it('An answer as lines holds the rule, both sides, waits with their time, and the past', () => {
  const sync = { sync: 's1', left: 'Clio', right: 'Microsoft 365', account: 'a@example.com' } as const;
  const view: WhyView = {
    query: 'Anna',
    readAs: 'name',
    isPartial: true,
    absences: [],
    records: [
      {
        ...sync,
        mapping: 'm1',
        title: 'Anna Berg',
        subtitle: '',
        state: { name: 'linked', sentence: 'Kept in step on both sides.' },
        rule: { name: 'merge-sides', sentence: 'Detail by detail.' },
        reasons: [{ code: 'inStep', sentence: 'Both sides say the same.', changes: 'An edit.' }],
        writes: [{ name: 'jobTitle', label: 'Job title', side: 'right', before: '', after: 'Notary' }],
        fields: [{ label: 'E-mail', left: 'a@b.example\nc@d.example', standing: 'differs' }],
        waits: [{ code: 'quiet', sentence: 'Quiet.', changes: 'Nothing.', until: 0 }],
        candidates: [{ mapping: 'm2', title: 'Anna', subtitle: 'x', verdict: 'different', sentence: 'Another name.' }],
        history: [
          {
            id: 'h',
            mapping: 'm1',
            cause: 'run',
            at: 0,
            title: 'Anna',
            what: 'added',
            side: 'right',
            because: 'Only in Clio.',
            fields: [],
          },
        ],
        seen: {},
        canLook: true,
      },
    ],
  };
  expect(whyLines(view)).toEqual([
    '1 found for "Anna", read as a name. There may be more: ask with an e-mail address or an id.',
    '',
    'Anna Berg',
    '  Clio and Microsoft 365 (a@example.com), record m1',
    '  linked: Kept in step on both sides.',
    '  rule merge-sides: Detail by detail.',
    '  inStep: Both sides say the same.',
    '    would change it: An edit.',
    '  waits: Quiet. Until 1970-01-01T00:00:00.000Z.',
    '    would change it: Nothing.',
    '  E-mail: Clio a@b.example; c@d.example | Microsoft 365 - | agreed - | differs',
    '  to be written in Microsoft 365: Job title: - -> Notary',
    '  thought of: Anna (x): Another name.',
    '  1970-01-01T00:00:00.000Z added in Microsoft 365: Only in Clio.',
  ]);
});
