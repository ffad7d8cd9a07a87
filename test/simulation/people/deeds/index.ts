import type { Chance } from '../../chance.ts';
import type { BookName } from '../../history/happenings.ts';
import type { Clouds, Firm } from '../../stage/clouds.ts';
import { everybodyIn, freedomOf, type Scene, setScene, sourceIn } from '../scene.ts';
import { newInClio, newInMailbox, newInMailboxes, newInSeveral, newPoison, poison } from './births.ts';
import { clash, editInFlight } from './clashes.ts';
import { bin, comeBack, deleteInClio, deleteOnBoth, leaveMailbox, otherFolder } from './leaving.ts';
import { editList, newAddress } from './lists.ts';
import { deleteManyInClio, emptyMailbox, renameEmployers } from './masses.ts';
import { mergeInClio } from './merging.ts';
import { editText, fieldsOf, writeText } from './texts.ts';
import { editUnmapped, movePrimary, respellDetail, touch } from './trifles.ts';

export { addPerson } from '../add-person.ts';

type Act = (scene: Scene) => string | undefined;

/** What people do, how often. Each says what was done, or nothing when nobody was there to do it to. */
export const deeds = {
  newInClio: [2, newInClio],
  newInMailbox: [2, newInMailbox],
  newInSeveral: [1, newInSeveral],
  newInMailboxes: [2, newInMailboxes],
  newPoison: [1, newPoison],
  mendPoison: [1, mendPoison],
  textInClio: [7, (scene) => editText(scene, scene.clio)],
  textInMailbox: [7, inMailbox(editText)],
  listInClio: [5, (scene) => editList(scene, scene.clio)],
  listInMailbox: [5, inMailbox(editList)],
  newAddress: [1, newAddress],
  movePrimary: [1, movePrimary],
  clash: [3, clash],
  editInFlight: [3, editInFlight],
  touch: [1, touch],
  respell: [1, respellDetail],
  editUnmapped: [2, editUnmapped],
  deleteInClio: [2, deleteInClio],
  deleteInMailbox: [2, (scene) => leaveMailbox(scene, bin)],
  deleteOnBoth: [1, deleteOnBoth],
  undelete: [2, (scene) => comeBack(scene, bin)],
  moveOut: [1, (scene) => leaveMailbox(scene, otherFolder)],
  moveBack: [1, (scene) => comeBack(scene, otherFolder)],
  mergeInClio: [1, mergeInClio],
  emptyMailbox: [1, emptyMailbox],
  deleteManyInClio: [1, deleteManyInClio],
  renameEmployers: [1, renameEmployers],
} as const satisfies Readonly<Record<string, readonly [weight: number, act: Act]>>;

export type DeedName = keyof typeof deeds;

/** Somebody of that firm does it to somebody. Notes it in the history, and returns a sentence; undefined when nothing was done. */
export function doDeed(clouds: Clouds, firm: Firm, name: DeedName, chance: Chance): string | undefined {
  return deeds[name][1](setScene(clouds, firm, chance));
}

function inMailbox(act: (scene: Scene, book: BookName) => string | undefined): Act {
  return (scene) => {
    const mailbox = scene.chance.pick(scene.mailboxes);
    return mailbox && act(scene, mailbox);
  };
}

/** The word that a cloud refuses gives way to another title. */
function mendPoison(scene: Scene): string | undefined {
  const { books, chance, fresh } = scene;
  const poisoned = books
    .flatMap((book) => everybodyIn(scene, book))
    .filter(({ card }) => card.texts.jobTitle.includes(poison));
  const seen = chance.pick(poisoned.filter((one) => fieldsOf(scene, one, freedomOf(scene, one)).includes('jobTitle')));
  return seen && writeText(scene, seen, 'jobTitle', fresh.text('Mender', sourceIn(scene, seen.book)));
}
