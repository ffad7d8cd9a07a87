import {
  type BulkTags,
  findWatches,
  type NewWatch,
  refreshRules,
  titleOf,
  type Watch,
  type WatchAnswer,
  type WatchEdit,
  type WatchExport,
  type WatchField,
  type WatchFieldChange,
  type WatchFieldView,
  type WatchHistoryRow,
  type WatchPage,
  type WatchQuery,
  type WatchRow,
  type WatchView,
  watchCsvHeader,
  watchCsvLine,
  watchFieldNames,
  watchFields,
} from '@concord/core';

const rowsAtOnce = 20;
const hourMs = 60 * 60 * 1000;

type Stored = {
  readonly watch: Watch;
  readonly rev: number;
  readonly notes: string;
  readonly history: readonly WatchHistoryRow[];
};
type Refusal = { readonly refused: string };
/** What Clio says now, by field: what the next refresh brings. */
export type News = Readonly<Partial<Record<WatchField, string>>>;

/** The watches of a firm as the API tells them; a refresh brings whatever `news` says. `count` of them come from a seed. */
export function createFakeWatches(count: number) {
  const all = new Map(Array.from({ length: count }, (_, index) => seeded(index)).map((one) => [one.watch.id, one]));
  let made = 0;
  const known = (id: string): Stored | undefined => all.get(id);
  const put = (next: Stored): WatchView => {
    all.set(next.watch.id, { ...next, rev: next.rev + 1 });
    return viewOf({ ...next, rev: next.rev + 1 });
  };
  const watches = (): readonly Watch[] => [...all.values()].map(({ watch }) => watch);
  const list = (query: WatchQuery, after: string): { rows: readonly Watch[]; total: number; after?: string } => {
    const found = findWatches(watches(), query);
    const next = Number(after) + rowsAtOnce;
    return {
      rows: found.slice(Number(after), next),
      total: found.length,
      ...(next < found.length ? { after: `${next}` } : {}),
    };
  };
  return {
    view: (id: string): WatchView | undefined => (all.has(id) ? viewOf(known(id) as Stored) : undefined),
    list(query: WatchQuery, after: string): WatchPage {
      const active = watches().filter(({ archivedAt }) => archivedAt === undefined);
      const page = list(query, after);
      return {
        ...page,
        rows: page.rows.map(rowOf),
        tags: distinct(watches().flatMap(({ tags }) => tags)),
        caseTypes: distinct(watches().map(({ values }) => values.caseType)),
        assignees: distinct(watches().map(({ values }) => values.assignedTo)),
        counts: {
          linked: active.filter(({ link }) => link).length,
          hand: active.filter(({ link }) => !link).length,
          archived: watches().length - active.length,
          asks: active.filter(({ link }) => link?.asked).length,
        },
      };
    },
    export(query: WatchQuery, after: string): WatchExport {
      const page = list(query, after);
      const head = after === '' ? `\ufeff${watchCsvHeader()}` : '';
      const lines = page.rows.map((watch) => watchCsvLine(watch, known(watch.id)?.notes ?? ''));
      return {
        name: 'watches-2026-11-21.csv',
        csv: head + lines.join(''),
        ...(page.after ? { after: page.after } : {}),
      };
    },
    create({ values, notes = '', tags = [], priority = 'normal', status = 'active' }: NewWatch): WatchView {
      const watch: Watch = { id: `h${made++}`, values: filled(values), tags, priority, status, createdAt: Date.now() };
      return put({ watch, rev: 0, notes, history: [] });
    },
    edit(id: string, { rev, values, notes, ...own }: WatchEdit): WatchView | Refusal {
      const before = known(id) as Stored;
      if (before.rev !== rev) return { refused: 'Somebody, or a refresh, changed this watch meanwhile.' };
      const watch = { ...before.watch, ...own, values: filled({ ...before.watch.values, ...values }) };
      return put({ ...before, watch, notes: notes ?? before.notes });
    },
    archive(id: string, archived: boolean): WatchView {
      const before = known(id) as Stored;
      const { archivedAt: _, ...watch } = before.watch;
      return put({ ...before, watch: archived ? { ...watch, archivedAt: Date.now() } : watch });
    },
    remove: (id: string): void => void all.delete(id),
    answer(id: string, { field, use, asked }: WatchAnswer): WatchView | Refusal {
      const before = known(id) as Stored;
      if (before.watch.link?.asked?.[field] !== asked) return { refused: 'This is no open question any more.' };
      const { asked: _, ...link } = before.watch.link;
      const values = use === 'clio' ? { ...before.watch.values, [field]: asked } : before.watch.values;
      const rules = { [field]: use === 'clio' ? 'tookClio' : 'keptHere' } as const;
      return put({
        ...before,
        watch: { ...before.watch, values, link: { ...link, base: { ...link.base, [field]: asked }, rules } },
      });
    },
    undo(id: string): WatchView {
      const before = known(id) as Stored;
      const link = before.watch.link as NonNullable<Watch['link']>;
      const taken = link.last?.changes.map(({ field, before: was }) => [field, was] as const) ?? [];
      const last = link.last && { ...link.last, undone: true as const };
      const values = filled({ ...before.watch.values, ...Object.fromEntries(taken) });
      return put({ ...before, watch: { ...before.watch, values, link: { ...link, ...(last ? { last } : {}) } } });
    },
    history: (id: string): readonly WatchHistoryRow[] => known(id)?.history ?? [],
    tag({ watches: ids, add, remove }: BulkTags): number {
      const before = ids.flatMap((id) => known(id) ?? []);
      for (const one of before) {
        const tags = distinct([...one.watch.tags.filter((tag) => !remove.includes(tag)), ...add]);
        put({ ...one, watch: { ...one.watch, tags } });
      }
      return before.length;
    },
    /** Takes over what Clio says now, where nobody edited it here. */
    refresh(id: string, news: News): readonly WatchFieldChange[] {
      const before = known(id) as Stored;
      const link = before.watch.link as NonNullable<Watch['link']>;
      const changes = watchFieldNames.flatMap((field) => {
        const [was, is] = [before.watch.values[field] ?? '', news[field] ?? ''];
        const isNews = is !== '' && is !== was && was === (link.base[field] ?? '');
        return isNews ? [{ field, before: was, after: is, rule: 'clioChanged' as const }] : [];
      });
      if (changes.length === 0) return [];
      const taken = Object.fromEntries(changes.map(({ field, after }) => [field, after]));
      const at = Date.now();
      const views = changes.map(changeView);
      put({
        ...before,
        watch: {
          ...before.watch,
          values: { ...before.watch.values, ...taken },
          link: { ...link, base: { ...link.base, ...taken }, last: { id: `r${at}`, at, changes } },
        },
        history: [
          { id: `e${at}`, at, what: 'refreshed', cause: 'Sync from Clio', changes: views, because: [] },
          ...before.history,
        ],
      });
      return views;
    },
    /** A colleague or a refresh is quicker. */
    meddle(id: string, edit: Omit<WatchEdit, 'rev'>): void {
      this.edit(id, { ...edit, rev: known(id)?.rev ?? 0 });
    },
    /** From a matter. */
    add(matter: string, values: Watch['values']): string {
      const id = `c-${matter}`;
      put({ watch: linked(id, matter, values), rev: 0, notes: '', history: [] });
      return id;
    },
    linked: (): number => watches().filter(({ link, archivedAt }) => link && archivedAt === undefined).length,
  };
}

