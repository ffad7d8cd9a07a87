/** A request that Graph answers with its error envelope. */
export class GraphRefusal extends Error {
  override readonly name = 'GraphRefusal';
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** Codes and texts from the reference; where it names a code only, the text is assumed. */
const refusals = {
  accessDenied: [403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.'],
  idMalformed: [400, 'ErrorInvalidIdMalformed', 'Id is malformed.'],
  invalidRequest: [400, 'ErrorInvalidRequest', 'The OData request is not supported.'],
  itemNotFound: [404, 'ErrorItemNotFound', 'The specified object was not found in the store.'],
  mailboxMissing: [
    404,
    'MailboxNotEnabledForRESTAPI',
    'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
  ],
  // ERR lists 410; that a contact is answered so is assumed.
  itemGone: [410, 'Gone', 'The requested resource is no longer available at the server.'],
  // Which code a value that is never taken gets is not known.
  invalidValue: [400, 'ErrorPropertyValidationFailure', 'At least one property failed validation.'],
  conflict: [
    412,
    'ErrorIrresolvableConflict',
    'The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.',
  ],
  serverBusy: [503, 'ErrorServerBusy', 'The server is busy. Please try again later.'],
  unavailable: [503, 'serviceNotAvailable', 'The service is unavailable.'],
  tokenEmpty: [401, 'InvalidAuthenticationToken', 'Access token is empty.'],
  tokenForeign: [401, 'InvalidAuthenticationToken', 'Access token validation failure. Invalid audience.'],
  tokenExpired: [401, 'InvalidAuthenticationToken', 'Lifetime validation failed, the token is expired.'],
} as const satisfies Record<string, readonly [number, string, string]>;

export type RefusalName = keyof typeof refusals;

export function refusal(name: RefusalName, headers: Readonly<Record<string, string>> = {}): GraphRefusal {
  const [status, code, message] = refusals[name];
  return new GraphRefusal(status, code, message, headers);
}

export function badRequest(message: string, code = 'BadRequest'): GraphRefusal {
  return new GraphRefusal(400, code, message);
}

/** The ways in which a wait is told: whole seconds, a fraction, a date, or not at all. */
export function throttled(retryAfter: number | string | undefined): GraphRefusal {
  return new GraphRefusal(
    429,
    'ApplicationThrottled',
    'Application is over its MailboxConcurrency limit.',
    retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) },
  );
}
