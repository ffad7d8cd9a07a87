/** One entry of the older envelope that Calendar answers in. */
export type ErrorEntry = {
  readonly domain: string;
  readonly reason: string;
  readonly message: string;
  readonly locationType?: string;
  readonly location?: string;
};

/** A request that the Calendar API refuses. */
export class CalendarRefusal extends Error {
  override readonly name = 'CalendarRefusal';
  readonly status: number;
  readonly entry: ErrorEntry;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, entry: ErrorEntry, headers: Readonly<Record<string, string>> = {}) {
    super(entry.message);
    this.status = status;
    this.entry = entry;
    this.headers = headers;
  }
}

/** Documented with these texts, but for those that the second list names: of them the case is known, and the words are assumed. */
const refusals = {
  authError: [401, 'global', 'authError', 'Invalid Credentials', 'header', 'Authorization'],
  insufficientPermissions: [403, 'global', 'insufficientPermissions', 'Insufficient Permission'],
  accessNotConfigured: [403, 'usageLimits', 'accessNotConfigured', 'Access Not Configured.'],
  rateLimitExceeded: [403, 'usageLimits', 'rateLimitExceeded', 'Rate Limit Exceeded'],
  userRateLimitExceeded: [403, 'usageLimits', 'userRateLimitExceeded', 'User Rate Limit Exceeded'],
  tooManyRequests: [429, 'usageLimits', 'rateLimitExceeded', 'Rate Limit Exceeded'],
  quotaExceeded: [403, 'usageLimits', 'quotaExceeded', 'Calendar usage limits exceeded.'],
  forbiddenForNonOrganizer: [
    403,
    'calendar',
    'forbiddenForNonOrganizer',
    'Shared properties can only be changed by the organizer of the event.',
  ],
  notFound: [404, 'global', 'notFound', 'Not Found'],
  duplicate: [409, 'global', 'duplicate', 'The requested identifier already exists.'],
  conflict: [409, 'global', 'conflict', 'Conflict'],
  deleted: [410, 'global', 'deleted', 'Resource has been deleted'],
  fullSyncRequired: [
    410,
    'calendar',
    'fullSyncRequired',
    'Sync token is no longer valid, a full sync is required.',
    'parameter',
    'syncToken',
  ],
  updatedMinTooLongAgo: [
    410,
    'calendar',
    'updatedMinTooLongAgo',
    'The requested minimum modification time lies too far in the past.',
    'parameter',
    'updatedMin',
  ],
  conditionNotMet: [412, 'global', 'conditionNotMet', 'Precondition Failed', 'header', 'If-Match'],
  backendError: [500, 'global', 'backendError', 'Backend Error'],
  unavailable: [503, 'global', 'backendError', 'The service is currently unavailable.'],
  timeRangeEmpty: [400, 'calendar', 'timeRangeEmpty', 'The specified time range is empty.', 'parameter', 'timeMax'],

  requiredAccessLevel: [403, 'calendar', 'requiredAccessLevel', 'You need to have writer access to this calendar.'],
  eventTypeRestriction: [400, 'calendar', 'eventTypeRestriction', 'This type of event cannot be changed like this.'],
  cannotMove: [403, 'calendar', 'cannotChangeOrganizer', 'Cannot change the organizer of an instance.'],
  pushNotSupported: [
    400,
    'global',
    'pushNotSupportedForRequestedResource',
    'Push notifications are not supported by this resource.',
  ],
} as const satisfies Readonly<Record<string, readonly [number, string, string, string, string?, string?]>>;

export type RefusalName = keyof typeof refusals;

export function refusal(name: RefusalName, headers?: Readonly<Record<string, string>>): CalendarRefusal {
  const [status, domain, reason, message, locationType, location] = refusals[name] as readonly [
    number,
    string,
    string,
    string,
    string?,
    string?,
  ];
  const where = locationType === undefined || location === undefined ? {} : { locationType, location };
  return new CalendarRefusal(status, { domain, reason, message, ...where }, headers);
}

export const badRequest = (message: string, reason = 'invalid', location?: string): CalendarRefusal =>
  new CalendarRefusal(400, {
    domain: 'global',
    reason,
    message,
    ...(location === undefined ? {} : { locationType: 'parameter', location }),
  });

export const required = (message: string): CalendarRefusal => badRequest(message, 'required');

/** The form of a quota's message was observed; which of the two statuses comes is not said (documented: either). */
export const quotaRefusal = (status: 403 | 429): CalendarRefusal =>
  new CalendarRefusal(status, {
    domain: 'usageLimits',
    reason: 'rateLimitExceeded',
    message:
      "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute per user' of service 'calendar-json.googleapis.com' for consumer 'project_number:418'.",
  });
