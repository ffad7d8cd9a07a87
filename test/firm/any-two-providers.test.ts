import type { DeletePolicies } from '@concord/core';
import { answer, createSync, requestScan, startSync, stopSync, syncView, waitingPage } from '@concord/engine';
import { describe, expect, it } from 'vitest';
import { type Card, createFirm, type Firm, type Mailbox } from './several-mailboxes.ts';

const minuteMs = 60_000;
/** Longer than Google's lists lag behind, and than the pause between two looks at it. */
const whileMs = 30 * minuteMs;

type Pair = {
  readonly firm: Firm;
  readonly microsoft: Mailbox;
  readonly google: Mailbox;
  /** Preview, start, and until it is live. */
  readonly goLive: () => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly answerAll: (said: 'delete') => Promise<void>;
};

/** Two accounts of one member, Microsoft on the left and Google on the right. Nothing of it has to do with Clio. */
async function pairOfBooks(deletes?: DeletePolicies): Promise<Pair> {
  const firm = await createFirm(['microsoft', 'google'], { oneMember: true, syncs: false });
  const [microsoft, google] = firm.mailboxes;
  if (microsoft === undefined || google === undefined) throw new Error('There are two mailboxes.');
  const { caller } = google;
  const { id } = await createSync(
    firm.ports,
    caller,
    { right: google.connection, itemType: 'contact' },
    microsoft.connection,
  );
  const until = async (state: string) => {
    for (let second = 0; second < 600; second += 1) {
      await firm.run(1_000);
      const view = await syncView(firm.ports, caller, id);
      if (view.state === state) return view;
      if (view.state === 'paused') throw new Error(view.sentence);
    }
    throw new Error(`It never becomes ${state}`);
  };
  return {
    firm,
    microsoft,
    google,
    goLive: async () => {
      const wish = { clioSyncOff: true, conflicts: 'left', ...(deletes ? { deletes } : {}) } as const;
      await requestScan(firm.ports, caller, id, wish);
      await startSync(firm.ports, caller, id, (await until('previewed')).preview?.run ?? '');
      await until('live');
    },
    stop: async () => {
      await stopSync(firm.ports, caller, id);
      await firm.run(minuteMs);
    },
    answerAll: async (said) => {
      const { rows } = await waitingPage(firm.ports, caller, id);
      await answer(firm.ports, caller, id, { answers: rows.map(({ mapping }) => ({ mapping, answer: said })) });
      await firm.run(whileMs);
    },
  };
}

const ann: Card = { first: 'Ann', last: 'Reyes', emails: ['ann@example.com'] };
const ben: Card = { first: 'Ben', last: 'Okafor', emails: ['ben@example.com'] };
const cleo: Card = { first: 'Cleo', last: 'Marsh', emails: ['cleo@example.com'] };

const namesIn = ({ cards }: Mailbox): readonly string[] =>
  cards()
    .map(({ first, last }) => `${first} ${last}`)
    .toSorted();

/** The id of who has this first name. */
function idOf(book: Mailbox, first: string): string {
  const id = book.ids()[book.cards().findIndex((card) => card.first === first)];
  if (id === undefined) throw new Error(`There is no ${first}.`);
  return id;
}

describe('Microsoft and Google, without Clio', () => {
  it('begin with everybody once on either side', async () => {
    const { firm, microsoft, google, goLive } = await pairOfBooks();
    for (const card of [ann, ben]) microsoft.add(card);
    for (const card of [{ ...ben, first: 'BEN' }, cleo]) google.add(card);
    await goLive();
    await firm.run(whileMs);
    expect(namesIn(microsoft)).toEqual(['Ann Reyes', 'Ben Okafor', 'Cleo Marsh']);
    expect(namesIn(google)).toHaveLength(3);
    expect(firm.clio()).toEqual([]);
  });

  it('carry edits and newcomers both ways', async () => {
    const { firm, microsoft, google, goLive } = await pairOfBooks();
    for (const card of [ann, ben]) microsoft.add(card);
    await goLive();
    await firm.run(whileMs);
    microsoft.rename(idOf(microsoft, 'Ann'), { ...ann, last: 'Reyes-Adler' });
    google.rename(idOf(google, 'Ben'), { ...ben, last: 'Okafor-Silva' });
    google.add(cleo);
    await firm.run(whileMs);
    const everybody = ['Ann Reyes-Adler', 'Ben Okafor-Silva', 'Cleo Marsh'];
    expect([namesIn(microsoft), namesIn(google)]).toEqual([everybody, everybody]);
  });

  it('follow the delete policy of either direction', async () => {
    const { firm, microsoft, google, goLive, answerAll } = await pairOfBooks({ left: 'ask', right: 'propagate' });
    for (const card of [ann, ben, cleo]) microsoft.add(card);
    await goLive();
    await firm.run(whileMs);
    google.remove(idOf(google, 'Ann'));
    microsoft.remove(idOf(microsoft, 'Ben'));
    await firm.run(whileMs);
    expect([namesIn(microsoft), namesIn(google)]).toEqual([['Cleo Marsh'], ['Ben Okafor', 'Cleo Marsh']]);
    await answerAll('delete');
    expect(namesIn(google)).toEqual(['Cleo Marsh']);
  });

  it('double nobody when started again after a stop', async () => {
    const { firm, microsoft, google, goLive, stop } = await pairOfBooks();
    for (const card of [ann, ben]) microsoft.add(card);
    await goLive();
    await firm.run(whileMs);
    await stop();
    microsoft.add(cleo);
    google.add(cleo);
    await firm.run(whileMs);
    await goLive();
    await firm.run(whileMs);
    const everybody = ['Ann Reyes', 'Ben Okafor', 'Cleo Marsh'];
    expect([namesIn(microsoft), namesIn(google)]).toEqual([everybody, everybody]);
  });

  it('are refused as a third sync of what Clio keeps in step with both, with a sentence', async () => {
    const { ports, mailboxes } = await createFirm(['microsoft', 'google'], { oneMember: true });
    const [microsoft, google] = mailboxes;
    const third = createSync(
      ports,
      google?.caller ?? { firm: '', member: '' },
      { right: google?.connection ?? '', itemType: 'contact' },
      microsoft?.connection,
    );
    await expect(third).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('a second sync would double them'),
    });
  });

  it('are refused the other way round as well, because that would be a circle', async () => {
    const { firm, microsoft, google } = await pairOfBooks();
    const back = createSync(
      firm.ports,
      google.caller,
      { right: microsoft.connection, itemType: 'contact' },
      google.connection,
    );
    await expect(back).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('in a circle') });
  });
});
