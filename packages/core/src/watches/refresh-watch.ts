import type { Instant } from '../ports/clock.ts';
import type { Matter } from '../ports/matters.ts';
import { clioValues, type Seen } from './clio-values.ts';
import { decideField, type FieldDecision, type RefreshRule } from './decide-field.ts';
import { type WatchField, type WatchValues, watchFieldNames } from './fields.ts';
import { policyFor, type RefreshPolicy } from './policy.ts';
import type { ClientState, MatterState, RefreshMark, Watch, WatchChange, WatchLink } from './watch.ts';

/** Which refresh, through whose account, and when. */
export type RefreshContext = {
  readonly id: string;
  readonly now: Instant;
  readonly connection: string;
  readonly policy: RefreshPolicy;
};

/** What Clio showed for one watch. `formerClient`: whether the client as last seen is still shown, where it was asked for. */
export type MatterSight =
  | (Seen & { readonly formerClient?: boolean })
  /** The matter did not come back: it was deleted, or it is hidden from this account. */
  | 'notShown';

export type WatchRefresh = {
  /** The same object when nothing changed: then nothing is to be saved. */
  readonly watch: Watch;
  readonly fields: readonly (FieldDecision & { readonly field: WatchField })[];
  readonly changes: readonly WatchChange[];
};

/** One linked watch, refreshed by what Clio showed. What is the firm's own is not looked at. Pure. */
export function refreshWatch(watch: Watch, sight: MatterSight, context: RefreshContext): WatchRefresh {
  const { link } = watch;
  if (link === undefined) return { watch, fields: [], changes: [] };
  if (sight === 'notShown')
    return { watch: touchedIf(watch, notShown(watch, link, context), context), fields: [], changes: [] };
  const clio = clioValues(sight, context.policy.caseTypes);
  const fields = watchFieldNames.map((field) => ({
    field,
    ...decideField(situationOf(watch, link, clio, field), policyFor(context.policy, field)),
  }));
  const changes = fields.flatMap(({ field, local, next, rule }) =>
    next.local === local ? [] : [{ field, before: local, after: next.local, rule }],
  );
  const values = without(fields.map(({ field, next }) => [field, next.local]));
  const { asked: _asked, rules: _rules, last: _last, contact: _contact, ...rest } = link;
  const contact = sight.matter.client?.id;
  const mark = markOf(link, changes, context);
  const nextLink: WatchLink = {
    ...rest,
    ...(contact === undefined ? {} : { contact }),
    seenBy: seenByNow(link, context.connection),
    base: without(fields.map(({ field, next }) => [field, next.base])),
    ...optional('asked', without(fields.map(({ field, clio: says, rule }) => [field, rule === 'asked' ? says : '']))),
    ...optional('rules', rulesOf(link, fields)),
    matterState: matterStateOf(sight.matter),
    client: clientStateOf(link, sight, context.now),
    ...(mark === undefined ? {} : { last: mark }),
  };
  const next: Watch = { ...watch, values, link: nextLink };
  return { watch: touchedIf(watch, next, context), fields, changes };
}

/** Nothing is to be saved where nothing changed. */
function touchedIf(watch: Watch, next: Watch, { id, now }: RefreshContext): Watch {
  if (next.link === undefined || isSame(watch, next)) return watch;
  const at = watch.link?.touched.id === id ? watch.link.touched.at : now;
  return { ...next, link: { ...next.link, touched: { id, at } } };
}

function situationOf({ values }: Watch, { base }: WatchLink, clio: WatchValues, field: WatchField) {
  return { base: base[field] ?? '', local: values[field] ?? '', clio: clio[field] ?? '' };
}

/** Only an account that was shown the matter can say that it is not shown any more. */
function notShown(watch: Watch, link: WatchLink, { connection, now }: RefreshContext): Watch {
  if (!link.seenBy.includes(connection) || link.matterState.kind === 'missing') return watch;
  return { ...watch, link: { ...link, matterState: { kind: 'missing', since: now } } };
}

/** After it was missed, whoever missed it has to be shown it again before it can be missed by them again. */
function seenByNow({ seenBy, matterState }: WatchLink, connection: string): readonly string[] {
  if (matterState.kind === 'missing') return [connection];
  return seenBy.includes(connection) ? seenBy : [...seenBy, connection];
}

function matterStateOf({ status, closedOn }: Matter): MatterState {
  if (status !== 'closed') return { kind: status };
  return { kind: 'closed', ...(closedOn === '' ? {} : { on: closedOn }) };
}

function clientStateOf(
  { contact, client }: WatchLink,
  sight: Exclude<MatterSight, 'notShown'>,
  now: Instant,
): ClientState {
  const on = sight.matter.client?.id;
  if (on === undefined) return { kind: 'none' };
  if (contact !== undefined && contact !== on)
    return { kind: sight.formerClient === false ? 'merged' : 'swapped', since: now };
  if (sight.person === undefined) return client.kind === 'unseen' ? client : { kind: 'unseen', since: now };
  return client.kind === 'swapped' || client.kind === 'merged' ? client : { kind: 'shown' };
}

/** What cannot be told from the values alone, and only as long as it still holds. */
function rulesOf(link: WatchLink, fields: WatchRefresh['fields']): WatchLink['rules'] {
  const lasting = fields.flatMap(({ field, rule }): readonly (readonly [WatchField, RefreshRule])[] => {
    if (rule === 'keptHere' || rule === 'tookClio') return [[field, rule]];
    const before = link.rules?.[field];
    const stillHolds = rule === 'clioBlank' || rule === 'editedHere' || (rule === 'same' && before === 'tookClio');
    return stillHolds && before !== undefined ? [[field, before]] : [];
  });
  return Object.fromEntries(lasting);
}

/** A refresh that is done again after a crash adds to what it had changed. */
function markOf(
  { last }: WatchLink,
  changes: readonly WatchChange[],
  { id, now }: RefreshContext,
): RefreshMark | undefined {
  if (changes.length === 0) return last;
  if (last?.id !== id) return { id, at: now, changes };
  const earlier = last.changes.filter(({ field }) => !changes.some((change) => change.field === field));
  const joined = changes.map((change) => ({
    ...change,
    before: last.changes.find(({ field }) => field === change.field)?.before ?? change.before,
  }));
  return { id, at: now, changes: [...earlier, ...joined] };
}

const without = (texts: readonly (readonly [WatchField, string])[]): WatchValues =>
  Object.fromEntries(texts.filter(([, text]) => text !== ''));

function optional<Name extends string, Value extends object>(
  name: Name,
  value: Value | undefined,
): { readonly [Key in Name]?: Value } {
  return value === undefined || Object.keys(value).length === 0
    ? {}
    : ({ [name]: value } as { readonly [Key in Name]?: Value });
}

/** Compared without regard to the order of members. */
function isSame(before: unknown, after: unknown): boolean {
  if (before === after) return true;
  if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null) return false;
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.every((name) => isSame(Reflect.get(before, name), Reflect.get(after, name)));
}
