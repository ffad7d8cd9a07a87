import type { HttpRequest } from '@concord/core';
import { addToClio, addToOutlook, clioPerson, editInClio, editInOutlook, outlookPerson } from '../cards.ts';
import { ring, runFor } from '../clockwork.ts';
import type { Moment } from '../lives.ts';
import { goLive } from '../person.ts';
import { inStep, type Scenario } from '../scenario.ts';
import { leaseMs, type Scene } from '../scene.ts';
import { unheard } from '../unheard.ts';

const anna = 'Anna Berg <anna@example.org>';
const notary = 'Anna Berg, Notary <anna@example.org>';
const bo = 'Bo Berg <bo@example.org>';

const withAnna = async (scene: Scene): Promise<void> => {
  addToClio(scene, clioPerson('Anna'));
  await goLive(scene);
};

export const troubles: readonly Scenario[] = [
  {
    name: 'a create in Outlook whose answer never comes',
    setUp: withAnna,
    act: async (scene) => {
      scene.world.strikeNext('microsoft.timeoutAfterCommit', 1);
      addToClio(scene, clioPerson('Bo'));
    },
    expected: inStep(anna, bo),
  },
  {
    name: 'a create in Clio whose answer never comes',
    setUp: withAnna,
    act: async (scene) => {
      scene.world.strikeNext('clio.timeoutAfterCommit', 1);
      addToOutlook(scene, outlookPerson('Bo'));
    },
    expected: inStep(anna, bo),
  },
  {
    name: 'a create in Clio whose answer never comes, while its lists lag behind',
    setUp: withAnna,
    act: async (scene) => {
      scene.world.awkward.set('clio.staleList', { rate: 1, amount: 8_000 });
      scene.world.strikeNext('clio.timeoutAfterCommit', 1);
      addToOutlook(scene, outlookPerson('Bo', { emailAddresses: [] }));
    },
    expected: inStep(anna, 'Bo Berg'),
  },
  {
    name: 'an edit in Clio whose answer never comes',
    setUp: withAnna,
    act: async (scene) => {
      scene.world.strikeNext('clio.timeoutAfterCommit', 1);
      editInOutlook(scene, 'Anna', { jobTitle: 'Notary' });
    },
    expected: inStep(notary),
  },
  {
    name: 'a batch of two of which Graph throttles one',
    setUp: withAnna,
    act: async (scene) => {
      scene.atRequest(
        ({ url }) => url.endsWith('/$batch'),
        () => scene.world.strikeNext('microsoft.batchItemThrottled', 1),
      );
      unheard(scene, () => {
        editInClio(scene, 'Anna', { title: 'Notary' });
        addToClio(scene, clioPerson('Bo'));
      });
      await ring(scene);
    },
    expected: inStep(notary, bo),
  },
  {
    name: 'Clio that turns a request down for a while',
    setUp: withAnna,
    act: async (scene) => {
      scene.atRequest(
        ({ method, url }) => method === 'PATCH' && url.includes('/clio/'),
        () => scene.world.strikeNext('clio.rateLimited', 1),
      );
      editInOutlook(scene, 'Anna', { jobTitle: 'Notary' });
    },
    expected: inStep(notary),
  },
];

/** Dies there, and is found again by nobody before its lease ends. */
const diedAt = (point: RegExp, when: Moment, deed: (scene: Scene) => void) => async (scene: Scene) => {
  await withAnna(scene);
  scene.lives.killNext(point, when);
  deed(scene);
  await runFor(scene, 1_000);
  if (scene.lives.killed() === undefined) throw new Error('Nobody died');
};
const newInClio = (scene: Scene): void => addToClio(scene, clioPerson('Bo'));
const newInMailbox = (scene: Scene): void => addToOutlook(scene, outlookPerson('Bo'));
const inBatch = /^merge transport POST \S+\/\$batch .*POST/u;
const inClio = /^merge transport POST \S+\/contacts$/u;

export const recoveries: readonly Scenario[] = [
  {
    name: 'recovering from a death after a create in Outlook',
    setUp: diedAt(inBatch, 'after', newInClio),
    act: ring,
    expected: inStep(anna, bo),
  },
  {
    name: 'recovering from a death before a create in Outlook',
    setUp: diedAt(inBatch, 'before', newInClio),
    act: ring,
    expected: inStep(anna, bo),
  },
  {
    name: 'recovering from a death after a create in Clio',
    setUp: diedAt(inClio, 'after', newInMailbox),
    act: ring,
    expected: inStep(anna, bo),
  },
  {
    name: 'recovering from a death before a create in Clio',
    setUp: diedAt(inClio, 'before', newInMailbox),
    act: ring,
    expected: inStep(anna, bo),
  },
  {
    name: 'recovering from a death between the pointers and the mapping of somebody new',
    setUp: diedAt(/^merge table.put SYNC\/MAP$/u, 'before', newInMailbox),
    act: ring,
    expected: inStep(anna, bo),
  },
];

export const queues: readonly Scenario[] = [
  {
    name: 'every message twice, and two workers at once',
    setUp: withAnna,
    act: async (scene) => {
      scene.atOnce = 2;
      unheard(scene, () => {
        editInClio(scene, 'Anna', { title: 'Notary' });
        newInMailbox(scene);
      });
      await ring(scene);
      await ring(scene);
    },
    expected: inStep(notary, bo),
  },
  {
    name: 'a queue that takes no message when Clio tells of an edit',
    setUp: withAnna,
    act: async (scene) => {
      scene.refuseMessages(1);
      editInClio(scene, 'Anna', { title: 'Notary' });
    },
    expected: inStep(notary),
  },
  {
    name: 'a queue that takes no message when a worker wants to go on',
    setUp: withAnna,
    act: async (scene) => {
      editInClio(scene, 'Anna', { title: 'Notary' });
      scene.atRequest(
        ({ url }) => url.endsWith('/$batch'),
        () => scene.refuseMessages(2),
      );
    },
    expected: inStep(notary),
  },
  {
    name: 'a worker that wakes up after its lease has ended and another has done its work',
    setUp: withAnna,
    act: async (scene) => {
      scene.atRequest(isBatchOfWrites, () => sleepOver(scene));
      unheard(scene, () => {
        editInClio(scene, 'Anna', { title: 'Notary' });
        newInMailbox(scene);
      });
      await ring(scene);
    },
    expected: inStep(notary, bo),
  },
];

const isBatchOfWrites = ({ url, body }: HttpRequest): boolean =>
  url.endsWith('/$batch') && body?.includes('PATCH') === true;

/** Time enough for the next worker to come and go. */
async function sleepOver(scene: Scene): Promise<void> {
  await runFor(scene, leaseMs);
  await ring(scene);
  await runFor(scene, leaseMs / 2);
}
