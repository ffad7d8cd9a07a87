import { SyncError, type Transport } from '@concord/core';
import { BrokenConnection } from '@concord/sandbox';

/** Requests go to a look-alike. A connection that breaks throws `timeout`, as an answer that never comes does. */
export function transportTo(handle: (request: Request) => Promise<Response>): Transport {
  return async ({ url, method, headers, body }) => {
    try {
      const response = await handle(new Request(url, { method, headers, ...(body === undefined ? {} : { body }) }));
      return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
    } catch (error) {
      if (error instanceof BrokenConnection) throw new SyncError('timeout', 'No answer came.', { cause: error });
      throw error;
    }
  };
}
