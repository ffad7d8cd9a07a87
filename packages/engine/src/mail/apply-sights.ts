import type { Observation } from '@concord/core';
import { isErased, readErased } from '../erase/tombstones.ts';
import type { EnginePorts } from '../ports.ts';
import { typeOf } from '../sync/item-types.ts';
import { type DirectoryChange, personOf, removePeople, savePeople, sumOf } from './directory-people.ts';
import type { Reader } from './directory-reader.ts';

/**
 * Makes the directory say what these sights say. Who sees only some of the contacts never removes one: what is gone to them may be
 * there. Who was erased is kept by nobody.
 */
export async function applySights(
  ports: EnginePorts,
  firm: string,
  { seesEverything }: Pick<Reader, 'seesEverything'>,
  sights: readonly Observation[],
): Promise<DirectoryChange> {
  const erased = sights.length === 0 ? new Set<string>() : await readErased(ports, firm);
  const place = { firm, itemType: 'contact', left: clio, right: clio } as const;
  const isOfErased = (sight: Observation): boolean => isErased(erased, place, typeOf(place), 'left', sight);
  const present = sights.flatMap((sight) => (sight.kind === 'present' && !isOfErased(sight) ? [sight] : []));
  const gone = sights.filter((sight) => isOfErased(sight) || (sight.kind === 'gone' && seesEverything));
  const saved = await savePeople(ports, firm, present.map(personOf));
  const removed = await removePeople(
    ports,
    firm,
    gone.map(({ id }) => id),
  );
  return sumOf(saved, removed);
}

/** An id of Clio means the same behind every connection of a firm. */
const clio = { provider: 'clio', connection: '' } as const;
