import { addToClio, clioPerson, editInClio, inClio } from '../cards.ts';
import { ring, runFor, runUntilCalm, sleepUntil } from '../clockwork.ts';
import { goLive, reply, scan, start, stop, untilPreviewed } from '../person.ts';
import { inStep, type Scenario } from '../scenario.ts';
import { mailbox, type Scene } from '../scene.ts';
import { unheard } from '../unheard.ts';

const dayMs = 24 * 60 * 60_000;
const kept = clioPerson('Anna', { title: 'Kept' });
const other = clioPerson('Anna', { email_addresses: [{ name: 'Work', address: 'a@home.example' }] });
/** Nineteen, so that the next one in a plan is the last of its stride. */
const crowd = Array.from('BCDEFGHIJKLMNOPQRST', (letter) => clioPerson(`${letter}o`));
const linesOf = (people: typeof crowd): readonly string[] =>
  people.map(({ first_name = '' }) => `${first_name} Berg <${first_name?.toLowerCase()}@example.org>`);

/** What both had, Clio has twice. */
const double = 'Anna Berg, Kept <a@home.example> <a@home.example> <anna@example.org>';
const survivor = 'Anna Berg, Kept <a@home.example> <anna@example.org>';

const withTwoAnnas = async (scene: Scene): Promise<void> => {
  addToClio(scene, kept, other);
  await goLive(scene);
};
/** The card of the one that will be kept is gone from Outlook. */
async function withKeptReleased(scene: Scene): Promise<void> {
  await withTwoAnnas(scene);
  removeKeptCard(scene);
  await runUntilCalm(scene);
}
function removeKeptCard({ outlook }: Scene): void {
  const card = outlook.list().find(({ jobTitle }) => jobTitle === 'Kept');
  outlook.remove(card?.id ?? '');
}
/** The one that will be kept was typed in a second time: a double of the other, and so without a card of its own. */
const addDouble = (scene: Scene): void => {
  const email_addresses = ['a@home.example', 'anna@example.org'].map((address) => ({ name: 'Work', address }));
  addToClio(scene, clioPerson('Anna', { title: 'Kept', email_addresses }));
};
const withOther = async (scene: Scene): Promise<void> => {
  addToClio(scene, other);
  await goLive(scene);
};
const withKeptHeld = async (scene: Scene): Promise<void> => {
  await withOther(scene);
  addDouble(scene);
  await runUntilCalm(scene);
};
const asTheNightComes = (prepare: (scene: Scene) => Promise<void>) => async (scene: Scene) => {
  await prepare(scene);
  await sleepUntil(scene, scene.world.now() + dayMs + 60_000);
};

/** The cursor is dead, and what it would have told comes with everything else. */
async function lookAtEverything(scene: Scene): Promise<void> {
  scene.sandbox.microsoft.expireDeltaTokens(mailbox.email);
  await ring(scene);
}

/** All Annas into the one that is kept. */
function mergeAnnas({ sandbox }: Scene): void {
  const { contacts } = sandbox.clio;
  const annas = contacts.list().filter(({ first_name }) => first_name === 'Anna');
  const winner = annas.find(({ title }) => title === 'Kept');
  for (const { id } of annas) if (winner && id !== winner.id) contacts.merge(winner.id, id);
}

/** Clio tells of the delete, and what it tells of the one that is kept is lost. */
function mergeHalfHeard(scene: Scene): void {
  const end = scene.sandbox.clio.contacts.watch(() => scene.world.awkward.set('clio.webhookLost', { rate: 1 }));
  mergeAnnas(scene);
  end();
  scene.world.awkward.set('clio.webhookLost', undefined);
}

export const merges: readonly Scenario[] = [
  {
    name: 'two cards merged in Clio that both have one in Outlook',
    setUp: withTwoAnnas,
    act: async (scene) => mergeAnnas(scene),
    expected: inStep(survivor),
  },
  {
    name: 'a merge in Clio whose survivor has no card in Outlook and takes over the other one',
    setUp: withKeptReleased,
    act: async (scene) => mergeAnnas(scene),
    expected: inStep(survivor),
  },
  {
    name: 'a merge in Clio whose survivor has no card in Outlook, when only the full pass of the night finds it',
    setUp: asTheNightComes(async (scene) => {
      await withKeptReleased(scene);
      unheard(scene, () => mergeAnnas(scene));
    }),
    act: ring,
    expected: inStep(survivor),
  },
  {
    name: 'a merge in Clio whose survivor is held',
    setUp: withKeptHeld,
    act: async (scene) => mergeAnnas(scene),
    expected: inStep(double),
  },
  {
    name: 'a merge in Clio into somebody typed in since, both found by a full pass',
    setUp: withOther,
    act: async (scene) => {
      unheard(scene, () => {
        addDouble(scene);
        mergeAnnas(scene);
      });
      await lookAtEverything(scene);
    },
    expected: inStep(double),
  },
];

