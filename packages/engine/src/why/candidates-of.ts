import {
  goneSideOf,
  type Item,
  type ItemType,
  type LikenessFact,
  likenessSentences,
  otherSide,
  type SideName,
  type Verdict,
  verdictSentences,
  type WhyCandidate,
  worded,
} from '@concord/core';
import type { StoredMapping } from '../sync/mappings.ts';
import { isTaken } from '../sync/matching.ts';

const mostCandidates = 10;

/** Who on the other side was thought of for an item, and what speaks for and against each; the likeliest first. */
export function candidatesOf(
  type: ItemType,
  side: SideName,
  item: Item,
  near: readonly StoredMapping[],
): readonly WhyCandidate[] {
  const there = otherSide(side);
  const candidates = near.flatMap(({ mapping }): readonly WhyCandidate[] => {
    const other = mapping[there];
    if (other === undefined || goneSideOf(mapping) === there) return [];
    const verdict = verdictOf(type, item, other.shown, isTaken(mapping, side));
    return [
      {
        mapping: mapping.id,
        title: type.title(other.shown),
        subtitle: type.subtitle(other.shown),
        verdict,
        sentence: `${sayFacts(type.compare(item, other.shown))} ${worded(verdictSentences[verdict], type.words)}`,
      },
    ];
  });
  return candidates.sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict)).slice(0, mostCandidates);
}

const order = ['exact', 'similar', 'taken', 'different'] as const satisfies readonly Verdict[];

function verdictOf(type: ItemType, item: Item, other: Item, taken: boolean): Verdict {
  const likeness = type.likeness(item, other);
  if (likeness.kind === 'different') return 'different';
  if (taken) return 'taken';
  return likeness.kind === 'same' ? 'exact' : 'similar';
}

/** "The same name, other e-mail addresses." */
function sayFacts(facts: readonly LikenessFact[]): string {
  const said = facts.map((fact) => likenessSentences[fact]).join(', ');
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}.`;
}
