import { sayTime } from '../status/status-lines.ts';
import type { DeadLetter } from './dead-letter.ts';

const mostNamed = 5;

/** Kinds, ages and whom they are about. */
export function letterLines(letters: readonly DeadLetter[], now: number): readonly string[] {
  const ages = letters.map(({ sentAt }) => now - sentAt);
  const [newest, oldest] = [sayTime(Math.min(...ages)), sayTime(Math.max(...ages))];
  const kinds = new Map<string, DeadLetter[]>();
  for (const letter of letters) kinds.set(kindWords(letter), [...(kinds.get(kindWords(letter)) ?? []), letter]);
  return [
    `${letters.length} dead letters, ${newest} to ${oldest} old:`,
    ...[...kinds].sort(([one], [other]) => (one < other ? -1 : 1)).map(([kind, some]) => kindLine(kind, some)),
  ];
}

const kindWords = ({ kind, why, version }: DeadLetter): string =>
  kind === 'unknown' ? `of schema version ${version ?? 'none'}, which stay` : [kind, why].filter(Boolean).join(' ');

function kindLine(kind: string, letters: readonly DeadLetter[]): string {
  const abouts = [...new Set(letters.flatMap(({ about }) => about ?? []))];
  const named = abouts.slice(0, mostNamed).join(', ');
  const more = abouts.length > mostNamed ? ` and ${abouts.length - mostNamed} more` : '';
  return `  ${letters.length} ${kind}${abouts.length === 0 ? '' : `: ${named}${more}`}`;
}
