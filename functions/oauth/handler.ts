import { beginAuthorization, type EnginePorts, finishAuthorization, openSession, type Redirect } from '@concord/engine';
import { type Answer, type Call, createHttpHandler, type HttpHandler, textAnswer } from '../http.ts';
import { createPlace, type Place } from '../wiring.ts';

/** GET /auth/{provider}/start?return=/path and GET /auth/{provider}/callback. */
export function createOauthHandler(place: Place): HttpHandler {
  return createHttpHandler(place, answer, () =>
    textAnswer(500, 'Something went wrong in Concord. Nothing was changed. Go back to Concord and try again.'),
  );
}

async function answer(ports: EnginePorts, call: Call): Promise<Answer> {
  const [, provider = '', step = ''] = /^\/auth\/([^/]+)\/([^/]+)$/u.exec(call.path) ?? [];
  const run = Object.hasOwn(steps, step) ? steps[step as keyof typeof steps] : undefined;
  if (run === undefined) return unknownAddress(ports);
  if (call.method !== 'GET')
    return textAnswer(405, 'This address only answers a browser that follows a link.', { allow: 'GET' });
  const redirect = await run(ports, provider, call);
  return redirect === undefined ? unknownAddress(ports) : toAnswer(redirect);
}

const steps = {
  start: async (ports: EnginePorts, provider: string, { query, cookies }: Call) => {
    const member = await openSession(ports, cookies);
    const returnTo = query['return'];
    return await beginAuthorization(ports, {
      provider,
      ...(member === undefined ? {} : { member }),
      ...(returnTo === undefined ? {} : { returnTo }),
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
