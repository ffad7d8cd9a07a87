import type { Collection } from '../../../kernel/store.ts';
import type { World } from '../../../kernel/world.ts';

/** Those of people; the server's own are known by their ids. */
export type StoredLabel = { readonly id: string; readonly name: string };

/** Captured 2026-07, in this order. */
export const systemLabels = [
  'CHAT',
  'SENT',
  'INBOX',
  'IMPORTANT',
  'TRASH',
  'DRAFT',
  'SPAM',
  'CATEGORY_FORUMS',
  'CATEGORY_UPDATES',
  'CATEGORY_PERSONAL',
  'CATEGORY_PROMOTIONS',
  'CATEGORY_SOCIAL',
  'STARRED',
  'UNREAD',
] as const;
const known: ReadonlySet<string> = new Set(systemLabels);
export type Labels = {
  readonly all: () => readonly StoredLabel[];
  /** A name is known in any case; undefined when nobody made such a label. */
  readonly named: (name: string) => StoredLabel | undefined;
  readonly add: (name: string) => StoredLabel;
  /** Ids of these, each the server's own or one of people by its id or name: made when there is none. */
  readonly idsOf: (labels: readonly string[]) => readonly string[];
  readonly has: (id: string) => boolean;
};

export function createLabels(world: World, sub: string): Labels {
  const stored: Collection<StoredLabel> = world.store.collection(`google.mail.labels/${sub}`);
  const named = (name: string): StoredLabel | undefined =>
    [...stored.values()].find((label) => label.name.toLowerCase() === name.toLowerCase());
  const add = (name: string): StoredLabel => {
    const label = { id: `Label_${stored.size() + 1}`, name };
    stored.set(label.id, label);
    return label;
  };
  return {
    all: () => [...stored.values()],
    named,
    add: (name) => named(name) ?? add(name),
    idsOf: (labels) =>
      labels.map((label) => (known.has(label) || stored.get(label) ? label : (named(label) ?? add(label)).id)),
    has: (id) => known.has(id) || stored.get(id) !== undefined,
  };
}
