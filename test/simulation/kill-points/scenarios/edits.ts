import {
  addToClio,
  addToOutlook,
  clioPerson,
  editInClio,
  editInOutlook,
  inClio,
  outlookPerson,
  removeFromOutlook,
} from '../cards.ts';
import { ring } from '../clockwork.ts';
import { goLive } from '../person.ts';
import { ended, inStep, type Scenario } from '../scenario.ts';
import type { Scene } from '../scene.ts';
import { unheard } from '../unheard.ts';

const withAnna = async (scene: Scene): Promise<void> => {
  addToClio(scene, clioPerson('Anna'));
  await goLive(scene);
};
const phone = { mobilePhone: '+1 416 555 0100' } as const;

export const edits: readonly Scenario[] = [
  {
    name: 'an edit in Clio',
    setUp: withAnna,
    act: async (scene) => editInClio(scene, 'Anna', { title: 'Notary' }),
    expected: inStep('Anna Berg, Notary <anna@example.org>'),
  },
  {
    name: 'an edit in Outlook',
    setUp: withAnna,
    act: async (scene) => editInOutlook(scene, 'Anna', { jobTitle: 'Notary' }),
    expected: inStep('Anna Berg, Notary <anna@example.org>'),
  },
  {
    name: 'edits of different details on both sides at once',
    setUp: withAnna,
    act: async (scene) => {
      editInClio(scene, 'Anna', { title: 'Notary' });
      editInOutlook(scene, 'Anna', phone);
    },
    expected: inStep('Anna Berg, Notary <anna@example.org> 14165550100'),
  },
  {
    name: 'edits of different details on both sides that only a rung poll finds',
    setUp: withAnna,
    act: async (scene) => {
      unheard(scene, () => {
        editInClio(scene, 'Anna', { title: 'Notary' });
        editInOutlook(scene, 'Anna', { givenName: 'Annabel' });
      });
      await ring(scene);
    },
    expected: inStep('Annabel Berg, Notary <anna@example.org>'),
  },
  {
    name: 'edits of the same detail on both sides at once',
    setUp: withAnna,
    act: async (scene) => {
      editInClio(scene, 'Anna', { title: 'Notary' });
      editInOutlook(scene, 'Anna', { jobTitle: 'Baker' });
    },
    expected: inStep('Anna Berg, Notary <anna@example.org>'),
  },
  {
    name: 'an address corrected in Outlook while Clio gets another one',
    setUp: withAnna,
    act: async (scene) => {
      const [row] = scene.sandbox.clio.contacts.get(inClio(scene, 'Anna'))?.email_addresses ?? [];
      const known = { id: row?.id ?? 0, address: 'anna@example.org', name: 'Work' };
      editInClio(scene, 'Anna', { email_addresses: [known, { name: 'Home', address: 'a@home.example' }] });
      editInOutlook(scene, 'Anna', { emailAddresses: [{ address: 'anna.berg@example.org' }] });
    },
    expected: inStep('Anna Berg <a@home.example> <anna.berg@example.org>'),
  },
  {
    name: 'an edit in Outlook while the one in Clio is on its way there',
    setUp: withAnna,
    act: async (scene) => {
      scene.atRequest(
        ({ url }) => url.endsWith('/$batch'),
        () => editInOutlook(scene, 'Anna', phone),
      );
      editInClio(scene, 'Anna', { title: 'Notary' });
    },
    expected: inStep('Anna Berg, Notary <anna@example.org> 14165550100'),
  },
  {
    name: 'people made, edited and deleted on both sides, all found by one rung poll',
    setUp: async (scene) => {
      addToClio(scene, clioPerson('Anna'), clioPerson('Bo'), clioPerson('Cy'));
      await goLive(scene);
    },
    act: async (scene) => {
      unheard(scene, () => {
        addToClio(scene, clioPerson('Dan'));
        addToOutlook(scene, outlookPerson('Eve'));
        editInClio(scene, 'Anna', { title: 'Judge' });
        editInOutlook(scene, 'Anna', { givenName: 'Annabel' });
        editInOutlook(scene, 'Bo', { jobTitle: 'Notary' });
        removeFromOutlook(scene, 'Cy');
      });
      await ring(scene);
    },
    expected: ended(
      [
        'Annabel Berg, Judge <anna@example.org>',
        'Bo Berg, Notary <bo@example.org>',
        'Cy Berg <cy@example.org>',
        'Dan Berg <dan@example.org>',
        'Eve Berg <eve@example.org>',
      ],
      [
        'Annabel Berg, Judge <anna@example.org>',
        'Bo Berg, Notary <bo@example.org>',
        'Dan Berg <dan@example.org>',
        'Eve Berg <eve@example.org>',
      ],
    ),
  },
];
