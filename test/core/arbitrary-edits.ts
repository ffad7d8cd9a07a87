import type { Element, FieldValue, Item, List } from '@concord/core';
import * as fc from 'fast-check';
import { type ListName, listNames, type TextName, textNames } from './arbitrary-items.ts';
import { elementAgain, type Vocabulary } from './vocabulary.ts';

/** What somebody does to a contact, small enough to be told. `at` counts round, so that an edit fits any list. */
export type Edit =
  | { readonly does: 'says'; readonly field: TextName; readonly text: string }
  | { readonly does: 'clears'; readonly field: TextName | ListName }
  | { readonly does: 'adds'; readonly list: ListName; readonly element: Element; readonly slot: string | undefined }
  | { readonly does: 'corrects'; readonly list: ListName; readonly at: number; readonly element: Element }
  | { readonly does: 'respells'; readonly list: ListName; readonly at: number; readonly how: keyof typeof slips }
  | { readonly does: 'removes'; readonly list: ListName; readonly at: number }
  | { readonly does: 'moves'; readonly list: ListName; readonly at: number; readonly slot: string }
  | { readonly does: 'flags'; readonly list: ListName; readonly at: number }
  | { readonly does: 'turns'; readonly list: ListName; readonly by: number };

/** Next to nothing: some of it is an edit and some of it is not. */
const slips = {
  comma: (text: string) => text.replaceAll(' ', ','),
  blank: (text: string) => text.replaceAll(/[,;]/gu, ' '),
  longer: (text: string) => `${text}1`,
  shorter: (text: string) => text.slice(0, -1),
  louder: (text: string) => text.toUpperCase(),
  decomposed: (text: string) => text.normalize('NFD'),
  wider: (text: string) => ` ${text}\u200b`,
} as const satisfies Readonly<Record<string, (text: string) => string>>;
const anySlip = fc.constantFrom(...(Object.keys(slips) as (keyof typeof slips)[]));

const slotsOf = {
  emails: ['work', 'home', 'other'],
  phones: ['work', 'home', 'mobile'],
  addresses: ['work', 'home', 'other'],
  sites: ['work', 'other'],
  messengers: ['work', 'other'],
} as const satisfies Readonly<Record<ListName, readonly string[]>>;

const at = fc.nat(3);

function listEdit(list: ListName, { elements }: Vocabulary): fc.Arbitrary<Edit> {
  const slot = fc.constantFrom<string>(...slotsOf[list]);
  const element = elements[list];
  const one = fc.constant(list);
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        does: fc.constant('adds' as const),
        list: one,
        element,
        slot: fc.option(slot, { nil: undefined }),
      }),
    },
    { weight: 3, arbitrary: fc.record({ does: fc.constant('corrects' as const), list: one, at, element }) },
    { weight: 2, arbitrary: fc.record({ does: fc.constant('respells' as const), list: one, at, how: anySlip }) },
    { weight: 2, arbitrary: fc.record({ does: fc.constant('removes' as const), list: one, at }) },
    { weight: 1, arbitrary: fc.record({ does: fc.constant('moves' as const), list: one, at, slot }) },
    { weight: 1, arbitrary: fc.record({ does: fc.constant('flags' as const), list: one, at }) },
    { weight: 1, arbitrary: fc.record({ does: fc.constant('turns' as const), list: one, by: at }) },
  );
}

/** One small change; `fields` says in which texts and lists. */
export function anyEdit(words: Vocabulary, texts: readonly TextName[] = textNames): fc.Arbitrary<Edit> {
  const says = texts.map((field) =>
    fc.record({ does: fc.constant('says' as const), field: fc.constant(field), text: words.texts[field] }),
  );
  const clears = fc.record({
    does: fc.constant('clears' as const),
    field: fc.constantFrom<TextName | ListName>(...texts, ...listNames),
  });
  return fc.oneof(
    { weight: 3, arbitrary: fc.oneof(...says) },
    { weight: 1, arbitrary: clears },
    { weight: 6, arbitrary: fc.oneof(...listNames.map((list) => listEdit(list, words))) },
  );
}

