const offsets = new Map<string, string>();
const maxOffsets = 10_000;
const slotMs = 15 * 60_000;

/** ISO 8601 to the second with the zone's offset at that instant: `2025-11-03T09:30:00-05:00`. An unknown zone is UTC. */
export function isoInZone(instant: number, timeZone: string): string {
  const local = new Date(instant + offsetMsAt(instant, timeZone));
  return `${local.toISOString().slice(0, 19)}${offsetAt(instant, timeZone)}`;
}

/** How far ahead of UTC the zone is at that instant. */
export function offsetMsAt(instant: number, timeZone: string): number {
  const offset = offsetAt(instant, timeZone);
  const sign = offset.startsWith('-') ? -1 : 1;
  const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number);
  return sign * (hours * 60 + minutes) * 60_000;
}

/** `+05:30`. Offsets change on quarter hours at most, so that one look-up serves a quarter of an hour. */
function offsetAt(instant: number, timeZone: string): string {
  const key = `${timeZone}@${Math.floor(instant / slotMs)}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  if (offsets.size >= maxOffsets) offsets.clear();
  const offset = computeOffset(instant, timeZone);
  offsets.set(key, offset);
  return offset;
}

function computeOffset(instant: number, timeZone: string): string {
  const format = formatterOf(timeZone);
  const name = format?.formatToParts(instant).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  return name === 'GMT' ? '+00:00' : name.slice(3);
}

const formatters = new Map<string, Intl.DateTimeFormat | undefined>();

function formatterOf(timeZone: string): Intl.DateTimeFormat | undefined {
  if (!formatters.has(timeZone)) formatters.set(timeZone, createFormatter(timeZone));
  return formatters.get(timeZone);
}

function createFormatter(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
