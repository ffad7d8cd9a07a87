import type { Answers, WaitingRow } from '@concord/core';
import { useState } from 'react';
import { useAnswers } from '../api/syncs.ts';
import { announce } from '../shell/announcer.tsx';

/** What was said to what was asked. */
type Given = { readonly said: string; readonly asked: string | undefined };

/**
 * The answers given on this page. A worker carries them out: at once while the sync lives, with the run while it is a
 * preview. Until a row is gone, or asks something else, the page shows what was answered instead of asking again.
 */
export function useGiven(sync: string, onGiven: () => void) {
  const [given, setGiven] = useState<ReadonlyMap<string, Given>>(new Map());
  const [allSaid, setAllSaid] = useState<string>();
  const answers = useAnswers(sync);
  const give = (body: Answers, said: string, asked?: string): void =>
    answers.mutate(body, {
      onSuccess: () => {
        announce(`Answered: ${said}.`);
        if (body.allDifferent) setAllSaid(said);
        // One that is tried again may fail again, and must then ask again.
        const kept = body.answers.filter(({ answer }) => answer !== 'retry');
        setGiven((known) => new Map([...known, ...kept.map(({ mapping }) => [mapping, { said, asked }] as const)]));
        onGiven();
      },
    });
  const answered = (row: WaitingRow): string | undefined => {
    const known = given.get(row.mapping);
    return known?.asked === row.because ? known.said : row.candidates.length > 0 ? allSaid : undefined;
  };
  return { give, answered, isAllGiven: allSaid !== undefined, answers };
}
