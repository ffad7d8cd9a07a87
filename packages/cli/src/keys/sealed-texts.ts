import { decodeProtectedHeader } from 'jose';

export type SealedText = {
  /** Where in the row: names of attributes, and places in lists. */
  readonly path: readonly (string | number)[];
  readonly text: string;
  /** The key that opens it. */
  readonly kid: string;
  /** Whom it was sealed for. */
  readonly owner: string;
};

/** Every sealed text of a row, wherever it stands: told by its form, so that no attribute can be forgotten here. */
export function sealedTextsIn(row: Readonly<Record<string, unknown>>): readonly SealedText[] {
  return Object.entries(row).flatMap(([name, value]) => textsIn(value, [name]));
}

function textsIn(value: unknown, path: SealedText['path']): readonly SealedText[] {
  if (typeof value === 'string') return sealedText(value, path);
  if (Array.isArray(value)) return value.flatMap((each, index) => textsIn(each, [...path, index]));
  // Bytes are the mappings, which are packed and not sealed.
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [];
  return Object.entries(value).flatMap(([name, each]) => textsIn(each, [...path, name]));
}

/** A compact JWE with a direct key: the second of its five parts is empty. */
const form = /^[\w-]+\.\.[\w-]+\.[\w-]*\.[\w-]+$/u;

function sealedText(text: string, path: SealedText['path']): readonly SealedText[] {
  if (!form.test(text)) return [];
  const { alg, kid, own } = headerOf(text);
  const isOurs = alg === 'dir' && typeof kid === 'string' && typeof own === 'string';
  return isOurs ? [{ path, text, kid, owner: own }] : [];
}

function headerOf(text: string): Readonly<Record<string, unknown>> {
  try {
    return decodeProtectedHeader(text);
  } catch {
    return {};
  }
}
