import type { Matter, MatterPerson } from '../ports/matters.ts';
import type { WatchField, WatchValues } from './fields.ts';
import type { CaseTypes } from './policy.ts';

/** What Clio says of one matter and of its client, as far as the client is shown. */
export type Seen = { readonly matter: Matter; readonly person: MatterPerson | undefined };

const readers = {
  firstName: ({ person }) => person?.firstName,
  lastName: ({ person }) => person?.lastName,
  dateOfBirth: ({ person }) => person?.dateOfBirth,
  city: ({ person }) => person?.city,
  state: ({ person }) => person?.state,
  caseNumber: ({ matter }) => matter.number,
  assignedTo: ({ matter }) => matter.attorney?.name,
  caseType: ({ matter }, caseTypes) => matter.practiceArea && caseTypeOf(matter.practiceArea, caseTypes),
  dateOfInterest: ({ matter }) => matter.openedOn,
} as const satisfies Record<WatchField, (seen: Seen, caseTypes: CaseTypes) => string | undefined>;

/** The values that a refresh would take over: blanks are absent. */
export function clioValues(seen: Seen, caseTypes: CaseTypes): WatchValues {
  const texts = Object.entries(readers).map(([field, read]) => [field, read(seen, caseTypes)?.trim() ?? ''] as const);
  return Object.fromEntries(texts.filter(([, text]) => text !== ''));
}

function caseTypeOf({ id, name }: { readonly id: string; readonly name: string }, caseTypes: CaseTypes): string {
  return Object.hasOwn(caseTypes, id) ? (caseTypes[id] ?? '') : name;
}
