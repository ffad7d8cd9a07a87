import { compact } from './times.ts';

/**
 * The id of an event that is created under a marker: the marker's bytes in base32hex, of whose characters ids are made
 * (documented). So a create that is sent twice makes one event, and whether it was made is read by its id.
 */
export function eventIdOf(marker: string): string {
  const bits = [...new TextEncoder().encode(marker)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/gu) ?? []).map((five) => Number.parseInt(five.padEnd(5, '0'), 2).toString(32)).join('');
}

/** As every instance was seen to be called; whoever finds nothing under it asks for the real one. */
export function instanceIdOf(series: string, start: string | number): string {
  return `${series}_${typeof start === 'string' ? start.replaceAll('-', '') : compact(start)}`;
}
