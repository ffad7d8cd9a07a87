/** Ages are told by the server's clock: a laptop's clock may be minutes off, and "2 s ago" would be wrong by as much. */
let offsetMs = 0;

/** Takes the `Date` header of an answer. It counts in whole seconds, so small differences are left alone. */
export function noteServerTime(dateHeader: string | null): void {
  const at = dateHeader === null ? Number.NaN : Date.parse(dateHeader);
  if (Number.isNaN(at)) return;
  const difference = at + 500 - Date.now();
  offsetMs = Math.abs(difference) < 3000 ? 0 : difference;
}

/** Epoch milliseconds by the server's clock, as far as known. */
export function serverNow(): number {
  return Date.now() + offsetMs;
}
