import type { Rule } from './rule.ts';

/** A field that tells kinds apart never changes hands: a person does not turn into a company. */
export const kindDiffers: Rule = {
  name: 'kind-differs',
  answer: ({ mapping, type }, { left, right }) => {
    if (mapping.base !== undefined || left.status !== 'present' || right.status !== 'present') return undefined;
    const differs = Object.entries(type.fields).some(
      ([name, field]) => field.shape === 'scalar' && field.fixed && left.side.shown[name] !== right.side.shown[name],
    );
    return differs ? { kind: 'settle', effect: 'held', state: 'held', reasons: [{ code: 'kindDiffers' }] } : undefined;
  },
};
