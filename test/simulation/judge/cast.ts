import type { ProviderName } from '@concord/core';
import { type BookName, clioBook, type MailboxProvider, mailboxBook } from '../history/happenings.ts';
import { type FirmPlan, mailboxesOf, type Story } from '../story.ts';

/** Who is in a story, by the names that the history uses. */
export type Cast = {
  readonly firms: readonly FirmCast[];
  readonly mailboxes: readonly Mailbox[];
  readonly firmOf: (id: string) => FirmCast | undefined;
  /** A firm's book, or the mailbox of one of its members. */
  readonly ownerOf: (book: BookName) => FirmCast | undefined;
  /** Of several, the one that is named, or the first. */
  readonly mailboxOf: (member: string, book?: BookName) => Mailbox | undefined;
  readonly mailboxesOf: (member: string) => readonly Mailbox[];
  /** A member's account with that provider. */
  readonly accountOf: (member: string, provider: ProviderName) => string | undefined;
  /** Every book has a bit of its own, so that a set of books is a number. */
  readonly bitOf: (book: BookName) => number;
};

export type FirmCast = {
  readonly id: string;
  readonly plan: FirmPlan;
  readonly clio: BookName;
  readonly mailboxes: readonly Mailbox[];
};

/** A member's mailbox, and the accounts that its sync works with. */
export type Mailbox = {
  readonly member: string;
  readonly firm: string;
  readonly book: BookName;
  readonly provider: MailboxProvider;
  readonly accounts: Readonly<Partial<Record<ProviderName, string>>>;
};

const firstFirm = 7001;

/** The stage gives its firms, members and accounts the same names. */
export function castOf({ firms: plans }: Pick<Story, 'firms'>): Cast {
  const firms = plans.map((plan, index) => firmCast(plan, String(firstFirm + index)));
  const mailboxes = firms.flatMap((firm) => firm.mailboxes);
  const books = firms.flatMap(({ clio, mailboxes: own }) => [clio, ...own.map(({ book }) => book)]);
  const byId = new Map(firms.map((firm) => [firm.id, firm]));
  const owners = new Map(firms.flatMap((firm) => booksIn(firm).map((book) => [book, firm] as const)));
  const members = Map.groupBy(mailboxes, ({ member }) => member);
  const bits = new Map(books.map((book, index) => [book, 1 << index]));
  return {
    firms,
    mailboxes,
    firmOf: (id) => byId.get(id),
    ownerOf: (book) => owners.get(book),
    mailboxOf: (member, book) => members.get(member)?.find((mailbox) => book === undefined || mailbox.book === book),
    mailboxesOf: (member) => members.get(member) ?? [],
    accountOf: (member, provider) => members.get(member)?.flatMap(({ accounts }) => accounts[provider] ?? [])[0],
    bitOf: (book) => bits.get(book) ?? 0,
  };
}

function firmCast(plan: FirmPlan, id: string): FirmCast {
  const mailboxes = mailboxesOf(plan).flatMap((providers, index) => {
    const member = `${id}-${index + 1}`;
    return providers.map((provider): Mailbox => {
      const accounts = { clio: `${id}${index + 1}`, [provider]: `member${index + 1}@firm${id}.example.com` };
      return { member, firm: id, book: mailboxBook(provider, member), provider, accounts };
    });
  });
  return { id, plan, clio: clioBook(id), mailboxes };
}

export const booksIn = ({ clio, mailboxes }: FirmCast): readonly BookName[] => [
  clio,
  ...mailboxes.map(({ book }) => book),
];

export const accountKey = (provider: ProviderName, account: string): string => `${provider} ${account}`;
