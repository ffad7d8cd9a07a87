import type { Life } from './life.ts';

export type ConnectionState = 'connecting' | 'active' | 'needsConsent' | 'needsAdmin' | 'lost' | 'disconnected';

/**
 * `connecting`: somebody went to the provider and has not come back. `needsConsent`: the person must agree (again).
 * `needsAdmin`: somebody else must agree first. `lost`: the grant died. Only `active` ones are used.
 */
export const connectionLife = {
  connecting: { granted: 'active', adminWanted: 'needsAdmin' },
  active: {
    granted: 'active',
    grantDied: 'lost',
    consentGone: 'needsConsent',
    adminWanted: 'needsAdmin',
    disconnect: 'disconnected',
  },
  needsConsent: { granted: 'active', adminWanted: 'needsAdmin', disconnect: 'disconnected' },
  needsAdmin: { granted: 'active', adminWanted: 'needsAdmin', approved: 'needsConsent', disconnect: 'disconnected' },
  lost: {
    granted: 'active',
    adminWanted: 'needsAdmin',
    consentGone: 'needsConsent',
    disconnect: 'disconnected',
  },
  disconnected: { granted: 'active', adminWanted: 'needsAdmin' },
} as const satisfies Life<ConnectionState>;

/** A connection that worked, and now waits for a person to bring it back. */
export const isBroken = (state: ConnectionState): boolean =>
  state === 'lost' || state === 'needsConsent' || state === 'needsAdmin';
