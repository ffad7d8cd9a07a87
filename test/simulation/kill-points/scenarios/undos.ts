import {
  addToClio,
  addToOutlook,
  clioPerson,
  editInClio,
  editInOutlook,
  outlookPerson,
  removeFromClio,
} from '../cards.ts';
import { runUntilCalm } from '../clockwork.ts';
import { goLive, stop, undoAll, undoLast, view } from '../person.ts';
import { ended, inStep, type Scenario } from '../scenario.ts';
import type { Scene } from '../scene.ts';

const anna = 'Anna Berg <anna@example.org>';
const cy = 'Cy Berg <cy@example.org>';

/** Anna goes to Outlook, Cy to Clio, and each of Bo's two cards gets what the other has. */
const withThree = async (scene: Scene): Promise<void> => {
  addToClio(scene, clioPerson('Anna'), clioPerson('Bo', { title: 'Notary' }));
  addToOutlook(scene, outlookPerson('Cy'), outlookPerson('Bo', { mobilePhone: '+1 416 555 0100' }));
  await goLive(scene);
};
const runOf = async (scene: Scene): Promise<string> => (await view(scene)).preview?.run ?? '';

export const undos: readonly Scenario[] = [
  {
    name: 'the first run taken back, on both sides',
    setUp: withThree,
    act: async (scene) => await undoAll(scene, await runOf(scene)),
    expected: ended([anna, 'Bo Berg, Notary <bo@example.org>'], ['Bo Berg <bo@example.org> 14165550100', cy]),
  },
  {
    name: 'the first run taken back after somebody edited what it had made',
    setUp: withThree,
    act: async (scene) => {
      editInOutlook(scene, 'Anna', { jobTitle: 'Judge' });
      await runUntilCalm(scene);
      await undoAll(scene, await runOf(scene));
    },
    expected: ended(
      ['Anna Berg, Judge <anna@example.org>', 'Bo Berg, Notary <bo@example.org>'],
      ['Anna Berg, Judge <anna@example.org>', 'Bo Berg <bo@example.org> 14165550100', cy],
    ),
  },
  {
    name: 'a delete taken back: the card is made anew, once, and rests',
    setUp: async (scene) => {
      addToClio(scene, clioPerson('Anna'));
      await goLive(scene);
      removeFromClio(scene, 'Anna');
      await runUntilCalm(scene);
    },
    act: async (scene) => await undoLast(scene),
    expected: ended([], [anna]),
  },
  {
    name: 'an undo taken back: what it removed is made anew and kept in step',
    setUp: async (scene) => {
      addToClio(scene, clioPerson('Anna'));
      await goLive(scene);
      await undoAll(scene, await runOf(scene));
    },
    act: async (scene) => {
      await undoAll(scene, (await view(scene)).undo?.run ?? '');
      editInClio(scene, 'Anna', { title: 'Notary' });
    },
    expected: inStep('Anna Berg, Notary <anna@example.org>'),
  },
  {
    name: 'an edit taken back while the sync is stopped',
    setUp: async (scene) => {
      addToClio(scene, clioPerson('Anna'));
      await goLive(scene);
      editInClio(scene, 'Anna', { title: 'Notary' });
      await runUntilCalm(scene);
      await stop(scene);
    },
    act: async (scene) => await undoLast(scene),
    expected: ended(['Anna Berg, Notary <anna@example.org>'], [anna], { state: 'stopped' }),
  },
];
