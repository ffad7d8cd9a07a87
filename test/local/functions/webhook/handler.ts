import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { queue, table } from '../table.ts';

/** Rings for what came in: the body is the name of the sync. */
export const handler = async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
  const sync = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8').toString();
  await table.put({ pk: 'rung', sk: sync, rev: 1, hook: event.pathParameters?.['hook'] });
  await queue.send({ v: 1, kind: 'change', firm: 'F', sync, why: 'push' });
  return { statusCode: 202 };
};
