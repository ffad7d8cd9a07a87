import { tidy } from '@concord/core';
import type { people_v1 } from 'googleapis/build/src/apis/people/v1.js';

/*
 * Google's own types, and nothing of its client: `googleapis` is generated code over a transport of its own, which weighs 370 KB
 * and takes some 50 ms to load in each function (measured with 188.0.0), repeats requests by itself, and gives nothing that the
 * builders in `requests.ts` do not.
 */
export type Person = people_v1.Schema$Person;
export type PersonResponse = people_v1.Schema$PersonResponse;
export type Organization = people_v1.Schema$Organization;
export type Source = people_v1.Schema$Source;

/** What every entry of a repeated field has. */
export type Entry = { readonly metadata?: people_v1.Schema$FieldMetadata };

/** What the contact itself says, without what Google adds from a profile: that may not be written back (400). */
export function ownEntries<One extends Entry>(entries: readonly One[] | null | undefined): readonly One[] {
  return (entries ?? []).filter(({ metadata }) => (metadata?.source?.type ?? 'CONTACT') === 'CONTACT');
}

/** Undefined for somebody who is nobody's contact, but a profile or an "other contact". */
export function contactSourceOf(person: Person): Source | undefined {
  return person.metadata?.sources?.find(({ type }) => type === 'CONTACT');
}

/** An entry as it goes out: as it came in, but for what says nothing, which Google does not show. */
export function withoutBlanks<One extends object>(entry: One): One {
  return Object.fromEntries(
    Object.entries(entry).filter(([, value]) => value !== undefined && value !== null && value !== ''),
  ) as One;
}

export const isBlank = (text: string | null | undefined): boolean => tidy(text ?? '') === '';
