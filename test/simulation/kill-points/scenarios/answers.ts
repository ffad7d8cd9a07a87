import { isWrite } from '../../stage/request-kinds.ts';
import { addToClio, addToOutlook, clioPerson, editInClio, editInOutlook, outlookPerson } from '../cards.ts';
import { runUntilCalm } from '../clockwork.ts';
import { goLive, reply, treatAllAsDifferent } from '../person.ts';
import { ended, inStep, type Scenario } from '../scenario.ts';
import type { Scene } from '../scene.ts';

const number = '+1 416 555 0101';
const annaOfClio = clioPerson('Anna', { phone_numbers: [{ name: 'Work', number }] });
const annaOfOutlook = outlookPerson('Anna', {
  emailAddresses: [{ address: 'a@home.example' }],
  businessPhones: [number],
});
const inClio = 'Anna Berg <anna@example.org> 14165550101';
const inOutlook = 'Anna Berg <a@home.example> 14165550101';
const bo = 'Bo Berg <bo@example.org>';

const withBo = async (scene: Scene): Promise<void> => {
  addToClio(scene, clioPerson('Bo'));
  await goLive(scene);
};
const similarAnnas = (scene: Scene): void => {
  addToClio(scene, annaOfClio);
  addToOutlook(scene, annaOfOutlook);
};
const held = async (scene: Scene): Promise<void> => {
  await withBo(scene);
  similarAnnas(scene);
  await runUntilCalm(scene);
};

export const heldMatches: readonly Scenario[] = [
  {
    name: 'two who look alike, but not enough',
    setUp: withBo,
    act: async (scene) => similarAnnas(scene),
    expected: ended([inClio, bo], [inOutlook, bo], { waiting: ['Anna Berg', 'Anna Berg'] }),
  },
  {
    name: 'a second card in Outlook of somebody who is linked already',
    setUp: withBo,
    act: async (scene) => addToOutlook(scene, outlookPerson('Bo')),
    expected: ended([bo], [bo, bo], { waiting: ['Bo Berg'] }),
  },
  {
    name: 'the answer that two who look alike are the same',
    setUp: held,
    act: (scene) => reply(scene, 'Anna Berg', 'same', 'Clio'),
    expected: inStep('Anna Berg <a@home.example> <anna@example.org> 14165550101', bo),
  },
  {
    name: 'the same answer, given to the card in Outlook',
    setUp: held,
    act: (scene) => reply(scene, 'Anna Berg', 'same', 'Microsoft'),
    expected: inStep('Anna Berg <a@home.example> <anna@example.org> 14165550101', bo),
  },
  {
    name: 'the answer that one of two who look alike is somebody else',
    setUp: held,
    act: (scene) => reply(scene, 'Anna Berg', 'different', 'Clio'),
    expected: ended([inClio, bo], [inClio, inOutlook, bo], { waiting: ['Anna Berg'] }),
  },
  {
    name: 'the answer that all who look alike are different people',
    setUp: held,
    act: treatAllAsDifferent,
    expected: inStep(inClio, inOutlook, bo),
  },
];

const asking = async (scene: Scene): Promise<void> => {
  addToClio(scene, clioPerson('Anna'));
  await goLive(scene, { conflicts: 'ask' });
};
const bothChange = (scene: Scene): void => {
  editInClio(scene, 'Anna', { title: 'Notary', prefix: 'Dr' });
  editInOutlook(scene, 'Anna', { jobTitle: 'Baker' });
};
const asked = async (scene: Scene): Promise<void> => {
  await asking(scene);
  bothChange(scene);
  await runUntilCalm(scene);
};

/** Clio turns down every attempt to change somebody. */
const refusing = (scene: Scene): void =>
  scene.atRequest(
    (request) => isWrite(request) && request.url.includes('/clio/'),
    () => scene.world.strikeNext('clio.forbidden', 1),
    Number.POSITIVE_INFINITY,
  );
const parked = async (scene: Scene): Promise<void> => {
  await withBo(scene);
  refusing(scene);
  editInOutlook(scene, 'Bo', { jobTitle: 'Notary' });
  await runUntilCalm(scene);
};
const boNotary = 'Bo Berg, Notary <bo@example.org>';

export const openQuestions: readonly Scenario[] = [
  {
    name: 'a detail that both sides changed, when a person is to be asked',
    setUp: asking,
    act: async (scene) => bothChange(scene),
    expected: ended(['Dr Anna Berg, Notary <anna@example.org>'], ['Dr Anna Berg, Baker <anna@example.org>'], {
      waiting: ['Anna Berg'],
    }),
  },
  {
    name: 'the answer that Clio is right',
    setUp: asked,
    act: (scene) => reply(scene, 'Anna Berg', 'left'),
    expected: inStep('Dr Anna Berg, Notary <anna@example.org>'),
  },
  {
    name: 'the answer that Outlook is right',
    setUp: asked,
    act: (scene) => reply(scene, 'Anna Berg', 'right'),
    expected: inStep('Dr Anna Berg, Baker <anna@example.org>'),
  },
  {
    name: 'an edit that Clio refuses',
    setUp: withBo,
    act: async (scene) => {
      refusing(scene);
      editInOutlook(scene, 'Bo', { jobTitle: 'Notary' });
    },
    expected: ended([bo], [boNotary], { waiting: ['Bo Berg'] }),
  },
  {
    name: 'another try of an edit that Clio refused',
    setUp: parked,
    act: (scene) => reply(scene, 'Bo Berg', 'retry'),
    expected: inStep(boNotary),
  },
];
