import type { PostedMail } from '@concord/sandbox';
import { type Box, excludedDomain, excludedLabel, strangeDomain } from '../cast.ts';
import { addressOf, colleaguesOf, compose, type Doing, type Draft, pickClient, type Scene, spelt } from './scene.ts';

const dayMs = 86_400_000;

/** Brings it to each of these mailboxes. */
function bring(scene: Scene, boxes: readonly Box[], mail: PostedMail, as: Parameters<Box['hands']['receive']>[1] = {}) {
  for (const { hands } of boxes) hands.receive(mail, as);
}

const stranger = ({ fresh }: Scene): string => `s${fresh()}@${strangeDomain}`;

type Bringing = { readonly boxes?: readonly Box[]; readonly as?: Parameters<Box['hands']['receive']>[1] };

/** From a client to this member. */
function fromClient(scene: Scene, draft: Partial<Draft> = {}, { boxes = [scene.box], as = {} }: Bringing = {}) {
  const { chance, box } = scene;
  const found = pickClient(scene);
  if (found === undefined) return undefined;
  const from = spelt(chance, found.address);
  const { tag, mail } = compose(scene, { from, to: [spelt(chance, addressOf(scene, box))], ...draft });
  bring(scene, boxes, mail, as);
  return { tag, mail, client: found.client };
}

const said = (scene: Scene, did: { readonly tag: string } | undefined, how: string): string | undefined =>
  did && `${did.tag} comes to box ${scene.box.index}: ${how}`;

export const clientWrites: Doing = (scene) => said(scene, fromClient(scene), 'from a client');

export const clientWritesMany: Doing = (scene) => {
  const boxes = scene.boxes.filter((box) => box === scene.box || scene.chance.hits(0.7));
  const to = boxes.map(({ email }) => spelt(scene.chance, email));
  return said(scene, fromClient(scene, { to }, { boxes }), `from a client, and to ${boxes.length} boxes in all`);
};

export const withoutId: Doing = (scene) => {
  const boxes = [scene.box, ...colleaguesOf(scene).slice(0, 1)];
  const to = boxes.map(({ email }) => email);
  return said(scene, fromClient(scene, { to, messageId: false }, { boxes }), 'from a client, without a Message-ID');
};

export const twice: Doing = (scene) => {
  const did = fromClient(scene);
  if (did) bring(scene, [scene.box], did.mail);
  return said(scene, did, 'from a client, twice');
};

/** Somebody writes under the Message-ID of another message: with another sender it is another engagement. */
export const borrowedId: Doing = (scene) => {
  const { record, chance } = scene;
  const other = chance.pick(record.of('composed').filter(({ messageId }) => messageId !== undefined));
  if (other?.messageId === undefined) return undefined;
  return said(scene, fromClient(scene, { messageId: other.messageId }), `from a client, under the id of ${other.tag}`);
};

export const oddDate: Doing = (scene) => {
  const off = scene.chance.oneOf(-400 * dayMs, -3 * dayMs, -dayMs / 2, 2 * dayMs, 5_000 * dayMs);
  return said(scene, fromClient(scene, { sentAt: scene.now() + off }), `dated ${Math.round(off / dayMs)} days off`);
};

export const asJunk: Doing = (scene) => said(scene, fromClient(scene, {}, { as: { isJunk: true } }), 'as junk');

export const asLabelled: Doing = (scene) =>
  said(scene, fromClient(scene, {}, { as: { label: excludedLabel } }), `labelled "${excludedLabel}"`);

export const asPrivate: Doing = (scene) =>
  said(scene, fromClient(scene, { headers: { Sensitivity: 'Private' } }), 'marked private');

export const throughList: Doing = (scene) => {
  const found = pickClient(scene);
  if (found === undefined) return undefined;
  const headers = { 'List-Id': `<talk.${strangeDomain}>`, Precedence: 'list' };
  const { tag, mail } = compose(scene, { from: found.address, to: [`talk@${strangeDomain}`], headers });
  bring(scene, [scene.box], mail);
  return `${tag} comes to box ${scene.box.index} through a list, from a client`;
};

export const clientGetsCopy: Doing = (scene) => {
  const found = pickClient(scene);
  if (found === undefined) return undefined;
  const cc = [spelt(scene.chance, found.address)];
  const { tag, mail } = compose(scene, { from: stranger(scene), to: [scene.box.email], cc });
  bring(scene, [scene.box], mail);
  return `${tag} comes to box ${scene.box.index}: from a stranger, with a copy to a client`;
};

export const strangerWrites: Doing = (scene) => {
  const { tag, mail } = compose(scene, { from: stranger(scene), to: [addressOf(scene, scene.box)] });
  bring(scene, [scene.box], mail);
  return `${tag} comes to box ${scene.box.index} from a stranger`;
};

export const excludedWrites: Doing = (scene) => {
  const found = pickClient(scene, (address) => address.toLowerCase().endsWith(excludedDomain));
  const from = found?.address ?? `press@${excludedDomain}`;
  const { tag, mail } = compose(scene, { from, to: [scene.box.email] });
  bring(scene, [scene.box], mail);
  return `${tag} comes to box ${scene.box.index} from ${excludedDomain}`;
};

export const colleagueWrites: Doing = (scene) => {
  const [colleague] = colleaguesOf(scene);
  const from = colleague?.email ?? scene.box.alias;
  const { tag, mail } = compose(scene, { from, to: [scene.box.email] });
  bring(scene, [scene.box], mail);
  return `${tag} comes to box ${scene.box.index} from a colleague`;
};
