/** One row a field of a watch that comes from Clio: what it is called, where it comes from, and how it is written. To add one, begin here. */
export const watchFields = {
  firstName: { label: 'First name', from: 'the first name of the matter’s client', shape: 'text' },
  lastName: { label: 'Last name', from: 'the last name of the matter’s client', shape: 'text' },
  dateOfBirth: { label: 'Date of birth', from: 'the birth date of the matter’s client', shape: 'date' },
  city: { label: 'City', from: 'the client’s primary address, or else the first one', shape: 'text' },
  state: { label: 'State', from: 'the client’s primary address, or else the first one', shape: 'text' },
  caseNumber: { label: 'Case number', from: 'the number of the matter', shape: 'text' },
  assignedTo: { label: 'Assigned to', from: 'the responsible attorney of the matter', shape: 'text' },
  caseType: { label: 'Case type', from: 'the practice area of the matter, by your table of case types', shape: 'text' },
  dateOfInterest: { label: 'Date of interest', from: 'the open date of the matter', shape: 'date' },
} as const satisfies Record<string, WatchFieldFacts>;

export type WatchFieldFacts = { readonly label: string; readonly from: string; readonly shape: 'text' | 'date' };
export type WatchField = keyof typeof watchFields;
export const watchFieldNames = Object.keys(watchFields) as readonly WatchField[];

/** Texts by field; a blank one is absent. Dates are `YYYY-MM-DD`. */
export type WatchValues = Readonly<Partial<Record<WatchField, string>>>;

/** The firm's own: Clio has none of them, and a refresh never writes them. */
export const ownFields = {
  notes: { label: 'Internal notes' },
  tags: { label: 'Tags' },
  priority: { label: 'Priority' },
  status: { label: 'Status' },
} as const;

export const watchPriorities = { low: 'Low', normal: 'Normal', high: 'High', urgent: 'Urgent' } as const;
export type WatchPriority = keyof typeof watchPriorities;
export const watchStatuses = { active: 'Active', onHold: 'On hold', done: 'Done' } as const;
export type WatchStatus = keyof typeof watchStatuses;

/** Whether a text is a day of the calendar, as `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(text) ?? [];
  const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return year !== undefined && Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= days;
}
