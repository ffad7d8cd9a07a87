import type { Row } from '@concord/core';
import { unpack } from '../../../../packages/engine/src/sync/pack.ts';
import { tagsIn } from '../tags.ts';
import type { MailBench } from './bench.ts';
import type { Knowledge } from './knowledge.ts';
import { possibleContacts } from './possible.ts';

/** What every row that was ever written says of mail: in plain text, and under its seals. */
export type Stored = {
  readonly note: (row: Row) => void;
  readonly judge: (bench: MailBench, knowledge: Knowledge) => void;
};

export function createStored(): Stored {
  /** Tag → what the rows are in which it stands sealed. */
  const sealed = new Map<string, Set<string>>();
  const plain = new Map<string, string>();
  const note = (row: Row): void => {
    const kind = `${untilHash(row.pk)}/${untilHash(row.sk)}`;
    for (const text of textsIn(row)) {
      const inside = unsealed(text);
      if (inside === undefined) for (const tag of tagsIn(text)) plain.set(tag, kind);
      else for (const tag of tagsIn(inside)) sealed.set(tag, (sealed.get(tag) ?? new Set()).add(kind));
    }
  };
  return {
    note,
    judge: ({ tried, accuse, stage }, knowledge) => {
      for (const [tag, kind] of plain) accuse('M3', `${tag} stands in plain text in a row ${kind}`);
      for (const [tag, kinds] of sealed) {
        tried('M3');
        if (tag.startsWith('L')) continue;
        const isPossible = stage.clouds.firms.some(({ id }) => wanted(knowledge, tag, id));
        if (!isPossible) accuse('M3', `${tag} was to be left out, and is stored in a row ${[...kinds].join(', ')}`);
      }
    },
  };
}

/** Also by another message of the same Message-ID. */
function wanted(knowledge: Knowledge, tag: string, firm: string): boolean {
  const id = knowledge.composed.get(tag)?.messageId?.toLowerCase();
  const alike = [...knowledge.composed.values()].filter(
    (one) => one.tag === tag || (id && one.messageId?.toLowerCase() === id),
  );
  return alike.some((one) => possibleContacts(knowledge, firm, one.tag).size > 0);
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/** The vault of the stage is authentic, and not secret. What it seals is deflated, or it is not. */
function unsealed(text: string): string | undefined {
  const parts = text.split('.');
  if (parts.length !== 5 || parts[1] !== '') return undefined;
  const inside = Buffer.from(parts[3] ?? '', 'base64url').toString();
  try {
    return JSON.stringify(unpack(Buffer.from(inside, 'base64url')));
  } catch {
    return inside;
  }
}

function untilHash(key: string): string {
  const end = key.indexOf('#');
  return end < 0 ? key : key.slice(0, end);
}
