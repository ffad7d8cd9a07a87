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

/** "812 bytes", "12 KB", "1.4 MB", in steps of 1024. */
export function sayBytes(bytes: number): string {
  if (bytes < 1024) return sayCount(bytes, 'byte', 'bytes');
  if (bytes < 1024 * 1024) return `${Math.ceil(bytes / 1024)} KB`;
  return `${(bytes / (1024 * 1024)).toFixed(1)} MB`;
}
