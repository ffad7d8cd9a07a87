import { type PlainResponse, reply } from '../../kernel/plain-http.ts';
import type { World } from '../../kernel/world.ts';
import type { Answer } from './call.ts';
import { GraphRefusal } from './refusal.ts';

/** Ours and the client's name for one request: support asks for them. */
export type RequestIds = { readonly request: string; readonly client: string };

/** A refusal becomes an answer with the error envelope. */
export async function answerOrRefuse(world: World, ids: RequestIds, answer: () => Promise<Answer>): Promise<Answer> {
  try {
    return await answer();
  } catch (error) {
    if (!(error instanceof GraphRefusal)) throw error;
    return { status: error.status, headers: error.headers, body: errorBody(world, error, ids) };
  }
}

function errorBody(world: World, { code, message }: GraphRefusal, ids: RequestIds) {
  const date = new Date(world.now()).toISOString().slice(0, 19);
  return {
    error: { code, message, innerError: { date, 'request-id': ids.request, 'client-request-id': ids.client } },
  };
}

/** With the headers that every answer of Graph carries. */
export function toResponse(world: World, { status, headers, body }: Answer, ids: RequestIds): PlainResponse {
  const text = body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body);
  const cut = text !== null && status === 200 && isCut(world, body);
  return reply(cut ? text.slice(0, Math.floor(text.length / 2)) : text, {
    status,
    headers: {
      ...(text === null ? {} : { 'content-type': contentTypeOf(body) }),
      'request-id': ids.request,
      'client-request-id': ids.client,
      'odata-version': '4.0',
      'x-ms-ags-diagnostic':
        '{"ServerInfo":{"DataCenter":"Sandbox","Slice":"E","Ring":"0","ScaleUnit":"000","RoleInstance":"SB0"}}',
      date: new Date(world.now()).toUTCString(),
      'cache-control': 'no-store',
      ...headers,
    },
  });
}

function isCut({ awkward }: World, body: unknown): boolean {
  if (awkward.strikes('microsoft.truncatedJson')) return true;
  const isPage = typeof body === 'object' && body !== null && 'value' in body;
  return isPage && awkward.strikes('microsoft.truncatedPage');
}

function contentTypeOf(body: unknown): string {
  if (typeof body === 'string') return 'text/plain';
  return 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';
}
