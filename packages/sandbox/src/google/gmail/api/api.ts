import { type PlainRequest, type PlainResponse, reply, replyJson } from '../../../kernel/plain-http.ts';
import { BrokenConnection, type World } from '../../../kernel/world.ts';
import type { AccessToken, Directory, GoogleAccount } from '../../directory.ts';
import { dawdle, html, strikeBefore } from '../../people/faults.ts';
import type { MailAccounts } from '../mail-accounts.ts';
import type { Topics } from '../push/topics.ts';
import type { Answer } from './call.ts';
import { invalid, MailRefusal, quotaRefusal, refusal } from './refusal.ts';
import { type FoundRoute, findRoute } from './routes.ts';
import type { Units } from './units.ts';

export type MailApiParts = {
  readonly world: World;
  readonly directory: Directory;
  readonly mails: MailAccounts;
  readonly topics: Topics;
  readonly units: Units;
  readonly count: (kind: string) => void;
  readonly limits: boolean;
};

/** One request by its path below `/gmail/v1/`; `part`: which one of a batch, whose way was gone already. */
export type MailApi = (request: PlainRequest, path: string, part?: number) => Promise<PlainResponse>;

/** Observed: fifty at once are too many, and ten are not. */
const usuallyAtOnce = 25;

/** Gmail, which stands for gmail.googleapis.com. */
export function createMailApi(parts: MailApiParts): MailApi {
  const { world, limits } = parts;
  const atOnce = (): number => {
    if (world.awkward.strikes('google.mail.crowd')) return world.awkward.amount('google.mail.crowd', 10);
    return limits ? usuallyAtOnce : Number.POSITIVE_INFINITY;
  };
  return async (request, path, part) => {
    const found = findRoute(request.method, path);
    parts.count(found === undefined ? `${request.method} elsewhere` : kindOf(found));
    const struck = part === undefined ? strikeBefore(world) : undefined;
    if (struck) return struck;
    if (found === undefined) return html(404, 'Error 404 (Not Found)!!1');
    return answerOrRefuse(world, async () => {
      if (part !== undefined && part >= atOnce()) throw refusal('tooManyAtOnce');
      return await answer(parts, request, found);
    });
  };
}

/** How the request log calls it. */
const kindOf = ({ kind }: FoundRoute): string => kind.replace(' ', ' gmail/');

async function answer(parts: MailApiParts, request: PlainRequest, found: FoundRoute): Promise<Answer> {
  const { world, directory, mails, topics, units } = parts;
  const { route, id } = found;
  refuseBefore(world);
  const { account, token } = readAccount(parts, request, found);
  const body = readJson(request.body ?? '');
  units.spend(account.sub, route.costs);
  if (!mails.isEnabled(account) || world.awkward.strikes('google.mail.notEnabled')) throw refusal('notEnabled');
  await dawdle(world);
  const breaks = route.writes && world.awkward.strikes('google.timeoutAfterCommit');
  const query = new URL(request.url).searchParams;
  const mailbox = mails.mailbox(account);
  const done = await route.answer({ world, directory, query, body, id, account, token, mails, mailbox, topics });
  if (breaks) throw new BrokenConnection('after the effect');
  return done;
}

/** What goes wrong before the request does anything, in Gmail's own words. */
function refuseBefore({ awkward, now }: World): void {
  const { strikes, amount } = awkward;
  if (strikes('google.serverError')) throw refusal('unavailable');
  if (strikes('google.internalError')) throw refusal('backendError');
  if (strikes('google.rateLimited')) throw refusal('tooManyRequests');
  if (strikes('google.rateLimited.seconds'))
    throw refusal('tooManyRequests', { 'retry-after': String(Math.ceil(amount('google.rateLimited.seconds', 5))) });
  if (strikes('google.rateLimited.forbidden'))
    throw quotaRefusal(403, now() + amount('google.rateLimited.forbidden', 5_000));
  if (strikes('google.tokenExpired')) throw refusal('authError');
  if (strikes('google.serviceDisabled')) throw refusal('accessNotConfigured');
  if (strikes('google.mail.domainPolicy')) throw refusal('domainPolicy');
}

type Caller = { readonly account: GoogleAccount; readonly token: AccessToken };

function readAccount({ directory }: MailApiParts, { headers }: PlainRequest, { route, user }: FoundRoute): Caller {
  const text = /^Bearer (.+)$/iu.exec(headers.authorization ?? '')?.[1]?.trim() ?? '';
  const token = directory.accessToken(text);
  const account = token && directory.account(token.sub);
  if (token === undefined || account === undefined) throw refusal('authError');
  if (!route.scopes.some((scope) => token.scopes.includes(scope))) throw refusal('insufficientPermissions');
  if (user !== 'me' && user.toLowerCase() !== account.email.toLowerCase()) throw refusal('insufficientPermissions');
  return { account, token };
}

function readJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('Invalid JSON payload received. Unexpected end of string.');
  }
}

async function answerOrRefuse(world: World, work: () => Promise<Answer>): Promise<PlainResponse> {
  try {
    return answered(world, await work());
  } catch (error) {
    if (!(error instanceof MailRefusal)) throw error;
    return replyJson(error.body, { status: error.status, headers: { ...usualHeaders(world), ...error.headers } });
  }
}

function answered(world: World, answer: Answer): PlainResponse {
  if (answer === undefined) return reply(null, { status: 204, headers: usualHeaders(world) });
  const whole = replyJson(answer, { headers: usualHeaders(world) });
  if (!world.awkward.strikes('google.truncatedJson')) return whole;
  return { ...whole, body: whole.body.slice(0, Math.floor(whole.body.length / 2)) };
}

const usualHeaders = ({ now }: World) => ({
  'content-type': 'application/json; charset=UTF-8',
  'cache-control': 'private',
  date: new Date(now()).toUTCString(),
});
