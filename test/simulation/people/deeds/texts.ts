import type { BookName } from '../../history/happenings.ts';
import { noteNow } from '../../stage/clouds.ts';
import { cardAt, type TextName, textNames } from '../cards.ts';
import { birthday, companyNames } from '../drafts.ts';
import { everybodyIn, type Freedom, freedomOf, type Scene, type Seen, said, sourceIn } from '../scene.ts';
import { plainText } from '../spelling.ts';
import { typeText } from '../typing.ts';

export function editText(scene: Scene, book: BookName): string | undefined {
  const seen = scene.chance.pick(everybodyIn(scene, book).filter(({ card }) => !card.isCompany));
  return seen && editTextOf(scene, seen);
}

/** One text of that card gets another value, or is cleared. */
export function editTextOf(scene: Scene, seen: Seen): string | undefined {
  if (seen.card.isCompany) return undefined;
  const field = scene.chance.pick(fieldsOf(scene, seen, freedomOf(scene, seen)));
  return field && writeText(scene, seen, field, newText(scene, seen, field));
}

/** Names decide who is who; before two cards are one, only what both leave blank can be filled in. */
export function fieldsOf({ truth }: Scene, { tag }: Seen, freedom: Freedom): readonly TextName[] {
  if (freedom === 'all') return textNames;
  const details = textNames.filter((name) => !name.endsWith('Name'));
  if (freedom === 'details') return details;
  const shown = truth.shownOf(tag);
  return details.filter((name) => shown.every(({ card }) => card.texts[name] === ''));
}

/** Notes the edit and types it. Undefined when it would change nothing. */
export function writeText(scene: Scene, seen: Seen, field: TextName, typed: string): string | undefined {
  const { clouds } = scene;
  const before = cardAt(clouds, seen.book, seen.card.id)?.texts[field];
  const after = plainText(typed);
  if (before === undefined || after === before) return undefined;
  noteNow(clouds, { kind: 'edited', tag: seen.tag, book: seen.book, field, before, after });
  typeText(clouds, seen.book, seen.card.id, field, typed);
  return `${said(seen)}: ${field} "${before}" becomes "${after}"`;
}

/** Names are never emptied, and a company only in Clio: Clio has no way to take one off. */
function newText(scene: Scene, { book, card }: Seen, field: TextName): string {
  const { chance, fresh, mark, clio } = scene;
  const before = card.texts[field];
  const mayEmpty = field !== 'firstName' && field !== 'lastName' && (field !== 'company' || book === clio);
  if (mayEmpty && before !== '' && chance.hits(0.2)) return '';
  if (field === 'birthday') return birthday(chance);
  if (field === 'company' && chance.hits(0.5)) return chance.oneOf(...companyNames(mark));
  // Case counts in a text, but not in who somebody is, nor in what a company is called.
  if (field !== 'company' && before !== '' && chance.hits(0.1)) return before.toUpperCase();
  const value = fresh.text(field, sourceIn(scene, book));
  if (field !== 'company' && chance.hits(0.15)) return `${value} and whatever else there is to say about it`;
  return chance.hits(0.1) ? ` ${value} Ångström `.normalize('NFD') : value;
}
