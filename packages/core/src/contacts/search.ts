import type { Search } from '../items.ts';
import { folded } from '../spelling.ts';
import type { Contact } from './contact.ts';
import { phoneKey } from './keys.ts';
import { nameKey } from './likeness.ts';

/** What a person typed to find somebody: an e-mail address, a phone number, or a name. */
export function searchContacts(text: string, region: string): Search {
  if (text.includes('@')) return byEmail(text);
  return isNumber(text) ? byPhone(text, region) : byName(text);
}

/** Pasted from a mail, an address may stand in angle brackets. */
function byEmail(text: string): Search {
  const address = folded(/<([^<>]+)>/u.exec(text)?.[1] ?? text.replace(/^mailto:/iu, ''));
  return {
    kind: 'email',
    keys: [`email:${address}`.slice(0, 200)],
    fits: (item) => ((item as Contact).emails ?? []).some(({ key }) => key === address),
  };
}

const fewestDigits = 5;
const isNumber = (text: string): boolean => /^[\d\s()+./x-]+$/iu.test(text) && digitsOf(text).length >= fewestDigits;
const digitsOf = (text: string): string => text.replace(/\D/gu, '');

/** The whole number, or its end: people leave out the country code. */
function byPhone(text: string, region: string): Search {
  const key = phoneKey(text, region);
  const end = digitsOf(text).replace(/^0+/u, '');
  return {
    kind: 'phone',
    keys: [],
    fits: (item) =>
      ((item as Contact).phones ?? []).some((phone) => phone.key === key || digitsOf(phone.key).endsWith(end)),
  };
}

const mostWords = 6;

/** First and last name may be divided anywhere, stand in either order, or be a company's. */
function byName(text: string): Search {
  const whole = folded(text);
  const [last, first] = whole.split(',').map((part) => part.trim());
  const words = whole.replaceAll(',', ' ').split(' ').filter(Boolean).slice(0, mostWords);
  const divided = words.slice(1).map((_, index) => {
    const at = index + 1;
    return [words.slice(0, at).join(' '), words.slice(at).join(' ')] as const;
  });
  const names = [
    whole,
    ...(first ? [`${first}|${last}`] : []),
    ...divided.flatMap(([one, other]) => [`${one}|${other}`, `${other}|${one}`]),
    ...(words.length > 2 ? [`${words[0]}|${words.at(-1)}`] : []),
    ...(words.length === 1 ? [`${whole}|`, `|${whole}`] : []),
  ];
  return {
    kind: 'name',
    keys: [...new Set(names)].map((name) => `name:${name}`.slice(0, 200)),
    ...(words.length === 1 ? { begins: `name:${whole}` } : {}),
    fits: (item) => hasWords(item as Contact, words),
  };
}

function hasWords(contact: Contact, words: readonly string[]): boolean {
  const own = `${nameKey(contact).replace('|', ' ')} ${folded(contact.middleName ?? '')}`;
  return words.length > 0 && words.every((word) => own.includes(word));
}
