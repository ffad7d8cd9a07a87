import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { Element } from '../items.ts';
import { folded, tidy } from '../spelling.ts';

export type ElementTraits = { readonly slot?: string; readonly primary?: boolean; readonly ref?: string };

/** Undefined when there is no text: a blank is not an element. */
export function emailElement(address: string | null | undefined, traits: ElementTraits = {}): Element | undefined {
  return textElement(address, folded, traits);
}

/** Key: E.164 with extension when the number can be read in the region, otherwise its bare digits and letters. */
export function phoneElement(
  number: string | null | undefined,
  region: string,
  traits: ElementTraits = {},
): Element | undefined {
  return textElement(number, (text) => phoneKey(text, region), traits);
}

export function phoneKey(number: string, region: string): string {
  const known = phoneKeys.get(region + number);
  if (known !== undefined) return known;
  const key = computePhoneKey(number, region);
  if (phoneKeys.size >= maxPhoneKeys) phoneKeys.clear();
  phoneKeys.set(region + number, key);
  return key;
}

/** Parsing a number costs some 50 µs, and passes read the same numbers again and again. */
const phoneKeys = new Map<string, string>();
const maxPhoneKeys = 20_000;

function computePhoneKey(number: string, region: string): string {
  // Tidied: the parser takes a tab or an invisible character for the end of the number.
  const parsed = parsePhoneNumberFromString(tidy(number), region as CountryCode);
  if (parsed?.isPossible()) return parsed.ext ? `${parsed.number};ext=${parsed.ext}` : parsed.number;
  const bare = folded(number).replace(/[^\p{L}\p{N}+]/gu, '');
  return bare === '' ? folded(number) : bare;
}

export const addressParts = ['street', 'city', 'province', 'postalCode', 'country'] as const;
export type AddressPart = (typeof addressParts)[number];

/** Line ends and commas in a street are spelling. Undefined when every part is blank. */
export function addressElement(
  parts: Readonly<Partial<Record<AddressPart, string | null | undefined>>>,
  traits: ElementTraits = {},
): Element | undefined {
  const value: Record<string, string> = {};
  for (const part of addressParts) {
    const text = parts[part];
    if (text && tidy(text) !== '') value[part] = text.trim();
  }
  const key = addressParts.map((part) => folded((value[part] ?? '').replace(/[,;\r\n]+/gu, ' '))).join('|');
  return key === '||||' ? undefined : { key, value, ...traits };
}

/** Scheme, `www.` and a last slash are spelling. */
export function siteElement(url: string | null | undefined, traits: ElementTraits = {}): Element | undefined {
  return textElement(
    url,
    (text) =>
      folded(text)
        .replace(/^https?:\/\//u, '')
        .replace(/^www\./u, '')
        .replace(/\/+$/u, ''),
    traits,
  );
}

export function messengerElement(address: string | null | undefined, traits: ElementTraits = {}): Element | undefined {
  return textElement(address, folded, traits);
}

function textElement(
  text: string | null | undefined,
  keyOf: (text: string) => string,
  traits: ElementTraits,
): Element | undefined {
  if (text === null || text === undefined || tidy(text) === '') return undefined;
  return { key: keyOf(text), value: text.trim(), ...traits };
}
