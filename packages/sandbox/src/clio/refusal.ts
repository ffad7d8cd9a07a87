import { type PlainResponse, replyJson } from '../kernel/plain-http.ts';
/** An answer in Clio's error shape, thrown where it is noticed. The documents name few `type`s; the others are assumptions. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly type: string;

  constructor(status: number, type: string, message: string) {
    super(message);
    this.status = status;
    this.type = type;
  }
}

export const badRequest = (message: string) => new Refusal(400, 'BadRequestError', message);
export const invalidFields = (names: string) =>
  new Refusal(400, 'InvalidFields', `Invalid field(s) requested: ${names}`);
export const forbidden = (message: string) => new Refusal(403, 'ForbiddenError', message);
export const notFound = () => new Refusal(404, 'NotFoundError', 'Not Found');
export const preconditionFailed = () =>
  new Refusal(412, 'PreconditionFailedError', 'The resource was changed meanwhile');
export const invalidArgument = (message: string) =>
  new Refusal(422, 'ArgumentError', `An invalid argument was supplied: ${message}`);
export const invalidRecord = (message: string) => new Refusal(422, 'UnprocessableEntityError', message);

export function refusalResponse(refusal: Refusal): PlainResponse {
  return replyJson({ error: { type: refusal.type, message: refusal.message } }, { status: refusal.status });
}

/** The OAuth layer answers in its own shape. */
export function oauthError(status: number, error: string, description: string): PlainResponse {
  return replyJson({ error, error_description: description }, { status, headers: { 'cache-control': 'no-store' } });
}

export function invalidToken(): PlainResponse {
  return oauthError(
    401,
    'invalid_token',
    'The access token provided is expired, revoked, malformed or invalid for other reasons.',
  );
}
