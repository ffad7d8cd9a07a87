import type { World } from '../../kernel/world.ts';
import type { AddressBook } from '../contacts/address-book.ts';
import type { GoogleAccount } from '../directory.ts';
import type { SyncTokens } from './sync-tokens.ts';

/** One request to the People API, let in. */
export type Call = {
  readonly world: World;
  readonly query: URLSearchParams;
  readonly body: unknown;
  /** Of the path: `people/c1` or `contactGroups/1`. */
  readonly resourceName: string;
  readonly account: GoogleAccount;
  readonly book: AddressBook;
  readonly tokens: SyncTokens;
  /** How many entries of a batch take effect before the connection breaks; usually all. */
  readonly most: number;
};

/** JSON of a 200. */
export type Answer = object;
