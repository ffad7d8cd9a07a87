import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock, HttpRequest, HttpResponse, Transport } from '@concord/core';
import type { EnginePorts, Log } from '@concord/engine';
import { providerAt } from './provider-at.ts';
import { createRedactor } from './redact.ts';

export type RecorderOptions = {
  readonly directory: string;
  readonly hosts: EnginePorts['hosts'];
  readonly clock: Clock;
  readonly log: Log;
};

/**
 * The same transport, which also appends each exchange to `exchanges.jsonl` in the directory, one JSON line each, without
 * secrets. An exchange without an answer has status 0. A recording that cannot be written never stops a sync.
 */
export function recordExchanges(transport: Transport, options: RecorderOptions): Transport {
  return async (request) => {
    const at = options.clock.now();
    try {
      const response = await transport(request);
      await append(options, exchangeLine(options, at, request, response));
      return response;
    } catch (error) {
      await append(options, exchangeLine(options, at, request, { status: 0, headers: {}, body: '' }));
      throw error;
    }
  };
}

function exchangeLine(options: RecorderOptions, at: number, request: HttpRequest, response: HttpResponse): string {
  const { url, headers, body, scrub } = createRedactor();
  const exchange = {
    at: new Date(at).toISOString(),
    provider: providerAt(options.hosts, request.url) ?? 'unknown',
    method: request.method,
    url: url(request.url),
    requestHeaders: headers(request.headers),
    requestBody: body(request.body ?? ''),
    status: response.status,
    responseHeaders: headers(response.headers),
    responseBody: body(response.body),
  };
  return `${JSON.stringify(exchange, (_name, value: unknown) => (typeof value === 'string' ? scrub(value) : value))}\n`;
}

async function append({ directory, log }: RecorderOptions, line: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await appendFile(join(directory, 'exchanges.jsonl'), line, { mode: 0o600 });
  } catch (error) {
    log.error('recording.failed', {}, error);
  }
}
