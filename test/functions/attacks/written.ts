import type { Row } from '@concord/core';
import type { Ports } from './scene.ts';

/**
 * What is kept, without the authorizations under way (they end by themselves in ten minutes) and the attempts of people who
 * are at a provider just now.
 */
export type Kept = ReadonlyMap<string, string>;

export function keptIn({ table }: Ports): Kept {
  const rows = table.rows();
  const attempts = new Set(rows.filter(isAttempt).map((row) => row['id']));
  const known = new Set(rows.filter((row) => row.sk.startsWith('CONN#')).map((row) => row['id']));
  const isListed = (id: unknown): boolean => known.has(id) && !attempts.has(id);
  return new Map(
    rows
      .filter((row) => !row.pk.startsWith('AUTH#') && !isAttempt(row))
      .map(({ rev: _, ...row }) => {
        const listed = row['connections'];
        const shown = Array.isArray(listed) ? { ...row, connections: listed.filter(isListed) } : row;
        return [`${row.pk} ${row.sk}`, JSON.stringify(shown)];
      }),
  );
}

const isAttempt = (row: Row): boolean => row.sk.startsWith('CONN#') && row['state'] === 'connecting';

/** The kinds of the rows that came, went or changed: `CONN`, `MEMBER`, `LINK` ... */
export function writtenBetween(before: Kept, after: Kept): readonly string[] {
  const keys = new Set([...before.keys(), ...after.keys()]);
  const changed = [...keys].filter((key) => before.get(key) !== after.get(key));
  return [...new Set(changed.map(kindOf))].sort();
}

function kindOf(key: string): string {
  const [pk = '', sk = ''] = key.split(' ');
  return (sk.startsWith('CONN#') && pk.startsWith('IDENTITY#') ? pk : sk).split('#')[0] ?? '';
}
