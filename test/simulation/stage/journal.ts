import { AsyncLocalStorage } from 'node:async_hooks';
import type { ClioContactView } from '@concord/sandbox';
import { type BookName, clioBook } from '../history/happenings.ts';
import { cloudOf } from '../mailboxes/index.ts';
import type { Card } from '../people/card.ts';
import { fromClio } from '../people/clio-card.ts';
import type { Clouds } from './clouds.ts';

export type Actor = {
  /** Runs an effect in the name of a worker: what changes in the clouds meanwhile is its doing. */
  readonly actAs: <Result>(worker: number, effect: () => Promise<Result>) => Promise<Result>;
  /** Whose doing it is what changes now. */
  readonly whoActs: () => 'person' | number;
};

/** Notes every change of a contact in any cloud, whoever makes it. */
export function watchClouds(clouds: Clouds): Actor {
  const { sandbox, history, firms, now } = clouds;
  const worker = new AsyncLocalStorage<number>();
  const whoActs = (): 'person' | number => worker.getStore() ?? 'person';
  const note = (book: BookName, id: string, before: Card | undefined, after: Card | undefined): void => {
    if (before === undefined && after === undefined) return;
    const cards = { ...(before ? { before } : {}), ...(after ? { after } : {}) };
    history.note({ at: now(), kind: 'change', book, id, ...cards, by: whoActs() });
  };
  const card = (view: ClioContactView | undefined): Card | undefined => view && fromClio(view);

  sandbox.clio.contacts.watch(({ kind, firm, id, before, after }) => {
    if (kind !== 'touched') note(clioBook(String(firm)), id, card(before), card(after));
  });
  for (const { provider, email, book } of firms.flatMap(({ members }) => members).flatMap(({ mailboxes }) => mailboxes))
    cloudOf(provider).watch(sandbox, email, (id, before, after) => note(book, id, before, after));
  return {
    actAs: async (number, effect) => await worker.run(number, effect),
    whoActs,
  };
}
