import { type KeyboardEvent, useRef, useState } from 'react';

/** One row of a list can be reached with Tab; the arrows, J and K, Home and End walk through the others. */
export function useRoving(count: number) {
  const list = useRef<HTMLUListElement>(null);
  const [at, setAt] = useState(0);
  const current = Math.min(at, Math.max(0, count - 1));
  const focus = (index: number): void => {
    const next = Math.max(0, Math.min(index, count - 1));
    setAt(next);
    const row = list.current?.children.item(next);
    if (row instanceof HTMLElement) row.focus();
  };
  const walk = (event: KeyboardEvent): boolean => {
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: current + 1,
      j: current + 1,
      ArrowUp: current - 1,
      k: current - 1,
      Home: 0,
      End: count - 1,
    };
    const next = steps[event.key];
    if (next === undefined) return false;
    focus(next);
    return true;
  };
  return { list, current, setCurrent: setAt, walk };
}
