const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** How long ago something was, from its age in milliseconds: "3 s ago". Ages below zero (clocks differ) are "just now". */
export function sayAgo(ageMs: number): string {
  if (ageMs < secondMs) return 'just now';
  if (ageMs < minuteMs) return `${Math.floor(ageMs / secondMs)} s ago`;
  if (ageMs < hourMs) return `${Math.floor(ageMs / minuteMs)} min ago`;
  if (ageMs < dayMs) return `${Math.floor(ageMs / hourMs)} h ago`;
  const days = Math.floor(ageMs / dayMs);
  return days === 1 ? 'yesterday' : `${days} days ago`;
}

/** How long something took: "0.2 s", "14 s", "3 min". */
export function sayDuration(ms: number): string {
  if (ms < 10 * secondMs) return `${(Math.max(0, ms) / secondMs).toFixed(1)} s`;
  if (ms < minuteMs) return `${Math.round(ms / secondMs)} s`;
  if (ms < hourMs) return `${Math.round(ms / minuteMs)} min`;
  return `${Math.round(ms / hourMs)} h`;
}

/** How long something still takes, in milliseconds, rounded as a person would say it: "about 4 minutes". */
export function sayRemaining(remainingMs: number): string {
  if (remainingMs < 10 * secondMs) return 'a few seconds';
  if (remainingMs < 55 * secondMs) return `about ${Math.ceil(remainingMs / (10 * secondMs)) * 10} seconds`;
  const minutes = Math.max(1, Math.round(remainingMs / minuteMs));
  if (minutes < 60) return minutes === 1 ? 'about a minute' : `about ${minutes} minutes`;
  const hours = Math.floor(minutes / 60);
  const rest = Math.round((minutes % 60) / 10) * 10;
  if (rest === 60) return `about ${hours + 1} hours`;
  if (rest === 0) return hours === 1 ? 'about an hour' : `about ${hours} hours`;
  return `about ${hours} h ${rest} min`;
}

/** The full date and time of an instant, for titles and screen readers. */
export function sayInstant(atMs: number): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' }).format(atMs);
}

/** A date and time as people note it down: "21 Nov 2026, 14:02". */
export function sayMinute(atMs: number): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' }).format(atMs);
}

/** "28 Nov 2026". */
export function sayDay(atMs: number): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' }).format(atMs);
}

/** "28 Nov", for places where the year is plain. */
export function sayShortDay(atMs: number): string {
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' }).format(atMs);
}
