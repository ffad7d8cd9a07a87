import { type OAuth, type Provider, SyncError } from '@concord/core';

/** What a connection is for, when that is not syncing. Its grant has the permissions for that, and no others. */
export type ConnectionPurpose = 'mail';

/** How a grant for this is asked for, renewed and ended. Throws `misconfigured` where the provider has nothing for it. */
export function oauthOf(provider: Provider, purpose: ConnectionPurpose | undefined): OAuth {
  if (purpose === undefined) return provider.oauth;
  if (provider.mail === undefined)
    throw new SyncError('misconfigured', `${provider.profile.label} has no mail here.`, { provider: provider.name });
  return provider.mail.oauth;
}

/** What people call the account behind a connection: "Microsoft 365", "Outlook mail". */
export function labelOf({ profile, mail }: Provider, purpose: ConnectionPurpose | undefined): string {
  return purpose === undefined ? profile.label : (mail?.label ?? profile.label);
}

/** As it came with a request. Undefined for what this provider has nothing for. */
export function purposeNamed({ mail }: Provider, name: string): ConnectionPurpose | undefined {
  return name === 'mail' && mail !== undefined ? name : undefined;
}
