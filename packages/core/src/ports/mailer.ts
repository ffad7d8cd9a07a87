/** One letter to one person, with the same words as HTML and as text. */
export type Mail = {
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** The same for every try of the same letter. */
  readonly id: string;
};

/** Resolves after the mail service took it; it may still not arrive. Throws `SyncError`: `refused` for an address that it will never take. */
export type Mailer = { readonly send: (mail: Mail) => Promise<void> };
