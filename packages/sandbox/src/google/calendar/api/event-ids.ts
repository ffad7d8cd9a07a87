import { badRequest } from './refusal.ts';

/** Documented: "a–v0–9", 5 to 1024 characters. */
export function readId(id: unknown): string | undefined {
  if (id === undefined || id === null || id === '') return undefined;
  if (typeof id !== 'string' || !/^[a-v0-9]{5,1024}$/u.test(id)) throw badRequest('Invalid resource id value.');
  return id;
}

/** As on a capture: an underscore and the iCalUID in base32hex. */
export function importedId(iCalUID: string): string {
  let bits = '';
  for (const byte of Buffer.from(iCalUID)) bits += byte.toString(2).padStart(8, '0');
  const fives = bits.match(/.{1,5}/gu) ?? [];
  return `_${fives.map((five) => Number.parseInt(five.padEnd(5, '0'), 2).toString(32)).join('')}`;
}
