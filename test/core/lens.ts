import type { Capabilities, Item, Keep, ProviderName } from '@concord/core';
import type * as fc from 'fast-check';

export type Known = { readonly item: Item; readonly keep?: Keep };

/** A provider's lens, and the smallest model of how that provider saves: what the lens laws are about. */
export type Lens<Native, Patch> = {
  readonly name: ProviderName;
  readonly capabilities: Capabilities;
  /** A new one, before anything is written. */
  readonly empty: Native;
  readonly read: (native: Native) => Known;
  readonly write: (known: Known | undefined, item: Item) => Patch | undefined;
  /** Throws where the provider would refuse. */
  readonly saved: (native: Native, patch: Patch) => Native;
  /** Whatever the provider may show, however odd. */
  readonly natives: fc.Arbitrary<Native>;
  /** What a write from `known` to `target` changed and should have left alone, if anything. */
  readonly harm: (before: Native, after: Native, known: Item, target: Item) => string | undefined;
};
