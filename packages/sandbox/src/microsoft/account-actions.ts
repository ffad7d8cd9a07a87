import type { RevokeMode } from './awkwardnesses.ts';

export type Action = {
  readonly who: 'person' | 'administrator';
  readonly label: string;
  readonly about: string;
  /** How the account's grants end. */
  readonly mode: RevokeMode;
};

/**
 * What happens to sign-ins, and what it does to an app's grant (documented in the table of revoked tokens, and of
 * error codes).
 */
export const accountActions = {
  changePassword: {
    who: 'person',
    label: 'Change the password',
    about: 'Ends the grants of apps, or leaves them: both are documented.',
    mode: 'passwordChanged',
  },
  removeApp: {
    who: 'person',
    label: 'Remove the app',
    about: 'Takes the consent back.',
    mode: 'consentWithdrawn',
  },
  resetPassword: {
    who: 'administrator',
    label: 'Reset the password',
    about: 'In the admin center: ends the grants of apps.',
    mode: 'passwordChanged',
  },
  revokeSessions: {
    who: 'administrator',
    label: 'Sign out everywhere',
    about: 'Ends all sessions, and the grants of apps.',
    mode: 'sessionsRevoked',
  },
  demandSecondFactor: {
    who: 'administrator',
    label: 'Demand a second factor',
    about: 'Apps wait until the person has signed in with one.',
    mode: 'interactionRequired',
  },
  blockByPolicy: {
    who: 'administrator',
    label: 'Block by Conditional Access',
    about: 'Apps get no more tokens until the person has signed in as the policy wants.',
    mode: 'blockedByPolicy',
  },
  demandSignIn: {
    who: 'administrator',
    label: 'Demand a fresh sign-in',
    about: 'The sign-in frequency has run out.',
    mode: 'signInFrequency',
  },
} as const satisfies Readonly<Record<string, Action>>;

export type AccountAction = keyof typeof accountActions;
