/** What came of putting a card into a look-alike. `leftOut`: what it says and that side has no place for, by name. */
export type Placing<Input> =
  | { readonly kind: 'placed'; readonly input: Input; readonly leftOut: readonly string[] }
  | { readonly kind: 'refused'; readonly reason: string };

/** Both services keep a birthday as a whole date. */
export const hasYear = (birthday: string | undefined): birthday is string =>
  birthday !== undefined && !birthday.startsWith('--');
