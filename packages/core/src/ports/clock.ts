/** Milliseconds since 1970. Time, ids and randomness are always arguments. */
export type Instant = number;
export type Clock = { readonly now: () => Instant };
/** URL-safe, at least 128 bits unless `bytes` says otherwise. */
export type Random = { readonly id: (bytes?: number) => string };
