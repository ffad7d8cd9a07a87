import { addToClio, clioPerson, editInClio, editInOutlook } from '../cards.ts';
import { ring, runUntilCalm, sleepUntil } from '../clockwork.ts';
import { goLive } from '../person.ts';
import { inStep, type Scenario } from '../scenario.ts';
import { mailbox, type Scene } from '../scene.ts';

const notary = 'Anna Berg, Notary <anna@example.org>';
const dayMs = 24 * 60 * 60_000;

const withAnna = async (scene: Scene): Promise<void> => {
  addToClio(scene, clioPerson('Anna'));
  await goLive(scene);
};

export const notices: readonly Scenario[] = [
  {
    name: 'a notice that comes twice',
    setUp: withAnna,
    act: async (scene) => {
      scene.world.strikeNext('microsoft.notificationDoubled', 1);
      editInOutlook(scene, 'Anna', { jobTitle: 'Notary' });
    },
    expected: inStep(notary),
  },
  {
    name: 'Graph asks for its subscription to be renewed',
    setUp: withAnna,
    act: async (scene) => scene.sandbox.microsoft.lifecycle(mailbox.email, 'reauthorizationRequired'),
    expected: inStep('Anna Berg <anna@example.org>'),
  },
  {
    name: 'Graph drops its subscription, and an edit comes after that',
    setUp: withAnna,
    act: async (scene) => {
      scene.sandbox.microsoft.lifecycle(mailbox.email, 'subscriptionRemoved');
      await runUntilCalm(scene);
      editInOutlook(scene, 'Anna', { jobTitle: 'Notary' });
    },
    expected: inStep(notary),
    // Where our receiver dies in the handshake there is no new subscription yet, and the edit makes no sound.
    patient: true,
  },
  {
    name: 'waking up when one subscription has ended and the other is half over',
    setUp: async (scene) => {
      await withAnna(scene);
      await sleepUntil(scene, scene.world.now() + 16 * dayMs);
      editInClio(scene, 'Anna', { title: 'Notary' });
    },
    act: ring,
    expected: inStep(notary),
  },
];
