import { readFileSync } from 'node:fs';
import type { Card } from '../../packages/sandbox/src/seed/card.ts';
import { memorySource, readContacts } from '../../packages/sandbox/src/seed/index.ts';

export const fixture = (name: string): Uint8Array => readFileSync(new URL(`../files/${name}`, import.meta.url));

export type Read = {
  readonly format: string | undefined;
  readonly cards: readonly Card[];
  readonly lines: readonly number[];
  readonly unreadable: readonly { readonly line: number; readonly reason: string }[];
  readonly ignored: Readonly<Record<string, number>>;
};

/** Reads under a name that says nothing: the format must come from the content. */
export async function read(content: string | Uint8Array): Promise<Read> {
  const readings = await collect(readContacts(memorySource('contacts.dat', content)));
  const cards = readings.filter((reading) => reading.kind === 'card');
  const unreadable = readings.filter((reading) => reading.kind === 'unreadable');
  const ignored = readings.filter((reading) => reading.kind === 'ignored');
  return {
    format: readings.find((reading) => reading.kind === 'format')?.format,
    cards: cards.map(({ card }) => card),
    lines: cards.map(({ line }) => line),
    unreadable: unreadable.map(({ line, reason }) => ({ line, reason })),
    ignored: Object.fromEntries(ignored.map(({ column, rows }) => [column, rows])),
  };
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

export const readFixture = (name: string): Promise<Read> => read(fixture(name));

/** The values of a list, for short expectations. */
export const values = (entries: readonly { readonly label: string; readonly value: string }[]): string[] =>
  entries.map(({ label, value }) => `${label}: ${value}`);

export const vcard = (...lines: readonly string[]): string => `BEGIN:VCARD\r\n${lines.join('\r\n')}\r\nEND:VCARD\r\n`;
