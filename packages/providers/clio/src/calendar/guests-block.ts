import { tidy } from '@concord/core';

/**
 * Clio knows no guests from outside, so they stand at the end of the description, between two lines by which they are known
 * again. What somebody writes below them is description, too.
 */
const begin = '[Guests of this event]';
const end = '[End of guests]';

export type Texts = { readonly description: string; readonly guests: string };

export function splitGuests(text: string | null): Texts {
  const lines = (text ?? '').split(/\r?\n/u);
  const from = lines.findIndex((line) => line.trim() === begin);
  const to = lines.findIndex((line, index) => index > from && line.trim() === end);
  if (from < 0 || to < 0) return { description: trimmed(lines), guests: '' };
  return {
    description: trimmed([...trimmedEnd(lines.slice(0, from)), ...lines.slice(to + 1)]),
    guests: trimmed(lines.slice(from + 1, to)),
  };
}

/** `description` and `guests` as `splitGuests` gives them back. */
export function joinGuests({ description, guests }: Texts): string {
  if (guests === '') return description;
  const block = [begin, guests, end].join('\n');
  return description === '' ? block : `${description}\n\n${block}`;
}

const trimmed = (lines: readonly string[]): string => {
  const text = lines.join('\n').trim();
  return tidy(text) === '' ? '' : text;
};

/** Without the empty lines that part the description from the block. */
function trimmedEnd(lines: readonly string[]): readonly string[] {
  const last = lines.findLastIndex((line) => line.trim() !== '');
  return lines.slice(0, last + 1);
}
