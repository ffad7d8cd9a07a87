import { fromWebResponse, type PlainResponse } from './plain-http.ts';
import type { World } from './world.ts';

export type Outgoing = {
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Otherwise redirects are followed, where the world can. */
  readonly redirect?: 'manual';
};

/**
 * Posts to the outside. Undefined when nobody answers, or not within `limitMs` of the world's clock, or while the awkwardness
 * `cutOff` strikes. The whole answer is read: what is left unread keeps its connection busy.
 */
export async function sendOut(
  world: World,
  outgoing: Outgoing,
  limitMs: number,
  cutOff: string,
): Promise<PlainResponse | undefined> {
  if (world.awkward.strikes(cutOff)) return undefined;
  const { answer, giveUp } = world.post ? posted(world.post, outgoing) : delivered(world, outgoing);
  return new Promise((resolve) => {
    world.later(limitMs, async () => {
      resolve(undefined);
      giveUp();
    });
    answer.then(resolve, () => resolve(undefined));
  });
}

type Sent = { readonly answer: Promise<PlainResponse>; readonly giveUp: () => void };

function posted(post: NonNullable<World['post']>, { redirect: _, ...message }: Outgoing): Sent {
  return { answer: post({ method: 'POST', ...message }), giveUp: () => undefined };
}

function delivered(world: World, { url, ...init }: Outgoing): Sent {
  const ending = new AbortController();
  const request = new Request(url, { method: 'POST', signal: ending.signal, ...init });
  return { answer: world.deliver(request).then(fromWebResponse), giveUp: () => ending.abort() };
}
