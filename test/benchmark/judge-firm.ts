import { type ClientList, judgeSide, peopleIn, type Sandbox } from '@concord/sandbox';
import type { Member } from './bench-firm.ts';
import { firmId } from './fill-firm.ts';
import type { Result } from './report.ts';

export type JudgedFirm = {
  readonly inClio: Judged;
  /** Of all address books together. */
  readonly inBooks: Judged;
  /** Companies in Clio that have the name of another. */
  readonly companies: number;
  readonly examples: readonly Result[];
};
type Judged = { readonly doubled: number; readonly missing: number; readonly fused: number };

/** Everybody carries a tag in a web site, by which they are known again wherever they are. Those alike may wait for a person. */
export function judgeFirm(sandbox: Sandbox, members: readonly Member[], { everybody, alike }: ClientList): JudgedFirm {
  const clear = [...everybody].filter((id) => !alike.has(id));
  const inClio = sandbox.clio.contacts.list(firmId);
  const clio = judgeSide(
    inClio.map(({ web_sites }) => peopleIn(web_sites.map(({ address }) => address))),
    clear,
  );
  const books = members.map((member) => judgeSide(peopleOf(sandbox, member), clear));
  const names = inClio.flatMap(({ type, name }) => (type === 'Company' ? [name.trim().toLowerCase()] : []));
  return {
    inClio: countsOf([clio]),
    inBooks: countsOf(books),
    companies: names.length - new Set(names).size,
    examples: [
      ...examplesOf('doubled in Clio', clio.doubled),
      ...examplesOf('missing in Clio', clio.lost),
      ...examplesOf(
        'doubled in a book',
        books.flatMap(({ doubled }) => doubled),
      ),
      ...examplesOf(
        'missing in a book',
        books.flatMap(({ lost }) => lost),
      ),
    ],
  };
}

function peopleOf({ microsoft, google }: Sandbox, { provider, email }: Member): readonly (readonly string[])[] {
  if (provider === 'microsoft')
    return microsoft
      .contacts(email)
      .list()
      .map(({ businessHomePage }) => peopleIn([businessHomePage]));
  return google
    .contacts(email)
    .list()
    .map(({ urls }) => peopleIn((urls ?? []).map(({ value }) => value)));
}

const countsOf = (judged: readonly ReturnType<typeof judgeSide>[]): Judged => ({
  doubled: sum(judged.map(({ doubled }) => doubled.length)),
  missing: sum(judged.map(({ lost }) => lost.length)),
  fused: sum(judged.map(({ fused }) => fused.length)),
});

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const mostExamples = 5;

const examplesOf = (what: string, people: readonly string[]): readonly Result[] =>
  [...new Set(people)].slice(0, mostExamples).map((person) => ({ of: 'examples', what, person }));
