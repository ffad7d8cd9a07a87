import type { SideName } from '@concord/core';
import { type Doing, freshText, handsOn, isOurs, note, pickOwn } from './scene.ts';

export const deletedOn =
  (side: SideName): Doing =>
  (scene) => {
    const shown = pickOwn(scene, side, ({ hands }) => hands !== 'courtRule');
    if (shown === undefined) return undefined;
    handsOn(scene, side).remove(shown.id);
    note(scene, side, { what: 'deleted', tag: shown.tag, isPrivate: shown.isPrivate });
    return `${shown.tag} is deleted in ${side}`;
  };

/** On one side deleted, on the other changed, before either can be carried over. */
export const deletedAndEdited: Doing = (scene) => {
  const [gone, kept] = scene.chance.hits(0.5) ? (['left', 'right'] as const) : (['right', 'left'] as const);
  const shown = pickOwn(scene, gone, isOurs);
  const other = handsOn(scene, kept)
    .list()
    .find((one) => one.tag === shown?.tag && isOurs(one));
  if (shown === undefined || other === undefined) return undefined;
  const { tag, isPrivate } = shown;
  const after = freshText(scene, tag, 'location');
  handsOn(scene, gone).remove(shown.id);
  note(scene, gone, { what: 'deleted', tag, isPrivate });
  handsOn(scene, kept).edit(other.id, { location: after });
  note(scene, kept, { what: 'edited', tag, field: 'location', before: other.location, after, isPrivate });
  return `${tag} is deleted in ${gone} and changed in ${kept} at once`;
};

export const movedAwayFrom =
  (side: SideName): Doing =>
  (scene) => {
    const shown = pickOwn(scene, side, isOurs);
    if (shown === undefined) return undefined;
    handsOn(scene, side).moveAway(shown.id);
    note(scene, side, { what: 'left', tag: shown.tag, field: shown.id });
    return `${shown.tag} is moved to another calendar in ${side}`;
  };

/** One of those that are away. */
export const movedBack: Doing = (scene) => {
  const { pair, chronicle, chance } = scene;
  const own = chronicle.deeds().filter((deed) => deed.pair === pair.index && deed.field !== undefined);
  const back = new Set(own.filter(({ what }) => what === 'returned').map(({ field }) => field));
  const away = chance.pick(own.filter(({ what, field }) => what === 'left' && !back.has(field)));
  if (away?.field === undefined) return undefined;
  handsOn(scene, away.side).moveBack(away.field);
  note(scene, away.side, { what: 'returned', tag: away.tag, field: away.field });
  return `${away.tag} is moved back in ${away.side}`;
};

export const privacy: Doing = (scene) => {
  const hands = handsOn(scene, 'right');
  const shown = pickOwn(scene, 'right', isOurs);
  if (shown === undefined || hands.makePrivate === undefined) return undefined;
  const isPrivate = !shown.isPrivate;
  hands.makePrivate(shown.id, isPrivate);
  note(scene, 'right', {
    what: 'edited',
    tag: shown.tag,
    field: 'private',
    after: isPrivate ? 'yes' : 'no',
    isPrivate,
  });
  return `${shown.tag} is ${isPrivate ? 'private' : 'no longer private'} in right`;
};

export const guests: Doing = (scene) => {
  const hands = handsOn(scene, 'right');
  const shown = pickOwn(scene, 'right', ({ hands: whose }) => whose !== 'guest');
  if (shown === undefined || hands.setGuests === undefined) return undefined;
  const { id, tag, isPrivate } = shown;
  const list = shown.guests.length > 0 && scene.chance.hits(0.5) ? [] : [`guest${scene.fresh()}@elsewhere.example`];
  hands.setGuests(id, list);
  note(scene, 'right', { what: 'edited', tag, field: 'guests', after: list.join(' '), isPrivate });
  return list.length > 0 ? `${tag} gets a guest` : `${tag} has no guests any more`;
};

/** Whoever invited changes it. */
export const inviterChanges: Doing = (scene) => {
  const hands = handsOn(scene, 'right');
  const shown = pickOwn(scene, 'right', ({ hands: whose }) => whose === 'guest');
  if (shown === undefined || hands.inviterChanges === undefined) return undefined;
  const after = freshText(scene, shown.tag, 'location');
  hands.inviterChanges(shown.id, { location: after });
  note(scene, 'right', { what: 'edited', tag: shown.tag, field: 'location', before: shown.location, after });
  return `Whoever invited to ${shown.tag} moves it to "${after}"`;
};

export const answered =
  (answer: 'accepted' | 'declined'): Doing =>
  (scene) => {
    const hands = handsOn(scene, 'right');
    const shown = pickOwn(scene, 'right', ({ hands: whose }) => whose === 'guest');
    if (shown === undefined || hands.respond === undefined) return undefined;
    hands.respond(shown.id, answer);
    if (hands.get(shown.id) === undefined) note(scene, 'right', { what: 'deleted', tag: shown.tag });
    return `The invitation to ${shown.tag} is ${answer}`;
  };

/** A colleague keeps it to themselves: whoever keeps the calendar in step sees that something is there, and no more. */
export const hidden: Doing = (scene) => {
  const { hide } = scene.pair;
  const shown = pickOwn(scene, 'left', isOurs);
  if (shown === undefined || hide === undefined) return undefined;
  hide(shown.id, !shown.isPrivate);
  note(scene, 'left', { what: 'edited', tag: shown.tag, field: 'hidden', after: shown.isPrivate ? 'no' : 'yes' });
  return `${shown.tag} is ${shown.isPrivate ? 'shown again' : 'hidden'} in left`;
};
