import { createManualWorld, createSandbox, type Sandbox } from '@concord/sandbox';
import { type BookName, clioBook, mailboxBook } from '../history/happenings.ts';
import { createHistory } from '../history/history.ts';
import { mailboxClouds, type Place } from '../mailboxes/index.ts';
import type { Clouds, Firm, Member } from '../stage/clouds.ts';
import { watchClouds } from '../stage/journal.ts';
import { type Card, cardsOn } from './cards.ts';

/** One firm with two mailboxes, recorded as a story is, for tests of its people. There is no Concord: `asConcord` plays it. */
export type SmallFirm = {
  readonly clouds: Clouds;
  readonly firm: Firm;
  readonly sandbox: Sandbox;
  readonly clio: BookName;
  readonly mailboxes: readonly [BookName, BookName];
  readonly outlook: readonly [Outlook, Outlook];
  /** Whatever `act` changes is Concord's doing, in the name of the first member; its answer arrives, and the worker ends well. */
  readonly asConcord: (
    act: () => void,
    troubles?: { readonly [Trouble in 'unanswered' | 'garbled' | 'failed' | 'killed']?: true },
  ) => Promise<void>;
  readonly cards: (book: BookName, folder?: Place) => readonly Card[];
};
type Outlook = ReturnType<Sandbox['microsoft']['contacts']>;

const memberOf = (place: number): Member => ({
  id: `7001-${place}`,
  name: `Member ${place}`,
  clioUser: 70010 + place,
  email: `member${place}@firm.example.com`,
  mailboxes: [
    {
      provider: 'microsoft',
      book: mailboxBook('microsoft', `7001-${place}`),
      id: `7b3f0c1e-0000-4000-8000-00000000700${place}`,
      email: `member${place}@firm.example.com`,
    },
  ],
});

export function createSmallFirm(): SmallFirm {
  const world = createManualWorld({ seed: 1, deliver: () => Promise.reject(new TypeError('nobody listens')) });
  const sandbox = createSandbox(world, { limits: false });
  const members = [memberOf(1), memberOf(2)] as const;
  const plan = { members: 2, conflicts: 'left', deletes: { left: 'propagate', right: 'release' } } as const;
  const firm: Firm = { id: '7001', plan, members };
  const clouds: Clouds = { sandbox, history: createHistory(), firms: [firm], now: world.now };
  const users = members.map(({ clioUser, name, email }) => ({ id: clioUser, name, email }));
  sandbox.clio.addFirm({ id: 7001, name: 'Firm', users });
  for (const { name, mailboxes } of members)
    for (const { provider, ...account } of mailboxes)
      mailboxClouds[provider].open(sandbox, { ...account, name }, '7001');
  const actor = watchClouds(clouds);
  let worker = 0;
  const outlook = [sandbox.microsoft.contacts(members[0].email), sandbox.microsoft.contacts(members[1].email)] as const;
  return {
    clouds,
    firm,
    sandbox,
    clio: clioBook(firm.id),
    mailboxes: [mailboxBook('microsoft', members[0].id), mailboxBook('microsoft', members[1].id)],
    outlook,
    asConcord: async (act, { unanswered, garbled, failed, killed } = {}) => {
      worker += 1;
      await actor.actAs(worker, async () => act());
      const now = { at: world.now(), endAt: world.now(), worker };
      const request = {
        provider: 'clio',
        account: String(members[0].clioUser),
        what: 'POST /contacts',
        writes: true,
      } as const;
      const answer = { status: failed ? 503 : 200, ...(garbled ? { garbled } : {}) };
      clouds.history.note({ kind: 'call', ...now, ...request, ...(unanswered ? {} : answer) });
      clouds.history.note({ kind: 'work', ...now, firm: firm.id, sync: 's', what: killed ? 'dies' : 'ends' });
    },
    cards: (book, folder) => cardsOn(clouds, book, folder),
  };
}
