import type { Provider } from '@concord/core';
import { openContacts } from './client.ts';
import { oauth } from './oauth.ts';
import { profile } from './profile.ts';
import { webhook } from './webhook.ts';

/** Clio Manage, API v4. */
export const clio: Provider = {
  name: 'clio',
  profile,
  oauth,
  webhook,
  collections: { contact: openContacts },
};

export { deauthorizationHints } from './deauthorization.ts';
