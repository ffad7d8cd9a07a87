import { isWrite } from '../../stage/request-kinds.ts';
import {
  addToClio,
  addToGoogle,
  addToOutlook,
  clioPerson,
  editInClio,
  editInGoogle,
  googlePerson,
  inGoogle,
  outlookPerson,
  removeFromClio,
  removeFromGoogle,
} from '../cards.ts';
import { ring, runFor, sleepUntil } from '../clockwork.ts';
import { authorizeAgain, goLive, scan, start, untilPreviewed } from '../person.ts';
import { ended, inStepWithGoogle, type Scenario } from '../scenario.ts';
import { mailbox, type Scene } from '../scene.ts';

const anna = 'Anna Berg <anna@example.org>';
const bo = 'Bo Berg <bo@example.org>';
const cy = 'Cy Berg <cy@example.org>';
const notary = 'Anna Berg, Notary <anna@example.org>';
const minuteMs = 60_000;
/** What Google says that its lists may lag behind, and a look after that. */
const afterLagMs = 7 * minuteMs;

/** Nobody is told of what happens in Google: the looks come by themselves, and one is asked for at once. */
const google = { begins: ['google'], patient: true } as const;
const both = { begins: ['microsoft', 'google'], patient: true } as const;

const live =
  (...people: readonly string[]) =>
  async (scene: Scene): Promise<void> => {
    addToClio(scene, ...people.map((name) => clioPerson(name)));
    await goLive(scene);
    await runFor(scene, afterLagMs);
  };
const lookedAt =
  (deed: (scene: Scene) => void) =>
  async (scene: Scene): Promise<void> => {
    deed(scene);
    await ring(scene);
  };

export const googleSyncs: readonly Scenario[] = [
  {
    ...google,
    name: 'a first run with Google in both directions, in batches',
    setUp: async (scene) => {
      addToClio(scene, clioPerson('Anna'), clioPerson('Bo'), clioPerson('Cy'));
      addToGoogle(scene, googlePerson('Dan'), googlePerson('Eve'), googlePerson('Anna'));
      await scan(scene);
      await untilPreviewed(scene);
    },
    act: start,
    expected: inStepWithGoogle(anna, bo, cy, 'Dan Berg <dan@example.org>', 'Eve Berg <eve@example.org>'),
  },
  {
    ...google,
    name: 'several who are new in Clio and in Google',
    setUp: live('Anna'),
    act: lookedAt((scene) => {
      addToClio(scene, clioPerson('Bo'), clioPerson('Cy'));
      addToGoogle(scene, googlePerson('Dan'), googlePerson('Eve'));
    }),
    expected: inStepWithGoogle(anna, bo, cy, 'Dan Berg <dan@example.org>', 'Eve Berg <eve@example.org>'),
  },
  {
    ...google,
    name: 'a batch of creates of which Google does a part and does not answer',
    setUp: live('Anna'),
    act: async (scene) => {
      scene.world.strikeNext('google.timeoutAfterCommit', 1);
      addToClio(scene, clioPerson('Bo'), clioPerson('Cy'));
      await ring(scene);
      await runFor(scene, afterLagMs);
    },
    expected: inStepWithGoogle(anna, bo, cy),
  },
  {
    ...google,
    name: 'edits of different details in Clio and in Google',
    setUp: live('Anna'),
    act: lookedAt((scene) => {
      editInClio(scene, 'Anna', { title: 'Notary' });
      editInGoogle(scene, 'Anna', { phoneNumbers: [{ value: '+1 416 555 0100', type: 'mobile' }] });
    }),
    expected: inStepWithGoogle('Anna Berg, Notary <anna@example.org> 14165550100'),
  },
  {
    ...google,
    name: 'edits of several in Clio, one of whom is edited in Google just then',
    setUp: live('Anna', 'Bo', 'Cy'),
    act: async (scene) => {
      for (const name of ['Anna', 'Bo', 'Cy']) editInClio(scene, name, { title: 'Notary' });
      scene.atRequest(isWrite, () => editInGoogle(scene, 'Bo', { names: [{ givenName: 'Bob', familyName: 'Berg' }] }));
      await ring(scene);
      await runFor(scene, 2 * minuteMs);
    },
    expected: inStepWithGoogle(notary, 'Bob Berg, Notary <bo@example.org>', 'Cy Berg, Notary <cy@example.org>'),
  },
  {
    ...google,
    name: 'somebody whom Google gives another resource name, edited under it',
    setUp: live('Anna'),
    act: lookedAt((scene) => {
      scene.google.rename(inGoogle(scene, 'Anna'));
      editInGoogle(scene, 'Anna', { organizations: [{ title: 'Notary' }] });
    }),
    expected: inStepWithGoogle(notary),
  },
  {
    ...google,
    name: 'somebody deleted in Clio, of two in Google',
    setUp: live('Anna', 'Bo'),
    act: async (scene) => {
      removeFromClio(scene, 'Anna');
      await runFor(scene, 3 * minuteMs);
    },
    expected: inStepWithGoogle(bo),
  },
  {
    ...google,
    name: 'somebody deleted in Google, who stays in Clio',
    setUp: live('Anna', 'Bo'),
    act: lookedAt((scene) => removeFromGoogle(scene, 'Anna')),
    expected: ended([anna, bo], [], { google: [bo] }),
  },
  {
    ...google,
    name: 'a sync token that Google takes no more',
    setUp: live('Anna'),
    act: lookedAt((scene) => {
      scene.sandbox.google.expireSyncTokens(mailbox.email);
      addToGoogle(scene, googlePerson('Bo'));
      editInClio(scene, 'Anna', { title: 'Notary' });
    }),
    expected: inStepWithGoogle(notary, bo),
  },
];

