import {
  refreshRules,
  titleOf,
  type Watch,
  type WatchChange,
  type WatchField,
  type WatchFieldChange,
  type WatchFieldView,
  type WatchLink,
  type WatchRow,
  type WatchView,
  watchFieldNames,
  watchFields,
} from '@concord/core';
import { becauseOf, matterSentence } from './because.ts';
import type { StoredWatch } from './watch-record.ts';

export function watchRow(watch: Watch): WatchRow {
  const { id, values, tags, priority, status, link, createdAt } = watch;
  const mark = link && markOf(link);
  return {
    id,
    title: titleOf(watch),
    values,
    tags,
    priority,
    status,
    source: link === undefined ? 'hand' : 'clio',
    archived: watch.archivedAt !== undefined,
    createdAt,
    ...(mark === undefined ? {} : { mark }),
    asks: Object.keys(link?.asked ?? {}).length,
  };
}

function markOf(link: WatchLink): WatchRow['mark'] {
  const { kind } = link.matterState;
  if (kind !== 'open') return { kind, sentence: matterSentence(link.matterState) };
  const [sentence] = becauseOf(link);
  return sentence === undefined ? undefined : { kind: 'client', sentence };
}

export function watchView({ watch, rev }: StoredWatch, notes: string): WatchView {
  const { link } = watch;
  return {
    ...watchRow(watch),
    rev,
    notes,
    sourceSentence: link === undefined ? 'Made by hand: it is not linked with Clio.' : linkedSentence(watch, link),
    fields: watchFieldNames.map((field) => fieldView(watch, field)),
    because: link === undefined ? [] : becauseOf(link),
    ...(link?.last === undefined ? {} : { lastRefresh: lastRefreshView(watch, link.last) }),
  };
}

function linkedSentence({ values }: Watch, { base }: WatchLink): string {
  const number = base.caseNumber ?? values.caseNumber;
  return number === undefined ? 'Linked with a matter in Clio.' : `Linked with matter ${number} in Clio.`;
}

function lastRefreshView(watch: Watch, last: NonNullable<WatchLink['last']>): NonNullable<WatchView['lastRefresh']> {
  const canUndo =
    last.undone !== true && last.changes.some(({ field, after }) => (watch.values[field] ?? '') === after);
  return { refresh: last.id, at: last.at, changes: changeViews(last.changes), canUndo };
}

export function changeViews(changes: readonly WatchChange[]): readonly WatchFieldChange[] {
  return changes.map(({ field, before, after, rule }) => ({
    field,
    label: watchFields[field].label,
    before,
    after,
    because: refreshRules[rule],
  }));
}

function fieldView(watch: Watch, field: WatchField): WatchFieldView {
  const { link, values } = watch;
  const value = values[field] ?? '';
  const { label, from } = watchFields[field];
  if (link === undefined) return { field, label, value, why: 'Made by hand: only people write it.' };
  const [clio, asked] = [link.base[field], link.asked?.[field]];
  return {
    field,
    label,
    value,
    why: whyOf(link, field, value),
    from: `In Clio: ${from}.`,
    ...(clio === undefined ? {} : { clio }),
    ...(asked === undefined ? {} : { asked }),
  };
}

/** From what is kept of the last refresh: which value of Clio's, which rule. */
function whyOf(link: WatchLink, field: WatchField, value: string): string {
  if (link.asked?.[field] !== undefined) return refreshRules.asked;
  const [rule, base] = [link.rules?.[field], link.base[field]];
  if (rule !== undefined) return refreshRules[rule];
  if (base === undefined)
    return value === '' ? refreshRules.clioBlank : 'Clio has said nothing here so far: people wrote it.';
  return base === value ? refreshRules.same : refreshRules.editedHere;
}
