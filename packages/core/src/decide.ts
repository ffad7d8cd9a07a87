import type { Decision } from './decision.ts';
import { orderedRules } from './rules/index.ts';
import { type Situation, viewsOf } from './situation.ts';

/**
 * What should happen to one mapping now. Pure and total: preview, first run, incremental change, full pass, reconnect and
 * retry all ask here, and nothing else decides. The order of the rules is documentation: the first answer wins.
 */
export function decide(situation: Situation): Decision {
  const views = viewsOf(situation);
  for (const { name, answer } of orderedRules) {
    const found = answer(situation, views);
    if (found) return { rule: name, views, writes: [], reasons: [], state: situation.mapping.state, ...found };
  }
  throw new Error('The last rule of decide answers always');
}
