import { type Clock, isSyncError, type SyncError } from '@concord/core';
import type { Api, ApiRequest } from './api.ts';
import { type Answer, errorOf, isSuccess } from './errors.ts';
import { isAmbiguous, isOfItem } from './outcomes.ts';

export type Attempt =
  | { readonly kind: 'done'; readonly answer: Answer }
  /** Because of what was sent. */
  | { readonly kind: 'refused'; readonly answer: Answer }
  /** Certainly not done, and whatever comes next would fare no better. */
  | { readonly kind: 'failed'; readonly error: SyncError }
  | { readonly kind: 'unknown' };

/** Sends what may write, and tells what is known of it afterwards. */
export async function attempt(api: Api, clock: Clock, request: ApiRequest): Promise<Attempt> {
  try {
    return attemptOf(await api(request), clock);
  } catch (error) {
    return attemptThatThrew(error);
  }
}

export function attemptOf(answer: Answer, clock: Clock): Attempt {
  if (isSuccess(answer)) return { kind: 'done', answer };
  if (isAmbiguous(answer)) return { kind: 'unknown' };
  const error = errorOf(answer, clock.now());
  return isOfItem(error) ? { kind: 'refused', answer } : { kind: 'failed', error };
}

/** A connection that broke while it waited may have carried everything. Throws what is no operating error. */
export function attemptThatThrew(error: unknown): Extract<Attempt, { kind: 'failed' | 'unknown' }> {
  if (!isSyncError(error)) throw error;
  const isAnswered = error.code !== 'timeout' && error.code !== 'garbled';
  return isAnswered ? { kind: 'failed', error } : { kind: 'unknown' };
}