const loseGoogle = (scene: Scene): void => scene.sandbox.google.act(mailbox.email, 'removeApp');

export const googleGrants: readonly Scenario[] = [
  {
    ...google,
    name: 'a token of Google that has run out, in the middle of a slice',
    setUp: live('Anna'),
    act: async (scene) => {
      await sleepUntil(scene, scene.world.now() + 61 * minuteMs);
      editInClio(scene, 'Anna', { title: 'Notary' });
      await ring(scene);
    },
    expected: inStepWithGoogle(notary),
  },
  {
    ...google,
    name: 'a lost grant of Google',
    setUp: live('Anna'),
    act: lookedAt((scene) => {
      loseGoogle(scene);
      editInClio(scene, 'Anna', { title: 'Notary' });
    }),
    expected: ended([notary], [], { google: [anna], state: 'paused' }),
  },
  {
    ...google,
    name: 'a session that a Workspace has ended, and authorizing Google again',
    setUp: async (scene) => {
      await live('Anna')(scene);
      scene.sandbox.google.act(mailbox.email, 'endSession');
      editInClio(scene, 'Anna', { title: 'Notary' });
      addToGoogle(scene, googlePerson('Bo'));
      await runFor(scene, 2 * minuteMs);
    },
    act: (scene) => authorizeAgain(scene, 'google'),
    expected: inStepWithGoogle(notary, bo),
  },
];

export const bothClouds: readonly Scenario[] = [
  {
    ...both,
    name: 'two first runs of one member at the same time',
    setUp: async (scene) => {
      addToClio(scene, clioPerson('Anna'));
      addToOutlook(scene, outlookPerson('Bo'));
      addToGoogle(scene, googlePerson('Cy'));
      await scan(scene);
      await untilPreviewed(scene);
      scene.atOnce = 2;
    },
    act: async (scene) => {
      scene.atOnce = 2;
      await start(scene);
    },
    expected: ended([anna, bo, cy], [anna, bo, cy], { google: [anna, bo, cy] }),
  },
  {
    ...both,
    name: 'an edit in one mailbox that goes to the other by Clio',
    setUp: live('Anna'),
    act: lookedAt((scene) => editInGoogle(scene, 'Anna', { organizations: [{ title: 'Notary' }] })),
    expected: ended([notary], [notary], { google: [notary] }),
  },
  {
    ...both,
    name: 'somebody deleted in Clio, whom both mailboxes have',
    setUp: live('Anna', 'Bo'),
    act: async (scene) => {
      removeFromClio(scene, 'Anna');
      await runFor(scene, 3 * minuteMs);
    },
    expected: ended([bo], [bo], { google: [bo] }),
  },
];
