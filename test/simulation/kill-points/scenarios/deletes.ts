import type { DeletePolicies } from '@concord/core';
import {
  addToClio,
  addToOutlook,
  clioPerson,
  editInClio,
  editInOutlook,
  moveInOutlook,
  outlookPerson,
  removeFromClio,
  removeFromOutlook,
} from '../cards.ts';
import { runUntilCalm } from '../clockwork.ts';
import { goLive, reply, scan, start, stop, untilPreviewed } from '../person.ts';
import { ended, inStep, type Scenario } from '../scenario.ts';
import type { Scene } from '../scene.ts';

const anna = 'Anna Berg <anna@example.org>';
const bo = 'Bo Berg <bo@example.org>';
const notary = 'Anna Berg, Notary <anna@example.org>';

const withTwo = async (scene: Scene): Promise<void> => {
  addToClio(scene, clioPerson('Anna'), clioPerson('Bo'));
  await goLive(scene);
};
const after = (deed: (scene: Scene) => Promise<void> | void) => async (scene: Scene) => {
  await withTwo(scene);
  await deed(scene);
  await runUntilCalm(scene);
};
/** Deleted in Clio while it was changed in Outlook: a person is asked. */
const deletedAndEdited = (scene: Scene): void => {
  removeFromClio(scene, 'Anna');
  editInOutlook(scene, 'Anna', { jobTitle: 'Notary' });
};
const released = (scene: Scene): void => removeFromOutlook(scene, 'Anna');

export const deletes: readonly Scenario[] = [
  {
    name: 'somebody deleted in Clio',
    setUp: withTwo,
    act: async (scene) => removeFromClio(scene, 'Anna'),
    expected: inStep(bo),
  },
  {
    name: 'somebody deleted in Outlook, who stays in Clio',
    setUp: withTwo,
    act: async (scene) => released(scene),
    expected: ended([anna, bo], [bo]),
  },
  {
    name: 'somebody deleted on both sides at once',
    setUp: withTwo,
    act: async (scene) => {
      removeFromClio(scene, 'Anna');
      removeFromOutlook(scene, 'Anna');
    },
    expected: inStep(bo),
  },
  {
    name: 'somebody deleted in Clio who is changed in Outlook',
    setUp: withTwo,
    act: async (scene) => deletedAndEdited(scene),
    expected: ended([bo], [notary, bo], { waiting: ['Anna Berg'] }),
  },
  {
    name: 'the answer that somebody deleted in Clio is wanted there all the same',
    setUp: after(deletedAndEdited),
    act: (scene) => reply(scene, 'Anna Berg', 'resend'),
    expected: inStep(notary, bo),
  },
  {
    name: 'the answer that somebody deleted in Clio stays as it is',
    setUp: after(deletedAndEdited),
    act: (scene) => reply(scene, 'Anna Berg', 'keep'),
    expected: ended([bo], [notary, bo]),
  },
  {
    name: 'somebody restored from Deleted Items while Clio has an edit',
    setUp: after(released),
    act: async (scene) => {
      moveInOutlook(scene, 'Anna', 'Contacts');
      editInClio(scene, 'Anna', { title: 'Notary' });
    },
    expected: inStep(notary, bo),
  },
  {
    name: 'somebody deleted in Outlook and made there anew',
    setUp: after(released),
    act: async (scene) => addToOutlook(scene, outlookPerson('Anna', { jobTitle: 'Notary' })),
    expected: inStep(notary, bo),
  },
  {
    name: 'Stop, and a new start that sends again what was deleted in Outlook',
    setUp: async (scene) => {
      await after(released)(scene);
      await stop(scene);
    },
    act: async (scene) => {
      await scan(scene);
      await untilPreviewed(scene);
      await start(scene);
    },
    expected: inStep(anna, bo),
  },
  {
    name: 'somebody moved to another folder',
    setUp: withTwo,
    act: async (scene) => moveInOutlook(scene, 'Anna', 'Private'),
    expected: ended([anna, bo], [bo, `Private: ${anna}`]),
  },
  {
    name: 'somebody who comes back from another folder, with an edit in Clio meanwhile',
    setUp: after(async (scene) => {
      moveInOutlook(scene, 'Anna', 'Private');
      await runUntilCalm(scene);
      editInClio(scene, 'Anna', { title: 'Notary' });
    }),
    act: async (scene) => moveInOutlook(scene, 'Anna', 'Contacts'),
    expected: inStep(notary, bo),
  },
];

const withPolicy = (deletes: DeletePolicies) => async (scene: Scene) => {
  addToClio(scene, clioPerson('Anna'), clioPerson('Bo'));
  await goLive(scene, { deletes });
};
const asking = withPolicy({ left: 'ask', right: 'ask' });
const askedIn = (remove: (scene: Scene, name: string) => void) => async (scene: Scene) => {
  await asking(scene);
  remove(scene, 'Anna');
  await runUntilCalm(scene);
};

export const deletePolicies: readonly Scenario[] = [
  {
    name: 'somebody deleted in Outlook, when that is to be carried on',
    setUp: withPolicy({ left: 'propagate', right: 'propagate' }),
    act: async (scene) => removeFromOutlook(scene, 'Anna'),
    expected: inStep(bo),
  },
  {
    name: 'somebody deleted in Clio, when Outlook is to keep them',
    setUp: withPolicy({ left: 'release', right: 'release' }),
    act: async (scene) => removeFromClio(scene, 'Anna'),
    expected: ended([bo], [anna, bo]),
  },
  {
    name: 'somebody deleted in Clio, when a person is to be asked',
    setUp: asking,
    act: async (scene) => removeFromClio(scene, 'Anna'),
    expected: ended([bo], [anna, bo], { waiting: ['Anna Berg'] }),
  },
  {
    name: 'the answer that somebody deleted in Clio is to go from Outlook too',
    setUp: askedIn(removeFromClio),
    act: (scene) => reply(scene, 'Anna Berg', 'delete'),
    expected: inStep(bo),
  },
  {
    name: 'the answer that somebody deleted in Outlook is to go from Clio too',
    setUp: askedIn(removeFromOutlook),
    act: (scene) => reply(scene, 'Anna Berg', 'delete'),
    expected: inStep(bo),
  },
  {
    name: 'the answer that somebody deleted in Outlook is to be sent there again',
    setUp: askedIn(removeFromOutlook),
    act: (scene) => reply(scene, 'Anna Berg', 'resend'),
    expected: inStep(anna, bo),
  },
];
