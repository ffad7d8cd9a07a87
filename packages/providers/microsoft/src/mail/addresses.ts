import { isSyncError, type Mailbox } from '@concord/core';
import type { Calls } from '../calls.ts';
import { type Answer, recordOf } from '../errors.ts';
import { addressesRequest } from './requests.ts';

const usual = ['mail', 'userPrincipalName'] as const;

/** Every address that Graph tells; where further ones may not be seen, the usual two. */
export function createAddresses(calls: Calls): Pick<Mailbox, 'addresses'> {
  const ask = async (): Promise<Answer> => {
    try {
      return await calls.succeed(addressesRequest([...usual, 'proxyAddresses']));
    } catch (error) {
      if (!isSyncError(error) || !['refused', 'forbidden'].includes(error.code)) throw error;
      return await calls.succeed(addressesRequest(usual));
    }
  };
  return {
    addresses: async () => {
      const { mail, userPrincipalName, proxyAddresses } = recordOf((await ask()).body) ?? {};
      const further: readonly unknown[] = Array.isArray(proxyAddresses) ? proxyAddresses : [];
      const all = [mail, userPrincipalName, ...further.map(mailAddressIn)];
      const texts = all.filter((one) => typeof one === 'string' && one.includes('@'));
      return [...new Map(texts.map((text) => [String(text).toLowerCase(), String(text)])).values()];
    },
  };
}

/** `SMTP:` marks the main one, `smtp:` the others; there are such for telephones too. */
function mailAddressIn(proxy: unknown): string | undefined {
  return typeof proxy === 'string' ? /^smtp:(.+)$/iu.exec(proxy)?.[1] : undefined;
}
