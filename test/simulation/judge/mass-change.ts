import type { BookName, Of } from '../history/happenings.ts';
import { type Card, textNames } from '../people/cards.ts';
import type { CreateCheck } from './check.ts';

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
/** What somebody said "go on" to is done within an hour; a click may have to be repeated. */
const goOnMs = hourMs + 10 * 60 * 1000;

type Kind = 'deletes' | 'overwrites';
type Counted = { readonly at: number; readonly owner: string; readonly worker: number };
type Tally = {
  readonly deletes: Counted[];
  readonly overwrites: Counted[];
  /** Everybody who was ever on both sides, or made by Concord: never fewer than are linked. */
  readonly linked: Set<string>;
  /** A person has seen what is going on: the plan of a run, or what the brake said. */
  seenUntil: number;
};

/**
 * I9. Of those linked by one sync, Concord deletes or overwrites on a side within 24 hours no more than a tenth, but at least five;
 * deletes no more than half of a small book, but at least one. Plans that a person started, and what they answered or said
 * "go on" to, do not count; nor do writes of workers that died or failed before they could count them.
 */
export const massChange: CreateCheck = ({ cast, picture, tried, accuse }) => {
  const tallies = new Map<string, Tally>();
  /** Of a sync, named by its mailbox, what it does to one of its two books. */
  const tallyOf = (mailbox: BookName, target: 'left' | 'right'): Tally => {
    const name = `${mailbox} ${target}`;
    const known = tallies.get(name) ?? { deletes: [], overwrites: [], linked: new Set(), seenUntil: 0 };
    tallies.set(name, known);
    return known;
  };
  const both = (mailbox: BookName): readonly Tally[] => [tallyOf(mailbox, 'left'), tallyOf(mailbox, 'right')];
  const noteLinked = ({ book, after, by }: Of<'change'>): void => {
    const firm = cast.ownerOf(book);
    if (firm === undefined || after === undefined) return;
    const owner = picture.ownerOf(after);
    for (const mailbox of firm.mailboxes) {
      const other = book === firm.clio ? mailbox.book : firm.clio;
      // Whom Concord made is linked for it, even when somebody deleted the other card in that very moment.
      const isMade = by !== 'person' && picture.worker(by)?.mailbox?.book === mailbox.book;
      if ((book === firm.clio || book === mailbox.book) && (isMade || picture.isIn(owner, other)))
        for (const tally of both(mailbox.book)) tally.linked.add(owner);
    }
  };
  const isLost = ({ worker }: Counted): boolean => {
    const end = picture.worker(worker)?.end;
    return end === 'dies' || end === 'fails';
  };
  const count = (kind: Kind, mailbox: BookName, target: 'left' | 'right', counted: Counted): void => {
    const tally = tallyOf(mailbox, target);
    if (counted.at <= tally.seenUntil || isAnswered(counted)) return;
    const since = counted.at - dayMs;
    while ((tally[kind][0]?.at ?? counted.at) <= since) tally[kind].shift();
    // Overwritten again within the day it counts once, from the first time on.
    const isAgain = kind === 'overwrites' && tally[kind].some(({ owner }) => owner === counted.owner);
    if (isAgain) return;
    tried();
    tally[kind].push(counted);
    const recent = tally[kind].filter((one) => !isLost(one));
    const limit = limits[kind](tally.linked.size);
    if (recent.length > limit)
      accuse(`${recent.length} ${kind} by the sync of ${mailbox} on the ${target} within a day; ${limit} are allowed`);
  };
  const isAnswered = ({ owner }: Counted): boolean => (picture.person(owner)?.answers.length ?? 0) > 0;
  return {
    sees: {
      change: (happening) => {
        const { at, book, before, after, by } = happening;
        if (before === undefined) noteLinked(happening);
        const mailbox = picture.worker(by)?.mailbox?.book;
        if (mailbox === undefined || before === undefined || by === 'person') return;
        const counted = { at, owner: picture.ownerOf(before), worker: by };
        const target = book === mailbox ? 'right' : 'left';
        if (after === undefined) count('deletes', mailbox, target, counted);
        else if (isOverwritten(before, after)) count('overwrites', mailbox, target, counted);
      },
      wish: ({ at, member, mailbox: book, what }) => {
        const mailbox = cast.mailboxOf(member, book)?.book;
        if (mailbox === undefined || (what !== 'start' && what !== 'go on')) return;
        for (const tally of both(mailbox)) {
          tally.deletes.length = 0;
          tally.overwrites.length = 0;
          tally.seenUntil = what === 'start' ? Number.POSITIVE_INFINITY : Math.max(tally.seenUntil, at + goOnMs);
        }
      },
      sight: ({ at, sync, state }) => {
        if (state !== 'live') return;
        for (const { sync: known, mailbox } of picture.syncs()) {
          for (const tally of known === sync ? both(mailbox.book) : [])
            if (tally.seenUntil === Number.POSITIVE_INFINITY) tally.seenUntil = at;
        }
      },
    },
  };
};

const limits = {
  deletes: (linked) => Math.min(atLeastFive(linked), Math.max(1, Math.floor(linked / 2))),
  overwrites: (linked) => atLeastFive(linked),
} as const satisfies Record<Kind, (linked: number) => number>;

const atLeastFive = (linked: number): number => Math.max(5, Math.floor(linked / 10));

/** Filling blanks does not count. */
const isOverwritten = (before: Card, after: Card): boolean =>
  textNames.some((name) => before.texts[name] !== '' && before.texts[name] !== after.texts[name]);
