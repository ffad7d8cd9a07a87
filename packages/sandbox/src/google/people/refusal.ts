/** A request that the People API answers with its error envelope. */
export class PeopleRefusal extends Error {
  override readonly name = 'PeopleRefusal';
  readonly status: number;
  /** A name of google.rpc.Code. */
  readonly code: RpcCode;
  readonly details: readonly object[];
  /** Of the older envelope. */
  readonly errors: readonly object[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: RpcCode,
    message: string,
    more: {
      readonly details?: readonly object[];
      readonly errors?: readonly object[];
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = more.details ?? [];
    this.errors = more.errors ?? [];
    this.headers = more.headers ?? {};
  }
}

/** Numbers of google.rpc.Code, as a Status inside of an answer carries them. */
export const rpcCodes = {
  INVALID_ARGUMENT: 3,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  UNAUTHENTICATED: 16,
} as const;
export type RpcCode = keyof typeof rpcCodes;

/** Texts from the captures and the reference; of the last six nothing but the case is known: their words are assumed. */
const refusals = {
  staleEtag: [
    400,
    'FAILED_PRECONDITION',
    'Request person.etag is different than the current person.etag. Clear local cache and get the latest person.',
  ],
  etagMissing: [
    400,
    'INVALID_ARGUMENT',
    'Request must set person.etag or person.metadata.sources.etag for the source that is being updated.',
  ],
  invalidArgument: [400, 'INVALID_ARGUMENT', 'Request contains an invalid argument.'],
  notFound: [404, 'NOT_FOUND', 'Requested entity was not found.'],
  groupEtagStale: [409, 'ALREADY_EXISTS', 'Contact group etag is outdated.'],
  internal: [500, 'INTERNAL', 'Internal error encountered.'],
  unavailable: [503, 'UNAVAILABLE', 'The service is currently unavailable.'],
  sourcesMissing: [400, 'INVALID_ARGUMENT', 'Request person.metadata.sources must contain a contact source.'],
  membershipsMissing: [400, 'INVALID_ARGUMENT', 'person.memberships must contain at least one contact group.'],
  groupUnknown: [400, 'INVALID_ARGUMENT', 'Contact group resource name does not exist or takes no members.'],
  emptyContact: [400, 'INVALID_ARGUMENT', 'Contact person resource is empty.'],
  tooManyContacts: [400, 'FAILED_PRECONDITION', 'The account holds as many contacts as it can.'],
  groupExists: [409, 'ALREADY_EXISTS', 'Contact group name already exists.'],
} as const satisfies Readonly<Record<string, readonly [number, RpcCode, string]>>;

export function refusal(name: keyof typeof refusals): PeopleRefusal {
  const [status, code, message] = refusals[name];
  return new PeopleRefusal(status, code, message);
}

/** A request that does not fit the discovery document. */
export const badRequest = (message: string): PeopleRefusal => new PeopleRefusal(400, 'INVALID_ARGUMENT', message);

export const errorInfo = (
  reason: string,
  domain = 'people.googleapis.com',
  metadata: Readonly<Record<string, string>> = {},
): object => ({ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason, domain, metadata });

export const unauthenticated = (): PeopleRefusal =>
  new PeopleRefusal(
    401,
    'UNAUTHENTICATED',
    'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
    {
      errors: [
        {
          message: 'Invalid Credentials',
          domain: 'global',
          reason: 'authError',
          location: 'Authorization',
          locationType: 'header',
        },
      ],
      details: [errorInfo('ACCESS_TOKEN_INVALID', 'googleapis.com', { service: 'people.googleapis.com' })],
    },
  );

export const scopeInsufficient = (): PeopleRefusal =>
  new PeopleRefusal(403, 'PERMISSION_DENIED', 'Request had insufficient authentication scopes.', {
    errors: [{ message: 'Insufficient Permission', domain: 'global', reason: 'insufficientPermissions' }],
    details: [errorInfo('ACCESS_TOKEN_SCOPE_INSUFFICIENT', 'googleapis.com', { service: 'people.googleapis.com' })],
  });

/** The operator's error: nobody's connection is broken. */
export const serviceDisabled = (): PeopleRefusal =>
  new PeopleRefusal(
    403,
    'PERMISSION_DENIED',
    'People API has not been used in project 418 before or it is disabled. Enable it, then retry.',
    {
      errors: [{ message: 'Access Not Configured.', domain: 'usageLimits', reason: 'accessNotConfigured' }],
      details: [errorInfo('SERVICE_DISABLED', 'googleapis.com', { service: 'people.googleapis.com' })],
    },
  );

type Quota = { readonly metric: string; readonly metricName: string; readonly limit: string; readonly per: string };

/** Whether a Retry-After comes along is not known: by default none does. */
export function quotaExceeded({ metric, metricName, limit, per }: Quota, retryAfterSeconds?: number): PeopleRefusal {
  return new PeopleRefusal(
    429,
    'RESOURCE_EXHAUSTED',
    `Quota exceeded for quota metric '${metric}' and limit '${metric} per ${per} per user' of service 'people.googleapis.com' for consumer 'project_number:418'.`,
    {
      details: [
        errorInfo('RATE_LIMIT_EXCEEDED', 'googleapis.com', {
          service: 'people.googleapis.com',
          quota_metric: `people.googleapis.com/${metricName}`,
          quota_limit: limit,
          consumer: 'projects/418',
        }),
      ],
      headers: retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) },
    },
  );
}

/** A quota of the account itself, which clears only after a long time (observed). */
export const fbsQuotaExceeded = (): PeopleRefusal =>
  new PeopleRefusal(429, 'RESOURCE_EXHAUSTED', 'FBS quota limit exceeded.');

/** The older form of a rate limit (capture, perhaps made by hand). */
export function userRateExceeded(retryAt: number): PeopleRefusal {
  const message = `User-rate limit exceeded.  Retry after ${new Date(retryAt).toISOString()}`;
  return new PeopleRefusal(403, 'PERMISSION_DENIED', message, {
    errors: [{ message: 'User-rate limit exceeded.', domain: 'usageLimits', reason: 'rateLimitExceeded' }],
  });
}
