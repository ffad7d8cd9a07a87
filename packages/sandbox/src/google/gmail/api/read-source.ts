import PostalMime from 'postal-mime';
import type { PostedAddress } from '../../../kernel/post-office.ts';
import type { Letter } from '../mail-accounts.ts';

/** These are made anew from what they say. */
const own: ReadonlySet<string> = new Set(
  'from to cc bcc subject date message-id mime-version content-type content-transfer-encoding'.split(' '),
);

/** What an app wrote. */
export async function readSource(source: Uint8Array): Promise<Letter> {
  const read = await PostalMime.parse(source);
  const people = (rows: typeof read.to): readonly PostedAddress[] =>
    (rows ?? []).flatMap((row) => row.group ?? [row]).map(({ address, name }) => ({ address, name }));
  return {
    from: people(read.from === undefined ? [] : [read.from])[0],
    to: people(read.to),
    cc: people(read.cc),
    bcc: people(read.bcc),
    subject: read.subject ?? '',
    // The parser ends every text with a new line.
    text: (read.text ?? '').replace(/\r?\n$/u, ''),
    ...(read.html === undefined ? {} : { html: read.html }),
    messageId: read.messageId,
    headers: read.headers
      .filter(({ key }) => !own.has(key))
      .map(({ originalKey, value }) => [originalKey, value] as const),
  };
}
