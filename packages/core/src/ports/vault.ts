/** Seals texts so that only the same owner can open them (JWE, key ring with a key id; `owner` is additional data). */
export type Vault = {
  readonly seal: (plain: string, owner: string) => Promise<string>;
  /** Throws `SyncError` `misconfigured` when the text was sealed for another owner, altered, or its key is gone. */
  readonly open: (sealed: string, owner: string) => Promise<string>;
};

/** The app credentials of one provider, from its secret. */
export type AppCredentials = { readonly clientId: string; readonly clientSecret: string };
/** `region`: for a provider whose apps belong to one region each. Throws `misconfigured` when there is no app there. */
export type Secrets = { readonly app: (provider: string, region?: string) => Promise<AppCredentials> };
