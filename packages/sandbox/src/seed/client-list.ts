import type { Card } from './card.ts';
import { createDraw, type Draw } from './draw.ts';
import type { Person } from './people.ts';
import { respelled, respelledEmail, respelledPhone } from './spelling.ts';
import { tagOf } from './truth.ts';

export type ClientListOptions = {
  readonly seed: number;
  readonly books: number;
  /** Share of the people whom each book holds. */
  readonly share: number;
  /** Share of the people whom Clio knows before anybody syncs. */
  readonly known: number;
};

/** Somebody's card in one place: `id` is who it is. */
export type Copy = { readonly id: string; readonly card: Card };

export type ClientList = {
  readonly clio: readonly Copy[];
  readonly books: readonly (readonly Copy[])[];
  /** Everybody who is in any of them. */
  readonly everybody: ReadonlySet<string>;
  /** Those of them who share a phone or an e-mail with somebody of the same name: only a person can tell. */
  readonly alike: ReadonlySet<string>;
};

/**
 * One list of clients in several people's address books, each with a part of it in its own spelling, and in Clio. Cards of one
 * person share the name and an e-mail with each other, or with Clio's card: of whom that is not so, no program could tell.
 * People without an e-mail are left out for that reason. Companies are in Clio only, and only when it knows anybody.
 */
export function drawClientList(people: readonly Person[], options: ClientListOptions): ClientList {
  const { seed, books, share, known } = options;
  const draw = createDraw(seed);
  const companies = people.filter(({ card }) => card.kind === 'company');
  const persons = people.filter(({ card }) => card.kind === 'person' && card.emails.length > 0);
  const inClio = draw.shuffled(persons).slice(0, Math.round(persons.length * known));
  const knownIds = new Set(inClio.map(({ id }) => id));
  const drawn = Array.from({ length: books }, () =>
    draw
      .shuffled(persons)
      .slice(0, Math.round(persons.length * share))
      .map((person) => copyOf(draw, person, knownIds.has(person.id))),
  );
  const clio = [...(inClio.length > 0 ? companies : []), ...inClio].map((person) => wholeCopy(person));
  const everybody = new Set([...clio, ...drawn.flat()].map(({ id }) => id));
  const twins = people.flatMap(({ id, twin }) => (twin && twin.how !== 'homonym' ? [id, twin.of] : []));
  return { clio, books: drawn, everybody, alike: new Set(twins.filter((id) => everybody.has(id))) };
}

/** As Clio has it: with the address that some books know alone. */
function wholeCopy({ id, card }: Person): Copy {
  const emails = card.kind === 'person' ? [...card.emails, otherEmail(id, 0)] : card.emails;
  return { id, card: { ...card, emails, sites: [{ label: 'work', value: tagOf(id) }] } };
}

/** `isKnown`: Clio's card names all addresses, so that any one of them will do. */
function copyOf(draw: Draw, { id, card }: Person, isKnown: boolean): Copy {
  const copy: Card = { ...card, sites: [{ label: 'work', value: tagOf(id) }] };
  if (draw.chance(0.3)) copy.emails = draw.shuffled([...copy.emails, otherEmail(id, draw.number(otherEmails))]);
  else if (isKnown && draw.chance(0.1)) copy.emails = [otherEmail(id, 0)];
  if (draw.chance(0.3)) respellName(draw, copy);
  if (draw.chance(0.3)) copy.emails = copy.emails.map((one) => ({ ...one, value: respelledEmail(draw, one.value) }));
  if (draw.chance(0.3)) copy.phones = copy.phones.map((one) => ({ ...one, value: respelledPhone(draw, one.value) }));
  return { id, card: copy };
}

const otherEmails = 3;

const otherEmail = (id: string, number: number): Card['emails'][number] => ({
  label: 'other',
  value: `${id}.${number + 1}@elsewhere.example.net`,
});

function respellName(draw: Draw, card: Card): void {
  const field = draw.one<'firstName' | 'lastName'>(['firstName', 'lastName']);
  const name = card[field];
  if (name !== undefined) card[field] = respelled(draw, name);
}
