import { addToClio, addToOutlook, clioPerson, outlookPerson } from '../cards.ts';
import { ring, runFor, sleepUntilDue } from '../clockwork.ts';
import { goLive } from '../person.ts';
import { ended, inStep, type Scenario } from '../scenario.ts';
import type { Scene } from '../scene.ts';
import { unheard } from '../unheard.ts';

const anna = 'Anna Berg <anna@example.org>';
const bo = 'Bo Berg <bo@example.org>';
const cy = 'Cy Berg <cy@example.org>';

const withAnna = async (scene: Scene): Promise<void> => {
  addToClio(scene, clioPerson('Anna'));
  await goLive(scene);
};

export const creates: readonly Scenario[] = [
  {
    name: 'somebody new in Clio',
    setUp: withAnna,
    act: async (scene) => addToClio(scene, clioPerson('Bo')),
    expected: inStep(anna, bo),
  },
  {
    name: 'somebody new in Outlook',
    setUp: withAnna,
    act: async (scene) => addToOutlook(scene, outlookPerson('Bo')),
    expected: inStep(anna, bo),
  },
  {
    name: 'the same person typed in on both sides at once',
    setUp: withAnna,
    act: async (scene) => {
      addToClio(scene, clioPerson('Bo', { title: 'Notary' }));
      addToOutlook(scene, outlookPerson('Bo', { mobilePhone: '+1 416 555 0100' }));
    },
    expected: inStep(anna, 'Bo Berg, Notary <bo@example.org> 14165550100'),
  },
  {
    name: 'two namesakes, one on each side',
    setUp: withAnna,
    act: async (scene) => {
      addToClio(scene, clioPerson('Bo'));
      addToOutlook(scene, outlookPerson('Bo', { emailAddresses: [{ address: 'bo@elsewhere.example' }] }));
    },
    expected: inStep(anna, bo, 'Bo Berg <bo@elsewhere.example>'),
  },
  {
    name: 'somebody new on each side whom only a rung poll finds',
    setUp: withAnna,
    act: async (scene) => {
      unheard(scene, () => {
        addToClio(scene, clioPerson('Bo'));
        addToOutlook(scene, outlookPerson('Cy'));
      });
      await ring(scene);
    },
    expected: inStep(anna, bo, cy),
  },
  {
    name: 'somebody new whom nobody told of and the poll of the hour finds',
    setUp: async (scene) => {
      await withAnna(scene);
      await sleepUntilDue(scene);
    },
    act: async (scene) => {
      unheard(scene, () => addToOutlook(scene, outlookPerson('Bo')));
      await runFor(scene, 45_000);
    },
    expected: inStep(anna, bo),
  },
  {
    name: 'a card without a name',
    setUp: withAnna,
    act: async (scene) => addToOutlook(scene, { emailAddresses: [{ address: 'nobody@example.org' }] }),
    expected: ended([anna], ['[] <nobody@example.org>', anna]),
  },
  {
    name: 'somebody new in Clio who has only a name',
    setUp: withAnna,
    act: async (scene) => addToClio(scene, clioPerson('Bo', { email_addresses: [] })),
    expected: inStep(anna, 'Bo Berg'),
  },
  {
    name: 'somebody new in Outlook who has only a name',
    setUp: withAnna,
    act: async (scene) => addToOutlook(scene, { givenName: 'Bo', surname: 'Berg' }),
    expected: inStep(anna, 'Bo Berg'),
  },
];
