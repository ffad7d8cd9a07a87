import type { Provider } from '@concord/core';
import { openCalendars } from './calendar/catalogue.ts';
import { openEvents } from './calendar/client.ts';
import { openContacts } from './client.ts';
import { mail } from './mail/client.ts';
import { oauth } from './oauth.ts';
import { profile } from './profile.ts';
import { webhook } from './webhook.ts';

export const microsoft: Provider = {
  name: 'microsoft',
  profile,
  oauth,
  webhook,
  collections: { contact: openContacts, event: openEvents },
  catalogues: { event: openCalendars },
  mail,
};
