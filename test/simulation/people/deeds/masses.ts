import { everybodyIn, freedomOf, type Scene, sourceIn } from '../scene.ts';
import { bin, deletableInClio, moveOut, removableFrom, removeFromClio } from './leaving.ts';
import { writeText } from './texts.ts';

/** Books in which a mass deed is more than a few deeds: beyond what the brake lets pass. */
const largeBook = 7;

/** Somebody presses Ctrl+A and Delete. */
export function emptyMailbox(scene: Scene): string | undefined {
  const mailbox = scene.chance.pick(scene.mailboxes);
  const everybody = mailbox === undefined ? [] : removableFrom(scene, mailbox);
  if (everybody.length < largeBook) return undefined;
  for (const seen of everybody) moveOut(scene, seen, bin);
  return `${mailbox} is emptied: ${everybody.map(({ tag }) => tag).join(', ')}`;
}

/** A third of a large book; of a small one as many as make somebody ask. */
export function deleteManyInClio(scene: Scene): string | undefined {
  const everybody = deletableInClio(scene);
  if (everybody.length < largeBook) return undefined;
  const gone = everybody.slice(0, Math.max(largeBook - 1, Math.ceil(everybody.length / 3)));
  for (const seen of gone) removeFromClio(scene, seen);
  return `Many are deleted in ${scene.clio}: ${gone.map(({ tag }) => tag).join(', ')}`;
}

/** Everybody's employer changes its name. */
export function renameEmployers(scene: Scene): string | undefined {
  const { chance, fresh } = scene;
  const book = chance.pick(scene.books);
  if (book === undefined) return undefined;
  const people = everybodyIn(scene, book).filter(
    (seen) => !seen.card.isCompany && freedomOf(scene, seen) !== 'additions',
  );
  if (people.length < largeBook) return undefined;
  const company = fresh.text('Holding', sourceIn(scene, book));
  for (const seen of people) writeText(scene, seen, 'company', company);
  return `Everybody in ${book} works for "${company}" now: ${people.map(({ tag }) => tag).join(', ')}`;
}
