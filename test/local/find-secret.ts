import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

export type Written = { readonly where: string; readonly bytes: Buffer };

/** Every file below a folder. */
export function filesBelow(dir: string): readonly Written[] {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ where: relative(dir, path), bytes: readFileSync(path) }));
}

/** Where the secret stands, in whatever form: as it is, escaped for an address, a form, JSON or a page, or in base64. */
export function placesOf(secret: string, written: readonly Written[]): readonly string[] {
  const forms = [...formsOf(secret)].map((form) => Buffer.from(form));
  return written.filter(({ bytes }) => forms.some((form) => bytes.includes(form))).map(({ where }) => where);
}

export function formsOf(secret: string): ReadonlySet<string> {
  const inPage = secret.replace(/[&<>"]/gu, (sign) => `&${names[sign] ?? ''};`);
  return new Set([
    secret,
    encodeURIComponent(secret),
    encodeURIComponent(encodeURIComponent(secret)),
    new URLSearchParams({ s: secret }).toString().slice('s='.length),
    JSON.stringify(secret).slice(1, -1),
    inPage,
    Buffer.from(secret).toString('hex'),
    ...[0, 1, 2].flatMap((shift) => inBase64(secret, shift)),
  ]);
}

const names: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' };

/** What a longer text in base64 shows of the secret, when it begins at this place of a group of three bytes. */
function inBase64(secret: string, shift: number): readonly string[] {
  const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(secret)]);
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 3));
  const from = shift === 0 ? 0 : 4;
  return [whole.toString('base64').slice(from), whole.toString('base64url').slice(from)];
}
