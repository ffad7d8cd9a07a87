import type { FieldName, Fields } from './contact-fields.ts';
import type { FieldPatch } from './read-fields.ts';

/** Changing one of these makes Outlook compose displayName and fileAs anew, unless the same write sets them. */
const nameFields: readonly FieldName[] = ['givenName', 'middleName', 'surname', 'title', 'generation', 'companyName'];

/**
 * The fields after a write. A customised displayName is overwritten when the name changes without it: Graph's own page
 * on contacts warns of it ("to preserve a pre-existing value, always include it").
 */
export function applyPatch(before: Fields, patch: FieldPatch): Fields {
  const after: Record<string, unknown> = { ...before, ...patch.set };
  for (const name of patch.clear) delete after[name];
  const renamed = nameFields.some((name) => before[name] !== after[name]);
  compose(after, 'displayName', renamed && patch.set.displayName === undefined, composedDisplayName);
  compose(after, 'fileAs', renamed && patch.set.fileAs === undefined, composedFileAs);
  return after;
}

function compose(
  fields: Record<string, unknown>,
  name: 'displayName' | 'fileAs',
  anew: boolean,
  composed: (fields: Fields) => string,
): void {
  if (fields[name] !== undefined && !anew) return;
  const text = composed(fields);
  if (text === '') delete fields[name];
  else fields[name] = text;
}

/** "Garth Fort"; without a name the company, else the first e-mail. What exactly takes part is an assumption. */
export function composedDisplayName(fields: Fields): string {
  const name = joined(' ', [fields.givenName, fields.middleName, fields.surname, fields.generation]);
  return name || fields.companyName || fields.emailAddresses?.[0]?.address || '';
}

/** "Fort, Garth" is the documented shape. */
export function composedFileAs(fields: Fields): string {
  const given = joined(' ', [fields.givenName, fields.middleName]);
  return joined(', ', [fields.surname, given]) || fields.companyName || '';
}

function joined(separator: string, parts: readonly (string | null | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== null && part !== '').join(separator);
}
