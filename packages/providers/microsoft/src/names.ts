/**
 * Outlook makes a display name and a "file as" out of the other names, and may make them anew whenever one of those changes.
 * What a person chose instead must be sent again to survive; what Outlook made is made again by us.
 */
import { folded, type Keep } from '@concord/core';
import type { Contact as Native } from '@microsoft/microsoft-graph-types';

export type Names = Pick<Native, 'title' | 'givenName' | 'middleName' | 'surname' | 'generation' | 'companyName'>;
type NativeNames = Names & Pick<Native, 'displayName' | 'fileAs' | 'emailAddresses'>;

/** "Garth Fort Jr."; a card without a person's name (a suffix alone is none) goes by its company. Undefined when there is neither. */
export function displayNameOf(names: Names): string | undefined {
  const name = joined(' ', names.givenName, names.middleName, names.surname);
  return name === undefined ? (names.companyName ?? undefined) : joined(' ', name, names.generation);
}

/** "Fort, Garth", the documented form of the service. */
export function fileAsOf(names: Names): string | undefined {
  const name = joined(', ', names.surname, joined(' ', names.givenName, names.middleName));
  return name ?? names.companyName ?? undefined;
}

/** What a later write must know: names that a person chose, and the suffix, which is part of the name that we make. */
export function keptNames(native: NativeNames): Keep | undefined {
  const keep: Record<string, string> = {};
  const { displayName, fileAs } = native;
  if (displayName && displayName !== displayNameOf(native) && !isMade(displayName, native))
    keep.displayName = displayName;
  if (fileAs && fileAs !== fileAsOf(native) && !isMade(fileAs, native)) keep.fileAs = fileAs;
  if (native.generation) keep.generation = native.generation;
  return Object.keys(keep).length === 0 ? undefined : keep;
}

function isMade(name: string, native: NativeNames): boolean {
  return madeNames(native).some((made) => folded(made) === folded(name));
}

/** Every name that Outlook itself is known to make of a card: with and without title, middle name and suffix, either way round. */
function madeNames(native: NativeNames): readonly string[] {
  const given = [joined(' ', native.givenName, native.middleName), native.givenName, native.middleName];
  const people = given.flatMap((first) => [
    joined(' ', first, native.surname),
    joined(', ', native.surname, first),
    joined(' ', native.surname, first),
  ]);
  const titled = people.flatMap((name) => [
    name,
    joined(' ', native.title, name),
    joined(' ', name, native.generation),
    joined(' ', native.title, name, native.generation),
  ]);
  const others = [
    native.surname,
    native.companyName,
    ...(native.emailAddresses ?? []).map((email) => email.address),
    '',
  ];
  return [...titled, ...others].filter((name) => name !== undefined && name !== null);
}

/**
 * A company's card has a company and no person's name. A title, a job title or a birthday belongs to a person, and so does
 * a display name that has nothing to do with the company: other programs write nothing else (observed).
 */
export function isCompanyCard(native: NativeNames & Pick<Native, 'jobTitle' | 'birthday'>): boolean {
  const company = folded(native.companyName ?? '');
  const personal = [
    native.givenName,
    native.middleName,
    native.surname,
    native.title,
    native.jobTitle,
    native.birthday,
  ];
  if (company === '' || personal.some((text) => folded(text ?? '') !== '')) return false;
  const shown = folded(native.displayName ?? '');
  const addresses = (native.emailAddresses ?? []).map((email) => folded(email.address ?? ''));
  return shown.includes(company) || company.includes(shown) || addresses.includes(shown);
}

function joined(by: string, ...parts: readonly (string | null | undefined)[]): string | undefined {
  const present = parts.filter((part) => part && part.trim() !== '');
  return present.length === 0 ? undefined : present.join(by);
}
