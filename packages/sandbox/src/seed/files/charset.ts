/**
 * Until a value is known, text is carried as its bytes, one character (0 to 255) each. Real exports mix encodings inside one
 * file and break lines in the middle of a character, so a value can only be decoded when it is whole.
 */

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });
const windows1252 = new TextDecoder('windows-1252');

/** The bytes' text: in the named encoding when it is known, else UTF-8, else what Windows in the West writes. */
export function decodeText(bytes: string, charset?: string): string {
  if (!/[\x80-\xff]/.test(bytes)) return withoutNul(bytes);
  const raw = Buffer.from(bytes, 'latin1');
  return withoutNul(decoderOf(charset)?.decode(raw) ?? decodeGuessed(raw));
}

/** The other way: how a text is carried. */
export const carried = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/** No real service keeps a NUL; it comes from damaged files and says nothing. */
const withoutNul = (text: string): string => (text.includes('\0') ? text.replaceAll('\0', '') : text);

function decodeGuessed(raw: Uint8Array): string {
  try {
    return strictUtf8.decode(raw);
  } catch {
    return windows1252.decode(raw);
  }
}

/** UTF-8 is always guessed: files say UTF-8 and hold Windows-1252. */
function decoderOf(charset: string | undefined): InstanceType<typeof TextDecoder> | undefined {
  if (charset === undefined || /^utf-?8$/i.test(charset)) return undefined;
  try {
    return new TextDecoder(charset);
  } catch {
    return undefined;
  }
}
