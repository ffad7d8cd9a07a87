import type { FieldTrace, MattersFilter, MattersPage, RefreshRule, WatchChange } from '@concord/core';

/** What is wished of a member's Clio. */
export type ClioWishRequest =
  | { readonly kind: 'matters'; readonly filter: MattersFilter; readonly next?: string }
  | { readonly kind: 'import'; readonly matters: readonly string[] }
  | { readonly kind: 'refresh'; readonly watch: string }
  | { readonly kind: 'choices' };

export type ClioWishAnswer =
  | { readonly kind: 'matters'; readonly filter: MattersFilter; readonly page: MattersPage }
  | {
      readonly kind: 'import';
      readonly added: readonly string[];
      readonly known: readonly string[];
      readonly notShown: readonly string[];
    }
  | {
      readonly kind: 'refresh';
      readonly watch: string;
      readonly changes: readonly WatchChange[];
      readonly fields: readonly (FieldTrace & { readonly rule: RefreshRule })[];
      readonly because: readonly string[];
    }
  | { readonly kind: 'choices' };
