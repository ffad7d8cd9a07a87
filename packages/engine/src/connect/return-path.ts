import type { ConnectionPurpose } from './purpose.ts';

/** Where a person lands when nothing better is known. */
export const homePath = '/settings/sync';
const mailPath = '/settings/mail';

/** Where such connections are shown. */
export const homeOf = (purpose: ConnectionPurpose | undefined): string => (purpose === 'mail' ? mailPath : homePath);

const somewhere = 'https://concord.invalid';
/** Landing there would start an authorization again, or show data instead of a page. */
const noPages = /^\/(?:auth|api|webhooks)(?:[/?#]|$)/u;
const maximumLength = 512;

/** The path to return to, when it is a page of this site; otherwise `home`. Never another host, never a loop. */
export function safeReturnPath(path: string | undefined, home = homePath): string {
  return path !== undefined && isOwnPage(path) ? path : home;
}

function isOwnPage(path: string): boolean {
  if (path.length > maximumLength || !/^\/[\x21-\x7e]*$/u.test(path) || noPages.test(unescaped(path))) return false;
  if (/%(?:[01][0-9a-f]|5c|7f)/iu.test(path) || !URL.canParse(path, somewhere)) return false;
  const { pathname, search, hash } = new URL(path, somewhere);
  // What a browser makes of it must be what was written: of `//host`, `/\host` and `/.//host` it makes something else.
  return pathname + search + hash === path;
}

/** As whatever stands in front of us may read it, which is how `/%61uth/` comes to be `/auth/`. */
const unescaped = (path: string): string =>
  path.replace(/%([2-7][0-9a-f])/giu, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
