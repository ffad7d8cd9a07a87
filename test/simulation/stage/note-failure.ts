import { isSyncError } from '@concord/core';
import type { History } from '../history/history.ts';
import { Killed } from './scheduler.ts';

type About = { readonly worker: number; readonly firm: string; readonly sync: string };

/** Notes how a function ended that did not end well. Operating errors have a code; whatever has none is a bug of ours. */
export function noteFailure(history: History, at: number, about: About, error: unknown): void {
  if (error instanceof Killed) history.note({ at, kind: 'work', ...about, what: 'dies' });
  else if (isSyncError(error))
    history.note({ at, kind: 'work', ...about, what: 'fails', error: error.message, code: error.code });
  else history.note({ at, kind: 'work', ...about, what: 'fails', error: said(error) });
}

const said = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
