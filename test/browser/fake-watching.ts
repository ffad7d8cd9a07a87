import type {
  BulkTags,
  MatterQuery,
  MatterRow,
  NewWatch,
  WatchAnswer,
  WatchEdit,
  WatchingView,
  WatchQuery,
  WatchRunView,
  WatchSettings,
  WatchSettingsEdit,
  WishResult,
  WishView,
} from '@concord/core';
import { createFakeWatches, type News } from './fake-watches.ts';

/** Milliseconds that the fake takes to fulfil a wish, and to refresh all. */
const wishMs = 400;
const runMs = 2500;
const mattersAtOnce = 20;

type Ask = { readonly method: string; readonly path: string; readonly query: URLSearchParams; readonly body: unknown };
type Answer = { readonly status?: number; readonly json: unknown } | undefined;
type Wish = { readonly at: number; readonly failed?: string; readonly result: () => WishResult };

/** The routes of watches over scripted records: wishes are fulfilled by time, a run moves by time. */
export function createFakeWatching({
  watches: count,
  matters,
}: {
  readonly watches: number;
  readonly matters: number;
}) {
  const watches = createFakeWatches(count);
  const wishes = new Map<string, Wish>();
  let settings: WatchSettings = {
    autoSync: false,
    frequency: 'daily',
    onLogin: false,
    conflicts: 'local',
    byField: {},
  };
  let caseTypes: Readonly<Record<string, string>> = { '3': 'Probate' };
  let runAt: number | undefined;
  let stoppedAt: number | undefined;
  let news: News = {};
  let refusal: string | undefined;
  let slowFrom = Number.POSITIVE_INFINITY;
  let shown: Partial<WatchingView> = {};

  const wish = (result: () => WishResult): WishView => {
    const id = `w${wishes.size}`;
    wishes.set(id, { at: Date.now(), result, ...(refusal === undefined ? {} : { failed: refusal }) });
    return wishView(id);
  };
  const wishView = (id: string): WishView => {
    const found = wishes.get(id) as Wish;
    const isSlow = Number(id.slice(1)) >= slowFrom;
    if (isSlow || Date.now() - found.at < wishMs)
      return {
        id,
        state: 'waiting',
        sentence: isSlow ? 'Clio allows only so many requests a minute; going on in 20 seconds.' : 'Asking Clio.',
      };
    if (found.failed !== undefined) return { id, state: 'failed', sentence: found.failed };
    return { id, state: 'done', sentence: 'Done.', ...found.result() };
  };

  const run = (): WatchRunView | undefined => {
    if (runAt === undefined) return undefined;
    const total = watches.linked();
    const part = Math.min(1, ((stoppedAt ?? Date.now()) - runAt) / runMs);
    const done = Math.floor(total * part);
    const state = part === 1 ? 'done' : stoppedAt === undefined ? 'running' : 'stopped';
    return {
      id: `run${runAt}`,
      state,
      cause: 'Sync all now',
      startedAt: runAt,
      ...(state === 'running' ? { remainingMs: Math.round((1 - part) * 260_000) } : { finishedAt: Date.now() }),
      done,
      total,
      changed: Math.floor(done / 10),
      asks: 0,
      closed: 1,
      missing: 1,
      sentence: sayRun(state, done, total),
    };
  };
  const watching = (): WatchingView => ({
    settings,
    caseTypes: areas.map((name, index) => {
      const caseType = caseTypes[`${index + 1}`];
      return { practiceArea: `${index + 1}`, name, ...(caseType === undefined ? {} : { caseType }) };
    }),
    attorneys: [
      { id: '11', name: 'Robin Ashworth' },
      { id: '12', name: 'Grace Okafor' },
    ],
    linked: watches.linked(),
    ...((found) => (found ? { run: found } : {}))(run()),
    canRun: watches.linked() > 0 && run()?.state !== 'running',
    sentence: sayWhen(watches.linked(), settings),
    ...shown,
  });

  const matterOf = (index: number): MatterRow => {
    const id = `${1000 + index}`;
    return {
      ...plainMatter(index, id),
      ...(watches.view(`c-${id}`) ? { watch: { id: `c-${id}`, archived: false } } : {}),
    };
  };
  const browse = ({ after, ...filter }: MatterQuery, from = 0): WishView => {
    const place = after === undefined ? { filter, from } : (pages.get(after) ?? { filter, from });
    const made = wish(() => {
      const all = Array.from({ length: matters }, (_, index) => matterOf(index)).filter((row) =>
        isLike(row, place.filter),
      );
      const next = place.from + mattersAtOnce;
      return { matters: { rows: all.slice(place.from, next), total: all.length, more: next < all.length } };
    });
    pages.set(made.id, { filter: place.filter, from: place.from + mattersAtOnce });
    return made;
  };
  const pages = new Map<string, { filter: Omit<MatterQuery, 'after'>; from: number }>();

  const importThese = ({ matters: ids }: { readonly matters: readonly string[] }): WishView => {
    const fresh = ids.filter((id) => !watches.view(`c-${id}`));
    const before = ids.filter((id) => !fresh.includes(id)).map((id) => `c-${id}`);
    return wish(() => {
      const added = fresh.map((id) => {
        const { number, client, attorney, practiceArea, openedOn } = matterOf(Number(id) - 1000);
        const [firstName = '', lastName = ''] = client.split(' ');
        return watches.add(id, {
          firstName,
          lastName,
          caseNumber: number,
          assignedTo: attorney,
          caseType: practiceArea,
          dateOfInterest: openedOn,
        });
      });
      return { imported: { added, known: before, notShown: [] } };
    });
  };

  const refresh = (id: string): WishView => {
    const before = watches.view(id);
    return wish(() => {
      const changes = watches.refresh(id, news);
      const fields = (before?.fields ?? []).map(({ field, label, value, clio = '' }) => ({
        field,
        label,
        clio: news[field] ?? clio,
        base: clio,
        local: value,
        because:
          value === clio
            ? 'The watch says what Clio says.'
            : 'It was edited here, and Clio has not changed since: the edit stays.',
      }));
      return { refreshed: { watch: id, changes, fields, because: [] } };
    });
  };

  const saveSettings = ({ caseTypes: edits = {}, ...edit }: WatchSettingsEdit): WatchingView => {
    settings = { ...settings, ...edit };
    const kept = Object.entries({ ...caseTypes, ...edits }).flatMap(([id, name]) =>
      name === null ? [] : [[id, name]],
    );
    caseTypes = Object.fromEntries(kept) as typeof caseTypes;
    return watching();
  };

  const ofFirm = ({ method, path, query, body }: Ask): unknown => {
    const filters = Object.fromEntries(query) as WatchQuery & { readonly after?: string };
    const { after = '', ...asked } = filters;
    const routes: Readonly<Record<string, () => unknown>> = {
      'GET /api/watches': () => watches.list(asked, after),
      'POST /api/watches': () => watches.create(body as NewWatch),
      'GET /api/watching': watching,
      'POST /api/watching/settings': () => saveSettings(body as WatchSettingsEdit),
      'POST /api/watching/run': () => ((runAt = Date.now()), (stoppedAt = undefined), watching()),
      'POST /api/watching/stop': () => ((stoppedAt = Date.now()), watching()),
      'POST /api/watching/tags': () => ({ changed: watches.tag(body as BulkTags) }),
      'POST /api/watching/choices': () => wish(() => ({})),
      'GET /api/watching/export': () => watches.export(asked, after),
      'POST /api/matters': () => browse(body as MatterQuery),
      'POST /api/matters/import': () => importThese(body as { matters: readonly string[] }),
    };
    return routes[`${method} ${path}`]?.();
  };

  const ofOne = ({ method, body }: Ask, id: string, part: string): unknown => {
    const routes: Readonly<Record<string, () => unknown>> = {
      'GET ': () => watches.view(id),
      'POST ': () => watches.edit(id, body as WatchEdit),
      'POST /archive': () => watches.archive(id, (body as { archived: boolean }).archived),
      'POST /delete': () => (watches.remove(id), watching()),
      'POST /refresh': () => refresh(id),
      'POST /answer': () => watches.answer(id, body as WatchAnswer),
      'POST /undo': () => watches.undo(id),
      'GET /history': () => ({ rows: watches.history(id) }),
    };
    return watches.view(id) && routes[`${method} ${part}`]?.();
  };

  return {
    /** Undefined for what is no route of watches. */
    answer(ask: Ask): Answer {
      const [, wished] = /^\/api\/wishes\/([^/]+)$/u.exec(ask.path) ?? [];
      if (wished !== undefined) return { json: wishView(wished) };
      const [, id, part = ''] = /^\/api\/watches\/([^/]+)(\/\w+)?$/u.exec(ask.path) ?? [];
      const json = id === undefined ? ofFirm(ask) : ofOne(ask, id, part);
      if (json === undefined) return undefined;
      if (isRefusal(json)) return { status: 409, json: { error: { code: 'conflict', message: json.refused } } };
      return { json };
    },
    watches,
    /** What Clio says from now on. */
    says: (next: News): void => void (news = next),
    /** Every wish from now on fails with this sentence. */
    refuse: (sentence: string): void => void (refusal = sentence),
    heal: (): void => void (refusal = undefined),
    /** No wish is fulfilled while it is. */
    slow: (next: boolean): void => void (slowFrom = next ? 0 : Number.POSITIVE_INFINITY),
    /** So many more wishes are fulfilled, and then none. */
    slowAfter: (count: number): void => void (slowFrom = wishes.size + count),
    show: (parts: Partial<WatchingView>): void => void (shown = parts),
  };
}

