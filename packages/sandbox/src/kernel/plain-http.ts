/** A request as plain data. The services work on this: web `Request`s are slow to make, and a simulator makes millions. */
export type PlainRequest = {
  readonly method: string;
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};

export type PlainResponse = {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

type Init = { readonly status?: number; readonly headers?: Readonly<Record<string, string>> };

/** Header names in any case. A text without a content type is plain text. */
export function reply(body: string | null, { status = 200, headers = {} }: Init = {}): PlainResponse {
  const own: Record<string, string> = {};
  for (const name of Object.keys(headers)) own[name.toLowerCase()] = headers[name] ?? '';
  if (body !== null) own['content-type'] ??= 'text/plain;charset=UTF-8';
  return { status, headers: own, body: body ?? '' };
}

export function replyJson(value: unknown, { status = 200, headers = {} }: Init = {}): PlainResponse {
  return reply(JSON.stringify(value), { status, headers: { 'content-type': 'application/json', ...headers } });
}

/** The same answer with more headers, named in lower case. */
export function withHeaders(response: PlainResponse, headers: Readonly<Record<string, string>>): PlainResponse {
  return { ...response, headers: { ...response.headers, ...headers } };
}

export function toPlainRequest({ method, url, headers }: Request, body: string): PlainRequest {
  return { method, url, headers: Object.fromEntries(headers), body };
}

/** These have no body, and may not be given one. */
const bodyless: ReadonlySet<number> = new Set([204, 205, 304]);

export function toWebResponse({ status, headers, body }: PlainResponse): Response {
  return new Response(body === '' || bodyless.has(status) ? null : body, { status, headers });
}

export async function fromWebResponse(response: Response): Promise<PlainResponse> {
  const { status, headers } = response;
  return { status, headers: Object.fromEntries(headers), body: await response.text() };
}
