import { peopleAreClaimed } from '../../claimed-people.ts';
import { addTo } from '../add-person.ts';
import type { Scene } from '../scene.ts';

export const newInClio = (scene: Scene): string => addTo(scene, [scene.clio]);

export function newInMailbox(scene: Scene): string | undefined {
  const mailbox = scene.chance.pick(scene.mailboxes);
  return mailbox && addTo(scene, [mailbox]);
}

/**
 * Who is typed into several books while a cloud does not show it yet, or while a worker has looked at one book and not at
 * the other, cannot be known for one person.
 */
const hidesNews = /stale|Lag$|empty|LeftOut|replayOld|cutOff/iu;

/** In Clio and a mailbox at one moment, or in Clio and all of them. */
export function newInSeveral(scene: Scene): string | undefined {
  const { books, clio, mailboxes, chance, clouds, firm, joined } = scene;
  if (joined.isAtWork(firm.id)) return undefined;
  if (Object.keys(clouds.sandbox.awkward.settings()).some((name) => hidesNews.test(name))) return undefined;
  if (peopleAreClaimed && chance.hits(0.3)) return addTo(scene, books);
  const mailbox = chance.pick(mailboxes);
  return mailbox && addTo(scene, [clio, mailbox]);
}

/** In several mailboxes and not in Clio, whoever is at work and whatever is hidden: one sync claims them, and the others meet them. */
export function newInMailboxes(scene: Scene): string | undefined {
  const { mailboxes, chance } = scene;
  if (!peopleAreClaimed || mailboxes.length < 2) return undefined;
  const drawn = mailboxes.filter(() => chance.hits(0.7));
  return addTo(scene, drawn.length > 1 ? drawn : mailboxes);
}

/** The look-alikes refuse a text with this word for ever, where that habit of theirs is switched on. */
export const poison = '[refuse]';

export function newPoison(scene: Scene): string | undefined {
  const book = scene.chance.pick(scene.books);
  return book && addTo(scene, [book], poison);
}
