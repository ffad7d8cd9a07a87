import { randomId, type World } from '../../kernel/world.ts';
import type { ExpiryForm } from '../awkwardnesses.ts';
import { expiryForms } from '../awkwardnesses.ts';
import type { Call } from './call.ts';
import { badRequest, GraphRefusal, refusal } from './refusal.ts';

/** Where a client is in the changes of a folder or a calendar. Everything is in the token: the sandbox keeps no state for it. */
export type DeltaState = {
  readonly folderId: string;
  /** Tokens of an older generation have expired. */
  readonly generation: number;
  /** Number of the last change that the client was given. */
  readonly position: number;
  /** During a first round: tombstones up to here mean nothing to this client. */
  readonly startedAt: number;
  /** Where the round began: what the client knew before it. */
  readonly roundFrom: number;
  readonly select?: readonly string[] | undefined;
  /** Of a calendar view: frozen for as long as the token lives. */
  readonly window?: { readonly from: number; readonly to: number } | undefined;
  /** Of messages: those received earlier are not told of. */
  readonly since?: number | undefined;
  /** The page before this one was an awkward empty one. */
  readonly blank?: boolean | undefined;
};

export type DeltaTokens = {
  readonly generation: () => number;
  /** Ends every token of the mailbox, each to be told in this form. */
  readonly expire: (form: ExpiryForm) => void;
  readonly read: (call: Call, token: string) => DeltaState;
  readonly link: (call: Call, kind: '$skiptoken' | '$deltatoken', state: DeltaState) => string;
};

type Expiry = { readonly generation: number; readonly form: ExpiryForm };

export function createDeltaTokens(world: World, oid: string): DeltaTokens {
  const expiries = world.store.collection<Expiry>('microsoft.deltaGenerations');
  const current = (): Expiry => expiries.get(oid) ?? { generation: 1, form: 'gone' };
  return {
    generation: () => current().generation,
    expire: (form) => expiries.set(oid, { generation: current().generation + 1, form }),
    read: (call, token) => {
      const struck = expiryForms.find((form) => world.awkward.strikes(`microsoft.deltaExpired.${form}`));
      if (struck) throw expired(call, struck);
      const state = decode(token);
      if (state.generation !== current().generation) throw expired(call, current().form);
      return state;
    },
    link: (call, kind, state) => {
      const path = call.target.split('?')[0] ?? '';
      // The random part makes each link new, also where nothing moved.
      const token = Buffer.from(JSON.stringify({ ...state, salt: randomId(world, 12) })).toString('base64url');
      return `https://graph.microsoft.com/v1.0${path}?${kind}=${token}`;
    },
  };
}

function decode(token: string): DeltaState {
  try {
    const state = JSON.parse(Buffer.from(token, 'base64url').toString()) as Partial<DeltaState>;
    if (typeof state.folderId === 'string' && typeof state.position === 'number') return state as DeltaState;
  } catch {
    // Not one of ours.
  }
  throw badRequest('The sync state is invalid.', 'ErrorInvalidSyncStateData');
}

const lostText =
  'The sync state generation is not found. The delta token is expired and data must be synchronized again.';

function expired(call: Call, form: ExpiryForm): GraphRefusal {
  const location = `https://graph.microsoft.com/v1.0${call.target.split('?')[0] ?? ''}?$deltatoken=`;
  const forms = {
    gone: () => new GraphRefusal(410, 'SyncStateNotFound', lostText, { Location: location }),
    notFound: () => new GraphRefusal(404, 'SyncStateNotFound', lostText),
    badRequest: () => new GraphRefusal(400, 'syncStateNotFound', lostText),
    resync: () => new GraphRefusal(410, 'resyncRequired', 'Resync required.'),
    plain: () => badRequest('Bad Request'),
    malformed: () => refusal('idMalformed'),
  } as const satisfies Record<ExpiryForm, () => GraphRefusal>;
  return forms[form]();
}
