import { type Mapping, type ReviewRow, sentenceOf } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import type { Double } from '../sync/doubles.ts';
import { typeOf } from '../sync/item-types.ts';
import { readMappings } from '../sync/mappings.ts';
import type { SyncRecord } from '../sync/sync-record.ts';
import { labelsOf } from '../sync/sync-view.ts';
import { fieldsOf } from '../why/fields-of.ts';

/** Two cards of one book side by side. One that is gone since is no question any more. */
export async function doubleRows(
  ports: EnginePorts,
  record: SyncRecord,
  doubles: readonly Double[],
): Promise<readonly ReviewRow[]> {
  const id = { firm: record.firm, sync: record.sync };
  const stored = await readMappings(ports, id, [...new Set(doubles.flatMap(({ mappings }) => mappings))]);
  const labels = labelsOf(ports, record);
  const type = typeOf(record);
  return doubles.flatMap(({ name, side, mappings, because }): readonly ReviewRow[] => {
    const [one, other] = mappings.map((mapping) => stored.get(mapping)?.mapping[side]);
    if (!one || !other || one.gone || other.gone) return [];
    const pair: Mapping = { id: name, state: 'held', generation: 1, left: one, right: other };
    const described = (shown: Mapping['left']) => ({
      title: type.title(shown?.shown ?? {}),
      subtitle: [labels[side], type.subtitle(shown?.shown ?? {})].filter(Boolean).join(' · '),
    });
    return [
      {
        sync: record.sync,
        left: labels.left,
        right: labels.right,
        mapping: name,
        kind: 'double',
        reason: because,
        ...described(one),
        because: `Perhaps twice in ${labels[side]}. ${sentenceOf({ code: because }, labels)}`,
        changes: `Merging the two ${type.words.cards} in ${labels[side]}, which Concord never does, or your answer.`,
        answers: [{ answer: 'different', label: type.words.two }],
        fields: [],
        candidates: [{ mapping: mappings[1], ...described(other), fields: fieldsOf(type, pair) }],
        isWithin: side,
      },
    ];
  });
}
