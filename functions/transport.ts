import { type HttpRequest, type HttpResponse, SyncError, type Transport } from '@concord/core';

export type TransportOptions = {
  readonly timeoutMs: number;
  /** Base addresses. A request to anywhere else is refused: paging links come from outside. */
  readonly hosts: readonly string[];
  readonly maximumBytes?: number;
};

/** More than any page that we ask for; an answer beyond it is none of theirs. */
const maximumResponseBytes = 32 * 1024 * 1024;

/** `Transport` on fetch: a time limit over the whole exchange, no redirects followed, answers bounded, no retries. */
export function createTransport(options: TransportOptions): Transport {
  const origins = new Set(options.hosts.map((host) => new URL(host).origin));
  return async (request) => {
    if (!URL.canParse(request.url) || !origins.has(new URL(request.url).origin)) {
      throw new SyncError('garbled', 'A request would have gone to a host that is not configured.');
    }
    try {
      return await exchange(request, options);
    } catch (error) {
      throw error instanceof SyncError ? error : translated(error);
    }
  };
}

async function exchange(request: HttpRequest, options: TransportOptions): Promise<HttpResponse> {
  const response = await fetch(request.url, {
    method: request.method,
    // Clio's firewall answers Node's own agent with a bare 403 (seen by one integration).
    headers: { 'user-agent': 'Concord', ...request.headers },
    ...(request.body === undefined ? {} : { body: request.body }),
    redirect: 'manual',
    signal: AbortSignal.timeout(options.timeoutMs),
  });
  const body = await readBounded(response, options.maximumBytes ?? maximumResponseBytes);
  return { status: response.status, headers: Object.fromEntries(response.headers), body };
}

async function readBounded(response: Response, maximumBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maximumBytes) throw new SyncError('garbled', 'An answer was too large.', { status: response.status });
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** Failures before a connection stood: nothing can have been done. Whatever else breaks may break after the deed. */
const nothingSent =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_.*|ERR_SSL_.*|CERT_.*|UNABLE_TO_.*|.*SELF_SIGNED.*)$/u;

function translated(error: unknown): SyncError {
  const code = causeCode(error);
  return nothingSent.test(code)
    ? new SyncError('network', `The service could not be reached (${code}).`)
    : new SyncError('timeout', `The answer is not known (${code}).`);
}

function causeCode(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  for (const each of [cause, error]) {
    const code: unknown = each instanceof Error && 'code' in each ? each.code : undefined;
    if (typeof code === 'string') return code;
  }
  return error instanceof Error ? error.name : 'unknown';
}
