import type { World } from '../../../kernel/world.ts';
import type { Calendars } from '../events/calendars.ts';
import { badRequest, refusal } from './refusal.ts';

/** Where a client is in a list. Everything is in the token: the sandbox keeps no state for it. */
export type ListState = {
  /** `page` goes on with a list, `sync` begins one of what changed. */
  readonly kind: 'page' | 'sync';
  /** Whose list of which calendar; of calendars themselves without one. */
  readonly sub: string;
  readonly calendarId?: string;
  /** The other parameters, which have to stay the same (documented; the outcome otherwise is "undefined"). */
  readonly parameters: string;
  readonly generation: number;
  /** Number of the last change that the client was given, and how many instances of the next row. */
  readonly position: number;
  readonly offset: number;
  /** Where a list of changes began; undefined for a whole list. */
  readonly from?: number;
  /** The last change before the list began: from there the next one goes on. */
  readonly startedAt: number;
  readonly issuedAt: number;
  /** Instants that bounded the first list. */
  readonly window?: readonly [number | null, number | null];
  /** The page before this one was an awkward empty one. */
  readonly blank?: true;
};

const dayMs = 86_400_000;

export const writeToken = (state: ListState): string => Buffer.from(JSON.stringify(state)).toString('base64url');

/** Which words refuse a token that is none is not known. */
export function readToken(text: string, kind: ListState['kind'], sub: string, calendarId?: string): ListState {
  const state = decoded(text);
  const isOwn = state?.kind === kind && state.sub === sub && state.calendarId === calendarId;
  if (state === undefined || !isOwn) {
    const name = kind === 'page' ? 'pageToken' : 'syncToken';
    throw badRequest(kind === 'page' ? 'Invalid page token value.' : 'Invalid sync token value.', 'invalid', name);
  }
  return state;
}

/** How long a token lives is not said. */
export function refuseExpired({ awkward, now }: World, calendars: Calendars, state: ListState): void {
  const isOld = state.generation !== calendars.generation(state.sub, state.calendarId);
  const ages = awkward.strikes('google.calendar.syncTokenAges');
  const isAged = ages && now() - state.issuedAt >= awkward.amount('google.calendar.syncTokenAges', 7) * dayMs;
  if (ages && !isAged) awkward.missed('google.calendar.syncTokenAges');
  if (isOld || isAged || awkward.strikes('google.calendar.syncTokenExpired')) throw refusal('fullSyncRequired');
}

export function refuseOther({ awkward }: World, state: ListState, parameters: string): void {
  if (state.parameters === parameters || awkward.strikes('google.calendar.toleratesOtherParameters')) return;
  throw badRequest('The request does not have the parameters of the first one.', 'invalid');
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
