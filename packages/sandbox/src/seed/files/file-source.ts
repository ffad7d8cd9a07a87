import { createReadStream } from 'node:fs';
import { basename } from 'node:path';

/** A file that can be read from its beginning more than once. `name` is what people are told. */
export type FileSource = { readonly name: string; readonly chunks: () => AsyncIterable<Uint8Array> };

/** Reading throws an ordinary Error whose message is a sentence for people when the file cannot be opened. */
export const fileSource = (path: string): FileSource => ({ name: basename(path), chunks: () => readPath(path) });

export const memorySource = (name: string, content: string | Uint8Array): FileSource => ({
  name,
  chunks: () => inPieces(typeof content === 'string' ? new TextEncoder().encode(content) : content),
});

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'this user may not read it',
};

async function* readPath(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    throw new Error(`${path} cannot be read: ${reasons[code] ?? (error as Error).message}.`, { cause: error });
  }
}

const pieceBytes = 65_536;

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += pieceBytes) yield bytes.subarray(start, start + pieceBytes);
}
