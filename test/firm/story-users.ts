import type { SideName } from '@concord/core';
import type { Chance } from './chance.ts';
import { type Card, cardsOn, type Entry, type ListName, listNames, type TextName, textNames } from './cloud-cards.ts';
import { createEditLog, type EditLog } from './edit-log.ts';
import type { OneFirm } from './one-firm.ts';
import {
  birthday,
  companyNames,
  createFresh,
  drawCompany,
  drawPerson,
  entryOf,
  type Fresh,
  hasRoom,
  outlookList,
  slotOf,
  toClio,
  toOutlook,
  twinOf,
} from './story-people.ts';

/** What people did, as they know it themselves: the ground truth of a story. */
export type Doings = {
  /** The clouds of this story do not always show what is there: then a company may be made again that could not be found. */
  readonly isBlind: boolean;
  readonly fresh: Fresh;
  readonly log: EditLog;
  readonly born: Set<string>;
  /** Deleted in Clio, or lost in a merge there: what the two sides showed of that person at that moment. */
  readonly deletedLeft: Map<string, { readonly left: Card; readonly right: Card | undefined }>;
  /** Deleted in Outlook, or moved out of the synced folder. */
  readonly deletedRight: Map<string, { readonly left: boolean; readonly mayReturn?: true }>;
  /** Lost in a Clio merge: their rows and their tag went to somebody else. */
  readonly absorbed: Set<string>;
  /** Touched in Outlook after they were deleted in Clio. */
  readonly wantedRight: Set<string>;
  /** What somebody answered when a card was deleted in Clio and changed in Outlook. */
  readonly answers: Map<string, 'different' | 'keep'>;
};

export function createDoings(isBlind: boolean): Doings {
  return {
    isBlind,
    fresh: createFresh(),
    log: createEditLog(),
    born: new Set(),
    deletedLeft: new Map(),
    deletedRight: new Map(),
    absorbed: new Set(),
    wantedRight: new Set(),
    answers: new Map(),
  };
}

/** Whose card it is. A card that took in another by a merge carries both tags; one without any is a company, known by its name. */
export function ownerOf({ absorbed }: Doings, { tags, isCompany, texts }: Card): string {
  const own = tags.filter((tag) => !absorbed.has(tag));
  const tag = own[0] ?? (tags.length > 0 ? tags.join(' and ') : undefined);
  return tag ?? (isCompany ? `company ${texts.company}` : `stranger ${texts.firstName} ${texts.lastName}`);
}

type Scene = { readonly firm: OneFirm; readonly doings: Doings; readonly chance: Chance };

/** Adds a new person on the sides given, the second time as somebody else knows them. Before a sync begins nobody is told. */
export function addPerson({ firm, doings, chance }: Scene, sides: readonly SideName[]): string {
  const { fresh, born, log } = doings;
  const tag = `tag${born.size}`;
  born.add(tag);
  let draft = chance.hits(0.15) ? drawCompany(fresh, tag) : drawPerson(chance, fresh, tag);
  for (const side of sides) {
    if (side === 'left') firm.sandbox.clio.contacts.add(toClio(draft));
    else firm.outlook.add(toOutlook(draft));
    log.noteCard(tag, side, draft);
    draft = twinOf(draft, chance, fresh);
  }
  return `${tag} (${draft.texts.firstName} ${draft.texts.lastName}${draft.texts.company}) is new on the ${sides.join(' and the ')}`;
}

/** The mapping that a card belongs to. People of a story only touch what has arrived: nobody edits what is just being made. */
export function mappingOf({ table }: OneFirm, side: SideName, id: string): string | undefined {
  const rows = table.rows();
  const mapping = String(rows.find(({ sk }) => sk === `AT#${side}#${id}`)?.mapping);
  return rows.some(({ sk }) => sk === `MAP#${mapping}`) ? mapping : undefined;
}

type Seen = { readonly card: Card; readonly tag: string; readonly mapping: string | undefined };

function seenOn({ firm, doings }: Scene, side: SideName): readonly Seen[] {
  return cardsOn(firm, side).flatMap((card) => {
    const tag = ownerOf(doings, card);
    return doings.born.has(tag) ? [{ card, tag, mapping: mappingOf(firm, side, card.id) }] : [];
  });
}

const partnerOf = (scene: Scene, { tag }: Seen, side: SideName): Seen | undefined =>
  seenOn(scene, side).find((seen) => seen.tag === tag);

const other = (side: SideName): SideName => (side === 'left' ? 'right' : 'left');

/** Everybody, but for those who are on both sides and not one yet: what is changed before two cards are joined is nobody's edit. */
function touchable(scene: Scene, side: SideName): readonly Seen[] {
  return seenOn(scene, side).filter((seen) => {
    const partner = partnerOf(scene, seen, other(side));
    return partner === undefined || (seen.mapping !== undefined && partner.mapping === seen.mapping);
  });
}

/** Known to Concord, and on the other side either linked with it or absent. */
function isSettled(scene: Scene, seen: Seen, side: SideName): boolean {
  const partner = partnerOf(scene, seen, other(side));
  return seen.mapping !== undefined && (partner === undefined || partner.mapping === seen.mapping);
}