const isRefusal = (json: unknown): json is { readonly refused: string } =>
  typeof json === 'object' && json !== null && 'refused' in json;

const areas = ['Family', 'Real estate', 'Wills and estates'] as const;
const clients = ['Ingrid Haddad', 'Olu Chen', 'Chiara Pereira', 'Tomáš Novák', ''] as const;

function plainMatter(index: number, id: string): MatterRow {
  const client = clients[index % clients.length] ?? '';
  return {
    id,
    number: `${String(index + 101).padStart(5, '0')}-${client.split(' ')[1] ?? 'None'}`,
    description: 'Estate',
    client,
    status: (['open', 'open', 'pending', 'closed'] as const)[index % 4] ?? 'open',
    practiceArea: areas[index % areas.length] ?? '',
    attorney: index % 2 === 0 ? 'Robin Ashworth' : 'Grace Okafor',
    openedOn: `2026-0${(index % 9) + 1}-14`,
  };
}

function isLike(row: MatterRow, filter: Omit<MatterQuery, 'after'>): boolean {
  const { search = '', status = row.status, practiceArea, attorney, openedFrom = '', openedUntil = '9999' } = filter;
  const hasText = `${row.number} ${row.description} ${row.client}`.toLowerCase().includes(search.toLowerCase());
  const isOfArea = practiceArea === undefined || areas[Number(practiceArea) - 1] === row.practiceArea;
  const isOf = attorney === undefined || (attorney === '11' ? 'Robin Ashworth' : 'Grace Okafor') === row.attorney;
  return (
    hasText && row.status === status && isOfArea && isOf && row.openedOn >= openedFrom && row.openedOn <= openedUntil
  );
}

function sayRun(state: 'running' | 'done' | 'stopped', done: number, total: number): string {
  if (state === 'running') return `Reading from Clio: ${done} of ${total}.`;
  if (state === 'stopped') return `Stopped after ${done}; what was refreshed stays.`;
  return `${done} looked at, ${Math.floor(done / 10)} changed. 1 are of closed matters.`;
}

function sayWhen(linked: number, { autoSync, frequency }: WatchSettings): string {
  if (linked === 0) return 'No watch is linked with a matter yet. Open the matter browser to import some.';
  if (autoSync && frequency !== 'manual')
    return `Watches are refreshed ${frequency}, with what robin@harbourfinch.example.com sees in Clio.`;
  return 'Watches are refreshed when somebody presses “Sync all now” or “Sync from Clio”.';
}
