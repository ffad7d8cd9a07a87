import type { WishView } from '@concord/core';
import { ApiError, getJson, postJson } from './client.ts';

const firstPauseMs = 300;
const longestPauseMs = 3000;
/** With ever longer pauses: about a quarter of an hour, which is more minutes of a provider's than any wish takes. */
const mostLooks = 300;

type Wished = Pick<WishView, 'id' | 'state' | 'sentence'>;
type Waiting = {
  readonly signal?: AbortSignal;
  /** Told what is being waited for, at every look. */
  readonly onWaiting?: (sentence: string) => void;
};
/** Where to look at a wish by its id. */
type PlaceOfWish = (wish: string) => string;

const placeOfWish: PlaceOfWish = (wish) => `/api/wishes/${encodeURIComponent(wish)}`;

/** Asks for what only Clio can tell, and waits for the answer. Throws `ApiError`, also when Clio refused. */
export async function wishFor(path: string, body: object, waiting: Waiting = {}): Promise<WishView> {
  const view = await wishAt<WishView>(path, body, placeOfWish, waiting);
  if (view.state === 'done') return view;
  throw new ApiError(422, { code: 'wish', message: view.sentence });
}

/** Asks for what only a provider can do, and waits until it is `done` or `failed`. Throws `ApiError` when nobody answers. */
export async function wishAt<View extends Wished>(
  path: string,
  body: object,
  placeOf: PlaceOfWish,
  { signal, onWaiting }: Waiting = {},
): Promise<View> {
  let view = await postJson<View>(path, body);
  let pauseMs = firstPauseMs;
  for (let looks = 0; view.state === 'waiting' && looks < mostLooks; looks++) {
    onWaiting?.(view.sentence);
    await pause(pauseMs, signal);
    pauseMs = Math.min(pauseMs * 1.3, longestPauseMs);
    view = await lookOnce(view, placeOf, signal);
  }
  if (view.state !== 'waiting') return view;
  throw new ApiError(422, { code: 'wish', message: unanswered });
}

/** What became of a wish. It is kept for an hour; looking at it asks nothing of Clio. */
export async function lookAtWish(wish: string): Promise<WishView> {
  return await getJson<WishView>(placeOfWish(wish));
}

/** A look without an answer says nothing about the wish: wishing again would ask twice. */
async function lookOnce<View extends Wished>(
  view: View,
  placeOf: PlaceOfWish,
  signal: AbortSignal | undefined,
): Promise<View> {
  try {
    return await getJson<View>(placeOf(view.id), signal);
  } catch (error) {
    if (error instanceof ApiError && (error.status === 0 || error.status >= 500)) return view;
    throw error;
  }
}

async function pause(pauseMs: number, signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, pauseMs));
  signal?.throwIfAborted();
}

const unanswered = 'There is no answer so far. Look again in a few minutes: it may have been done meanwhile.';
