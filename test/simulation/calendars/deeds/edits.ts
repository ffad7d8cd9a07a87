import type { SideName } from '@concord/core';
import { dateOf, drawWhen, sayWhen, type TextName, textNames } from '../typed.ts';
import { type Doing, freshText, handsOn, isOurs, note, pickOwn, type Scene, sides } from './scene.ts';

/** One of the texts becomes another one, or none. */
export const textOn =
  (side: SideName): Doing =>
  (scene) => {
    const shown = pickOwn(scene, side, ({ hands }) => hands !== 'courtRule' && hands !== 'guest');
    if (shown === undefined) return undefined;
    const field = scene.chance.oneOf(...textNames);
    // What is more than text is not typed over without its form.
    if (field === 'description' && shown.isFormatted) return undefined;
    const clears = field !== 'title' && shown[field] !== '' && scene.chance.hits(0.25);
    return typeText(scene, side, shown, field, clears ? '' : freshText(scene, shown.tag, field));
  };

type Named = { readonly id: string; readonly tag: string; readonly isPrivate: boolean } & Readonly<
  Record<TextName, string>
>;

function typeText(scene: Scene, side: SideName, shown: Named, field: TextName, after: string): string {
  const { id, tag, isPrivate } = shown;
  handsOn(scene, side).edit(id, { [field]: after });
  note(scene, side, { what: 'edited', tag, field, before: shown[field], after, isPrivate });
  return `${field} of ${tag} becomes "${after}" in ${side}`;
}

/** Of a single event, or of a whole series: at another time, and perhaps by another rule, or by none. */
export const timesOn =
  (side: SideName): Doing =>
  (scene) => {
    const shown = pickOwn(scene, side, isOurs);
    if (shown === undefined) return undefined;
    const when = drawWhen(scene.chance, scene.fresh(), dateOf(scene.now()), true);
    const { tag, isPrivate } = shown;
    handsOn(scene, side).edit(shown.id, { when });
    note(scene, side, { what: 'edited', tag, field: 'when', after: sayWhen(when), isPrivate });
    return `${tag} is at another time in ${side}: ${sayWhen(when)}`;
  };

type Slotted = {
  readonly id: string;
  readonly tag: string;
  readonly isPrivate: boolean;
  readonly allDay: boolean;
  readonly slot: string;
};

function pickSlot(scene: Scene, side: SideName): Slotted | undefined {
  const shown = pickOwn(scene, side, (one) => one.isSeries && isOurs(one));
  const slots = shown ? handsOn(scene, side).slots(shown.id) : [];
  // Of a series that has no other date left nothing shows any more, though some clouds still have it.
  const slot = slots.length > 1 ? scene.chance.pick(slots) : undefined;
  return shown && slot !== undefined ? { ...shown, slot } : undefined;
}

export const dateTextOn =
  (side: SideName): Doing =>
  (scene) => {
    const shown = pickSlot(scene, side);
    if (shown === undefined) return undefined;
    const { id, tag, slot, isPrivate } = shown;
    const field = scene.chance.oneOf(...textNames);
    const after = freshText(scene, tag, field);
    handsOn(scene, side).editDate(id, slot, { [field]: after });
    note(scene, side, { what: 'edited', tag, field: `date ${slot}`, after, isPrivate });
    return `${field} of ${tag} on ${slot} becomes "${after}" in ${side}`;
  };

export const dateMovedOn =
  (side: SideName): Doing =>
  (scene) => {
    const shown = pickSlot(scene, side);
    if (shown === undefined) return undefined;
    const { id, tag, slot, isPrivate, allDay } = shown;
    const after = freshText(scene, tag, 'title');
    // A whole day could only move over another date, which Outlook does not take.
    handsOn(scene, side).editDate(id, slot, { title: after, ...(allDay ? {} : { hoursLater: 1 }) });
    note(scene, side, { what: 'edited', tag, field: `date ${slot}`, after, isPrivate });
    return `${tag} on ${slot} is later in ${side}`;
  };

export const dateCancelledOn =
  (side: SideName): Doing =>
  (scene) => {
    const shown = pickSlot(scene, side);
    if (shown === undefined) return undefined;
    const { id, tag, slot, isPrivate } = shown;
    handsOn(scene, side).cancelDate(id, slot);
    note(scene, side, { what: 'edited', tag, field: `date ${slot}`, after: 'cancelled', isPrivate });
    return `${tag} is called off on ${slot} in ${side}`;
  };

