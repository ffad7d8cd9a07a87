/** By lower-case name, in the order in which they stand; unfolded, not decoded. */
export type HeaderFields = ReadonlyMap<string, readonly string[]>;

/** The fields that tell a message from any other text in which a line has a colon. */
const telling = ['from', 'to', 'cc', 'bcc', 'sender', 'date', 'message-id', 'received', 'return-path'] as const;

/** In characters. Lists of people may fill the whole of what is pasted; nothing else that we read is so long. */
const longestList = 262_144;
const longestValue = 16_384;
const lists: readonly string[] = ['from', 'to', 'cc', 'bcc'];

/**
 * The header fields of what a person pasted: what stands before them (blank lines, a heading of the mail program, an mbox line) is passed
 * over, and they end with a blank line, so that nothing in the text of a message counts. Lines end with CR, LF or both. Each line
 * is looked at once; values that are too long are cut before anything else reads them.
 */
export function headerFields(text: string): HeaderFields {
  const fields = new Map<string, string[]>();
  let open: { readonly name: string; readonly parts: string[] } | undefined;
  const close = (): void => {
    if (!open) return;
    const value = open.parts.join(' ').slice(0, lists.includes(open.name) ? longestList : longestValue);
    const values = fields.get(open.name) ?? [];
    fields.set(open.name, values);
    values.push(value.trim());
    open = undefined;
  };
  for (const line of linesOf(text)) {
    if (line.trim() === '') {
      close();
      if (telling.some((name) => fields.has(name))) return fields;
      continue;
    }
    const field = /^([!-9;-~]{1,200})[ \t]*:(.*)$/su.exec(line);
    if (field === null || /^[ \t]/u.test(line)) {
      // A folded line, also one that lost its leading blank when it was copied.
      open?.parts.push(line.trim());
      continue;
    }
    close();
    open = { name: (field[1] ?? '').toLowerCase(), parts: [(field[2] ?? '').trim()] };
  }
  close();
  return fields;
}

export const isTelling = (fields: HeaderFields): boolean => telling.some((name) => fields.has(name));

const linesOf = (text: string): readonly string[] => text.replace(/^\ufeff/u, '').split(/\r\n|\r|\n/u);
