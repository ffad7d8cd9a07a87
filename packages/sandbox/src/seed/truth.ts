/** A web site that says who a contact is, so that a test knows a person again after any number of writes. */
export const tagOf = (id: string): string => `https://id.example.net/${id}`;

/** Who a contact is, by its web sites: nobody when it has no tag, several when two people were made one. */
export const peopleIn = (sites: readonly (string | null | undefined)[]): readonly string[] => [
  ...new Set(sites.flatMap((site) => /\/\/id\.example\.net\/(p\d+)/u.exec(site ?? '')?.[1] ?? [])),
];

export type Judgement = {
  /** People who have more than one contact on a side. */
  readonly doubled: readonly string[];
  /** Contacts that hold more than one person. */
  readonly fused: readonly (readonly string[])[];
  /** People who are not there at all. */
  readonly lost: readonly string[];
};

/** Judges one side after a sync: `contacts` says for each of its contacts who is in it, `everybody` who must be there. */
export function judgeSide(contacts: readonly (readonly string[])[], everybody: Iterable<string>): Judgement {
  const counts = new Map<string, number>();
  for (const person of contacts.flat()) counts.set(person, (counts.get(person) ?? 0) + 1);
  return {
    doubled: [...counts].filter(([, count]) => count > 1).map(([person]) => person),
    fused: contacts.filter((people) => people.length > 1),
    lost: [...everybody].filter((person) => !counts.has(person)),
  };
}
