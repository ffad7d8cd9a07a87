import { after, connectionLife, isBroken, type Life, lostCauseOf, lostCauses, syncLife } from '@concord/core';
import { describe, expect, test } from 'vitest';

/** Also the text of docs/states.md: `npm test -- -u test/core/lives.test.ts` writes it anew. */
function drawing(life: Life, first: string): string {
  const arrows = Object.entries(life).flatMap(([from, events]) =>
    Object.entries(events).map(([event, to]) => `  ${from} --> ${to}: ${event}`),
  );
  return ['```mermaid', 'stateDiagram-v2', `  [*] --> ${first}`, ...arrows, '```'].join('\n');
}

const causes = Object.entries(lostCauses).map(([cause, { says, event }]) => {
  const state = after(connectionLife, 'active', event) ?? '';
  return [`\`${cause}\``, `\`${state}\``, `Microsoft 365 ${says}`];
});

/** A Markdown table with columns of even width, as the formatter wants it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, column) =>
    Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0), name.length),
  );
  const line = (cells: readonly string[], fill = ' '): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0, fill)).join(' | ')} |`;
  return [
    line(head),
    line(
      head.map(() => ''),
      '-',
    ),
    ...rows.map((row) => line(row)),
  ].join('\n');
}

const page = `# States

Every change of state in the engine is one of these arrows: the pictures are drawn from the tables in
[\`packages/core/src/life\`](../packages/core/src/life), and a test keeps them equal. What a member sees and does in each state is told in
[the help](help/README.md).

## A connection: one member's grant at one provider

${drawing(connectionLife, 'connecting')}

Only an \`active\` connection is used. \`connecting\` stands for somebody who went to a provider for the first time and has not come back; it
vanishes after a week, or when they come back. In \`lost\`, \`needsConsent\` and \`needsAdmin\` its syncs are paused, no request is made with it, its
mappings and cursors stay, and its member gets a letter at once, after three days and after seven. \`approved\` is an administrator's answer.

Why a connection stops working is one of these, as exactly as its provider says:

${table(['cause', 'leads to', 'what people read'], causes)}

## A sync: two collections kept in step

${drawing(syncLife, 'draft')}

\`scanOn\`, \`runOn\` and \`liveOn\` lead from a pause back to where it began. A sync pauses when one of its connections stops working, and when the
brake stops it. After \`stop\`, or a disconnected account, a new preview comes first. So it does after \`restore\`: the worker found
that its rows come from a backup ([the runbook](runbook.md#a-restored-table) says how), and nothing is written before a person has started that preview.

An operator's pause (\`concord pause\`) is no state: whatever the state, the sync rests and says why, and goes on where it was after \`concord resume\`
([decision 38](decisions/0038-an-operator-pauses-beside-the-life.md)).
`;

const lives = { connection: [connectionLife, 'connecting'], sync: [syncLife, 'draft'] } as const;

describe.each(Object.entries(lives))('The life of a %s', (_name, [life, first]: readonly [Life, string]) => {
  test('reaches every state from the first one', () => {
    const seen = new Set([first]);
    for (const state of seen) for (const next of Object.values(life[state] ?? {})) seen.add(next);
    expect([...seen].toSorted()).toEqual(Object.keys(life).toSorted());
  });

  test('ends nowhere: every state has an event that leads on', () => {
    for (const [state, events] of Object.entries(life))
      expect(Object.values(events).some((next) => next !== state)).toBe(true);
  });

  test('knows no event that is not in its table', () => {
    for (const state of Object.keys(life)) {
      expect(after(life, state, 'toString')).toBeUndefined();
      expect(after(life, state, 'explode')).toBeUndefined();
    }
  });
});

describe('A connection that stopped working', () => {
  test.each(Object.entries(lostCauses))('because of %s can be brought back, and disconnected', (_cause, { event }) => {
    const state = after(connectionLife, 'active', event);
    expect(state && isBroken(state)).toBe(true);
    expect(state && after(connectionLife, state, 'granted')).toBe('active');
    expect(state && after(connectionLife, state, 'disconnect')).toBe('disconnected');
  });

  test('is told as exactly as its provider says, and never for a failure that people cannot mend', () => {
    expect(lostCauseOf({ code: 'grantLost' })).toBe('revoked');
    expect(lostCauseOf({ code: 'grantLost', lostCause: 'passwordChanged' })).toBe('passwordChanged');
    expect(lostCauseOf({ code: 'adminNeeded' })).toBe('adminNeeded');
    expect(lostCauseOf({ code: 'appRejected', lostCause: 'revoked' })).toBeUndefined();
    expect(lostCauseOf({ code: 'unavailable' })).toBeUndefined();
  });
});

describe('docs/states.md', () => {
  test('shows the tables as they are', async () => {
    await expect(page).toMatchFileSnapshot('../../docs/states.md');
  });
});
