import {
  type Decision,
  goneSideOf,
  type Item,
  type Mapping,
  type Reason,
  reasonChanges,
  ruleSentences,
  sentenceOf,
  spoken,
  stateSentences,
  type WhyReason,
  type WhyRecord,
  type WhySync,
} from '@concord/core';
import { activityRow } from '../history/activity-page.ts';
import type { EnginePorts } from '../ports.ts';
import { decideEntry, entryOf, noMatch } from '../sync/entry.ts';
import { changesOf } from '../sync/history.ts';
import { mappingsUnderKeys } from '../sync/mappings.ts';
import { partnerAmong } from '../sync/matching.ts';
import { isMatch } from '../sync/todos.ts';
import { candidatesOf } from './candidates-of.ts';
import { fieldsOf } from './fields-of.ts';
import type { Told } from './past-of.ts';
import type { SyncContext } from './sync-context.ts';
import { waitsOf } from './waits-of.ts';

/** One mapping, with what is decided of it now on what is known. No provider is asked. */
export async function recordOf(
  ports: EnginePorts,
  context: SyncContext,
  mapping: Mapping,
  past: readonly Told[],
): Promise<WhyRecord> {
  const { record, labels, deciding } = context;
  const { decision, candidates } = await decidedNow(ports, context, mapping);
  const item = shownOf(mapping);
  const writes = decision.writes.flatMap((write) => changesOf(deciding.type, decision, write));
  return {
    ...syncOf(context),
    mapping: mapping.id,
    title: deciding.type.title(item),
    subtitle: deciding.type.subtitle(item),
    state: { name: mapping.state, sentence: stateSentences[mapping.state] },
    rule: { name: decision.rule, sentence: spoken(ruleSentences[decision.rule], labels) },
    reasons: reasonsOf(mapping, decision).map((reason) => reasonOf(reason, context)),
    writes,
    fields: fieldsOf(deciding.type, mapping),
    waits: waitsOf(context, mapping, decision.writes.length > 0),
    candidates,
    history: past.map(({ id, batch, entry }) => activityRow(ports, record, batch, entry, id)),
    seen: {
      ...(mapping.left ? { left: mapping.left.seenAt } : {}),
      ...(mapping.right ? { right: mapping.right.seenAt } : {}),
    },
    canLook: record.state === 'live' && context.member === undefined,
  };
}

export function syncOf({ record, labels, connections, member }: SyncContext): WhySync {
  const account = connections.right?.account ?? '';
  return {
    sync: record.sync,
    left: labels.left,
    right: labels.right,
    account,
    ...(member === undefined ? {} : { member }),
  };
}

export const reasonOf = (reason: Reason, { labels }: Pick<SyncContext, 'labels'>): WhyReason => ({
  code: reason.code,
  sentence: sentenceOf(reason, labels),
  changes: spoken(reasonChanges[reason.code], labels),
});

/** The left card, unless it is only on the right by now. */
export const shownOf = ({ left, right }: Mapping): Item => {
  const there = [left, right].find((side) => side !== undefined && !side.gone);
  return (there ?? left ?? right)?.shown ?? {};
};

/** What a state rests on, or which write was refused, is said beside what is decided now. */
function reasonsOf({ reason, state, parked }: Mapping, { reasons }: Decision): readonly Reason[] {
  const isKept = reason !== undefined && (parked !== undefined || state !== 'linked');
  return isKept && !reasons.some(({ code }) => code === reason.code) ? [reason, ...reasons] : reasons;
}

async function decidedNow(
  ports: EnginePorts,
  { record, deciding, intents }: SyncContext,
  mapping: Mapping,
): Promise<{ readonly decision: Decision; readonly candidates: WhyRecord['candidates'] }> {
  const side = aloneOn(mapping);
  const open = intents.get(mapping.id);
  const blocked = open ? { ...mapping, intent: open.id } : mapping;
  if (side === undefined) return { decision: decideEntry(deciding, entryOf(blocked)), candidates: [] };
  const { type } = deciding;
  const item = mapping[side]?.shown ?? {};
  const id = { firm: record.firm, sync: record.sync };
  const near = (await mappingsUnderKeys(ports, id, type.matchKeys(item))).filter(
    (one) => one.mapping.id !== mapping.id,
  );
  const match = isMatch(mapping) ? partnerAmong(type, side, item, near).match : noMatch;
  const decision = decideEntry(deciding, entryOf(blocked, {}, match));
  return { decision, candidates: candidatesOf(type, side, item, near) };
}

/** The side on which it is, when it is on no other. */
function aloneOn(mapping: Mapping): 'left' | 'right' | undefined {
  const gone = goneSideOf(mapping);
  if (mapping.left && gone !== 'left' && (!mapping.right || gone === 'right')) return 'left';
  return mapping.right && gone !== 'right' && (!mapping.left || gone === 'left') ? 'right' : undefined;
}
