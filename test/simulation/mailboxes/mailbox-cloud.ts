import type { Sandbox } from '@concord/sandbox';
import type { Chance } from '../chance.ts';
import type { Card, Draft, Entry, ListName, TextName } from '../people/card.ts';

export const synced = 'Contacts';
export const bin = 'Deleted Items';
export const otherFolder = 'Private';
/** Where a card of a mailbox may lie; what a cloud calls it is its own affair. */
export type Place = typeof synced | typeof bin | typeof otherFolder;

/** What the owner of a mailbox does in it. Cards go by the id that stays with them. */
export type MailboxHands = {
  /** Everybody in the synced place, or in another one. */
  readonly list: (place?: Place) => readonly Card[];
  /** Wherever it lies, and by any name that the cloud gave it. */
  readonly get: (name: string) => Card | undefined;
  readonly add: (draft: Draft) => void;
  /** An empty text clears. */
  readonly typeText: (id: string, field: TextName, text: string) => void;
  /** Writes over the entry at that place, takes it off (without `made`), or adds one (-1). The others stay as they are. */
  readonly typeEntry: (id: string, list: ListName, place: number, made: Entry | undefined) => void;
  /** Every value of a list in another spelling. */
  readonly respell: (id: string, list: ListName, respell: (value: string) => string) => void;
  /** Saves it as it is, or whatever else happens to it that shows nothing. Its version moves on all the same. */
  readonly touch: (id: string, chance: Chance) => void;
  /** A detail that Concord has no field for, which becomes `text`. Returns what it is called. */
  readonly typeExtra: (id: string, text: string, chance: Chance) => string;
  /** Where a card can be moved. */
  readonly places: readonly Place[];
  readonly move: (id: string, place: Place) => void;
};

export type Account = {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  /** Under which it gets mail as well. */
  readonly aliases?: readonly string[];
};

/** How somebody loses a grant; a cloud that knows no such thing leaves it out. */
export const losses = ['passwordChanged', 'consentWithdrawn', 'signInDemanded'] as const;
export type Loss = (typeof losses)[number];
export type LifecycleEvent = 'subscriptionRemoved' | 'reauthorizationRequired' | 'missed';
type Act = (sandbox: Sandbox, email: string) => void;

/** One kind of mailbox, as people and the stage need it. A further cloud is one more row of these. */
export type MailboxCloud = {
  /** As people know it. */
  readonly label: string;
  readonly credentials: (sandbox: Sandbox) => { readonly clientId: string; readonly clientSecret: string };
  readonly register: (sandbox: Sandbox, redirectUris: readonly string[]) => void;
  readonly open: (sandbox: Sandbox, account: Account, firm: string) => void;
  readonly accounts: (sandbox: Sandbox) => readonly Account[];
  /** Where the look-alike keeps access tokens, and of whom one is. */
  readonly tokens: { readonly collection: string; readonly owner: string };
  /** Where its hosts are, after the sandbox's own address. */
  readonly hosts: Readonly<Record<string, string>>;
  /** What is posted to the page of consent by whoever says yes; `isWhole`: to all that is asked for, where that is for them to choose. */
  readonly consent: (
    account: string,
    isWhole: boolean,
    use?: 'mail',
  ) => readonly (readonly [name: string, value: string])[];
  readonly hands: (sandbox: Sandbox, email: string) => MailboxHands;
  /** Tells of every change of a card in the synced place, whoever made it. */
  readonly watch: (
    sandbox: Sandbox,
    email: string,
    note: (id: string, before: Card | undefined, after: Card | undefined) => void,
  ) => void;
  readonly lose: { readonly [How in Loss]?: Act };
  /** The password changes, and the grant lives. */
  readonly keepPassword: Act;
  readonly expireCursor: (sandbox: Sandbox, email: string, chance: Chance) => void;
  readonly lifecycle?: (sandbox: Sandbox, email: string, event: LifecycleEvent) => void;
  readonly demandAdmin?: Act;
};

/** Those of a list after somebody changed one: `place` -1 adds; without a change the entry goes. */
export function withChange<Row extends object>(
  rows: readonly Row[],
  place: number,
  change: ((row: Row | undefined) => Row) | undefined,
): readonly Row[] {
  if (change === undefined) return rows.filter((_, index) => index !== place);
  return place < 0 ? [...rows, change(undefined)] : rows.map((row, index) => (index === place ? change(row) : row));
}
