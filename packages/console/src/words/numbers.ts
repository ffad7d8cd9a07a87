const grouped = new Intl.NumberFormat('en-GB');

/** `12345` -> "12,345". */
export function sayNumber(value: number): string {
  return grouped.format(value);
}

/** "1 contact", "2,000 contacts". */
export function sayCount(value: number, one: string, many: string): string {
  return `${sayNumber(value)} ${value === 1 ? one : many}`;
}

/** Whole percent, never 100 before all is done. */
export function percentOf(done: number, total: number): number {
  if (total <= 0 || done >= total) return 100;
  return Math.min(99, Math.floor((done * 100) / total));
}
