import { addToClio, addToOutlook, clioPerson, editInClio, outlookPerson, removeFromClio } from '../cards.ts';
import { ring, runUntilCalm, sleepUntil } from '../clockwork.ts';
import { goLive, putBack, start } from '../person.ts';
import { ended, inStep, type Scenario } from '../scenario.ts';
import { mailbox, type Scene } from '../scene.ts';
import { unheard } from '../unheard.ts';

const anna = 'Anna Berg <anna@example.org>';
const bo = 'Bo Berg <bo@example.org>';
const cy = 'Cy Berg <cy@example.org>';
const dayMs = 24 * 60 * 60_000;

const withThree = async (scene: Scene): Promise<void> => {
  addToClio(scene, clioPerson('Anna'), clioPerson('Bo'), clioPerson('Cy'));
  await goLive(scene);
};
/** Nobody is told of it, and Clio has no list of what was deleted. */
const missNews = (scene: Scene): void =>
  unheard(scene, () => {
    removeFromClio(scene, 'Cy');
    editInClio(scene, 'Anna', { title: 'Notary' });
    addToOutlook(scene, outlookPerson('Dan'));
  });
const caughtUp = inStep('Anna Berg, Notary <anna@example.org>', bo, 'Dan Berg <dan@example.org>');

export const passes: readonly Scenario[] = [
  {
    name: 'a full pass after the delta token has expired',
    setUp: withThree,
    act: async (scene) => {
      missNews(scene);
      scene.sandbox.microsoft.expireDeltaTokens(mailbox.email);
      await ring(scene);
    },
    expected: caughtUp,
  },
  {
    name: 'the full pass of the night',
    setUp: async (scene) => {
      await withThree(scene);
      await sleepUntil(scene, scene.world.now() + dayMs + 60_000);
      missNews(scene);
    },
    act: ring,
    expected: caughtUp,
  },
];

const disaster = (scene: Scene): void => {
  removeFromClio(scene, 'Anna');
  removeFromClio(scene, 'Bo');
};

export const brakes: readonly Scenario[] = [
  {
    name: 'more deletes than the brake lets pass',
    setUp: withThree,
    act: async (scene) => disaster(scene),
    expected: ended([cy], [anna, bo, cy], { state: 'paused' }),
  },
  {
    name: 'the answer "go on" to the brake',
    setUp: async (scene) => {
      await withThree(scene);
      disaster(scene);
      await runUntilCalm(scene);
    },
    act: start,
    expected: inStep(cy),
  },
  {
    name: 'the answer "put back" to the brake',
    setUp: async (scene) => {
      await withThree(scene);
      disaster(scene);
      await runUntilCalm(scene);
    },
    act: putBack,
    expected: inStep(anna, bo, cy),
  },
];
