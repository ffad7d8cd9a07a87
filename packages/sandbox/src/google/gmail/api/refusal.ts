/** A request that Gmail refuses. */
export class MailRefusal extends Error {
  override readonly name = 'MailRefusal';
  readonly status: number;
  readonly body: object;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: object, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

type Row = readonly [status: number, domain: string, reason: string, message: string, name: string];

/** Captured, observed or documented, but for `topicNotFound`, whose words are general knowledge. */
const refusals = {
  authError: [401, 'global', 'authError', 'Invalid Credentials', 'UNAUTHENTICATED'],
  insufficientPermissions: [403, 'global', 'insufficientPermissions', 'Insufficient Permission', 'PERMISSION_DENIED'],
  accessNotConfigured: [403, 'usageLimits', 'accessNotConfigured', 'Access Not Configured.', 'PERMISSION_DENIED'],
  domainPolicy: [
    403,
    'global',
    'domainPolicy',
    'The domain administrators have disabled Gmail apps.',
    'PERMISSION_DENIED',
  ],
  notFound: [404, 'global', 'notFound', 'Requested entity was not found.', 'NOT_FOUND'],
  notEnabled: [400, 'global', 'failedPrecondition', 'Mail service not enabled', 'FAILED_PRECONDITION'],
  oneClient: [
    400,
    'global',
    'failedPrecondition',
    'Only one user push notification client allowed per developer (call /stop then try again)',
    'FAILED_PRECONDITION',
  ],
  topicNotFound: [
    404,
    'global',
    'notFound',
    'Error sending test message to Cloud PubSub: Resource not found.',
    'NOT_FOUND',
  ],
  tooManyAtOnce: [
    429,
    'usageLimits',
    'rateLimitExceeded',
    'Too many concurrent requests for user',
    'RESOURCE_EXHAUSTED',
  ],
  tooManyRequests: [429, 'usageLimits', 'rateLimitExceeded', 'Rate Limit Exceeded', 'RESOURCE_EXHAUSTED'],
  backendError: [500, 'global', 'backendError', 'Backend Error', 'INTERNAL'],
  unavailable: [503, 'global', 'backendError', 'The service is currently unavailable.', 'UNAVAILABLE'],
} as const satisfies Readonly<Record<string, Row>>;

/** Captures: what is said of a sign-in is longer than its entry. */
const longer: Readonly<Record<string, string>> = {
  authError:
    'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
  insufficientPermissions: 'Request had insufficient authentication scopes.',
};

export function refusal(name: keyof typeof refusals, headers?: Readonly<Record<string, string>>): MailRefusal {
  return refuse(refusals[name], longer[name], headers);
}

export const invalid = (message: string): MailRefusal =>
  refuse([400, 'global', 'invalidArgument', message, 'INVALID_ARGUMENT']);

/** Captured: its message says until when, its entry does not. */
export function quotaRefusal(status: 403 | 429, until: number): MailRefusal {
  const entry = 'User-rate limit exceeded.';
  const name = status === 403 ? 'PERMISSION_DENIED' : 'RESOURCE_EXHAUSTED';
  const message = `${entry}  Retry after ${new Date(until).toISOString()}`;
  return refuse([status, 'usageLimits', 'rateLimitExceeded', entry, name], message);
}

function refuse(
  [code, domain, reason, text, status]: Row,
  message: string = text,
  headers?: Readonly<Record<string, string>>,
): MailRefusal {
  const where = reason === 'authError' ? { location: 'Authorization', locationType: 'header' } : {};
  const entry = { message: text, domain, reason, ...where };
  return new MailRefusal(code, { error: { code, message, errors: [entry], status } }, message, headers);
}
