import type { Provider } from '@concord/core';
import { openCalendars } from './calendar/catalogue.ts';
import { openEvents } from './calendar/event-client.ts';
import { openContacts } from './client.ts';
import { openCommunications } from './communications.ts';
import { openMatters } from './matter-client.ts';
import { oauth } from './oauth.ts';
import { communications, matters, profile } from './profile.ts';
import { webhook } from './webhook.ts';

/** Clio Manage, API v4. */
export const clio: Provider = {
  name: 'clio',
  profile,
  oauth,
  webhook,
  collections: { contact: openContacts, event: openEvents },
  catalogues: { event: openCalendars },
  matters: { open: openMatters, requestsPerMinute: matters.requestsPerMinute },
  communications: { open: openCommunications, searchLagMs: communications.searchLagMs },
};

export { deauthorizationHints } from './deauthorization.ts';
