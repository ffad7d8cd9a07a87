import type { Answer, ReviewRow } from '@concord/core';

/** One thing to say about a row, and the key that says it. */
export type Option = {
  readonly key: string;
  readonly label: string;
  readonly answer: Answer;
  readonly candidate?: string;
};

const mostOptions = 9;

/** In the order of the keys 1 to 9; where several may be the same person, each of them has a key. */
export function optionsOf({ answers, candidates }: ReviewRow): readonly Option[] {
  const options = answers.flatMap(({ answer, label }): readonly Omit<Option, 'key'>[] => {
    if (answer !== 'same') return [{ label, answer }];
    const isOne = candidates.length === 1;
    return candidates.map(({ mapping, title, subtitle }) => ({
      label: isOne ? label : `${label}: ${subtitle || title}`,
      answer,
      candidate: mapping,
    }));
  });
  return options.slice(0, mostOptions).map((option, index) => ({ ...option, key: String(index + 1) }));
}

/** For everybody alike an answer must make sense without naming anybody. */
export const canBeForAll = (row: ReviewRow, { answer }: Option): boolean =>
  row.kind !== 'double' && (answer !== 'same' || row.candidates.length === 1);
