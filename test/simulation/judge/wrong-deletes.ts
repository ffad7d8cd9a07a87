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
  const cameAt = new Map<string, number>();
  return {
    sees: {
      change: (happening) => {
        const { book, before, after, by, at } = happening;
        if (before === undefined && after) cameAt.set(`${book} ${picture.ownerOf(after)}`, at);
        if (before === undefined || after !== undefined || by === 'person') return;
        tried();
        const owner = picture.ownerOf(before);
        const person = picture.person(owner);
        const says = person
          ? reasonAgainst(bench, happening, person, { gone, cameAt })
          : againstNobodys(bench, happening, owner);
        if (says) accuse(`${owner} is deleted in ${book}, ${says}`);
        gone.add(`${book} ${owner}`);
      },
    },
  };
};

/** By book and owner: whom Concord deleted there, and when somebody came there last. */
type Comings = { readonly gone: ReadonlySet<string>; readonly cameAt: ReadonlyMap<string, number> };

function reasonAgainst(
  { picture }: Bench,
  { book, at, by }: Of<'change'>,
  person: PersonSeen,
  { gone, cameAt }: Comings,
): string | undefined {
  const { firm, tag, moves, answers } = person;
  const mailbox = sideOf(book) === 'right' ? book : picture.worker(by)?.mailbox?.book;
  if (mailbox === undefined) return undefined;
  const partner = sideOf(book) === 'right' ? firm.clio : mailbox;
  const move = moves.get(partner);
  const isDeleted = move?.what === 'deleted' || move?.what === 'merged' || gone.has(`${partner} ${tag}`);
  if (picture.isIn(tag, partner)) {
    // By a person's hand, or made anew for another member's mailbox.
    const isBack = isDeleted || move?.what === 'returned';
    const isCrossing = isBack && at - (cameAt.get(`${partner} ${tag}`) ?? 0) < crossingMs;
    return isCrossing ? undefined : `and is still in ${partner}`;
  }
  if (move?.what === 'left') return `and was only moved to another folder of ${partner}`;
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
