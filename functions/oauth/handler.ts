import {
  beginAuthorization,
  type EnginePorts,
  finishAuthorization,
  openLink,
  openSession,
  type Redirect,
} from '@concord/engine';
import { type Answer, type Call, createHttpHandler, type HttpHandler, textAnswer } from '../http.ts';
import { createPlace, type Place } from '../wiring.ts';

/** GET /auth/{provider}/start?return=/path and `&for=mail`, GET /auth/{provider}/callback, and GET /auth/link/{token} from a letter. */
export function createOauthHandler(place: Place): HttpHandler {
  return createHttpHandler(place, answer, () =>
    textAnswer(500, 'Something went wrong in Concord. Nothing was changed. Go back to Concord and try again.'),
  );
}

async function answer(ports: EnginePorts, call: Call): Promise<Answer> {
  const [, provider = '', step = ''] = /^\/auth\/([^/]+)\/([^/]+)$/u.exec(call.path) ?? [];
  const run =
    provider === 'link' ? followLink : Object.hasOwn(steps, step) ? steps[step as keyof typeof steps] : undefined;
  if (run === undefined) return unknownAddress(ports);
  if (call.method !== 'GET')
    return textAnswer(405, 'This address only answers a browser that follows a link.', { allow: 'GET' });
  const redirect = await run(ports, provider, call, step);
  return redirect === undefined ? unknownAddress(ports) : toAnswer(redirect);
}

const followLink = async (ports: EnginePorts, _: string, __: Call, token: string) => await openLink(ports, token);

const steps = {
  start: async (ports: EnginePorts, provider: string, { query, cookies }: Call) => {
    const member = await openSession(ports, cookies);
    const { return: returnTo, region, connection, move, again, for: use } = query;
    return await beginAuthorization(ports, {
      provider,
      ...(member === undefined ? {} : { member }),
      ...(returnTo === undefined ? {} : { returnTo }),
      ...(region === undefined ? {} : { region }),
      ...(use === undefined ? {} : { for: use }),
      ...(connection === undefined ? {} : { connection }),
      ...(move === '1' ? { move: true } : {}),
      ...(again === '1' ? { again: true } : {}),
    });
  },
  callback: async (ports: EnginePorts, provider: string, { query, cookies }: Call) =>
    await finishAuthorization(ports, { provider, query, cookies }),
} as const;

const toAnswer = ({ redirect, cookies }: Redirect): Answer => ({
  status: 302,
  headers: { location: redirect },
  cookies,
});

const unknownAddress = (ports: EnginePorts): Answer =>
  textAnswer(404, `There is nothing at this address. Open ${ports.settings.publicUrl} instead.`);

export const handler = createOauthHandler(createPlace('oauth'));
