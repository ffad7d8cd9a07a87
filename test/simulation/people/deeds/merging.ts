import { noteNow } from '../../stage/clouds.ts';
import { type Card, cardAt, listNames, textNames } from '../cards.ts';
import { nameKey } from '../drafts.ts';
import { everybodyIn, type Scene, type Seen } from '../scene.ts';
import { deletableInClio } from './leaving.ts';

/** As many messengers as Outlook has room for. */
const maximumTags = 3;

/** The first keeps its details, fills its blanks, and takes the rows and the tag of the other. */
export function mergeInClio(scene: Scene): string | undefined {
  const { chance, clouds, clio } = scene;
  const people = deletableInClio(scene);
  const kept = chance.pick(people);
  if (kept === undefined) return undefined;
  const lost = chance.pick(people.filter((one) => one !== kept && tagsOf(one) + tagsOf(kept) <= maximumTags));
  const card = cardAt(clouds, clio, kept.card.id);
  const gone = lost && cardAt(clouds, clio, lost.card.id);
  if (card === undefined || lost === undefined || gone === undefined) return undefined;
  if (looksLikeSomebody(scene, kept, lost, [card, gone])) return undefined;
  noteNow(clouds, { kind: 'merged', tag: kept.tag, lost: lost.tag, book: clio, card: gone });
  noteTaken(scene, kept.tag, card, gone);
  clouds.sandbox.clio.contacts.merge(Number(card.id), Number(gone.id));
  return `${lost.tag} is merged into ${kept.tag} in ${clio}`;
}

/** Of two with the same name one would get the other's e-mail address: that is one person, whatever this story thinks. */
function looksLikeSomebody(scene: Scene, kept: Seen, lost: Seen, [card, gone]: readonly [Card, Card]): boolean {
  const emails = new Set([...card.lists.emails, ...gone.lists.emails].map(({ value }) => value.toLowerCase()));
  return scene.books
    .flatMap((book) => everybodyIn(scene, book))
    .some(
      (other) =>
        other.tag !== kept.tag &&
        other.tag !== lost.tag &&
        nameKey(other.card.texts) === nameKey(card.texts) &&
        other.card.lists.emails.some(({ value }) => emails.has(value.toLowerCase())),
    );
}

const tagsOf = ({ card }: Seen): number => card.tags.length;

/** What the other had becomes the first one's, as if somebody had typed it there. */
function noteTaken({ clouds, clio }: Scene, tag: string, kept: Card, gone: Card): void {
  for (const field of textNames) {
    const after = gone.texts[field];
    if (kept.texts[field] === '' && after !== '')
      noteNow(clouds, { kind: 'edited', tag, book: clio, field, before: '', after });
  }
  for (const field of listNames)
    for (const { value } of gone.lists[field])
      noteNow(clouds, { kind: 'edited', tag, book: clio, field, before: undefined, after: value });
}
