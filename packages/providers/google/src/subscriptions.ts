import { type Collection, SyncError } from '@concord/core';

const noPush = (code: 'refused' | 'notFound'): SyncError =>
  new SyncError(code, 'Google does not tell of changes to contacts', { provider: 'google' });

/** None of Google's methods for contacts is a push (discovery document): whoever wants to know asks from time to time. */
export const subscriptions: Pick<Collection, 'subscribe' | 'renew' | 'unsubscribe'> = {
  subscribe: () => Promise.reject(noPush('refused')),
  renew: () => Promise.reject(noPush('notFound')),
  unsubscribe: () => Promise.resolve(),
};