const distinct = (texts: readonly (string | undefined)[]): readonly string[] =>
  [...new Set(texts.filter((text): text is string => Boolean(text)))].toSorted();

/** Without the blank ones. */
const filled = (values: NewWatch['values']): Watch['values'] =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));

const changeView = ({
  field,
  before,
  after,
  rule,
}: {
  field: WatchField;
  before: string;
  after: string;
  rule: keyof typeof refreshRules;
}): WatchFieldChange => ({
  field,
  label: watchFields[field].label,
  before,
  after,
  because: refreshRules[rule],
});

function rowOf(watch: Watch): WatchRow {
  const { id, values, tags, priority, status, link, archivedAt, createdAt } = watch;
  const kind = link?.matterState.kind ?? 'open';
  return {
    id,
    title: titleOf(watch),
    values,
    tags,
    priority,
    status,
    source: link ? 'clio' : 'hand',
    archived: archivedAt !== undefined,
    createdAt,
    asks: Object.keys(link?.asked ?? {}).length,
    ...(kind === 'open' ? {} : { mark: { kind, sentence: marks[kind] } }),
  };
}

const marks = {
  pending: 'The matter is pending in Clio.',
  closed: 'The matter was closed in Clio on 2026-05-01.',
  missing: 'Since 2026-10-03 Clio does not show this matter any more. The watch stays as it is.',
} as const;

