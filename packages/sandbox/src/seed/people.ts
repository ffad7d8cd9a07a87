import type { Card } from './card.ts';
import { drawCompany } from './company-names.ts';
import type { Draw } from './draw.ts';
import { createDraw } from './draw.ts';
import { createMailboxes } from './mailboxes.ts';
import { emojis } from './names.ts';
import { makeCard, makeCompany } from './person-card.ts';
import type { Name, Town } from './town.ts';
import { drawName, keyOf } from './town.ts';

/** One real person or company of an invented firm's world: `id` is the truth that no program can see. */
export type Person = {
  readonly id: string;
  readonly card: Card;
  /** Somebody else whom a careless program would take for this person. */
  readonly twin?: { readonly of: string; readonly how: Twin };
};

/**
 * `homonym`: the same name, nothing else. `junior`: the same name and the same phone at home. `spouse`: the same last name
 * and the same e-mail address.
 */
export type Twin = 'homonym' | 'junior' | 'spouse';

export type PeopleOptions = {
  readonly seed: number;
  /** Of people and companies together. */
  readonly count: number;
  /** Share of people who have the name of somebody else. */
  readonly homonyms?: number;
};

const companyShare = 0.08;

/**
 * The clients, opponents, experts and suppliers of a law firm: names of many origins and scripts, namesakes, families that
 * share a phone, offices that share an address. The same seed gives the same people. Numbers and domains are reserved ones.
 */
export function generatePeople({ seed, count, homonyms = 0.025 }: PeopleOptions): Person[] {
  const draw = createDraw(seed);
  const town: Town = { draw, mailboxes: createMailboxes(), names: new Set(), companies: [], people: [] };
  const usedCompanies = new Set<string>();
  const companies = Math.round(count * companyShare);
  for (let index = 0; index < companies; index += 1)
    town.companies.push(makeCompany(town, drawCompany(draw, usedCompanies)));
  for (let index = companies; index < count; index += 1) town.people.push(makePerson(town, idOf(index), homonyms));
  return [...town.companies.map(({ card }, index) => ({ id: idOf(index), card })), ...town.people];
}

const idOf = (index: number): string => `p${String(index).padStart(6, '0')}`;

function makePerson(town: Town, id: string, homonyms: number): Person {
  const { draw, people } = town;
  const how = twinAt(draw, people.length, homonyms);
  const other = how === undefined ? undefined : people.at(-1 - draw.number(Math.min(people.length, maxTwinDistance)));
  if (how === undefined || other === undefined) return { id, card: makeCard(town, decorated(draw, drawName(town))) };
  return { id, card: makeTwin(town, other.card, how), twin: { of: other.id, how } };
}

const decorated = (draw: Draw, name: Name): Name =>
  draw.chance(0.004) ? { ...name, first: `${name.first} ${draw.one(emojis)}` } : name;

/** How many people may stand between two of the same name. */
const maxTwinDistance = 5_000;
const spouses = 0.01;

/** Exact shares, so that a small firm has its namesakes too: a turn comes whenever the share makes one more. */
function twinAt(draw: Draw, index: number, homonyms: number): Twin | undefined {
  if (isTurn(index, homonyms)) return draw.chance(0.3) ? 'junior' : 'homonym';
  const others = index - Math.floor(index * homonyms);
  return isTurn(others, spouses) ? 'spouse' : undefined;
}

const isTurn = (index: number, share: number): boolean => Math.floor((index + 1) * share) > Math.floor(index * share);

function makeTwin(town: Town, other: Card, how: Twin): Card {
  const name = how === 'spouse' ? spouseName(town, other) : namesake(town, other);
  const card = makeCard(town, name);
  if (how === 'spouse') {
    card.emails.unshift(...other.emails.slice(0, 1).map(({ label, value }) => ({ label, value })));
    return card;
  }
  // With the same name and the office's address nobody could tell them apart.
  card.emails = card.emails.filter(({ value }) => !value.startsWith('info@'));
  if (how === 'junior') card.phones.unshift(...other.phones.slice(0, 1).map(({ label, value }) => ({ label, value })));
  return card;
}

function namesake({ draw }: Town, other: Card): Name {
  const latin = `${other.emails[0]?.value.split('@')[0] ?? 'the.other'}.${draw.number(1000)}`;
  return { first: other.firstName ?? '', middle: draw.filled('@.'), last: other.lastName ?? '', latin };
}

function spouseName(town: Town, other: Card): Name {
  const name = drawName(town);
  const married = { ...name, last: other.lastName ?? name.last };
  if (town.names.has(keyOf(married))) return name;
  town.names.add(keyOf(married));
  return married;
}
