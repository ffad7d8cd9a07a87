/**
 * The canonical model. An item is a flat record of fields; a field is a text or a list of elements.
 * Everything outside the folder of an item type (contacts/, events/) treats items through their `ItemType`.
 */

import type { ItemWords } from './item-words.ts';
import type { ReasonCode } from './reasons.ts';
import type { LikenessFact } from './why/likeness-facts.ts';

export type ItemTypeName = 'contact' | 'event';

/** One entry of a list field, for example one phone number of a contact. */
export type Element = {
  /** Canonical form, computed once when a lens reads it: two elements with equal keys mean the same thing. */
  readonly key: string;
  /** As the side spells it. Addresses are records of their parts. */
  readonly value: string | Readonly<Record<string, string>>;
  /** Where it sits (`work`, `home`, ...). Absent when the provider has no such notion: no opinion. */
  readonly slot?: string;
  /** The side's own "primary" flag. Absent when the provider has no such notion: no opinion. */
  readonly primary?: boolean;
  /** The provider's own handle (Clio: row id; Microsoft: the e-mail's display name). Never compared. */
  readonly ref?: string;
};

export type List = readonly Element[];
export type FieldValue = string | List;
export type Item = { readonly [field: string]: FieldValue | undefined };

export type Scalar = {
  readonly shape: 'scalar';
  /** For people: "Job title". */
  readonly label: string;
  /** A field that tells kinds apart is never merged or written over (`person` never turns into `company`). */
  readonly fixed?: true;
  /** Canonical form: texts with equal keys mean the same, however a side spells them. Absent: NFC and trimmed. */
  readonly key?: (text: string) => string;
  /** As people read it, where the text itself is for machines. */
  readonly say?: (text: string) => string;
  /** Each side has its own notion of it, or none: nobody is told that it stays where it is. */
  readonly aside?: true;
};
export type ListField = {
  readonly shape: 'list';
  readonly label: string;
  /** How elements of base and now are paired when their keys differ: by slot alone, by handle first; `unique`: a slot holds one, on either side. */
  readonly pairing: 'slot' | 'handle' | 'unique';
  /** As people read an element. Absent: its value, and its slot behind it. */
  readonly say?: (element: Element) => string;
};
export type Field = Scalar | ListField;
export type FieldTable = Readonly<Record<string, Field>>;

/** The fields whose values are carried over, in the order of the table: all but those that tell kinds apart. */
export function writtenFields({ fields }: Pick<ItemType, 'fields'>): readonly (Field & { readonly name: string })[] {
  return Object.entries(fields).flatMap(([name, field]) =>
    field.shape === 'scalar' && field.fixed ? [] : [{ ...field, name }],
  );
}

/** How alike two items are that no mapping joins. */
export type Likeness =
  | { readonly kind: 'same'; readonly because: ReasonCode }
  /** `namesake`: their names are identical. */
  | { readonly kind: 'similar'; readonly because: ReasonCode; readonly namesake: boolean }
  | { readonly kind: 'different' };

/** How what a person typed is looked for among the items of a type. */
export type Search = {
  readonly kind: 'email' | 'phone' | 'name' | 'title';
  /** Match keys under which it may be found; none when no index leads there. */
  readonly keys: readonly string[];
  /** The beginning of a match key, where only that is known. */
  readonly begins?: string;
  readonly fits: (item: Item) => boolean;
};

/** All that the engine knows about one type of item. */
export type ItemType = {
  readonly name: ItemTypeName;
  readonly words: ItemWords;
  readonly fields: FieldTable;
  /** Keys under which an item is looked up before a create; each is at most 200 characters, kind first: `email:a@x.org`. */
  readonly matchKeys: (item: Item) => readonly string[];
  readonly likeness: (a: Item, b: Item) => Likeness;
  /** What `likeness` is judged by, for people. */
  readonly compare: (a: Item, b: Item) => readonly LikenessFact[];
  /** `region`: the country of phone numbers that name none. */
  readonly search: (text: string, region: string) => Search;
  /** What people call it. */
  readonly title: (item: Item) => string;
  /** What tells it from others of the same name. */
  readonly subtitle: (item: Item) => string;
  /** True when there is nothing to call it by: listed, not written. */
  readonly isNameless: (item: Item) => boolean;
  /** True when it says no more than its name, as a company does that exists only to be linked. */
  readonly isBare: (item: Item) => boolean;
  /** Whether its owner keeps it from others. Absent: nothing of this type is private. */
  readonly isPrivate?: (item: Item) => boolean;
  /** What others may see of it when they are to see only that something is there. */
  readonly veiled?: (item: Item) => Item;
  /** Whether any of it lies in a span of time. Absent: items of this type have no time. */
  readonly isWithin?: (item: Item, window: Span) => boolean;
  /** What of it lies in a span of time, date by date. Absent: items of this type have no time. */
  readonly dates?: (item: Item, span: Span) => readonly ItemDate[];
};

/** One date of an item. */
export type ItemDate = {
  readonly title: string;
  /** Dates (the end is the day after) where `allDay`, otherwise RFC 3339 in the item's own zone. */
  readonly start: string;
  readonly end: string;
  readonly allDay: boolean;
  readonly isOfSeries?: true;
};

/** From, inclusive, to, exclusive: epoch milliseconds. */
export type Span = { readonly from: number; readonly to: number };

/** What one side can hold, as data from a provider's profile. A field that is absent is not held at all. */
export type Capabilities = Readonly<Record<string, ScalarCapability | ListCapability>>;
export type ScalarCapability = {
  readonly shape: 'scalar';
  readonly maxLength?: number;
  /** False when the provider has no way to empty it again (the company of a Clio person). */
  readonly clearable?: false;
  /** It is shown, and never written. */
  readonly readOnly?: true;
};
export type ListCapability = {
  readonly shape: 'list';
  /** Over all slots. */
  readonly max: number;
  /** When given, only these slots are held, each up to its number. When absent, the provider has no slots. */
  readonly slots?: Readonly<Record<string, number>>;
  /** Slots are not a closed set: any is held. */
  readonly anySlot?: true;
  /** Whether the provider has a "primary" flag. */
  readonly primary: boolean;
  readonly readOnly?: true;
};

export type SideName = 'left' | 'right';
export const sideNames = ['left', 'right'] as const satisfies readonly SideName[];
export const otherSide = (side: SideName): SideName => (side === 'left' ? 'right' : 'left');
