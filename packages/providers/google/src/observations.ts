import type { Instant, Observation, Present } from '@concord/core';
import { readContact } from './contacts.ts';
import { garbled } from './errors.ts';
import { isOutside } from './groups.ts';
import { contactSourceOf, type Person } from './person.ts';
import { contactsProfile, maxListedEntries } from './profile.ts';
import type { NamedPerson } from './requests.ts';

export type Seeing = {
  readonly askedAt: Instant;
  readonly phoneRegion: string;
  /** The group that was chosen, if any. */
  readonly group?: string | undefined;
};

/**
 * `id`: the name under which it was asked for, which may be one that it had before. Somebody without a contact source has
 * left the contacts and is not gone: `elsewhere`.
 */
export function observe(person: NamedPerson, seeing: Seeing, id: string = person.resourceName): Observation {
  if (contactSourceOf(person) === undefined) return { kind: 'elsewhere', id, askedAt: seeing.askedAt };
  return toPresent(person, seeing, id);
}

/**
 * The version is the etag of the contact source: the person's own holds the mask as well. Google does not say when somebody
 * was added: the last change stands for it. Throws `garbled` when a contact does not say which version it is, or from when.
 */
export function toPresent(person: NamedPerson, seeing: Seeing, id: string = person.resourceName): Present {
  const source = contactSourceOf(person);
  const modifiedAt = changedAtOf(person);
  if (!source?.etag || Number.isNaN(modifiedAt)) throw garbled('a contact without its version or time');
  const outside = isOutside(person, seeing.group);
  return {
    kind: 'present',
    id,
    version: outside ? `${source.etag}${outsideMark}` : source.etag,
    modifiedAt,
    createdAt: modifiedAt,
    askedAt: seeing.askedAt,
    item: readContact(person, seeing.phoneRegion),
    ...(source.id ? { keep: { [contactsProfile.lasting]: source.id } } : {}),
    ...formerIdsOf(person),
    ...(outside ? { outside } : {}),
  };
}

/** A change of groups moves the etag on (observed); another choice does not, and it, too, is another version. */
const outsideMark = '~outside';

/** Not a number when Google does not say. */
export const changedAtOf = (person: Person): Instant => Date.parse(contactSourceOf(person)?.updateTime ?? '');

export type SortedPeople = {
  readonly observations: readonly Observation[];
  /** To be read by id: lists cut long fields off, and a page may show somebody both there and gone, or twice differently. */
  readonly unclear: readonly string[];
};

/** One observation for each person of a page. The time of a tombstone is the epoch (captured): it orders nothing. */
export function sortPeople(people: readonly NamedPerson[], seeing: Seeing): SortedPeople {
  const observations: Observation[] = [];
  const unclear: string[] = [];
  for (const [id, shown] of Map.groupBy(people, ({ resourceName }) => resourceName)) {
    const [first] = shown;
    if (shown.every((person) => isDeleted(person))) {
      observations.push({ kind: 'gone', id, askedAt: seeing.askedAt, confirmed: false });
    } else if (first && isClear(shown)) observations.push(observe(first, seeing, id));
    else unclear.push(id);
  }
  return { observations, unclear };
}

const isDeleted = ({ metadata }: Person): boolean => metadata?.deleted === true;

function isClear(shown: readonly Person[]): boolean {
  const versions = new Set(shown.map((person) => (isDeleted(person) ? 'deleted' : contactSourceOf(person)?.etag)));
  return versions.size === 1 && !shown.some((person) => isCutOff(person));
}

const isCutOff = ({ emailAddresses, phoneNumbers }: Person): boolean =>
  [emailAddresses, phoneNumbers].some((entries) => (entries?.length ?? 0) >= maxListedEntries);

/** Only lists of changes tell the names that somebody had before, the first of them first. */
function formerIdsOf({ metadata }: Person): Pick<Present, 'formerIds'> {
  const names = metadata?.previousResourceNames ?? [];
  return names.length === 0 ? {} : { formerIds: names };
}
