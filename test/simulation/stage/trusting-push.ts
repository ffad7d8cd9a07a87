import type { Provider, SharedPush } from '@concord/core';

/**
 * Signatures are verified on threads of their own, which no number repeats: here whoever names an address is believed. That nobody
 * else is heard is the affair of the provider's own tests.
 */
export function trustingPush(provider: Provider): Provider {
  return provider.mail === undefined ? provider : { ...provider, mail: { ...provider.mail, sharedPush } };
}

const sharedPush: SharedPush = {
  receive: async ({ body }) => {
    const { message } = JSON.parse(body) as { readonly message: { readonly data: string } };
    const { emailAddress } = JSON.parse(Buffer.from(message.data, 'base64').toString()) as {
      readonly emailAddress: string;
    };
    return { addresses: [emailAddress], response: { status: 204, headers: {}, body: '' } };
  },
};
