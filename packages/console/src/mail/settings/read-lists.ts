import { parseAddresses } from '../../firm/addresses.ts';

type Read = { readonly items: readonly string[]; readonly fault?: string };

const mostAliases = 20;
const mostDomains = 200;
const mostLabels = 100;
const longestLabel = 200;

/** A member's own addresses with those that were typed; the ones that are told already are not added. */
export function readAliases(text: string, own: readonly string[], told: readonly string[]): Read {
  const { emails, wrong } = parseAddresses(text);
  const [first] = wrong;
  if (first !== undefined) return { items: own, fault: `Not an e-mail address: ${first}` };
  if (emails.length === 0) return { items: own, fault: 'Type an e-mail address.' };
  const known = new Set([...own, ...told].map((address) => address.toLowerCase()));
  const items = [...own, ...emails.filter((email) => !known.has(email.toLowerCase()))];
  return items.length > mostAliases ? { items: own, fault: `At most ${mostAliases} aliases.` } : { items };
}

const domain = /^(?!-)[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+$/u;

/** Domains, lower case; of an address or a web address its domain is taken. */
export function readDomains(text: string, known: readonly string[]): Read {
  const typed = text
    .split(/[\s,;]+/u)
    .map(domainIn)
    .filter((one) => one !== '');
  if (typed.length === 0) return { items: known, fault: 'Type a domain, such as example.com.' };
  const wrong = typed.find((one) => one.length > 253 || !domain.test(one));
  if (wrong !== undefined) return { items: known, fault: `Not a domain: ${wrong}` };
  const items = [...new Set([...known, ...typed])];
  return items.length > mostDomains ? { items: known, fault: `At most ${mostDomains} domains.` } : { items };
}

const domainIn = (word: string): string =>
  word
    .toLowerCase()
    .replace(/^https?:\/\//u, '')
    .replace(/^.*@|^\*?\.|\/.*$/gu, '');

/** Categories, labels or folders by name, with commas between; each once, without regard to case. */
export function readLabels(text: string, known: readonly string[]): Read {
  const typed = text
    .split(/[,;\n]/u)
    .map((one) => one.trim().replaceAll(/\s+/gu, ' '))
    .filter((one) => one !== '');
  if (typed.length === 0) return { items: known, fault: 'Type a name.' };
  if (typed.some((one) => one.length > longestLabel))
    return { items: known, fault: `A name has at most ${longestLabel} characters.` };
  const items = [...known];
  for (const one of typed) if (!items.some((item) => isSame(item, one))) items.push(one);
  return items.length > mostLabels ? { items: known, fault: `At most ${mostLabels} names.` } : { items };
}

const isSame = (a: string, b: string): boolean => a.toLocaleLowerCase() === b.toLocaleLowerCase();
