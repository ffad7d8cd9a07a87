import type { ReviewRow } from '@concord/core';
import { useState } from 'react';
import { useReviewAnswers, useTakeBack } from '../api/review.ts';
import { announce } from '../shell/announcer.tsx';
import { canBeForAll, type Option } from './options.ts';

type Last = { readonly sync: string; readonly mappings?: readonly string[] };

/** Answering and taking back. `isForAll`: the next answer is for all of the same kind and reason. */
export function useReviewing() {
  const answers = useReviewAnswers();
  const takingBack = useTakeBack();
  const [isForAll, setForAll] = useState(false);
  const [last, setLast] = useState<Last>();
  const answer = (row: ReviewRow, option: Option): void => {
    if (row.given || answers.isPending) return;
    const { sync, mapping, kind, reason } = row;
    const isAlike = isForAll && canBeForAll(row, option);
    const { answer: said, candidate, label } = option;
    const one = { mapping, answer: said, ...(candidate === undefined ? {} : { candidate }) };
    const what = isAlike ? { answers: [], alike: { kind, reason, answer: said } } : { answers: [one] };
    answers.mutate(
      { sync, body: { ...what, mayBeTakenBack: true } },
      {
        onSuccess: () => {
          announce(`${label}${isAlike ? ', for all like this' : `: ${row.title}`}. Press U to take it back.`);
          setForAll(false);
          setLast(isAlike ? { sync } : { sync, mappings: [mapping] });
        },
      },
    );
  };
  const takeBack = (wanted: Last | undefined = last): void => {
    if (wanted === undefined || takingBack.isPending) return;
    takingBack.mutate(wanted, { onSuccess: () => announce('Taken back. Nothing was written.') });
    setLast(undefined);
  };
  const toggleForAll = (): void => {
    announce(isForAll ? 'The next answer is for one.' : 'The next answer is for all like this.');
    setForAll(!isForAll);
  };
  return { answer, takeBack, isForAll, toggleForAll, last, error: answers.error ?? takingBack.error };
}
