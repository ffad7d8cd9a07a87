import { addClient, clientsOf, freshAddress } from '../cast.ts';
import { type Doing, pickClient, type Scene } from './scene.ts';

const contactsIn = ({ stage }: Scene) => stage.clouds.sandbox.clio.contacts;

export const newContact: Doing = (scene) => {
  const { stage, box, chance, fresh } = scene;
  const addresses = addClient(stage, box.firm.id, chance, 1 + chance.below(2), fresh);
  return `Clio has a new contact: ${addresses.join(', ')}`;
};

/** Somebody who has written before. */
export const strangerBecomesContact: Doing = (scene) => {
  const { box, chance, record } = scene;
  const parties = record.of('composed').flatMap((one) => one.parties);
  const known = new Set(clientsOf(scene.stage, box.firm.id).flatMap(({ addresses }) => addresses));
  const strangers = parties.map(({ address }) => address).filter((one) => one.startsWith('s') && !known.has(one));
  const address = chance.pick(strangers);
  if (address === undefined) return undefined;
  const input = { type: 'Person', first_name: 'Former', last_name: 'Stranger' } as const;
  contactsIn(scene).add({ ...input, email_addresses: [{ address, name: 'Work' }] }, Number(box.firm.id));
  return `${address} is a contact from now on`;
};

export const removesContact: Doing = (scene) => {
  const client = scene.chance.pick(clientsOf(scene.stage, scene.box.firm.id));
  if (client === undefined) return undefined;
  contactsIn(scene).remove(client.contact);
  return `Contact ${client.contact} is deleted in Clio`;
};

function readdressed(scene: Scene, change: (addresses: readonly string[]) => readonly string[] | undefined) {
  const client = scene.chance.pick(clientsOf(scene.stage, scene.box.firm.id));
  const addresses = client && change(client.addresses);
  if (client === undefined || addresses === undefined) return undefined;
  const rows = addresses.map((address, place) => ({ address, name: 'Work', default: place === 0 }));
  contactsIn(scene).edit(client.contact, { email_addresses: rows });
  return `Contact ${client.contact} is at ${addresses.join(', ') || 'no address'} now`;
}

export const addsAddress: Doing = (scene) =>
  readdressed(scene, (all) => [...all, freshAddress(scene.chance, scene.fresh())]);

export const dropsAddress: Doing = (scene) => readdressed(scene, (all) => (all.length > 1 ? all.slice(1) : undefined));

export const changesAddress: Doing = (scene) =>
  readdressed(scene, (all) => [freshAddress(scene.chance, scene.fresh()), ...all.slice(1)]);

/** Spouses, or a company and who works there. */
export const sharesAddress: Doing = (scene) => {
  const shared = pickClient(scene)?.address;
  return readdressed(scene, (all) => (shared === undefined || all.includes(shared) ? undefined : [...all, shared]));
};

/** Firms have cards of their own people. */
export const colleagueBecomesContact: Doing = (scene) => {
  const { boxes, box, chance } = scene;
  const colleague = chance.pick(boxes.filter(({ firm }) => firm.id === box.firm.id));
  return readdressed(scene, (all) =>
    colleague === undefined || all.includes(colleague.email) ? undefined : [...all, colleague.email],
  );
};
