import type { Item } from '../items.ts';
import type { LikenessFact } from '../why/likeness-facts.ts';
import type { Contact } from './contact.ts';
import { nameKey, similarNames } from './likeness.ts';

/** What likeness is judged by, told one by one: the name first, then e-mail, then phone. */
export function compareContacts(one: Item, other: Item): readonly LikenessFact[] {
  const a = one as Contact;
  const b = other as Contact;
  return [...(a.kind === b.kind ? [] : (['otherKind'] as const)), nameFact(a, b), emailFact(a, b), phoneFact(a, b)];
}

function nameFact(a: Contact, b: Contact): LikenessFact {
  const [one, other] = [nameKey(a), nameKey(b)];
  if (one === '' || other === '') return 'noName';
  if (one === other) return 'sameName';
  return similarNames(a, b) ? 'similarName' : 'otherName';
}

const emailFact = (a: Contact, b: Contact): LikenessFact =>
  shared(a.emails, b.emails, { both: 'sharedEmail', none: 'noEmail', others: 'otherEmails' });

const phoneFact = (a: Contact, b: Contact): LikenessFact =>
  shared(a.phones, b.phones, { both: 'sharedPhone', none: 'noPhone', others: 'otherPhones' });

function shared(
  one: Contact['emails'] = [],
  other: Contact['emails'] = [],
  facts: Readonly<Record<'both' | 'none' | 'others', LikenessFact>>,
): LikenessFact {
  if (one.length === 0 || other.length === 0) return facts.none;
  return one.some(({ key }) => other.some((element) => element.key === key)) ? facts.both : facts.others;
}
