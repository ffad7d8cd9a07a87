import { sideOf } from '../../history/happenings.ts';
import { addTo } from '../add-person.ts';
import type { Scene } from '../scene.ts';

export const newInClio = (scene: Scene): string => addTo(scene, [scene.clio]);

export function newInOutlook(scene: Scene): string | undefined {
  const mailbox = scene.chance.pick(scene.mailboxes);
  return mailbox && addTo(scene, [mailbox]);
}

/**
 * Who is typed into several books while a cloud does not show it yet, or while a worker has looked at one book and not at
 * the other, cannot be known for one person.
 */
const hidesNews = /stale|Lag$|empty|LeftOut|replayOld|cutOff/iu;

/** In Clio and a mailbox at one moment. Nobody is new in two mailboxes and not in Clio: that is not yet one person for Concord. */
export function newInSeveral(scene: Scene): string | undefined {
  const { books, chance, clouds, firm, joined } = scene;
  if (joined.isAtWork(firm.id)) return undefined;
  if (Object.keys(clouds.sandbox.awkward.settings()).some((name) => hidesNews.test(name))) return undefined;
  const mailbox = chance.pick(books.filter((book) => sideOf(book) === 'right'));
  return addTo(
    scene,
    books.filter((book) => book === mailbox || sideOf(book) === 'left'),
  );
}

/** The look-alikes refuse a text with this word for ever, where that habit of theirs is switched on. */
export const poison = '[refuse]';

export function newPoison(scene: Scene): string | undefined {
  const book = scene.chance.pick(scene.books);
  return book && addTo(scene, [book], poison);
}