function editText(scene: Scene, side: SideName): string | undefined {
  const { chance, doings } = scene;
  const seen = chance.pick(touchable(scene, side).filter(({ card }) => !card.isCompany));
  if (seen === undefined) return undefined;
  const safe = isSettled(scene, seen, side) && partnerOf(scene, seen, other(side)) !== undefined;
  const field = chance.pick(safe ? textNames : textNames.filter((name) => !name.endsWith('Name'))) ?? 'jobTitle';
  const before = seen.card.texts[field];
  const after = newText(scene, side, field, before);
  if (after === before) return undefined;
  if (side === 'left') scene.firm.sandbox.clio.contacts.edit(Number(seen.card.id), clioText(field, after));
  else scene.firm.outlook.edit(seen.card.id, outlookText(field, after));
  doings.log.note({ tag: seen.tag, field, side, before, after });
  if (side === 'right' && doings.deletedLeft.has(seen.tag)) doings.wantedRight.add(seen.tag);
  return `${seen.tag} on the ${side}: ${field} "${before}" becomes "${after}"`;
}

/** Names are never emptied, and a company only in Clio: Clio has no way to take one off. */
function newText({ chance, doings: { fresh } }: Scene, side: SideName, field: TextName, before: string): string {
  const mayEmpty = field !== 'firstName' && field !== 'lastName' && (field !== 'company' || side === 'left');
  if (mayEmpty && before !== '' && chance.hits(0.2)) return '';
  if (field === 'birthday') return birthday(chance);
  if (field === 'company' && chance.hits(0.5)) return chance.oneOf(...companyNames);
  return fresh.text(field);
}

const clioNames = {
  prefix: 'prefix',
  firstName: 'first_name',
  middleName: 'middle_name',
  lastName: 'last_name',
  company: 'company',
  jobTitle: 'title',
  birthday: 'date_of_birth',
} as const satisfies Record<TextName, string>;
const outlookNames = {
  prefix: 'title',
  firstName: 'givenName',
  middleName: 'middleName',
  lastName: 'surname',
  company: 'companyName',
  jobTitle: 'jobTitle',
  birthday: 'birthday',
} as const satisfies Record<TextName, string>;
const clioText = (field: TextName, after: string) => ({ [clioNames[field]]: after || null });
const outlookText = (field: TextName, after: string) => ({
  [outlookNames[field]]: field === 'birthday' && after ? `${after}T11:59:00Z` : after || null,
});

/** Adds an entry, writes one over, or removes one. */
function editList(scene: Scene, side: SideName): string | undefined {
  const { chance, doings } = scene;
  const seen = chance.pick(touchable(scene, side));
  if (seen === undefined) return undefined;
  const safe = isSettled(scene, seen, side) && partnerOf(scene, seen, other(side)) !== undefined;
  const field = chance.pick(safe && !seen.card.isCompany ? listNames : (['addresses', 'sites'] as const)) ?? 'sites';
  const entries = seen.card.lists[field];
  const slot = slotOf(chance, field);
  const old = chance.hits(0.5) || !hasRoom(field, entries, slot, side) ? chance.pick(entries) : undefined;
  if (old === undefined && !hasRoom(field, entries, slot, side)) return undefined;
  const fresh = entryOf(doings.fresh.entry(field), old?.slot ?? slot);
  const made = old !== undefined && chance.hits(0.3) ? undefined : fresh;
  const changed =
    old === undefined ? [...entries, fresh] : entries.flatMap((one) => (one === old ? (made ?? []) : one));
  if (side === 'left') editClioList(scene, seen.card, field, old, made);
  else scene.firm.outlook.edit(seen.card.id, outlookList(field, changed));
  doings.log.note({ tag: seen.tag, field, side, before: old?.value, after: made?.value });
  if (side === 'right' && doings.deletedLeft.has(seen.tag)) doings.wantedRight.add(seen.tag);
  return `${seen.tag} on the ${side}: ${field} ${old?.value ?? 'nothing'} becomes ${made?.value ?? 'nothing'} (${slot})`;
}

/** In Clio every entry is a row: the others keep theirs. */
function editClioList(
  { firm }: Scene,
  card: Card,
  field: ListName,
  old: Entry | undefined,
  made: Entry | undefined,
): void {
  const view = firm.sandbox.clio.contacts.get(Number(card.id));
  const rows = {
    emails: 'email_addresses',
    phones: 'phone_numbers',
    addresses: 'addresses',
    sites: 'web_sites',
  } as const;
  const value = { emails: 'address', phones: 'number', addresses: 'street', sites: 'address' } as const;
  const index = old === undefined ? -1 : card.lists[field].indexOf(old);
  const kept = (view?.[rows[field]] ?? []).map(({ id }) => ({ id }) as Record<string, unknown>);
  if (made && index >= 0) Object.assign(kept[index] ?? {}, { [value[field]]: made.value });
  else if (made) kept.push({ name: clioSlot(made.slot), [value[field]]: made.value });
  else kept.splice(index, 1);
  firm.sandbox.clio.contacts.edit(Number(card.id), { [rows[field]]: kept });
}

