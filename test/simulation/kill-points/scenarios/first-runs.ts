import { isWrite } from '../../stage/request-kinds.ts';
import { addToClio, addToOutlook, clioPerson, editInClio, outlookPerson } from '../cards.ts';
import { runUntilCalm } from '../clockwork.ts';
import { goLive, scan, settleIn, start, stop, untilPreviewed } from '../person.ts';
import { ended, inStep, type Scenario } from '../scenario.ts';
import type { Scene } from '../scene.ts';

const anna = 'Anna Berg <anna@example.org>';
const bo = 'Bo Berg <bo@example.org>';
const cy = 'Cy Berg <cy@example.org>';

const oneEach = async (scene: Scene): Promise<void> => {
  addToClio(scene, clioPerson('Anna'));
  addToOutlook(scene, outlookPerson('Bo'));
};

const previewed = (fill: (scene: Scene) => Promise<void>) => async (scene: Scene) => {
  await fill(scene);
  await scan(scene);
  await untilPreviewed(scene);
};

/** Somebody presses Stop while the first batch of the run is on its way: that one still ends. */
async function startAndStop(scene: Scene): Promise<void> {
  scene.atRequest(isWrite, () => stop(scene));
  await start(scene);
  await runUntilCalm(scene);
}

export const firstRuns: readonly Scenario[] = [
  {
    name: 'signing in, connecting the mailbox and making a draft',
    begins: 'signedOut',
    setUp: async () => undefined,
    act: settleIn,
    expected: ended([], [], { state: 'draft' }),
  },
  {
    name: 'reading both sides for a preview',
    setUp: oneEach,
    act: scan,
    expected: ended([anna], [bo], { state: 'previewed' }),
  },
  {
    name: 'a first run in both directions, with a company to be made and somebody who may be the same',
    setUp: previewed(async (scene) => {
      addToClio(scene, clioPerson('Anna'), clioPerson('Bo'), clioPerson('Eve', { email_addresses: [] }));
      addToOutlook(
        scene,
        outlookPerson('Anna', { companyName: 'Acme' }),
        outlookPerson('Cy', { companyName: 'Acme' }),
        outlookPerson('Eve'),
      );
    }),
    act: start,
    expected: ended(
      ['[Acme]', 'Anna Berg @ Acme <anna@example.org>', bo, 'Cy Berg @ Acme <cy@example.org>', 'Eve Berg'],
      ['Anna Berg @ Acme <anna@example.org>', bo, 'Cy Berg @ Acme <cy@example.org>', 'Eve Berg <eve@example.org>'],
      { waiting: ['Eve Berg', 'Eve Berg'] },
    ),
  },
  {
    name: 'news on both sides between the preview and Start',
    setUp: async (scene) => {
      await previewed(oneEach)(scene);
      addToClio(scene, clioPerson('Bo'));
      addToOutlook(scene, outlookPerson('Cy'));
    },
    act: start,
    expected: inStep(anna, bo, cy),
  },
  {
    name: 'Stop in the middle of a first run',
    setUp: previewed(oneEach),
    act: startAndStop,
    expected: ended([anna], [anna, bo], { state: 'stopped' }),
    // Whoever dies before the first batch leaves it to be found out; then the other side comes first.
    or: ended([anna, bo], [bo], { state: 'stopped' }),
  },
  {
    name: 'a new start after Stop in the middle of a first run',
    setUp: async (scene) => {
      await previewed(oneEach)(scene);
      await startAndStop(scene);
    },
    act: async (scene) => {
      await scan(scene);
      await untilPreviewed(scene);
      await start(scene);
    },
    expected: inStep(anna, bo),
  },
  {
    name: 'Stop while it is live, and an edit after that',
    setUp: async (scene) => {
      addToClio(scene, clioPerson('Anna'));
      await goLive(scene);
    },
    act: async (scene) => {
      await stop(scene);
      await runUntilCalm(scene);
      editInClio(scene, 'Anna', { title: 'Notary' });
    },
    expected: ended(['Anna Berg, Notary <anna@example.org>'], [anna], { state: 'stopped' }),
  },
];
