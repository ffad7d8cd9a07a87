import { carried } from './charset.ts';

/** One physical line without its end, as carried bytes. `cut`: it was longer than anyone's contact, and its rest is gone. */
export type Line = { readonly number: number; readonly text: string; readonly cut: boolean };

/** A photo of 20 MB is 27 million characters of base64 on one line, and must not break its card. */
export const maxLineLength = 32 * 1024 * 1024;

/** The lines of a file, in lots. Ends may be CRLF, LF or CR; a byte-order mark is dropped; UTF-16 becomes UTF-8. */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly Line[]> {
  const splitter = createLineSplitter();
  for await (const bytes of carriedBytes(chunks)) {
    const lines = splitter.feed(bytes);
    if (lines.length > 0) yield lines;
  }
  yield splitter.end();
}

type LineSplitter = { readonly feed: (bytes: string) => Line[]; readonly end: () => Line[] };

function createLineSplitter(): LineSplitter {
  let pieces: string[] = [];
  let length = 0;
  let number = 0;
  let endedWithCr = false;
  const take = (piece: string): void => {
    if (length < maxLineLength) pieces.push(piece.slice(0, maxLineLength - length));
    length += piece.length;
  };
  const finish = (): Line => {
    number += 1;
    const line = { number, text: pieces.join(''), cut: length > maxLineLength };
    pieces = [];
    length = 0;
    return line;
  };
  return {
    feed: (bytes) => {
      const lines: Line[] = [];
      let start = endedWithCr && bytes.startsWith('\n') ? 1 : 0;
      for (const end of bytes.matchAll(/\r\n|\n|\r/g)) {
        if (end.index < start) continue;
        take(bytes.slice(start, end.index));
        lines.push(finish());
        start = end.index + end[0].length;
      }
      if (start < bytes.length) take(bytes.slice(start));
      if (bytes !== '') endedWithCr = bytes.endsWith('\r');
      return lines;
    },
    end: () => (length > 0 ? [finish()] : []),
  };
}

async function* carriedBytes(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let read: ((bytes: Uint8Array) => string) | undefined;
  let head = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (read !== undefined) {
      yield read(chunk);
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < headBytes) continue;
    read = readerFor(head);
    yield read(head);
  }
  if (read === undefined) yield readerFor(head)(head);
}

/** Enough to tell UTF-16 without a mark from anything else. */
const headBytes = 256;

function readerFor(head: Uint8Array): (bytes: Uint8Array) => string {
  const utf16 = utf16Name(head.subarray(0, headBytes));
  if (utf16 !== undefined) {
    const decoder = new TextDecoder(utf16);
    return (bytes) => carried(decoder.decode(bytes, { stream: true }));
  }
  const marked = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
  let skip = marked ? 3 : 0;
  return (bytes) => {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', skip);
    skip = 0;
    return text;
  };
}

function utf16Name(head: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const zeros = [0, 0];
  head.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  const many = head.length / 4;
  if (odd > many && even === 0) return 'utf-16le';
  return even > many && odd === 0 ? 'utf-16be' : undefined;
}