/** Each of these passes the same points as one of those above. */
export const moreMerges: readonly Scenario[] = [
  {
    name: 'two cards merged that both have one in Outlook, when only the full pass of the night finds it',
    setUp: asTheNightComes(async (scene) => {
      await withTwoAnnas(scene);
      unheard(scene, () => mergeAnnas(scene));
    }),
    act: ring,
    expected: inStep(survivor),
  },
  {
    name: 'a merge in Clio of which only half is told',
    setUp: withKeptReleased,
    act: async (scene) => mergeHalfHeard(scene),
    expected: inStep(survivor),
  },
  {
    name: 'a merge in Clio of which a poll finds one half and the full pass of the night the other',
    setUp: asTheNightComes(async (scene) => {
      await withKeptReleased(scene);
      unheard(scene, () => mergeAnnas(scene));
      await ring(scene);
      await runUntilCalm(scene);
    }),
    act: ring,
    expected: inStep(survivor),
  },
  {
    name: 'a merge in Clio while the sync is stopped, and a new start',
    setUp: async (scene) => {
      await withKeptReleased(scene);
      await stop(scene);
      mergeAnnas(scene);
      await scan(scene);
      await untilPreviewed(scene);
    },
    act: start,
    expected: inStep(survivor),
  },
  {
    name: 'a merge in Clio of somebody held into the one with a card',
    setUp: async (scene) => {
      addToClio(scene, kept);
      await goLive(scene);
      addToClio(scene, clioPerson('Anna', { phone_numbers: [{ name: 'Work', number: '+1 416 555 0101' }] }));
      await runUntilCalm(scene);
    },
    act: async (scene) => mergeAnnas(scene),
    expected: inStep('Anna Berg, Kept <anna@example.org> <anna@example.org> 14165550101'),
  },
  {
    name: 'three merged into one without a card',
    setUp: async (scene) => {
      addToClio(scene, clioPerson('Anna', { email_addresses: [{ name: 'Work', address: 'anna@third.example' }] }));
      await withKeptReleased(scene);
    },
    act: async (scene) => mergeAnnas(scene),
    expected: inStep('Anna Berg, Kept <a@home.example> <anna@example.org> <anna@third.example>'),
  },
  {
    name: 'a merge in Clio whose survivor is deleted there too, of which nobody is told',
    setUp: async (scene) => {
      addToClio(scene, ...crowd.slice(0, 4));
      await withKeptReleased(scene);
    },
    act: async (scene) => {
      mergeAnnas(scene);
      await runFor(scene, 20_000);
      unheard(scene, () => scene.sandbox.clio.contacts.remove(inClio(scene, 'Anna')));
    },
    expected: inStep(...linesOf(crowd.slice(0, 4))),
  },
  {
    name: 'a merge in Clio that a full pass finds among so much else that its survivor has its turn much later',
    setUp: async (scene) => {
      addToClio(scene, ...crowd);
      await withKeptReleased(scene);
      unheard(scene, () => {
        for (const { first_name } of crowd) editInClio(scene, first_name ?? '', { title: 'Notary' });
        mergeAnnas(scene);
      });
    },
    act: lookAtEverything,
    expected: inStep(survivor, ...linesOf(crowd).map((line) => line.replace(' Berg', ' Berg, Notary'))),
  },
  {
    name: 'a merge in Clio, and a list that shows how Clio was before',
    setUp: withKeptReleased,
    act: async (scene) => {
      const before = scene.world.now() - 5_000;
      mergeAnnas(scene);
      await runUntilCalm(scene);
      scene.world.awkward.set('clio.staleList', { rate: 0, amount: scene.world.now() - before });
      scene.sandbox.microsoft.expireDeltaTokens(mailbox.email);
      scene.atRequest(
        ({ url }) => url.includes('/contacts.json?') && !/[?&](?:ids|updated_since)/u.test(url),
        () => scene.world.strikeNext('clio.staleList', 1),
      );
      await ring(scene);
    },
    expected: inStep(survivor),
  },
  {
    name: 'a merge in Clio while it is not known whether its survivor was sent to Outlook again',
    setUp: async (scene) => {
      addToClio(scene, kept, other);
      await goLive(scene, { deletes: { left: 'propagate', right: 'ask' } });
      removeKeptCard(scene);
      await runUntilCalm(scene);
    },
    act: async (scene) => {
      mergeAnnas(scene);
      await runFor(scene, 50_000);
      scene.atRequest(
        ({ url }) => url.endsWith('/$batch'),
        () => scene.world.strikeNext('microsoft.timeoutAfterCommit', 1),
      );
      await reply(scene, 'Anna Berg', 'resend');
    },
    expected: inStep(survivor),
  },
];
