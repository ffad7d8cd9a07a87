import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { mailer, table } from '../table.ts';

type Act = (event: APIGatewayProxyEventV2, context: Context) => unknown;

/** One act per path, as a test needs them. */
const acts: Readonly<Record<string, Act>> = {
  echo: (event, context) => ({ event, remainingMs: context.getRemainingTimeInMillis(), pid: process.pid }),
  environment: () => process.env,
  rows: async (event) =>
    (await table.query({ pk: event.queryStringParameters?.['pk'] ?? '', prefix: '', limit: 100 })).rows,
  put: async (event) => await table.put(JSON.parse(event.body ?? '{}')),
  // The index is for poll alone.
  due: async () =>
    await table.due(1, 1).then(
      () => 'allowed',
      (error: { readonly code?: string }) => error.code,
    ),
  // Letters are for poll alone.
  mail: async (event) =>
    await mailer(event.queryStringParameters?.['from'])
      .send({ to: 'ann@firm.example', subject: 's', html: 'h', text: 't', id: '1' })
      .then(
        () => 'sent',
        (error: { readonly code?: string }) => error.code,
      ),
  throw: () => {
    throw new Error('On purpose.');
  },
  hang: () => new Promise((resolve) => setTimeout(resolve, 600_000)),
  crash: () => process.exit(3),
  bytes: () => ({ statusCode: 200, headers: { 'content-type': 'image/png' }, body: 'AAH/', isBase64Encoded: true }),
};

export const handler = async (event: APIGatewayProxyEventV2, context: Context): Promise<unknown> => {
  const act = acts[event.pathParameters?.['proxy'] ?? ''];
  return act === undefined ? { statusCode: 404 } : await act(event, context);
};
