/** What a permission means, as the consent page says it. */
export const knownScopes: ReadonlyMap<string, string> = new Map([
  ['openid', 'Sign you in'],
  ['profile', 'View your basic profile'],
  ['email', 'View your e-mail address'],
  ['offline_access', 'Keep the access you give it, also while you are away'],
  ['User.Read', 'Read your profile'],
  ['Contacts.Read', 'Read your contacts'],
  ['Contacts.ReadWrite', 'Read, create, change and delete your contacts'],
  ['Calendars.Read', 'Read events of your calendars'],
  ['Calendars.ReadWrite', 'Read, create, change and delete events of your calendars'],
  ['Mail.Read', 'Read your mail'],
  ['Mail.Send', 'Send mail as you'],
]);

const oidcScopes = new Set(['openid', 'profile', 'email', 'offline_access']);

export function isOidcScope(scope: string): boolean {
  return oidcScopes.has(scope);
}

/** Scopes of a request, without the resource before Graph's. */
export function scopesOf(text: string): readonly string[] {
  return [
    ...new Set(
      text
        .split(/\s+/u)
        .filter(Boolean)
        .map((scope) => scope.replace('https://graph.microsoft.com/', '')),
    ),
  ];
}

export function describeScope(scope: string): string {
  return knownScopes.get(scope) ?? scope;
}
