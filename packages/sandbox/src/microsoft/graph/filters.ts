import type { Card } from '../mailbox/card.ts';
import type { Mailbox } from '../mailbox/mailbox.ts';
import { canonicalPropertyId } from '../mailbox/read-fields.ts';
import { badRequest } from './refusal.ts';

const literal = "'((?:[^']|'')*)'";
const emailClause = new RegExp(String.raw`^emailAddresses/any\(\s*(\w+)\s*:\s*\1/address eq ${literal}\s*\)$`, 'iu');
export const propertyClause = new RegExp(
  String.raw`^singleValueExtendedProperties/any\(\s*(\w+)\s*:\s*\1/id eq ${literal} and \1/value eq ${literal}\s*\)$`,
  'iu',
);
const idClause = new RegExp(`^id eq ${literal}$`, 'iu');

/** The contacts of a folder that a `$filter` leaves: by e-mail or by extended property, alternatives joined with `or`. */
export function filterCards(mailbox: Mailbox, cards: readonly Card[], filter: string): readonly Card[] {
  const tests = alternatives(filter).map((clause) => testOf(mailbox, clause));
  return cards.filter((card) => tests.some((test) => test(card)));
}

function testOf(mailbox: Mailbox, clause: string): (card: Card) => boolean {
  const email = emailClause.exec(clause);
  if (email) {
    const wanted = unescaped(email[2]).toLowerCase();
    return ({ fields }) => fields.emailAddresses?.some(({ address }) => address?.toLowerCase() === wanted) ?? false;
  }
  const property = propertyClause.exec(clause);
  if (property) {
    const found = mailbox.withProperty(canonicalPropertyId(unescaped(property[2])), unescaped(property[3]));
    const ids = new Set(found.map(({ id }) => id));
    return ({ id }) => ids.has(id);
  }
  throw badRequest(`The filter '${clause}' is not supported.`, 'ErrorInvalidUrlQueryFilter');
}

/** The property ids of `$expand=singleValueExtendedProperties($filter=id eq '...')`; undefined without `$expand`. */
export function readExpand(expand: string | null): readonly string[] | undefined {
  if (expand === null) return undefined;
  const filter = /^singleValueExtendedProperties\s*\(\s*\$filter=(.+)\)$/iu.exec(expand.trim())?.[1];
  if (filter === undefined) throw badRequest(`The expansion '${expand}' is not supported.`);
  return alternatives(filter.trim()).map((clause) => {
    const id = idClause.exec(clause)?.[1];
    if (id === undefined) throw badRequest(`The filter '${clause}' is not supported.`, 'ErrorInvalidUrlQueryFilter');
    return canonicalPropertyId(unescaped(id));
  });
}

/** Splits at `or` outside quotes. */
export function alternatives(filter: string): readonly string[] {
  const clauses = filter.match(/(?:'(?:[^']|'')*'|(?! or )[^'])+/giu) ?? [];
  return clauses.map((clause) => clause.replace(/^\s*or\s+/iu, '').trim());
}

export function unescaped(text = ''): string {
  return text.replaceAll("''", "'");
}
