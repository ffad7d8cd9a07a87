import type { ProviderName } from '@concord/core';
import { disconnect, listSyncs } from '@concord/engine';
import { addToClio, addToOutlook, clioPerson, editInClio, outlookPerson } from '../cards.ts';
import { runUntilCalm, sleepUntil } from '../clockwork.ts';
import { authorizeAgain, click, goLive, scan, start, untilPreviewed } from '../person.ts';
import { ended, inStep, type Scenario } from '../scenario.ts';
import { caller, mailbox, type Scene } from '../scene.ts';

const anna = 'Anna Berg <anna@example.org>';
const notary = 'Anna Berg, Notary <anna@example.org>';
const anHourMs = 61 * 60_000;

const withAnna = async (scene: Scene): Promise<void> => {
  addToClio(scene, clioPerson('Anna'));
  await goLive(scene);
};
const edit = (scene: Scene): void => editInClio(scene, 'Anna', { title: 'Notary' });

const lose = {
  clio: ({ sandbox }) => sandbox.clio.revoke(Number(caller.member)),
  microsoft: ({ sandbox }) => sandbox.microsoft.revoke(mailbox.email, 'passwordChanged'),
} as const satisfies Partial<Record<ProviderName, (scene: Scene) => void>>;

/** Both sides go on without us. */
const whileAway = (scene: Scene): void => {
  edit(scene);
  addToOutlook(scene, outlookPerson('Bo'));
};
const lost = (provider: keyof typeof lose) => async (scene: Scene) => {
  await withAnna(scene);
  lose[provider](scene);
  whileAway(scene);
  await runUntilCalm(scene);
};
const caughtUp = inStep(notary, 'Bo Berg <bo@example.org>');

async function cutOff(scene: Scene): Promise<void> {
  const [sync] = await listSyncs(scene.ports, caller);
  await click(scene, (ports) => disconnect(ports, caller, sync?.right.connection ?? ''));
}

export const grants: readonly Scenario[] = [
  {
    name: 'a token that has run out and is exchanged for new ones in the middle of a slice',
    setUp: async (scene) => {
      await withAnna(scene);
      await sleepUntil(scene, scene.world.now() + anHourMs);
    },
    act: async (scene) => edit(scene),
    expected: inStep(notary),
  },
  {
    name: 'a good token that Graph refuses in the middle of a slice',
    setUp: withAnna,
    act: async (scene) => {
      scene.world.strikeNext('microsoft.tokenExpired', 1);
      edit(scene);
    },
    expected: inStep(notary),
  },
  {
    name: 'a lost grant of the mailbox',
    setUp: withAnna,
    act: async (scene) => {
      lose.microsoft(scene);
      edit(scene);
    },
    expected: ended([notary], [anna], { state: 'paused' }),
  },
  {
    name: 'a lost grant of Clio',
    setUp: withAnna,
    act: async (scene) => {
      lose.clio(scene);
      edit(scene);
    },
    expected: ended([notary], [anna], { state: 'paused' }),
  },
  {
    name: 'authorizing the mailbox again',
    setUp: lost('microsoft'),
    act: (scene) => authorizeAgain(scene, 'microsoft'),
    expected: caughtUp,
  },
  {
    name: 'signing in with Clio again',
    setUp: lost('clio'),
    act: (scene) => authorizeAgain(scene, 'clio'),
    expected: caughtUp,
  },
  {
    name: 'disconnecting the mailbox while an edit is on its way',
    setUp: withAnna,
    act: async (scene) => {
      await cutOff(scene);
      edit(scene);
    },
    expected: ended([notary], [anna], { state: 'stopped' }),
  },
  {
    name: 'connecting a disconnected mailbox again, and a new start',
    setUp: async (scene) => {
      await withAnna(scene);
      await cutOff(scene);
      await runUntilCalm(scene);
      whileAway(scene);
    },
    act: async (scene) => {
      await authorizeAgain(scene, 'microsoft');
      await scan(scene);
      await untilPreviewed(scene);
      await start(scene);
    },
    expected: caughtUp,
  },
];
