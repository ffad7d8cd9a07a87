/** Takes secrets out of texts that are kept for support. People's data stays: a recording is theirs to give or not. */

const removed = '(removed)';

const secretHeaders: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-hook-secret',
  'x-hook-signature',
]);

/** Of forms, JSON bodies and addresses. */
const secretNames: ReadonlySet<string> = new Set([
  'access_token',
  'refresh_token',
  'id_token',
  'token',
  'client_secret',
  'client_assertion',
  'assertion',
  'code_verifier',
  'shared_secret',
  'secret',
  'clientstate',
  'password',
]);
/** Not in JSON: there `code` names an error, and `state` is part of an address. */
const parameterNames: ReadonlySet<string> = new Set(['code', 'state']);
const isSecretParameter = (name: string): boolean => parameterNames.has(name) || secretNames.has(name.toLowerCase());

/** Collects what it removes, so that it can be removed wherever else it turns up. */
export type Redactor = {
  readonly url: (url: string) => string;
  readonly headers: (headers: Readonly<Record<string, string>>) => Readonly<Record<string, string>>;
  readonly body: (body: string) => string;
  /** To be run last, over every text. */
  readonly scrub: (text: string) => string;
};

export function createRedactor(): Redactor {
  const found = new Set<string>();
  const remove = (value: unknown): string => {
    if (typeof value === 'string') found.add(value.replace(/^Bearer /iu, ''));
    return removed;
  };
  const url = (text: string) => redactUrl(text, remove);
  return {
    url,
    headers: (headers) =>
      Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [
          name,
          secretHeaders.has(name.toLowerCase()) ? remove(value) : name === 'location' ? url(value) : value,
        ]),
      ),
    body: (body) => redactBody(body, remove),
    scrub: (text) => scrub(text, found),
  };
}

type Remove = (value: unknown) => string;

function redactUrl(text: string, remove: Remove): string {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  if (url.username + url.password !== '') [url.username, url.password] = ['removed', ''];
  const names = [...url.searchParams.keys()].filter(isSecretParameter);
  // Left alone when there is nothing to remove: reading and writing a query changes its spelling.
  if (names.length === 0) return url.href === new URL(text).href ? text : url.href;
  redactParameters(url.searchParams, names, remove);
  return url.href;
}

function redactBody(body: string, remove: Remove): string {
  const json = parseJson(body);
  if (json !== undefined) return JSON.stringify(redactJson(json, remove));
  if (!/^[\w.%+*~-]+=[^\s]*$/u.test(body)) return body;
  const form = new URLSearchParams(body);
  redactParameters(form, [...form.keys()].filter(isSecretParameter), remove);
  return form.toString();
}

function redactParameters(parameters: URLSearchParams, names: readonly string[], remove: Remove): void {
  for (const name of names) parameters.set(name, remove(parameters.get(name)));
}

function parseJson(body: string): object | undefined {
  if (!/^\s*[[{]/u.test(body)) return undefined;
  try {
    return JSON.parse(body) as object;
  } catch {
    return undefined;
  }
}

function redactJson(value: unknown, remove: Remove): unknown {
  if (Array.isArray(value)) return value.map((each) => redactJson(each, remove));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => {
      const folded = name.toLowerCase();
      const isSecret = each !== null && (secretNames.has(folded) || secretHeaders.has(folded));
      return [name, isSecret ? remove(each) : redactJson(each, remove)];
    }),
  );
}

const shortestSecret = 8;
/** A path holds it, and a path is no parameter: who has it may follow it. */
const linkToken = /(\/auth\/link\/)[\w.~%+-]+/gu;

function scrub(text: string, found: ReadonlySet<string>): string {
  let clean = text
    .replace(linkToken, `$1${removed}`)
    .replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]*/gu, removed)
    .replace(/\bBearer [\w.~+/=-]{8,}/giu, `Bearer ${removed}`);
  for (const secret of found) {
    if (secret.length < shortestSecret || secret === removed) continue;
    for (const spelling of spellingsOf(secret)) clean = clean.replaceAll(spelling, removed);
  }
  return clean;
}

/** As services quote what they were sent: in an address, in a form, in a page of HTML, or encoded once more. */
function spellingsOf(secret: string): ReadonlySet<string> {
  const inForm = new URLSearchParams({ s: secret }).toString().slice('s='.length);
  const inPage = secret.replace(/[&<>"]/gu, (sign) => entities[sign] ?? sign);
  const encoded = [0, 1, 2].flatMap((shift) => inBase64(secret, shift));
  return new Set([secret, encodeURIComponent(secret), inForm, inPage, ...encoded]);
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** What base64 of a longer text shows of it, by where in a group of three bytes it begins; less what it shares with its neighbours. */
function inBase64(secret: string, shift: number): readonly string[] {
  const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(secret)]);
  const groups = bytes.subarray(shift === 0 ? 0 : 3, bytes.length - (bytes.length % 3));
  return [groups.toString('base64'), groups.toString('base64url')];
}
