import type { Provider } from '@concord/core';
import { openContacts } from './client.ts';
import { oauth } from './oauth.ts';
import { profile } from './profile.ts';
import { webhook } from './webhook.ts';

export const google: Provider = {
  name: 'google',
  profile,
  oauth,
  webhook,
  collections: { contact: openContacts },
};
