import { folded } from '../../spelling.ts';
import type { LeavingRule } from './rule.ts';

/** A person put it aside: one of its labels or categories, or its folder, is an excluded one. */
export const labelled: LeavingRule = ({ message: { labels, folder }, settings }) => {
  const excluded = new Set(settings.excludedLabels.map(folded));
  const because = [...labels, folder].find((name) => folded(name) !== '' && excluded.has(folded(name)));
  return because === undefined ? undefined : { because };
};
