import type { World } from '../../kernel/world.ts';
import { type ExpiryForm, expiryForms } from '../awkwardness.ts';
import { errorInfo, PeopleRefusal, refusal } from './refusal.ts';

/** Where a client is in an account's changes. Everything is in the token: the sandbox keeps no state for it. */
export type ListState = {
  /** `page` goes on with a list, `sync` begins one of what changed. */
  readonly kind: 'page' | 'sync';
  /** The account, and the other parameters, which have to stay the same (documented). */
  readonly parameters: string;
  /** Tokens of an older generation have expired. */
  readonly generation: number;
  /** Number of the last change that the client was given; in a sorted list, how many people it was given. */
  readonly position: number;
  /** Where a list of changes began; undefined for a list of everybody. */
  readonly from?: number | undefined;
  /** The last change before the list began: from there the next one goes on, so nothing is missed in between. */
  readonly startedAt: number;
  /** When the last list of everybody began: its token lives seven days. */
  readonly fullAt: number;
  /** The page before this one was an awkward empty one. */
  readonly blank?: boolean | undefined;
};

export type SyncTokens = {
  readonly generation: () => number;
  /** Ends every token of the account, each to be told in this form. */
  readonly expire: (form: ExpiryForm) => void;
  readonly read: (text: string, kind: ListState['kind'], parameters: string) => ListState;
  readonly write: (state: ListState) => string;
};

type Expiry = { readonly generation: number; readonly form: ExpiryForm };

/** Documented: "Sync tokens expire 7 days after the full sync". */
const lifeMs = 7 * 86_400_000;

export function createSyncTokens(world: World, sub: string): SyncTokens {
  const expiries = world.store.collection<Expiry>('google.syncGenerations');
  const current = (): Expiry => expiries.get(sub) ?? { generation: 1, form: 'usual' };
  const refuseExpired = ({ generation, fullAt }: ListState): void => {
    const struck = expiryForms.find((form) => world.awkward.strikes(`google.syncTokenExpired.${form}`));
    if (struck) throw expired(struck);
    if (generation !== current().generation) throw expired(current().form);
    if (world.now() >= fullAt + lifeMs) throw expired('usual');
  };
  return {
    generation: () => current().generation,
    expire: (form) => expiries.set(sub, { generation: current().generation + 1, form }),
    read: (text, kind, parameters) => {
      const state = decoded(text);
      // Which words refuse other parameters than the first call's is not known.
      if (state === undefined || state.kind !== kind || state.parameters !== parameters)
        throw refusal('invalidArgument');
      if (kind === 'sync') refuseExpired(state);
      return state;
    },
    write: (state) => Buffer.from(JSON.stringify(state)).toString('base64url'),
  };
}

function decoded(text: string): ListState | undefined {
  try {
    const state = JSON.parse(Buffer.from(text, 'base64url').toString()) as Partial<ListState>;
    return typeof state.position === 'number' && typeof state.parameters === 'string'
      ? (state as ListState)
      : undefined;
  } catch {
    return undefined;
  }
}

const expiredText = 'Sync token is expired. Clear local cache and retry call without the sync token.';
const details = [errorInfo('EXPIRED_SYNC_TOKEN')];

/** The reason is documented; the status was observed in either form, and some clients know a 410. */
function expired(form: ExpiryForm): PeopleRefusal {
  const forms = {
    usual: () => new PeopleRefusal(400, 'FAILED_PRECONDITION', expiredText, { details }),
    invalidArgument: () => new PeopleRefusal(400, 'INVALID_ARGUMENT', expiredText, { details }),
    bare: () => new PeopleRefusal(400, 'FAILED_PRECONDITION', expiredText),
    gone: () => new PeopleRefusal(410, 'FAILED_PRECONDITION', expiredText, { details }),
  } as const satisfies Record<ExpiryForm, () => PeopleRefusal>;
  return forms[form]();
}
