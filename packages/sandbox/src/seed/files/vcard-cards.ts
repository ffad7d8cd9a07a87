import type { Line } from './lines.ts';
import type { Head, Property } from './vcard-property.ts';
import { isBase64, isQuotedPrintable, parseHead, toProperty } from './vcard-property.ts';

/** Splits a file of vCards of versions 2.1, 3.0 and 4.0 into cards and their properties, fed line by line. */
export type VcardEvent =
  | { readonly kind: 'card'; readonly line: number; readonly version: string; readonly properties: readonly Property[] }
  | { readonly kind: 'broken'; readonly line: number; readonly reason: string };

export type VcardCards = { readonly feed: (line: Line) => VcardEvent[]; readonly end: () => VcardEvent[] };

const maxCardLength = 32 * 1024 * 1024;
const maxProperties = 5_000;

/** Pictures and keys go nowhere: their name is kept, so that the report can count them, and their bytes are not. */
const dropsValue: ReadonlySet<string> = new Set([
  'PHOTO',
  'LOGO',
  'SOUND',
  'KEY',
  'X-MS-CARDPICTURE',
  'X-MS-OL-DESIGN',
]);

type OpenCard = {
  line: number;
  version: string;
  length: number;
  properties: Property[];
  current: { head: Head | undefined; text: string[]; line: number; softBreak: boolean } | undefined;
  /** Cards inside this one: 2.1's AGENT. */
  depth: number;
  broken: VcardEvent[];
};

export function createVcardCards(): VcardCards {
  let card: OpenCard | undefined;
  let outside = false;

  const feed = (line: Line): VcardEvent[] => {
    const marker = /^\s*(BEGIN|END)\s*:\s*VCARD\s*$/iu.exec(line.text)?.[1]?.toUpperCase();
    if (card === undefined) return marker === 'BEGIN' ? begin(line) : strayLine(line);
    if (marker === undefined) {
      if (card.depth === 0) addLine(card, line);
      return [];
    }
    return marker === 'BEGIN' ? nested(card, line) : finish(card);
  };

  const begin = (line: Line): VcardEvent[] => {
    card = { line: line.number, version: '3.0', length: 0, properties: [], current: undefined, depth: 0, broken: [] };
    outside = false;
    return [];
  };

  /** A run of text between cards is one thing that cannot be read. */
  const strayLine = (line: Line): VcardEvent[] => {
    if (line.text.trim() === '' || outside) return [];
    outside = true;
    return [
      { kind: 'broken', line: line.number, reason: 'This text is outside of any card (BEGIN:VCARD ... END:VCARD).' },
    ];
  };

  const nested = (open: OpenCard, line: Line): VcardEvent[] => {
    if (open.depth > 0 || open.current?.head?.name === 'AGENT') {
      open.depth += 1;
      return [];
    }
    return [...cutOff(open), ...begin(line)];
  };

  const finish = (open: OpenCard): VcardEvent[] => {
    if (open.depth > 0) {
      open.depth -= 1;
      return [];
    }
    closeProperty(open);
    card = undefined;
    const { line, version, properties } = open;
    if (open.length <= maxCardLength && properties.length <= maxProperties) {
      return [{ kind: 'card', line, version, properties }, ...open.broken];
    }
    return [{ kind: 'broken', line, reason: 'The card is larger than 32 MB or has more than 5,000 lines.' }];
  };

  const cutOff = (open: OpenCard): VcardEvent[] => [
    { kind: 'broken', line: open.line, reason: 'The card that begins here has no END:VCARD: it may be cut off.' },
  ];

  return {
    feed,
    end: () => (card === undefined ? [] : cutOff(card)),
  };
}

function addLine(card: OpenCard, line: Line): void {
  card.length += line.text.length;
  if (card.length > maxCardLength || card.properties.length > maxProperties) return;
  if (card.current !== undefined && isContinuation(card.current, line.text)) {
    continueProperty(card, card.current, line.text);
    return;
  }
  closeProperty(card);
  if (line.text.trim() === '') return;
  card.current = { head: parseHead(line.text), text: [], line: line.number, softBreak: false };
  append(card.current, line.text);
}

type Current = NonNullable<OpenCard['current']>;

/** Folded lines begin with a blank; quoted-printable ones end with `=`; base64 of 2.1 just goes on. */
function isContinuation({ head, softBreak }: Current, text: string): boolean {
  if (softBreak || /^[ \t]/u.test(text)) return true;
  return head !== undefined && isBase64(head) && text !== '' && /^[A-Za-z0-9+/=]+\s*$/u.test(text);
}

function continueProperty(card: OpenCard, current: Current, text: string): void {
  // 2.1 breaks a line before a blank that belongs to the text; 3.0 and 4.0 add one.
  append(current, current.softBreak || card.version === '2.1' || !/^[ \t]/u.test(text) ? text : text.slice(1));
  // A line may be folded before its value begins.
  current.head ??= parseHead(current.text.join(''));
}

function append(current: Current, text: string): void {
  if (current.head !== undefined && dropsValue.has(current.head.name)) return;
  current.softBreak = current.head !== undefined && isQuotedPrintable(current.head) && text.endsWith('=');
  current.text.push(current.softBreak ? text.slice(0, -1) : text);
}

function closeProperty(card: OpenCard): void {
  const { current } = card;
  card.current = undefined;
  if (current === undefined) return;
  if (current.head === undefined) {
    const reason = 'This line of the card has no property name; the rest of the card was read.';
    card.broken.push({ kind: 'broken', line: current.line, reason });
    return;
  }
  const property = toProperty(current.head, current.text.join(''), current.line);
  if (property.name === 'VERSION') card.version = property.value.trim();
  else card.properties.push(property);
}
