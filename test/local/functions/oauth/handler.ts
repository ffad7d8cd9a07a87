import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { secrets, vault } from '../table.ts';

/** Sets two cookies, one of them sealed, and leads on. */
export const handler = async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
  const sealed = await vault.seal(event.pathParameters?.['proxy'] ?? '', 'test');
  const { clientId } = await secrets.app('clio');
  return {
    statusCode: 302,
    headers: { location: `https://example.com/?client=${clientId}&opened=${await vault.open(sealed, 'test')}` },
    cookies: ['first=1; HttpOnly', 'second=2; HttpOnly'],
  };
};