const clioSlot = (slot: string): string => (slot === '' ? 'Work' : slot[0]?.toUpperCase() + slot.slice(1));

function deleteLeft(scene: Scene): string | undefined {
  const { firm, doings, chance } = scene;
  const seen = chance.pick(seenOn(scene, 'left').filter((one) => !one.card.isCompany && isSettled(scene, one, 'left')));
  if (seen === undefined) return undefined;
  noteDeletedLeft(scene, seen);
  firm.sandbox.clio.contacts.remove(Number(seen.card.id));
  return `${seen.tag} is deleted in Clio (${doings.absorbed.size} merged so far)`;
}

function noteDeletedLeft(scene: Scene, seen: Seen): void {
  scene.doings.deletedLeft.set(seen.tag, { left: seen.card, right: partnerOf(scene, seen, 'right')?.card });
  scene.doings.answers.delete(seen.tag);
}

/** The first keeps its details, fills its blanks, and takes the rows of the other. */
function mergeLeft(scene: Scene): string | undefined {
  const { firm, doings, chance } = scene;
  const people = seenOn(scene, 'left').filter((one) => !one.card.isCompany && isSettled(scene, one, 'left'));
  const kept = chance.pick(people);
  // Outlook has room for three tags.
  const fits = (one: Seen): boolean => one !== kept && one.card.tags.length + (kept?.card.tags.length ?? 0) <= 3;
  const lost = chance.pick(people.filter(fits));
  if (kept === undefined || lost === undefined) return undefined;
  noteDeletedLeft(scene, lost);
  // Whoever is in Clio only takes over the Outlook card of the one who was merged into them.
  const removed = doings.deletedRight.get(kept.tag);
  if (removed) doings.deletedRight.set(kept.tag, { ...removed, mayReturn: true });
  doings.absorbed.add(lost.tag);
  firm.sandbox.clio.contacts.merge(Number(kept.card.id), Number(lost.card.id));
  for (const field of textNames) {
    const after = lost.card.texts[field];
    if (kept.card.texts[field] === '' && after !== '')
      doings.log.note({ tag: kept.tag, field, side: 'left', before: '', after });
  }
  for (const field of listNames)
    for (const { value } of lost.card.lists[field])
      doings.log.note({ tag: kept.tag, field, side: 'left', before: undefined, after: value });
  return `${lost.tag} is merged into ${kept.tag} in Clio`;
}

/** To Deleted Items, or to another folder. */
function leaveRight(folder: string) {
  return (scene: Scene): string | undefined => {
    const { firm, doings, chance } = scene;
    const seen = chance.pick(seenOn(scene, 'right').filter((one) => isSettled(scene, one, 'right')));
    if (seen === undefined) return undefined;
    doings.deletedRight.set(seen.tag, { left: partnerOf(scene, seen, 'left') !== undefined });
    firm.outlook.move(seen.card.id, folder);
    return `${seen.tag} is moved to "${folder}" in Outlook`;
  };
}

function comeBack(folder: string) {
  return (scene: Scene): string | undefined => {
    const { firm, doings, chance } = scene;
    const here = new Set(cardsOn(firm, 'right').map((card) => ownerOf(doings, card)));
    const away = cardsOn(firm, 'right', folder).filter((card) => !here.has(ownerOf(doings, card)));
    const card = chance.pick(away);
    if (card === undefined) return undefined;
    const tag = ownerOf(doings, card);
    firm.outlook.move(card.id, 'Contacts');
    doings.deletedRight.delete(tag);
    if (doings.deletedLeft.has(tag)) doings.wantedRight.add(tag);
    return `${tag} comes back from "${folder}" in Outlook`;
  };
}

/** What somebody may do, on either side; how often. Each says what was done, or nothing when nobody was there to do it to. */
export const deeds = {
  newLeft: [2, (scene) => addPerson(scene, ['left'])],
  newRight: [2, (scene) => addPerson(scene, ['right'])],
  newOnBoth: [1, (scene) => addPerson(scene, ['left', 'right'])],
  textLeft: [8, (scene) => editText(scene, 'left')],
  textRight: [8, (scene) => editText(scene, 'right')],
  listLeft: [6, (scene) => editList(scene, 'left')],
  listRight: [6, (scene) => editList(scene, 'right')],
  deleteLeft: [2, deleteLeft],
  mergeLeft: [1, mergeLeft],
  deleteRight: [2, leaveRight('Deleted Items')],
  restoreRight: [2, comeBack('Deleted Items')],
  moveRight: [1, leaveRight('Private')],
  moveBackRight: [1, comeBack('Private')],
} as const satisfies Record<string, readonly [number, (scene: Scene) => string | undefined]>;

export type Deed = keyof typeof deeds;

export function doDeed(deed: Deed, scene: Scene): string | undefined {
  return deeds[deed][1](scene);
}
