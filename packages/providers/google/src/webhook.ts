import type { Webhook } from '@concord/core';

/** Google tells nobody of changes to contacts: whatever comes is not from there. */
export const webhook: Webhook = {
  receive: () => ({ kind: 'rejected', response: { status: 404, headers: {}, body: '' } }),
};
