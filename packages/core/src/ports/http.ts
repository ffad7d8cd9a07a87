/** A request as plain data, so that builders and parsers can be tested without a network. */
export type HttpRequest = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};

export type HttpResponse = {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/**
 * Sends one request and returns whatever came back, of any status. Throws `SyncError` with `network` when nothing was
 * sent or received for certain, `timeout` when the answer is unknown, `leaseLost` when this worker may not call any more.
 */
export type Transport = (request: HttpRequest) => Promise<HttpResponse>;
