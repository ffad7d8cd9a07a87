import type { ConflictPolicy, WatchField, WatchFrequency, WatchPriority, WatchRow, WatchStatus } from '@concord/core';

/** What people call each field that comes from Clio, as the table of fields does, in its order. */
export const fieldWords = {
  firstName: { label: 'First name', input: 'text' },
  lastName: { label: 'Last name', input: 'text' },
  dateOfBirth: { label: 'Date of birth', input: 'date' },
  city: { label: 'City', input: 'text' },
  state: { label: 'State', input: 'text' },
  caseNumber: { label: 'Case number', input: 'text' },
  assignedTo: { label: 'Assigned to', input: 'text' },
  caseType: { label: 'Case type', input: 'text' },
  dateOfInterest: { label: 'Date of interest', input: 'date' },
} as const satisfies Record<WatchField, { readonly label: string; readonly input: 'text' | 'date' }>;
export const fieldNames = Object.keys(fieldWords) as readonly WatchField[];

export const ownWords = {
  notes: 'Internal notes',
  tags: 'Tags',
  priority: 'Priority',
  status: 'Status',
} as const;

export const priorityWords = {
  low: 'Low',
  normal: 'Normal',
  high: 'High',
  urgent: 'Urgent',
} as const satisfies Record<WatchPriority, string>;

export const statusWords = {
  active: 'Active',
  onHold: 'On hold',
  done: 'Done',
} as const satisfies Record<WatchStatus, string>;

export const markWords = {
  pending: 'Pending in Clio',
  closed: 'Closed in Clio',
  missing: 'Not shown in Clio',
  client: 'Client changed',
} as const satisfies Record<NonNullable<WatchRow['mark']>['kind'], string>;

export const policyWords = {
  local: 'Keep ours',
  clio: 'Take Clio’s',
  ask: 'Ask',
} as const satisfies Record<ConflictPolicy, string>;

export const frequencyWords = {
  daily: 'Every day',
  weekly: 'Every week',
  manual: 'By hand only',
} as const satisfies Record<WatchFrequency, string>;

/** For a list to choose from. */
export const optionsOf = (words: Readonly<Record<string, string>>): { value: string; label: string }[] =>
  Object.entries(words).map(([value, label]) => ({ value, label }));

/** `2026-05-01` as people note it down: "1 May 2026". What is no day stays as it is. */
export function sayDate(day: string): string {
  const at = /^\d{4}-\d{2}-\d{2}$/u.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(at)) return day;
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' }).format(at);
}

/** A value of a field as people read it. */
export const sayValue = (field: WatchField, value: string): string =>
  fieldWords[field].input === 'date' ? sayDate(value) : value;
