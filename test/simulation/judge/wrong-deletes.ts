import { type Of, sideOf } from '../history/happenings.ts';
import type { Bench, CreateCheck } from './check.ts';
import type { PersonSeen } from './picture.ts';

/** What comes back within this time of a delete can cross it on the way: between the last look and the request. */
const crossingMs = 30_000;

/**
 * I8. Concord deletes a card only when somebody really deleted its partner, it has not come back since, and the firm
 * carries deletes of that side on or a person said "delete". Truth is asked, not what a page of a list seemed to say.
 */
export const wrongDeletes: CreateCheck = (bench) => {
  const { picture, tried, accuse } = bench;
  const gone = new Set<string>();
  return {
    sees: {
      change: (happening) => {
        const { book, before, after, by } = happening;
        if (before === undefined || after !== undefined || by === 'person') return;
        tried();
        const owner = picture.ownerOf(before);
        const person = picture.person(owner);
        const says = person ? reasonAgainst(bench, happening, person, gone) : againstNobodys(bench, happening, owner);
        if (says) accuse(`${owner} is deleted in ${book}, ${says}`);
        gone.add(`${book} ${owner}`);
      },
    },
  };
};

function reasonAgainst(
  { picture }: Bench,
  { book, at, by }: Of<'change'>,
  person: PersonSeen,
  gone: ReadonlySet<string>,
): string | undefined {
  const { firm, tag, moves, answers } = person;
  const mailbox = sideOf(book) === 'right' ? book : picture.worker(by)?.mailbox?.book;
  if (mailbox === undefined) return undefined;
  const partner = sideOf(book) === 'right' ? firm.clio : mailbox;
  const move = moves.get(partner);
  if (picture.isIn(tag, partner)) {
    const isCrossing = move?.what === 'returned' && at - move.at < crossingMs;
    return isCrossing ? undefined : `and is still in ${partner}`;
  }
  if (move?.what === 'left') return `and was only moved to another folder of ${partner}`;
  const isDeleted = move?.what === 'deleted' || move?.what === 'merged' || gone.has(`${partner} ${tag}`);
  if (!isDeleted) return `and nobody deleted it in ${partner}`;
  const policy = firm.plan.deletes[sideOf(partner)];
  if (policy === 'propagate' || answers.some(({ answer }) => answer === 'delete')) return undefined;
  return `though deletes in ${partner} are not carried on (${policy}) and nobody said so`;
}

/** A company that carries no tag is known by its name only. */
function againstNobodys({ cast, picture }: Bench, { book }: Of<'change'>, owner: string): string | undefined {
  const clio = cast.ownerOf(book)?.clio;
  return clio !== undefined && clio !== book && picture.isIn(owner, clio) ? `and is still in ${clio}` : undefined;
}
