/** What a person typed or pasted, sorted into addresses and what cannot be one. */
export type Addresses = { readonly emails: readonly string[]; readonly wrong: readonly string[] };

/** Mail programs copy people as `Name <address>`, separated by commas, semicolons or lines. */
const separators = /[\s,;<>"()]+/u;
const longest = 254;
/** As many as the API takes. */
export const mostAtOnce = 50;
const plausible = /^[^@]+@[^@.]+(?:\.[^@.]+)+$/u;

/** Each address once, however it was cased. Names beside addresses in `<>` are left out; anything else that is no address is wrong. */
export function parseAddresses(text: string): Addresses {
  const hasNames = text.includes('<');
  const words = text.split(separators).filter((word) => word !== '' && (word.includes('@') || !hasNames));
  const unique = [...new Map(words.map((word) => [word.toLowerCase(), word])).values()];
  const isAddress = (word: string): boolean => word.length <= longest && plausible.test(word);
  return { emails: unique.filter(isAddress), wrong: unique.filter((word) => !isAddress(word)) };
}
