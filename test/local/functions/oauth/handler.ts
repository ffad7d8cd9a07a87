import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { secrets, vault } from '../table.ts';

/** Sets three cookies, one of them sealed, and leads on; `open/...` opens what was sealed, and a link of a letter fails. */
export const handler = async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
  const asked = event.pathParameters?.['proxy'] ?? '';
  if (asked.startsWith('open/')) return leadOn(`opened=${await vault.open(asked.slice('open/'.length), 'test')}`);
  if (asked.startsWith('link/')) throw new Error('A link leads nowhere here.');
  const sealed = await vault.seal(asked, 'test');
  const { clientId } = await secrets.app('clio');
  return {
    ...leadOn(`client=${clientId}&opened=${await vault.open(sealed, 'test')}`),
    cookies: ['first=1; HttpOnly', 'second=2; HttpOnly', `sealed=${sealed}; HttpOnly`],
  };
};

const leadOn = (query: string): APIGatewayProxyStructuredResultV2 => ({
  statusCode: 302,
  headers: { location: `https://example.com/?${query}` },
});