function viewOf({ watch, rev, notes }: Stored): WatchView {
  const { link } = watch;
  const row = rowOf(watch);
  const last = link?.last;
  return {
    ...row,
    rev,
    notes,
    sourceSentence: link
      ? `Linked with matter ${link.base.caseNumber} in Clio.`
      : 'Made by hand: it is not linked with Clio.',
    fields: watchFieldNames.map((field) => fieldView(watch, field)),
    because: row.mark ? [row.mark.sentence] : [],
    ...(last
      ? { lastRefresh: { refresh: last.id, at: last.at, changes: last.changes.map(changeView), canUndo: !last.undone } }
      : {}),
  };
}

function fieldView({ values, link }: Watch, field: WatchField): WatchFieldView {
  const { label, from } = watchFields[field];
  const value = values[field] ?? '';
  if (!link) return { field, label, value, why: 'Made by hand: only people write it.' };
  const [clio, asked] = [link.base[field], link.asked?.[field]];
  return {
    field,
    label,
    value,
    why: asked ? refreshRules.asked : clio === value ? refreshRules.same : refreshRules.editedHere,
    from: `In Clio: ${from}.`,
    ...(clio === undefined ? {} : { clio }),
    ...(asked === undefined ? {} : { asked }),
  };
}

const linked = (id: string, matter: string, values: Watch['values']): Watch => ({
  id,
  values,
  tags: [],
  priority: 'normal',
  status: 'active',
  createdAt: Date.now(),
  link: {
    matter,
    seenBy: ['c-clio'],
    base: values,
    matterState: { kind: 'open' },
    client: { kind: 'shown' },
    touched: { id: 'w0', at: Date.now() },
  },
});

const names = [
  ['Amélie', 'Ashworth'],
  ['Noah', 'Okafor'],
  ['Siobhán', 'Núñez'],
  ['Kwame', 'Bianchi'],
  ['Zoë', 'Whitfield'],
  ['דנה', 'כהן'],
  ['Grace', 'Lindqvist'],
] as const;
const areas = ['Probate', 'Family', 'Real estate'] as const;
const places = [
  ['Boston', 'MA'],
  ['Cambridge', 'MA'],
  ['Albany', 'NY'],
] as const;

/** The first few show what there is to see; the others are ordinary. */
function seeded(index: number): Stored {
  const [first, last] = names[index % names.length] ?? ['', ''];
  const [city, state] = places[index % places.length] ?? ['', ''];
  const caseNumber = `${String(index + 1).padStart(5, '0')}-${last}`;
  const base = {
    firstName: first,
    lastName: last,
    city,
    state,
    caseNumber,
    dateOfBirth: '1948-03-17',
    assignedTo: 'Robin Ashworth',
    caseType: areas[index % areas.length] ?? '',
    dateOfInterest: '2026-02-11',
  };
  const plain = { ...linked(`c${index}`, `${9000 + index}`, base), createdAt: Date.UTC(2026, 9, 1) + index * hourMs };
  const notes = index === 0 ? 'Ask her sister about the will.' : '';
  return {
    watch: { ...plain, ...specials(plain)[index] },
    rev: 1,
    notes,
    history: index === 0 ? [imported(base)] : [],
  };
}

function specials({ link, values, ...plain }: Watch): readonly Partial<Watch>[] {
  const ofClio = link as NonNullable<Watch['link']>;
  return [
    { tags: ['estate', 'call back'], priority: 'high', values: { ...values, city: 'Brookline' } },
    {
      link: { ...ofClio, asked: { city: 'Salem', assignedTo: 'Grace Okafor' } },
      values: { ...values, city: 'Quincy' },
    },
    { link: { ...ofClio, matterState: { kind: 'closed', on: '2026-05-01' } }, status: 'onHold' },
    { link: { ...ofClio, matterState: { kind: 'missing', since: plain.createdAt } }, priority: 'urgent' },
    { archivedAt: Date.UTC(2026, 10, 1), status: 'done' },
  ];
}

const imported = (base: Watch['values']): WatchHistoryRow => ({
  id: 'e0',
  at: Date.UTC(2026, 9, 1),
  what: 'imported',
  cause: 'Imported from Clio',
  changes: watchFieldNames.flatMap((field) =>
    base[field] ? [changeView({ field, before: '', after: base[field], rule: 'clioChanged' })] : [],
  ),
  because: [],
});
