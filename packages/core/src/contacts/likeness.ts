import type { Item, Likeness } from '../items.ts';
import { folded } from '../spelling.ts';
import type { Contact } from './contact.ts';

/**
 * Identical first name, last name and any e-mail is the same person; a shared phone, a shared e-mail with a similar name, or
 * names alone are not enough to tell. Blanks are never equal. Two homonyms with details of their own are two people.
 */
export function contactLikeness(one: Item, other: Item): Likeness {
  const a = one as Contact;
  const b = other as Contact;
  if (a.kind !== b.kind) return { kind: 'different' };
  const sharedEmail = shareKey(a, b, 'emails');
  if (nameKey(a) !== '' && nameKey(a) === nameKey(b)) return sameName(a, b, sharedEmail);
  return sharedEmail && similarNames(a, b)
    ? { kind: 'similar', because: 'emailAndSimilarName', namesake: false }
    : { kind: 'different' };
}

function sameName(a: Contact, b: Contact, sharedEmail: boolean): Likeness {
  if (sharedEmail) return { kind: 'same', because: a.kind === 'company' ? 'companyNameAndEmail' : 'nameAndEmail' };
  if (shareKey(a, b, 'phones')) return { kind: 'similar', because: 'nameAndPhone', namesake: true };
  if (a.kind === 'company') return { kind: 'similar', because: 'companyName', namesake: true };
  const bothHaveEmails = hasAny(a, 'emails') && hasAny(b, 'emails');
  const bothHavePhones = hasAny(a, 'phones') && hasAny(b, 'phones');
  return bothHaveEmails || bothHavePhones
    ? { kind: 'different' }
    : { kind: 'similar', because: 'nameOnly', namesake: true };
}

/** First and last name, or the company's own name; empty when there is none, and blank halves stay blank. */
export function nameKey(contact: Contact): string {
  if (contact.kind === 'company') return folded(contact.company ?? '');
  const first = folded(contact.firstName ?? '');
  const last = folded(contact.lastName ?? '');
  return first === '' && last === '' ? '' : `${first}|${last}`;
}

const hasAny = (contact: Contact, field: 'emails' | 'phones'): boolean => (contact[field]?.length ?? 0) > 0;

function shareKey(a: Contact, b: Contact, field: 'emails' | 'phones'): boolean {
  return (a[field] ?? []).some(({ key }) => (b[field] ?? []).some((other) => other.key === key));
}

/** They have a word in common when accents are left aside, or one of them has no name at all. */
export function similarNames(a: Contact, b: Contact): boolean {
  const words = nameWords(a);
  const others = nameWords(b);
  return words.length === 0 || others.length === 0 || words.some((word) => others.includes(word));
}

/** One letter of an alphabet says little; one Chinese character is a name. */
const initial = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]$/u;

function nameWords(contact: Contact): readonly string[] {
  const name = contact.kind === 'company' ? contact.company : `${contact.firstName ?? ''} ${contact.lastName ?? ''}`;
  return folded(name ?? '')
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => !initial.test(word));
}
