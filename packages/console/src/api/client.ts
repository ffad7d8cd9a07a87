import type { ErrorView } from '@concord/core';
import { noteServerTime } from './server-clock.ts';

/** A request that Concord refused or did not answer. `message` and `action` are sentences for people. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly action: string | undefined;

  constructor(status: number, error: ErrorView['error']) {
    super(error.message);
    this.name = 'ApiError';
    this.status = status;
    this.code = error.code;
    this.action = error.action;
  }
}

/** Reads one view. Throws `ApiError` and nothing else, but for an aborted request. */
export async function getJson<View>(path: string, signal?: AbortSignal): Promise<View> {
  return await send<View>(path, signal ? { signal } : {});
}

/** Asks for a change. The header proves that a page of ours sent it, not a foreign form. */
export async function postJson<View>(path: string, body: object): Promise<View> {
  const headers = { 'content-type': 'application/json', 'x-concord': '1' };
  return await send<View>(path, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** A part of a file. `after`: where the next one begins, absent with the last. Throws as `getJson` does. */
export async function getText(
  path: string,
  signal: AbortSignal,
): Promise<{ readonly text: string; readonly contentType: string; readonly after: string | undefined }> {
  const response = await answered(path, { signal });
  const { headers } = response;
  return {
    text: await response.text(),
    contentType: headers.get('content-type') ?? 'text/plain',
    after: headers.get('x-concord-after') ?? undefined,
  };
}

async function send<View>(path: string, init: RequestInit): Promise<View> {
  return await readView<View>(await answered(path, init));
}

async function answered(path: string, init: RequestInit): Promise<Response> {
  const response = await reach(path, init);
  noteServerTime(response.headers.get('date'));
  if (!response.ok) throw new ApiError(response.status, await readError(response));
  return response;
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { credentials: 'same-origin', cache: 'no-store', ...init });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError(0, {
      code: 'unreachable',
      message: 'Concord cannot be reached.',
      action: 'Check your connection. Nothing is lost: syncs go on without this page.',
    });
  }
}

async function readView<View>(response: Response): Promise<View> {
  try {
    return (await response.json()) as View;
  } catch {
    throw new ApiError(response.status, garbled);
  }
}

async function readError(response: Response): Promise<ErrorView['error']> {
  try {
    const view: Partial<ErrorView> = await response.json();
    return view.error?.message ? view.error : garbled;
  } catch {
    return garbled;
  }
}

const garbled = {
  code: 'garbled',
  message: 'Concord gave an answer that this page does not understand.',
  action: 'Try again in a moment. If it stays, load the page again.',
} as const;