/** Zone and rule, as somebody typed them last. */
const ruleSaid = ({ chronicle }: Scene, tag: string): string =>
  (chronicle.deeds(tag).findLast(({ field }) => field === 'when')?.after ?? '')
    .replace(/^(?:ends before|begins on) /u, '')
    .split(' ')
    .slice(1)
    .join(' ');

/** "This and following" is another event from then on, and the old one ends before. */
export const followingOn =
  (side: SideName): Doing =>
  (scene) => {
    const shown = pickSlot(scene, side);
    if (shown === undefined) return undefined;
    const { id, tag, slot, isPrivate } = shown;
    const made = `E${scene.fresh()}`;
    const title = freshText(scene, made, 'title');
    handsOn(scene, side).editFollowing(id, slot, { title });
    // From its first date on it is the series itself.
    const kept = handsOn(scene, side).get(id);
    if (kept?.tag === made) {
      note(scene, side, { what: 'deleted', tag, isPrivate });
      note(scene, side, { what: 'born', tag: made, after: title, isPrivate });
      note(scene, side, {
        what: 'edited',
        tag: made,
        field: 'when',
        after: `begins on ${slot} ${ruleSaid(scene, tag)}`,
        isPrivate,
      });
      return `${tag} is ${made} from its first date on in ${side}`;
    }
    if (kept === undefined) note(scene, side, { what: 'deleted', tag, isPrivate });
    const rest = ruleSaid(scene, tag);
    note(scene, side, { what: 'edited', tag, field: 'when', after: `ends before ${slot} ${rest}`, isPrivate });
    note(scene, side, { what: 'born', tag: made, after: title, isPrivate });
    note(scene, side, { what: 'edited', tag: made, field: 'when', after: `begins on ${slot} ${rest}`, isPrivate });
    return `${tag} is ${made} from ${slot} on in ${side}`;
  };

export const followingRemovedOn =
  (side: SideName): Doing =>
  (scene) => {
    const shown = pickSlot(scene, side);
    if (shown === undefined) return undefined;
    const { id, tag, slot, isPrivate } = shown;
    handsOn(scene, side).removeFollowing(id, slot);
    const isGone = handsOn(scene, side).get(id) === undefined;
    if (isGone) note(scene, side, { what: 'deleted', tag, isPrivate });
    else
      note(scene, side, {
        what: 'edited',
        tag,
        field: 'when',
        after: `ends before ${slot} ${ruleSaid(scene, tag)}`,
        isPrivate,
      });
    return `${tag} ends before ${slot} in ${side}`;
  };

/** The same field on both sides, before anything can be carried over. */
export const clash: Doing = (scene) => {
  const left = pickOwn(scene, 'left', isOurs);
  const right = handsOn(scene, 'right')
    .list()
    .find((one) => one.tag === left?.tag && isOurs(one) && !one.isFormatted);
  if (left === undefined || right === undefined) return undefined;
  const field = scene.chance.oneOf(...textNames);
  const { tag } = left;
  typeText(scene, 'left', left, field, freshText(scene, tag, field));
  typeText(scene, 'right', { ...right, tag }, field, freshText(scene, tag, field));
  return `${field} of ${tag} is typed on both sides at once`;
};

/** Other fields on either side. */
export const bothEdited: Doing = (scene) => {
  const left = pickOwn(scene, 'left', isOurs);
  const right = handsOn(scene, 'right')
    .list()
    .find((one) => one.tag === left?.tag && isOurs(one));
  if (left === undefined || right === undefined) return undefined;
  const { tag } = left;
  typeText(scene, 'left', left, 'title', freshText(scene, tag, 'title'));
  typeText(scene, 'right', { ...right, tag }, 'location', freshText(scene, tag, 'location'));
  return `${tag} is changed on both sides at once`;
};

export const extra: Doing = (scene) => {
  const side = scene.chance.oneOf(...sides);
  const shown = pickOwn(scene, side, ({ hands }) => hands !== 'guest');
  if (shown === undefined) return undefined;
  const what = handsOn(scene, side).typeExtra(shown.id, scene.fresh());
  return `${shown.tag} gets ${what} in ${side}`;
};

export const format: Doing = (scene) => {
  const hands = handsOn(scene, 'right');
  const shown = pickOwn(scene, 'right', isOurs);
  if (shown === undefined || hands.format === undefined) return undefined;
  const { id, tag, isPrivate } = shown;
  const after = freshText(scene, tag, 'description').replace(/[<>&\n]/gu, ' ');
  hands.format(id, after);
  note(scene, 'right', { what: 'edited', tag, field: 'formatted', after, isPrivate });
  return `The description of ${tag} is formatted in right`;
};
