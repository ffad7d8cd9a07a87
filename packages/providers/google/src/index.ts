import type { Provider } from '@concord/core';
import { oauth } from './oauth.ts';
import { profile } from './profile.ts';

/** Google, as far as signing in: it has no collections yet, and so nothing that could be told of. */
export const google: Provider = {
  name: 'google',
  profile,
  oauth,
  webhook: { receive: () => ({ kind: 'rejected', response: { status: 404, headers: {}, body: '' } }) },
  collections: {},
};
