import type { ProviderProfile } from '@concord/core';

/** Facts about Google's OAuth 2.0 for web servers, from its documentation unless marked. */
export const profile = {
  label: 'Google',
  collections: {},
  hosts: {
    accounts: { variable: 'CONCORD_GOOGLE_ACCOUNTS_URL', url: 'https://accounts.google.com' },
    oauth: { variable: 'CONCORD_GOOGLE_OAUTH_URL', url: 'https://oauth2.googleapis.com' },
  },
  /** Revoking one token removes all that the project was granted by the account. */
  revokesWholeAccount: true,
} as const satisfies ProviderProfile;

/** Without these a grant is of no use; each is a box that people may leave unticked. */
export const neededScopes = ['https://www.googleapis.com/auth/contacts'] as const;
/** No mail among them: a password change ends every grant that holds a Gmail scope, and leaves the others alive. */
export const scopes = ['openid', 'email', 'profile', ...neededScopes] as const;

/** ID tokens name either. */
export const issuers: readonly unknown[] = ['https://accounts.google.com', 'accounts.google.com'];
/** How far the clocks may be apart by which an id token is judged. */
export const clockSlackMs = 10 * 60 * 1000;
