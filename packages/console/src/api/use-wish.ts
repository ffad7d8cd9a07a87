import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

/** Told what is being waited for, at every look. */
type OnWaiting = (sentence: string) => void;

/** A wish that a person makes; `waitsFor` says what is being waited for, and is empty when nothing is. */
export function useWish<Input, View>(ask: (input: Input, onWaiting: OnWaiting) => Promise<View>) {
  const [waitsFor, setWaitsFor] = useState('');
  const wish = useMutation({
    mutationFn: (input: Input) => ask(input, setWaitsFor),
    onSettled: () => setWaitsFor(''),
  });
  return { wish, waitsFor };
}
