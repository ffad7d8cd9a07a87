import type { WishView } from '@concord/core';
import { ApiError, getJson, postJson } from './client.ts';

const firstPauseMs = 300;
const longestPauseMs = 3000;
/** With ever longer pauses: about a quarter of an hour, which is more minutes of Clio's than any wish takes. */
const mostLooks = 300;

type Waiting = {
  readonly signal?: AbortSignal;
  /** Told what is being waited for, at every look. */
  readonly onWaiting?: (sentence: string) => void;
};

/** Asks for what only Clio can tell, and waits for the answer. Throws `ApiError`, also when Clio refused. */
export async function wishFor(path: string, body: object, { signal, onWaiting }: Waiting = {}): Promise<WishView> {
  let view = await postJson<WishView>(path, body);
  let pauseMs = firstPauseMs;
  for (let looks = 0; view.state === 'waiting' && looks < mostLooks; looks++) {
    onWaiting?.(view.sentence);
    await pause(pauseMs, signal);
    pauseMs = Math.min(pauseMs * 1.3, longestPauseMs);
    view = await lookOnce(view, signal);
  }
  if (view.state === 'done') return view;
  throw new ApiError(422, { code: 'wish', message: view.state === 'failed' ? view.sentence : unanswered });
}

/** What became of a wish. It is kept for an hour; looking at it asks nothing of Clio. */
export async function lookAtWish(wish: string, signal?: AbortSignal): Promise<WishView> {
  return await getJson<WishView>(`/api/wishes/${encodeURIComponent(wish)}`, signal);
}

/** A look without an answer says nothing about the wish: wishing again would ask Clio twice. */
async function lookOnce(view: WishView, signal: AbortSignal | undefined): Promise<WishView> {
  try {
    return await lookAtWish(view.id, signal);
  } catch (error) {
    if (error instanceof ApiError && (error.status === 0 || error.status >= 500)) return view;
    throw error;
  }
}

async function pause(pauseMs: number, signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, pauseMs));
  signal?.throwIfAborted();
}

const unanswered = 'Clio has not answered so far. Look again in a few minutes: it may have been done meanwhile.';
