import type { people_v1 } from 'googleapis/build/src/apis/people/v1.js';

type Name = people_v1.Schema$Name;

export const nameParts = ['honorificPrefix', 'givenName', 'middleName', 'familyName', 'honorificSuffix'] as const;

const joined = (separator: string, texts: readonly (string | null | undefined)[]): string =>
  texts.filter(Boolean).join(separator);

/** "Dr. Ada Byron Lovelace" (capture). Where a suffix stands is assumed. */
export function displayName({ honorificPrefix, givenName, middleName, familyName, honorificSuffix }: Name): string {
  return joined(', ', [joined(' ', [honorificPrefix, givenName, middleName, familyName]), honorificSuffix]);
}

/** "Lovelace, Dr. Ada Byron" (capture). */
export function lastNameFirst({ honorificPrefix, givenName, middleName, familyName, honorificSuffix }: Name): string {
  return joined(', ', [familyName, joined(' ', [honorificPrefix, givenName, middleName]), honorificSuffix]);
}

/**
 * A name as it is kept: with its free form. Parts count more than the free form, unless `freeFormWins`; a free form
 * alone is taken apart. Both are assumed: the discovery document says only that either can be written.
 */
export function completeName(name: Name, freeFormWins: boolean): Name {
  const { unstructuredName, ...rest } = name;
  const hasParts = nameParts.some((part) => rest[part]);
  if (unstructuredName && (!hasParts || freeFormWins)) return { ...without(rest), ...takenApart(unstructuredName) };
  const freeForm = displayName(rest);
  return freeForm === '' ? rest : { ...rest, unstructuredName: freeForm };
}

function without(name: Name): Name {
  return Object.fromEntries(
    Object.entries(name).filter(([part]) => !nameParts.some((structured) => structured === part)),
  );
}

function takenApart(text: string): Name {
  const words = text.trim().split(/\s+/u);
  const familyName = words.length > 1 ? words.at(-1) : undefined;
  const givenName = words.slice(0, Math.max(1, words.length - 1)).join(' ');
  return { givenName, ...(familyName === undefined ? {} : { familyName }), unstructuredName: text };
}
