import type { BookName } from '../../history/happenings.ts';
import { bin, handsOn, otherFolder, synced } from '../../mailboxes/index.ts';
import { factsOf } from '../../mailboxes/mailbox-facts.ts';
import { noteNow } from '../../stage/clouds.ts';
import { type Card, cardAt, cardsOn } from '../cards.ts';
import { differences } from '../differences.ts';
import { elsewhere, everybodyIn, mayGo, type Scene, type Seen, said } from '../scene.ts';

/** Whoever may be deleted in Clio. Companies stay: people's cards lean on them. */
export const deletableInClio = (scene: Scene): readonly Seen[] =>
  everybodyIn(scene, scene.clio).filter((seen) => !seen.card.isCompany && mayGo(scene, seen));

export const removableFrom = (scene: Scene, mailbox: BookName): readonly Seen[] =>
  everybodyIn(scene, mailbox).filter((seen) => mayGo(scene, seen));

export function deleteInClio(scene: Scene): string | undefined {
  const seen = scene.chance.pick(deletableInClio(scene));
  return seen && removeFromClio(scene, seen);
}

/** For good: Clio has no bin that people can look into. */
export function removeFromClio({ clouds }: Scene, { tag, book, card }: Seen): string {
  noteNow(clouds, { kind: 'deleted', tag, book, card: cardAt(clouds, book, card.id) ?? card });
  clouds.sandbox.clio.contacts.remove(Number(card.id));
  return `${said({ tag, book, card })} is deleted`;
}

export { bin, otherFolder } from '../../mailboxes/index.ts';

type Folder = typeof bin | typeof otherFolder;

export function leaveMailbox(scene: Scene, folder: Folder): string | undefined {
  const mailbox = scene.chance.pick(scene.mailboxes);
  const seen = mailbox && scene.chance.pick(removableFrom(scene, mailbox));
  return seen && moveOut(scene, seen, folder);
}

/** Undefined where the mailbox has no such place. */
export function moveOut({ clouds }: Scene, { tag, book, card }: Seen, folder: Folder): string | undefined {
  const hands = handsOn(clouds, book);
  if (!hands.places.includes(folder)) return undefined;
  noteNow(clouds, { kind: folder === bin ? 'deleted' : 'left', tag, book, card: hands.get(card.id) ?? card });
  hands.move(card.id, folder);
  return `${said({ tag, book, card })} is moved to "${folder}"`;
}

/** Whoever put it there; only people who are not back by now. */
export function comeBack(scene: Scene, folder: Folder): string | undefined {
  const { chance, clouds, truth } = scene;
  const book = chance.pick(scene.mailboxes);
  if (book === undefined) return undefined;
  const away = cardsOn(clouds, book, folder).filter((card) => {
    const tag = truth.ownerOf(card);
    const isBack = truth.shownOf(tag).some((shown) => shown.book === book);
    if (truth.person(tag) === undefined || isBack || isBeingSentAgain(scene, tag, book)) return false;
    return !comesAnew(scene) || isInStep(scene, tag, book, card);
  });
  const card = chance.pick(away);
  if (card === undefined) return undefined;
  const tag = truth.ownerOf(card);
  noteNow(clouds, { kind: 'returned', tag, book, card });
  handsOn(clouds, book).move(card.id, synced);
  return `${said({ tag, book, card })} comes back from "${folder}"`;
}

/** Somebody asked for it, and the worker that does it has perhaps looked into the folder already: nobody could be that quick. */
function isBeingSentAgain({ clouds, truth, joined, firm }: Scene, tag: string, book: BookName): boolean {
  if (!joined.isAtWork(firm.id)) return false;
  const since = truth.person(tag)?.lastMove.get(book)?.index ?? 0;
  const asks = clouds.history
    .all()
    .slice(since)
    .filter((happening) => happening.kind === 'wish');
  return asks.some(
    (wish) => (wish.what === 'scan' && wish.firm === firm.id) || (wish.what === 'answer' && wish.tag === tag),
  );
}

/** Out of the bin as another card, it says every detail anew: what was taken away elsewhere meanwhile would be back. */
const comesAnew = ({ clouds }: Scene): boolean => 'google.undeletesAnew' in clouds.sandbox.awkward.settings();

function isInStep({ truth, clio }: Scene, tag: string, book: BookName, card: Card): boolean {
  const left = truth.shownOf(tag).find((shown) => shown.book === clio);
  return left === undefined || differences(left.card, card, factsOf(book)).length === 0;
}

/** In Clio and in a mailbox before anybody could tell the other. */
export function deleteOnBoth(scene: Scene): string | undefined {
  const both = deletableInClio(scene).filter((seen) => elsewhere(scene, seen).length > 0);
  const seen = scene.chance.pick(both);
  const partner = seen && scene.chance.pick(elsewhere(scene, seen));
  if (seen === undefined || partner === undefined) return undefined;
  return scene.chance.hits(0.5)
    ? `${removeFromClio(scene, seen)}; ${moveOut(scene, partner, bin)}`
    : `${moveOut(scene, partner, bin)}; ${removeFromClio(scene, seen)}`;
}