export const edited = (item: Item, edits: readonly Edit[]): Item => edits.reduce(editOnce, item);

function editOnce(item: Item, edit: Edit): Item {
  if (edit.does === 'says') return { ...item, [edit.field]: edit.text };
  if (edit.does === 'clears') return withField(item, edit.field, undefined);
  const before = item[edit.list];
  return withField(item, edit.list, editList(typeof before === 'object' ? before : [], edit));
}

function withField(item: Item, field: string, value: FieldValue | undefined): Item {
  const { [field]: _, ...rest } = item;
  return value === undefined || value.length === 0 ? rest : { ...rest, [field]: value };
}

type ListEdit = Exclude<Edit, { readonly does: 'says' | 'clears' }>;

/** As people's screens do it: a corrected entry keeps its row, place and flag, and one thing is listed once. */
function editList(list: List, edit: ListEdit): List {
  if (edit.does === 'adds') return added(list, edit.element, edit.slot);
  if (list.length === 0) return list;
  if (edit.does === 'turns') return [...list.slice(edit.by % list.length), ...list.slice(0, edit.by % list.length)];
  const index = edit.at % list.length;
  if (edit.does === 'removes') return list.filter((_, place) => place !== index);
  if (edit.does === 'flags') return list.map((element, place) => ({ ...element, primary: place === index }));
  if (edit.does === 'moves') return list.map((one, place) => (place === index ? { ...one, slot: edit.slot } : one));
  const element = edit.does === 'corrects' ? edit.element : slipped(list[index], edit.list, edit.how);
  if (element === undefined) return list;
  const { key, value } = element;
  const isThere = list.some((other, place) => key === other.key && place !== index);
  return isThere ? list : list.map((one, place) => (place === index ? { ...one, key, value } : one));
}

function slipped(before: Element | undefined, list: ListName, how: keyof typeof slips): Element | undefined {
  if (before === undefined) return undefined;
  const slip = slips[how];
  const value =
    typeof before.value === 'string'
      ? slip(before.value)
      : Object.fromEntries(Object.entries(before.value).map(([part, text]) => [part, slip(text)]));
  return elementAgain[list]({ ...before, value });
}

function added(list: List, element: Element, slot: string | undefined): List {
  if (list.some(({ key }) => key === element.key)) return list;
  return [...list, slot === undefined ? element : { ...element, slot }];
}

/** A contact built up by edits, from nothing but a kind: shrinks to nothing at all. */
export const itemOf = (kind: 'person' | 'company', words: Vocabulary): fc.Arbitrary<Item> =>
  fc
    .array(anyEdit(words, kind === 'company' ? ['company'] : textNames), { maxLength: 10 })
    .map((edits) => edited({ kind }, edits));

/** More of one thing than some provider has room for. */
const crowded = (words: Vocabulary): fc.Arbitrary<Item> =>
  fc
    .constantFrom(...listNames)
    .chain((list) => fc.array(listEdit(list, words), { minLength: 3, maxLength: 12 }))
    .map((edits) => edited({ kind: 'person' }, edits));

/** Somebody to be called by, person or company: what is written to a provider. */
export const namedItem = (words: Vocabulary): fc.Arbitrary<Item> =>
  fc.oneof(
    { weight: 3, arbitrary: itemOf('person', words).map((item) => ({ lastName: 'Berg', ...item })) },
    { weight: 2, arbitrary: crowded(words).map((item) => ({ lastName: 'Berg', ...item })) },
    { weight: 1, arbitrary: itemOf('company', words).map((item) => ({ company: 'Acme', ...item })) },
  );

/** One contact, and what two people made of it: most of it as it was. */
export const itemAndTwoEdits = (
  words: Vocabulary,
): fc.Arbitrary<{ readonly item: Item; readonly ours: readonly Edit[]; readonly theirs: readonly Edit[] }> =>
  fc.record({
    item: itemOf('person', words),
    ours: fc.array(anyEdit(words), { maxLength: 3 }),
    theirs: fc.array(anyEdit(words), { maxLength: 3 }),
  });
