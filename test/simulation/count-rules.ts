import { orderedRules } from '@concord/core';

/** Counts which rule of `decide` answers, from now on in this thread. The judge never sees it: it says what was tried, not what is right. */
export function countRules(): { readonly take: () => Readonly<Record<string, number>> } {
  let counts: Record<string, number> = {};
  for (const rule of orderedRules) {
    const { answer, name } = rule;
    Object.assign(rule, {
      answer: (...given: Parameters<typeof answer>) => {
        const decision = answer(...given);
        if (decision) counts[name] = (counts[name] ?? 0) + 1;
        return decision;
      },
    });
  }
  return {
    take: () => {
      const taken = counts;
      counts = {};
      return taken;
    },
  };
}
