import type { Mutant } from './mutant.ts';
import { core, sync } from './places.ts';

/** Who is who, before anything is created. */
export const matching = [
  {
    name: 'match-skipped-before-create',
    breaks: 'Match before every create.',
    invariant: 'I5',
    file: `${sync}/matching.ts`,
    find: 'const { match, partner } = partnerAmong(slice.type, side, present.item, near);',
    replace: 'const { match, partner } = partnerAmong(slice.type, side, present.item, []);',
  },
  {
    name: 'newcomers-not-matched-with-each-other',
    breaks: 'Two newcomers that are one person are matched with each other first.',
    invariant: 'I5',
    file: `${sync}/matching.ts`,
    find: 'const found = matchAll(slice.type, unknown.left.map(single), unknown.right.map(single));',
    replace: 'const found = matchAll<Present, Present>(slice.type, unknown.left.map(single), []);',
  },
  {
    name: 'first-plan-without-match',
    breaks: 'The first plan matches both books before it adds anybody.',
    invariant: 'I5',
    file: `${sync}/plan-step.ts`,
    find: 'const found = matchAll(slice.type, lefts.map(single), rights.map(single));',
    replace: 'const found = matchAll<Present, Present>(slice.type, lefts.map(single), []);',
  },
  {
    name: 'linked-by-name-alone',
    breaks: 'Two different people are never linked: homonyms with details of their own are two.',
    invariant: 'I21',
    file: `${core}/contacts/likeness.ts`,
    find: `return bothHaveEmails || bothHavePhones
    ? { kind: 'different' }
    : { kind: 'similar', because: 'nameOnly', namesake: true };`,
    replace: "return { kind: 'same', because: 'nameOnly' };",
  },
  {
    name: 'linked-by-name-and-phone',
    breaks: 'Same name and phone is held for a person.',
    invariant: 'I21',
    file: `${core}/contacts/likeness.ts`,
    find: "return { kind: 'similar', because: 'nameAndPhone', namesake: true };",
    replace: "return { kind: 'same', because: 'nameAndPhone' };",
  },
  {
    name: 'linked-by-one-address',
    breaks: 'The same e-mail under a similar name is held for a person.',
    invariant: 'I21',
    file: `${core}/contacts/likeness.ts`,
    find: "? { kind: 'similar', because: 'emailAndSimilarName', namesake: false }",
    replace: "? { kind: 'same', because: 'emailAndSimilarName' }",
  },
  {
    name: 'claim-forgets-its-first-try',
    breaks: 'An unfinished claim remembers since when it may have made something, and is recovered first.',
    invariant: 'I5',
    file: `${sync}/claims.ts`,
    find: "answer = { kind: 'mine', ...(known?.since === undefined ? {} : { since: known.since }) };",
    replace: "answer = { kind: 'mine' };",
  },
] as const satisfies readonly Mutant[];
