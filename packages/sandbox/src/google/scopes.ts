const prefix = 'https://www.googleapis.com/auth/';

/** Short names of sign-in scopes, as they come back in answers. */
const signInNames: ReadonlyMap<string, string> = new Map([
  ['openid', 'openid'],
  ['email', `${prefix}userinfo.email`],
  ['profile', `${prefix}userinfo.profile`],
]);
const signInScopes = new Set(signInNames.values());

const texts: ReadonlyMap<string, string> = new Map([
  [`${prefix}contacts`, 'See, edit, download and permanently delete your contacts'],
  [`${prefix}contacts.readonly`, 'See and download your contacts'],
  [`${prefix}calendar`, 'See, edit, share and permanently delete all the calendars you can access'],
  [`${prefix}calendar.readonly`, 'See and download any calendar you can access'],
  [`${prefix}calendar.calendarlist.readonly`, 'See the list of Google calendars you’re subscribed to'],
  [`${prefix}calendar.events`, 'View and edit events on all your calendars'],
  [`${prefix}gmail.readonly`, 'View your email messages and settings'],
  [`${prefix}gmail.send`, 'Send email on your behalf'],
]);

/** Scopes of a request by their full names; undefined when one of them is none of Google's. */
export function scopesOf(text: string): readonly string[] | undefined {
  const names = text
    .split(' ')
    .filter(Boolean)
    .map((name) => signInNames.get(name) ?? name);
  const isKnown = (name: string): boolean =>
    signInScopes.has(name) || name.startsWith(prefix) || name === 'https://mail.google.com/';
  return names.every(isKnown) ? [...new Set(names)] : undefined;
}

/** Never a box of its own: who signs in grants them. */
export const isSignInScope = (scope: string): boolean => signInScopes.has(scope);

/** Documented: a password change ends the refresh tokens that hold one of these. */
export const isMailScope = (scope: string): boolean =>
  scope.startsWith(`${prefix}gmail.`) || scope === 'https://mail.google.com/';

export const describeScope = (scope: string): string => texts.get(scope) ?? scope;
