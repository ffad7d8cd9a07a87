import { type HttpResponse, isSyncError, type RawRequest, type SharedPush } from '@concord/core';
import { parsedJson, recordOf } from '../errors.ts';
import { headerOf } from '../webhook.ts';
import { certsFor } from './certs.ts';
import { isOurToken } from './push-token.ts';

/**
 * Notices that Pub/Sub pushes for all mailboxes: first who sends them, then what they say. Whoever is not verified gets one
 * and the same answer. What is verified and says nothing to us is taken: Pub/Sub would send it again for a week.
 */
export const sharedPush: SharedPush = {
  receive: async (request, { audience, sender, ...asking }) => {
    const token = /^Bearer ([\w.-]+)$/u.exec(headerOf(request, 'authorization') ?? '')?.[1];
    if (request.method !== 'POST' || !audience || !sender || token === undefined) return answered(401);
    try {
      const expected = { audience, sender, now: asking.clock.now() };
      const isOurs = await isOurToken(token, expected, (kid) => certsFor(kid, asking));
      return isOurs ? answered(204, addressesIn(request)) : answered(401);
    } catch (error) {
      // The keys are not to be had: nothing is known of who sends, and it will be sent again.
      if (!isSyncError(error)) throw error;
      return answered(503);
    }
  },
};

const answered = (status: number, addresses: readonly string[] = []) => ({ addresses, response: plain(status) });
const plain = (status: number): HttpResponse => ({ status, headers: {}, body: '' });

/**
 * The number of the change beside the address comes as a text or as a number, late, twice or in another order: it is not
 * looked at, because the mailbox's own history says where to go on.
 */
function addressesIn({ body }: RawRequest): readonly string[] {
  const { data } = recordOf(recordOf(parsedJson(body))?.message) ?? {};
  if (typeof data !== 'string') return [];
  // Both alphabets of Base64 are read (observed: either comes).
  const { emailAddress } = recordOf(parsedJson(Buffer.from(data, 'base64').toString('utf8'))) ?? {};
  return typeof emailAddress === 'string' && emailAddress.includes('@') ? [emailAddress] : [];
}
