import { isDeepStrictEqual } from 'node:util';
import { type Capabilities, type Item, type List, restrict, tidy } from '@concord/core';
import { differences } from '../contract/held.ts';
import { type Edit, edited } from './arbitrary-edits.ts';
import { type ListName, listNames, type TextName, textNames } from './arbitrary-items.ts';
import type { Lens } from './lens.ts';
import { elementAgain } from './vocabulary.ts';

/** Each checks one case, and says what broke, or nothing. */
export type LensLaws<Native> = {
  /** Reading back what was created gives what the provider can hold of it. */
  readonly createsAll: (item: Item) => string | undefined;
  /** Reading back what was written over something else gives what was wanted. */
  readonly writesAll: (native: Native, edits: readonly Edit[]) => string | undefined;
  /** The same write once more has nothing to send. */
  readonly writesOnce: (native: Native, edits: readonly Edit[]) => string | undefined;
  /** Writing back what was read sends nothing, however its lists are turned, and without handles and places, as from another side. */
  readonly sendsNothingBack: (native: Native, by: number, bare: boolean) => string | undefined;
  /** A write leaves alone what it is not about. */
  readonly doesNoHarm: (native: Native, edits: readonly Edit[]) => string | undefined;
  /** What the target no longer says is gone after the write. */
  readonly clears: (native: Native, fields: readonly (TextName | ListName)[]) => string | undefined;
  /** What is read has no blanks, keys that belong to its values, and fits where it came from. */
  readonly readsSoundly: (native: Native) => string | undefined;
};

export function lawsOfLens<Native, Patch>(lens: Lens<Native, Patch>): LensLaws<Native> {
  const { capabilities, read, write } = lens;
  const saved = (native: Native, patch: Patch | undefined): Native => {
    if (/(?<!"key"):""/u.test(JSON.stringify(patch) ?? ''))
      throw new Error(`a blank is sent: ${JSON.stringify(patch)}`);
    return patch === undefined ? native : lens.saved(native, patch);
  };
  const save = (native: Native, item: Item): Native => saved(native, write(read(native), item));
  const differs = (shown: Item, wanted: Item): string | undefined => {
    const found = differences(flaggedFirst(shown), flaggedFirst(restrict(wanted, capabilities)), capabilities);
    return found.length === 0 ? undefined : `${lens.name}: ${found.join('; ')}`;
  };
  return {
    createsAll: (item) => differs(read(saved(lens.empty, write(undefined, item))).item, item),
    writesAll: (native, edits) => {
      const target = targetOf(read(native).item, edits, capabilities);
      return differs(read(save(native, target)).item, target);
    },
    writesOnce: (native, edits) => {
      const target = targetOf(read(native).item, edits, capabilities);
      const again = write(read(save(native, target)), target);
      return again === undefined ? undefined : `${lens.name} sends ${JSON.stringify(again)} when all is written`;
    },
    sendsNothingBack: (native, by, bare) => {
      const known = read(native);
      const patch = write(known, turned(bare ? bareOf(known.item) : known.item, by));
      return patch === undefined ? undefined : `${lens.name} sends back ${JSON.stringify(patch)}`;
    },
    doesNoHarm: (native, edits) => {
      const known = read(native).item;
      const target = targetOf(known, edits, capabilities);
      const harm = lens.harm(native, save(native, target), known, target);
      return harm === undefined ? undefined : `${lens.name}: ${harm}`;
    },
    clears: (native, fields) => {
      const known = read(native).item;
      const edits = fields.map((field): Edit => ({ does: 'clears', field }));
      const target = targetOf(known, edits, capabilities);
      const shown = read(save(native, target)).item;
      const left = fields.filter((field) => target[field] === undefined && shown[field] !== undefined);
      return left.length === 0 ? undefined : `${lens.name} still shows ${left.join(', ')}`;
    },
    readsSoundly: (native) => unsound(read(native).item, lens),
  };
}

/**
 * What a merge would ask for: an edit of what is shown. A person keeps a name (nobody asks a provider for a card without
 * one), a company has nothing of a person, and what a provider cannot clear is not taken away.
 */
export function targetOf(shown: Item, edits: readonly Edit[], capabilities: Capabilities): Item {
  const target = restrict(edited(shown, edits), capabilities);
  const kept: Record<string, Item[string]> = { ...target };
  for (const [field, capability] of Object.entries(capabilities))
    if (capability.shape === 'scalar' && capability.clearable === false && kept[field] === undefined && shown[field])
      kept[field] = shown[field];
  if (shown.kind === 'company') {
    for (const field of textNames) if (field !== 'company') delete kept[field];
    kept.company ??= shown.company;
  } else if (!kept.firstName && !kept.lastName) kept.lastName = 'Berg';
  return kept;
}

/** Of one thing listed twice, the flagged one is compared with the flagged one. */
const flaggedFirst = (item: Item): Item =>
  mapLists(item, (list) => [...list.filter(({ primary }) => primary), ...list.filter(({ primary }) => !primary)]);

const turned = (item: Item, by: number): Item =>
  mapLists(item, (list) => [...list.slice(by % list.length), ...list.slice(0, by % list.length)]);

/** What is listed twice keeps its places: nothing else tells which is which. */
const bareOf = (item: Item): Item =>
  mapLists(item, (list) =>
    list.map(({ ref: _, slot, ...element }) =>
      slot !== undefined && list.filter(({ key }) => key === element.key).length > 1 ? { ...element, slot } : element,
    ),
  );

const mapLists = (item: Item, change: (list: List) => List): Item =>
  Object.fromEntries(
    Object.entries(item).map(([name, value]) => [name, typeof value === 'object' ? change(value) : value]),
  );

function unsound<Native, Patch>(item: Item, { name: provider, capabilities }: Lens<Native, Patch>): string | undefined {
  for (const name of textNames) {
    const text = item[name];
    if (text !== undefined && (typeof text !== 'string' || tidy(text) === '' || text !== text.trim()))
      return `${provider} reads ${JSON.stringify(text)} as ${name}`;
  }
  const { birthday = '1970-01-01' } = item;
  if (typeof birthday !== 'string' || !/^\d{4}-\d\d-\d\d$/u.test(birthday) || Number.isNaN(Date.parse(birthday)))
    return `${provider} reads ${JSON.stringify(birthday)} as a birthday`;
  for (const name of listNames) {
    const list = item[name] as List | undefined;
    if (list?.length === 0) return `${provider} reads an empty list of ${name}`;
    const odd = list?.find((element) => elementAgain[name](element)?.key !== element.key);
    if (odd) return `${provider} reads ${JSON.stringify(odd)} among ${name}`;
  }
  const held = restrict(item, capabilities);
  return isDeepStrictEqual(held, item) ? undefined : `${provider} shows more than it can hold: ${JSON.stringify(item)}`;
}
