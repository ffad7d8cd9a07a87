import type { ListName } from './cards.ts';

/** A text but for the spelling that no reader sees: composed letters, single blanks, none at the ends. Case counts. */
export function plainText(text: string | null | undefined): string {
  if (!text) return '';
  if (/^[!-~]+(?: [!-~]+)*$/u.test(text)) return text;
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\u00ad\u200b\u2060\ufeff\u2028\u2029]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** A cloud may cut a text on saving, but none so short that it could be mistaken for another. */
export const isCutOf = (long: string, short: string): boolean =>
  short.length >= shortestCut && short.length < long.length && long.startsWith(short);
const shortestCut = 35;

/** An entry of a list but for its spelling: what two clouds may write differently and still mean the same. */
export const plainEntry = {
  emails: (address) => plainText(address).toLowerCase(),
  phones: (number) => number.replace(/\D/gu, '').slice(-10),
  addresses: (street) => plainText(street.replace(/[,;]+/gu, ' ')).toLowerCase(),
  sites: (address) =>
    plainText(address)
      .toLowerCase()
      .replace(/^https?:\/\//u, '')
      .replace(/^www\./u, '')
      .replace(/\/+$/u, ''),
} as const satisfies Record<ListName, (value: string) => string>;
