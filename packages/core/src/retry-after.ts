import type { Instant } from './ports/clock.ts';

/**
 * Milliseconds to wait by a Retry-After header (RFC 9110, 10.2.3): seconds, also fractional ones, or a date. A date is by the
 * service's clock, and its answer's own date tells what time it is there. Undefined when the header says nothing.
 */
export function retryAfterOf(headers: Readonly<Record<string, string>>, now: Instant): number | undefined {
  const text = headers['retry-after']?.trim();
  if (!text) return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return Math.max(0, Math.ceil(seconds * 1000));
  const at = Date.parse(text);
  if (Number.isNaN(at)) return undefined;
  const saidAt = Date.parse(headers.date ?? '');
  return Math.max(0, at - (Number.isNaN(saidAt) ? now : saidAt));
}
