import { AsyncLocalStorage } from 'node:async_hooks';
import type { ClioContactView, OutlookContact } from '@concord/sandbox';
import { type BookName, clioBook, outlookBook } from '../history/happenings.ts';
import { type Card, fromClio, fromOutlook } from '../people/cards.ts';
import type { Clouds } from './clouds.ts';

export type Actor = {
  /** Runs an effect in the name of a worker: what changes in the clouds meanwhile is its doing. */
  readonly actAs: <Result>(worker: number, effect: () => Promise<Result>) => Promise<Result>;
};

const syncedFolder = 'Contacts';

/** Notes every change of a contact in any cloud, whoever makes it. */
export function watchClouds(clouds: Clouds): Actor {
  const { sandbox, history, firms, now } = clouds;
  const worker = new AsyncLocalStorage<number>();
  const note = (book: BookName, id: string, before: Card | undefined, after: Card | undefined): void => {
    if (before === undefined && after === undefined) return;
    const cards = { ...(before ? { before } : {}), ...(after ? { after } : {}) };
    history.note({ at: now(), kind: 'change', book, id, ...cards, by: worker.getStore() ?? 'person' });
  };
  const card = (view: ClioContactView | undefined): Card | undefined => view && fromClio(view);
  const inFolder = (view: (OutlookContact & { readonly folder: string }) | undefined): Card | undefined =>
    view?.folder === syncedFolder ? fromOutlook(view) : undefined;

  sandbox.clio.contacts.watch(({ kind, firm, id, before, after }) => {
    if (kind !== 'touched') note(clioBook(String(firm)), id, card(before), card(after));
  });
  for (const { members } of firms)
    for (const { id: member, email } of members)
      sandbox.microsoft.contacts(email).watch(({ kind, id, before, after }) => {
        if (kind !== 'touched') note(outlookBook(member), id, inFolder(before), inFolder(after));
      });
  return {
    actAs: async (number, effect) => await worker.run(number, effect),
  };
}
