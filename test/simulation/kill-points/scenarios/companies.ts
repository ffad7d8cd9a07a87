import { addToClio, addToOutlook, clioPerson, editInClio, editInOutlook, outlookPerson } from '../cards.ts';
import { ring, runUntilCalm } from '../clockwork.ts';
import { goLive } from '../person.ts';
import { ended, type Scenario } from '../scenario.ts';
import type { Scene } from '../scene.ts';
import { unheard } from '../unheard.ts';

const annaAtAcme = 'Anna Berg @ Acme <anna@example.org>';
const number = '+1 416 555 0199';
const acmeWithNumber = '[Acme] 14165550199';

const withAnna = async (scene: Scene): Promise<void> => {
  addToClio(scene, clioPerson('Anna'));
  await goLive(scene);
};
/** Acme was made along the way, for Anna's card. */
const withByProduct = async (scene: Scene): Promise<void> => {
  await withAnna(scene);
  editInOutlook(scene, 'Anna', { companyName: 'Acme' });
  await runUntilCalm(scene);
};

export const companies: readonly Scenario[] = [
  {
    name: 'an edit in Outlook that names a company which Clio lacks',
    setUp: withAnna,
    act: async (scene) => editInOutlook(scene, 'Anna', { companyName: 'Acme' }),
    expected: ended(['[Acme]', annaAtAcme], [annaAtAcme]),
  },
  {
    name: 'the same edit, when only a rung poll finds it',
    setUp: withAnna,
    act: async (scene) => {
      unheard(scene, () => editInOutlook(scene, 'Anna', { companyName: 'Acme' }));
      await ring(scene);
    },
    expected: ended(['[Acme]', annaAtAcme], [annaAtAcme]),
  },
  {
    name: 'two new people in Outlook who name the same company, which Clio lacks',
    setUp: withAnna,
    act: async (scene) =>
      addToOutlook(scene, outlookPerson('Bo', { companyName: 'Acme' }), outlookPerson('Cy', { companyName: 'acme' })),
    expected: ended(
      ['Anna Berg <anna@example.org>', 'Bo Berg @ Acme <bo@example.org>', 'Cy Berg @ Acme <cy@example.org>', '[Acme]'],
      ['Anna Berg <anna@example.org>', 'Bo Berg @ Acme <bo@example.org>', 'Cy Berg @ acme <cy@example.org>'],
    ),
    // Whoever finds Cy's card after a death cannot tell Clio's spelling of the company from an edit in Clio.
    or: ended(
      ['Anna Berg <anna@example.org>', 'Bo Berg @ Acme <bo@example.org>', 'Cy Berg @ Acme <cy@example.org>', '[Acme]'],
      ['Anna Berg <anna@example.org>', 'Bo Berg @ Acme <bo@example.org>', 'Cy Berg @ Acme <cy@example.org>'],
    ),
  },
  {
    name: 'a company made along the way that says more than its name now',
    setUp: withByProduct,
    act: async (scene) => editInClio(scene, 'Acme', { phone_numbers: [{ name: 'Work', number }] }),
    expected: ended([acmeWithNumber, annaAtAcme], [acmeWithNumber, annaAtAcme]),
  },
  {
    name: 'a company card from Outlook',
    setUp: withAnna,
    act: async (scene) => addToOutlook(scene, { companyName: 'Acme', businessPhones: [number] }),
    expected: ended(['Anna Berg <anna@example.org>', acmeWithNumber], ['Anna Berg <anna@example.org>', acmeWithNumber]),
  },
  {
    name: 'a company card from Outlook that Concord made in Clio along the way before',
    setUp: withByProduct,
    act: async (scene) => addToOutlook(scene, { companyName: 'Acme', businessPhones: [number] }),
    expected: ended([acmeWithNumber, annaAtAcme], [acmeWithNumber, annaAtAcme]),
  },
  {
    name: 'a company made along the way that gets a number in Clio while Outlook gets a card of it',
    setUp: withByProduct,
    act: async (scene) => {
      unheard(scene, () => {
        editInClio(scene, 'Acme', { phone_numbers: [{ name: 'Work', number }] });
        addToOutlook(scene, { companyName: 'Acme', businessPhones: [number] });
      });
      await ring(scene);
    },
    expected: ended([acmeWithNumber, annaAtAcme], [acmeWithNumber, annaAtAcme], { waiting: ['Acme', 'Acme'] }),
  },
];
