import { decodeText } from './charset.ts';

/** One property of a vCard of any version. `value` is decoded and still escaped; `types` are in lower case. */
export type Property = {
  readonly line: number;
  /** Apple's `item1`, which ties a property to its label. */
  readonly group: string;
  readonly name: string;
  readonly types: readonly string[];
  readonly parameters: ReadonlyMap<string, string>;
  readonly isPreferred: boolean;
  readonly value: string;
};

/** The text of a line up to its value, in carried bytes. Undefined when it is no property. */
export type Head = {
  readonly group: string;
  readonly name: string;
  readonly parameters: readonly (readonly [string, string])[];
  readonly valueAt: number;
};

/** Version 2.1 has bare parameters (`TEL;WORK;FAX:`), and so have many files that call themselves 3.0. */
const bareNames: ReadonlyMap<string, string> = new Map([
  ['quoted-printable', 'encoding'],
  ['base64', 'encoding'],
  ['8bit', 'encoding'],
  ['7bit', 'encoding'],
]);

export function parseHead(text: string): Head | undefined {
  const colon = outsideQuotes(text, ':');
  if (colon < 0) return undefined;
  const [path = '', ...parameters] = splitOutsideQuotes(text.slice(0, colon), ';');
  const match = /^(?:([\w-]+)\.)?([\w-]+)$/u.exec(path.trim());
  if (!match) return undefined;
  return {
    group: (match[1] ?? '').toLowerCase(),
    name: (match[2] ?? '').toUpperCase(),
    parameters: parameters.map(parseParameter),
    valueAt: colon + 1,
  };
}

function parseParameter(text: string): readonly [string, string] {
  const equals = text.indexOf('=');
  const value = text.slice(equals + 1).trim();
  const name = equals < 0 ? (bareNames.get(value.toLowerCase()) ?? 'type') : text.slice(0, equals).trim().toLowerCase();
  return [name, value.replaceAll('"', '')];
}

export const isQuotedPrintable = (head: Head): boolean =>
  head.parameters.some(([name, value]) => name === 'encoding' && value.toLowerCase() === 'quoted-printable');

export const isBase64 = (head: Head): boolean =>
  head.parameters.some(([name, value]) => name === 'encoding' && /^b(ase64)?$/iu.test(value));

/** Decodes the value, which must be whole: unfolded, and its quoted-printable lines joined. */
export function toProperty(head: Head, text: string, line: number): Property {
  const parameters = new Map(head.parameters);
  const types = head.parameters
    .filter(([name]) => name === 'type')
    .flatMap(([, value]) => value.toLowerCase().split(','));
  const bytes = text.slice(head.valueAt);
  const plain = isQuotedPrintable(head) ? fromQuotedPrintable(bytes) : bytes;
  return {
    line,
    group: head.group,
    name: head.name,
    types,
    parameters,
    isPreferred: types.includes('pref') || parameters.get('pref') === '1',
    value: decodeText(plain, parameters.get('charset')),
  };
}

const fromQuotedPrintable = (bytes: string): string =>
  bytes.replace(/=([0-9a-f]{2})/giu, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** The parts of a structured value, unescaped. */
export const structured = (property: Property, version: string): string[] =>
  splitEscaped(property.value, ';').map((part) => unescapeText(part, version));

/** The members of a list value, unescaped. */
export const listed = (text: string, version: string): string[] =>
  splitEscaped(text, ',').map((part) => unescapeText(part, version).trim());

/** Version 2.1 escapes no line ends: there, `C:\new` is a folder. */
export const unescapeText = (text: string, version: string): string =>
  text.replace(version === '2.1' ? /\\([;,:\\])/gu : /\\([;,:\\nN])/gu, (_, mark: string) =>
    mark === 'n' || mark === 'N' ? '\n' : mark,
  );

export function splitEscaped(text: string, separator: string): string[] {
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === separator) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts: string[] = [];
  let rest = text;
  for (let at = outsideQuotes(rest, separator); at >= 0; at = outsideQuotes(rest, separator)) {
    parts.push(rest.slice(0, at));
    rest = rest.slice(at + 1);
  }
  return [...parts, rest];
}

function outsideQuotes(text: string, mark: string): number {
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') quoted = !quoted;
    else if (!quoted && text[at] === mark) return at;
  }
  return -1;
}
