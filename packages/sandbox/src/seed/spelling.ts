import type { Draw } from './draw.ts';

/** The same text as another program spells it: equal once trimmed, with single blanks, composed and without case. */
export function respelled(draw: Draw, text: string): string {
  return draw.one(spellings.map((spell) => spell(text)).filter((spelled) => spelled !== text));
}

const spellings: readonly ((text: string) => string)[] = [
  (text) => text.normalize('NFD'),
  (text) => ` ${text}`,
  (text) => `${text}  `,
  (text) => text.replaceAll(' ', '  '),
  (text) => ifReversible(text, text.toUpperCase()),
  (text) => ifReversible(text, text.toLowerCase()),
];

/** "ß" becomes "SS" and never comes back: such a change would be another name. */
const ifReversible = (text: string, changed: string): string => (plain(changed) === plain(text) ? changed : text);

const plain = (text: string): string => text.toLowerCase().normalize('NFC');

/** The same e-mail address: case and blanks do not count. */
export const respelledEmail = (draw: Draw, address: string): string =>
  draw.one([address.toUpperCase(), `${address} `, address.replace(/^./u, (letter) => letter.toUpperCase())]);

/** The same North American number in another form; others stay. */
export function respelledPhone(draw: Draw, number: string): string {
  const [, area, exchange, line, extension = ''] =
    /^(?:\+1 )?\(?(\d{3})\)?[ .-](555)[ .-](\d{4})( ext\. \d+)?$/u.exec(number) ?? [];
  if (area === undefined) return number;
  return (
    draw.one([`(${area}) ${exchange}-${line}`, `+1${area}${exchange}${line}`, `${area}.${exchange}.${line}`]) +
    extension
  );
}
