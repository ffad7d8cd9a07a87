import { sameText } from '../merge.ts';
import type { RefreshRule } from './decide-field.ts';
import { type WatchField, type WatchValues, watchFieldNames } from './fields.ts';
import type { Watch, WatchChange, WatchLink } from './watch.ts';

/** What a person does to a watch that is linked: answer, undo, edit. Pure; undefined when it cannot be done as things are. */
export type SettledWatch = { readonly watch: Watch; readonly changes: readonly WatchChange[] };

/** Settles a field that both sides changed. Undefined when it does not ask, or asks about another value by now. */
export function answerField(
  watch: Watch,
  field: WatchField,
  use: 'local' | 'clio',
  seen: string,
): SettledWatch | undefined {
  const { link } = watch;
  const asked = link?.asked?.[field];
  if (link === undefined || asked === undefined || asked !== seen) return undefined;
  const rule: RefreshRule = use === 'clio' ? 'tookClio' : 'keptHere';
  const local = watch.values[field] ?? '';
  const settled: WatchLink = {
    ...withoutAsked(link, [field]),
    base: { ...link.base, [field]: asked },
    rules: { ...link.rules, [field]: rule },
  };
  if (use === 'local') return { watch: { ...watch, link: settled }, changes: [] };
  const changes = sameText(local, asked) ? [] : [{ field, before: local, after: asked, rule }];
  return { watch: { ...watch, values: { ...watch.values, [field]: asked }, link: settled }, changes };
}

/**
 * Takes back what the last refresh changed, field by field, leaving alone what was edited since. What Clio says stays the base,
 * so that the next refresh does not do it all again. Undefined when there is nothing to take back.
 */
export function undoRefresh(watch: Watch, refresh: string): SettledWatch | undefined {
  const { link } = watch;
  const last = link?.last;
  if (link === undefined || last === undefined || last.id !== refresh || last.undone) return undefined;
  const untouched = last.changes.filter(({ field, after }) => sameText(watch.values[field] ?? '', after));
  const changes = untouched.map(
    ({ field, before, after }): WatchChange => ({ field, before: after, after: before, rule: 'undone' }),
  );
  const undone = Object.fromEntries(changes.map(({ field }) => [field, 'undone' as const]));
  return {
    watch: {
      ...watch,
      values: withValues(
        watch.values,
        changes.map(({ field, after }) => [field, after]),
      ),
      link: { ...link, rules: { ...link.rules, ...undone }, last: { ...last, undone: true } },
    },
    changes,
  };
}

/** A person's own edit of what comes from Clio: it ends what was asked or ruled about those fields. */
export function editValues(watch: Watch, values: WatchValues): Watch {
  const edited = watchFieldNames.filter(
    (field) => values[field] !== undefined && !sameText(values[field], watch.values[field] ?? ''),
  );
  if (edited.length === 0) return watch;
  const next = withValues(
    watch.values,
    edited.map((field) => [field, values[field] ?? '']),
  );
  if (watch.link === undefined) return { ...watch, values: next };
  const { rules, ...link } = withoutAsked(
    watch.link,
    edited.filter((field) => sameText(next[field] ?? '', watch.link?.asked?.[field] ?? '')),
  );
  const ruled = Object.entries(rules ?? {}).filter(([field]) => !edited.some((name) => name === field));
  return {
    ...watch,
    values: next,
    link: { ...link, ...(ruled.length === 0 ? {} : { rules: Object.fromEntries(ruled) }) },
  };
}

export function withoutAsked(link: WatchLink, fields: readonly WatchField[]): WatchLink {
  const { asked, ...rest } = link;
  const left = Object.entries(asked ?? {}).filter(([field]) => !fields.some((name) => name === field));
  return left.length === 0 ? rest : { ...rest, asked: Object.fromEntries(left) };
}

/** A blank one is taken out. */
function withValues(values: WatchValues, changes: readonly (readonly [WatchField, string])[]): WatchValues {
  return Object.fromEntries(
    Object.entries({ ...values, ...Object.fromEntries(changes) }).filter(([, text]) => text !== ''),
  );
}
