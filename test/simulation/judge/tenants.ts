import type { ProviderName } from '@concord/core';
import { type BookName, type Of, sideOf } from '../history/happenings.ts';
import { type Card, listNames, textNames } from '../people/cards.ts';
import { isCutOf } from '../people/spelling.ts';
import type { FirmCast, Mailbox } from './cast.ts';
import type { CreateCheck } from './check.ts';

/**
 * I14. A worker uses the accounts of the member whose sync it works on. A value that Concord writes was in the firm before:
 * for a mailbox in that mailbox itself or in the firm's Clio, for Clio in any book of the firm. Values that nobody has
 * seen yet were made by a cloud on saving, and say nothing. Not tried where there is one member only.
 */
export const tenants: CreateCheck = ({ cast, picture, tried, accuse }) => {
  if (cast.mailboxes.length < 2) return {};
  const seenIn = new Map<string, number>();
  const judgeCall = ({ worker, provider, account, what }: Of<'call'>): void => {
    const seen = picture.worker(worker);
    if (seen === undefined || account === '') return;
    const accounts = accountsFor(seen.mailbox, cast.firmOf(seen.firm), provider);
    if (accounts.length === 0) return;
    tried();
    if (!accounts.includes(account)) accuse(`a worker for ${seen.firm} sends ${what} with the token of ${account}`);
  };
  const judgeValues = ({ book, before, after }: Of<'change'>): void => {
    const firm = cast.ownerOf(book);
    if (firm === undefined || after === undefined) return;
    tried();
    const from = sources(firm, book).reduce((bits, source) => bits | cast.bitOf(source), 0);
    for (const value of newValues(before, after)) {
      const books = seenIn.get(value) ?? 0;
      if (books !== 0 && (books & from) === 0 && !isCutOfAny(seenIn, value))
        accuse(`"${value}" came into ${book} from where it may not come`);
    }
  };
  return {
    sees: {
      call: judgeCall,
      born: ({ book, card }) => note(seenIn, cast.bitOf(book), undefined, card),
      change: (happening) => {
        if (happening.by !== 'person') judgeValues(happening);
        if (happening.after) note(seenIn, cast.bitOf(happening.book), happening.before, happening.after);
      },
    },
  };
};

/** Both mailboxes may have cut it, each for itself. */
const isCutOfAny = (seenIn: ReadonlyMap<string, number>, value: string): boolean =>
  [...seenIn.keys()].some((long) => isCutOf(long, value));

/** Of a sync that is not known by its member, any account of the firm. */
function accountsFor(
  mailbox: Mailbox | undefined,
  firm: FirmCast | undefined,
  provider: ProviderName,
): readonly string[] {
  const mailboxes = mailbox ? [mailbox] : (firm?.mailboxes ?? []);
  return mailboxes.flatMap(({ accounts }) => accounts[provider] ?? []);
}

const sources = (firm: FirmCast, book: BookName): readonly BookName[] =>
  sideOf(book) === 'right' ? [book, firm.clio] : [firm.clio, ...firm.mailboxes.map((mailbox) => mailbox.book)];

function note(seenIn: Map<string, number>, bit: number, before: Card | undefined, after: Card): void {
  for (const value of newValues(before, after)) seenIn.set(value, (seenIn.get(value) ?? 0) | bit);
}

function newValues(before: Card | undefined, after: Card): readonly string[] {
  const values: string[] = [];
  for (const name of textNames) {
    const text = after.texts[name];
    if (text !== '' && text !== before?.texts[name]) values.push(text);
  }
  for (const name of listNames)
    for (const { value } of after.lists[name])
      if (before?.lists[name].some((entry) => entry.value === value) !== true) values.push(value);
  for (const tag of after.tags) if (before?.tags.includes(tag) !== true) values.push(tag);
  return values;
}
