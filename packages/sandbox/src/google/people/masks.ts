import { type FieldName, fieldNames, isFieldName, readOnlyNames } from '../contacts/fields.ts';
import { badRequest } from './refusal.ts';

/** What `personFields` may name (discovery document). */
const readable: readonly string[] = [...fieldNames, 'memberships', ...readOnlyNames].sort();
const isReadable = (name: string): boolean => readable.includes(name);

/** What `updatePersonFields` may name (discovery document). */
export type UpdateMask = { readonly fields: readonly FieldName[]; readonly memberships: boolean };

const namesIn = (text: string): readonly string[] => [
  ...new Set(
    text
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean),
  ),
];

export const allReadable: readonly string[] = readable;

/** In a certain order, so that equal masks are equal texts. */
export function readMask(text: string | null | undefined, parameter: string): readonly string[] {
  const names = namesIn(text ?? '');
  if (names.length === 0) throw badRequest(`${parameter} mask is required. Please specify one or more valid paths.`);
  const unknown = names.find((name) => !isReadable(name));
  if (unknown !== undefined) throw badRequest(`Invalid ${parameter} mask path: "${unknown}".`);
  return names.toSorted();
}

export function readUpdateMask(text: string | null | undefined, parameter: string): UpdateMask {
  const names = namesIn(text ?? '');
  if (names.length === 0) throw badRequest(`${parameter} mask is required. Please specify one or more valid paths.`);
  const unknown = names.find((name) => !isFieldName(name) && name !== 'memberships');
  if (unknown !== undefined) throw badRequest(`Invalid ${parameter} mask path: "${unknown}".`);
  return { fields: names.filter(isFieldName), memberships: names.includes('memberships') };
}

const sourceTypes = ['READ_SOURCE_TYPE_CONTACT', 'READ_SOURCE_TYPE_PROFILE', 'READ_SOURCE_TYPE_DOMAIN_CONTACT'];

/** Whether values of people's own profiles are asked for: by default they are (documented). */
export function readSources(sources: readonly string[]): { readonly withProfile: boolean } {
  const unknown = sources.find((source) => !sourceTypes.includes(source));
  if (unknown !== undefined) throw badRequest(`Invalid value at 'sources' (READ_SOURCE_TYPE): "${unknown}".`);
  return { withProfile: sources.length === 0 || sources.includes('READ_SOURCE_TYPE_PROFILE') };
}
