import type { PreviewFilter, WatchQuery } from '@concord/core';

export const sessionKey = ['session'] as const;
export const firmKey = ['firm'] as const;
export const syncKey = (sync: string) => ['sync', sync] as const;
export const previewKey = (sync: string) => ['sync', sync, 'preview'] as const;
export const previewPageKey = (sync: string, run: string, filter: PreviewFilter, search: string) =>
  ['sync', sync, 'preview', run, filter, search] as const;
export const weekKey = (sync: string, run: string, from: number) =>
  ['sync', sync, 'preview', run, 'week', from] as const;
export const recordKey = (sync: string, run: string, record: string) =>
  ['sync', sync, 'preview', run, 'record', record] as const;
export const calendarsKey = (connection: string) => ['calendars', connection] as const;
export const groupsKey = (sync: string) => ['sync', sync, 'groups'] as const;
export const waitingKey = (sync: string) => ['sync', sync, 'waiting'] as const;
export const activityKey = (sync: string) => ['sync', sync, 'activity'] as const;
export const undoKey = (sync: string, run: string) => ['sync', sync, 'undo', run] as const;
export const pastKey = (sync: string, mapping: string) => ['sync', sync, 'past', mapping] as const;
export const whyKey = (query: string) => ['why', query] as const;
export const reviewKey = ['review'] as const;
/** Every list of watches, whatever it asks for. */
export const watchListsKey = ['watches'] as const;
export const watchListKey = (query: WatchQuery) => ['watches', query] as const;
export const watchKey = (watch: string) => ['watch', watch] as const;
export const watchHistoryKey = (watch: string) => ['watch', watch, 'history'] as const;
export const watchingKey = ['watching'] as const;
export const mattersKey = (filters: string) => ['matters', filters] as const;
export const mailKey = ['mail'] as const;
/** Everything about engagements. */
export const engagementsKey = ['engagements'] as const;
export const engagedKey = (search: string) => ['engagements', 'people', search] as const;
export const timelinesKey = ['engagements', 'timeline'] as const;
export const timelineKey = (contact: string) => ['engagements', 'timeline', contact] as const;
