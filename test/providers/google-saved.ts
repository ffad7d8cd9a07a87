import type { Person } from '../../packages/providers/google/src/person.ts';

/** What Google makes of a write, as far as its documentation says: the smallest model that the lens must get along with. */
export type Habits = {
  /** "Item order not guaranteed." */
  readonly order: 'kept' | 'turned';
};

export const emptyPerson: Person = { resourceName: 'people/c1' };

const singletons: readonly string[] = ['names', 'birthdays'];
type Entry = { readonly metadata?: { readonly source?: { readonly type?: string } } };

/** The person after a write; throws where Google refuses the whole of it. A field of the mask is replaced, the others stay. */
export function saved(before: Person, patch: Person, { order }: Habits = { order: 'kept' }): Person {
  const after: Record<string, unknown> = { ...before };
  for (const [property, value] of Object.entries(patch)) {
    const entries = value as readonly Entry[];
    if (singletons.includes(property) && entries.length > 1) throw new Error(`400: more than one of ${property}`);
    if (entries.some((entry) => sourceOf(entry) === 'PROFILE')) throw new Error(`400: ${property} of a profile`);
    const theirs = ((before as Record<string, readonly Entry[] | undefined>)[property] ?? []).filter(
      (entry) => sourceOf(entry) === 'PROFILE',
    );
    const own = entries.map((entry, index) => shownEntry(property, entry, index));
    after[property] = [...(order === 'kept' ? own : own.toReversed()), ...theirs];
  }
  return after;
}

const sourceOf = ({ metadata }: Entry): string => metadata?.source?.type ?? 'CONTACT';

function shownEntry(property: string, entry: object, index: number): object {
  const metadata = { ...(index === 0 ? { primary: true } : {}), source: { type: 'CONTACT', id: '1f' } };
  const { displayName: _, ...name } = entry as { readonly displayName?: string };
  if (property === 'names') return { ...name, metadata, displayName: 'made by Google' };
  const { type } = entry as { readonly type?: string };
  return { ...entry, metadata, ...(type === undefined ? {} : { formattedType: `the ${type}` }) };
}
