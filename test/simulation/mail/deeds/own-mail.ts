import type { Copy } from '../boxes/hands.ts';
import { excludedLabel } from '../cast.ts';
import type { CopyPlace } from '../record.ts';
import { tagOf } from '../tags.ts';
import { colleaguesOf, compose, type Doing, pickClient, type Scene, spelt } from './scene.ts';

/** To a client, from the member's own program; a colleague or another client may get a copy. */
function written(scene: Scene) {
  const { chance, box } = scene;
  const found = pickClient(scene);
  if (found === undefined) return undefined;
  const other = pickClient(scene)?.address;
  const [colleague] = colleaguesOf(scene);
  const cc = [chance.hits(0.3) ? other : undefined, chance.hits(0.3) ? colleague?.email : undefined];
  const bcc = [chance.hits(0.15) ? other : undefined];
  return compose(scene, {
    from: box.email,
    // The program gives it one.
    messageId: false,
    sentAt: scene.now(),
    to: [spelt(chance, found.address)],
    cc: [...new Set(cc)].flatMap((one) => one ?? []),
    bcc: bcc.flatMap((one) => (one === undefined || cc.includes(one) ? [] : [one])),
  });
}

export const memberWrites: Doing = (scene) => {
  const made = written(scene);
  if (made === undefined) return undefined;
  scene.box.hands.send(made.mail);
  return `${made.tag} is sent from box ${scene.box.index} to a client`;
};

export const memberDrafts: Doing = (scene) => {
  const made = written(scene);
  if (made === undefined) return undefined;
  scene.box.hands.draft(made.mail);
  return `${made.tag} is a draft in box ${scene.box.index}`;
};

function pickCopy({ box, chance }: Scene, ...places: readonly CopyPlace[]): Copy | undefined {
  return chance.pick(box.hands.list().filter(({ place, subject }) => places.includes(place) && tagOf(subject)));
}

export const sendsDraft: Doing = (scene) => {
  const copy = pickCopy(scene, 'drafts');
  if (copy === undefined) return undefined;
  scene.box.hands.sendDraft(copy.id);
  return `${tagOf(copy.subject)} is no draft any more: it is sent`;
};

const moved =
  (from: readonly CopyPlace[], to: 'inbox' | 'junk' | 'deleted' | 'other', says: string): Doing =>
  (scene) => {
    const copy = pickCopy(scene, ...from);
    if (copy === undefined) return undefined;
    scene.box.hands.move(copy.id, to);
    return `${tagOf(copy.subject)} in box ${scene.box.index} ${says}`;
  };

export const files = moved(['inbox'], 'other', 'is moved to another folder');
export const marksJunk = moved(['inbox', 'other'], 'junk', 'is marked as junk');
export const marksNotJunk = moved(['junk'], 'inbox', 'is no junk after all');
export const throwsAway = moved(['inbox', 'sent', 'other'], 'deleted', 'is thrown away');
export const takesBack = moved(['deleted'], 'inbox', 'comes back out of the bin');

export const deletesForGood: Doing = (scene) => {
  const copy = pickCopy(scene, 'inbox', 'sent', 'other', 'deleted');
  if (copy === undefined) return undefined;
  scene.box.hands.remove(copy.id);
  return `${tagOf(copy.subject)} is gone from box ${scene.box.index} for good`;
};

export const labels: Doing = (scene) => {
  const copy = pickCopy(scene, 'inbox', 'sent', 'other');
  if (copy === undefined) return undefined;
  const label = scene.chance.oneOf(excludedLabel, excludedLabel.toLowerCase(), 'Important');
  const isOn = !copy.labels.includes(label);
  scene.box.hands.label(copy.id, label, isOn);
  return `${tagOf(copy.subject)} ${isOn ? 'gets' : 'loses'} the label "${label}"`;
};
