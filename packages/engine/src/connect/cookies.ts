import type { EnginePorts } from '../ports.ts';

/** Names and values of the cookies that came with a request. */
export type Cookies = Readonly<Record<string, string>>;

type Place = { readonly settings: Pick<EnginePorts['settings'], 'publicUrl'> };

/** A `set-cookie` value. `lifetimeMs` 0 removes the cookie. Scripts never see it, and other sites' forms do not carry it. */
export function setCookie(ports: Place, name: string, value: string, lifetimeMs: number): string {
  const secure = isHttps(ports) ? '; Secure' : '';
  const maxAge = Math.floor(lifetimeMs / 1000);
  return `${fullName(ports, name)}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure}`;
}

export function readCookie(ports: Place, cookies: Cookies, name: string): string | undefined {
  const key = fullName(ports, name);
  return Object.hasOwn(cookies, key) ? cookies[key] : undefined;
}

/** With `__Host-`, browsers refuse a cookie that a neighbouring subdomain tries to set for us. */
const fullName = (ports: Place, name: string): string => `${isHttps(ports) ? '__Host-' : ''}concord_${name}`;

const isHttps = (ports: Place): boolean => ports.settings.publicUrl.startsWith('https://');
