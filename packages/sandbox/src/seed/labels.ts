import type { Label } from './card.ts';

/** The words that programs use for where a detail belongs, in exports in English. */
const words: ReadonlyMap<string, Label> = new Map<string, Label>([
  ['work', 'work'],
  ['business', 'work'],
  ['office', 'work'],
  ['company', 'work'],
  ['main', 'work'],
  ['homepage', 'work'],
  ['home page', 'work'],
  ['home', 'home'],
  ['personal', 'home'],
  ['private', 'home'],
  ['profile', 'home'],
  ['mobile', 'mobile'],
  ['cell', 'mobile'],
  ['cellular', 'mobile'],
  ['iphone', 'mobile'],
  ['apple watch', 'mobile'],
  ['car', 'mobile'],
  ['pcs', 'mobile'],
  ['fax', 'fax'],
  ['facsimile', 'fax'],
  ['pager', 'pager'],
  ['skype', 'skype'],
  ['billing', 'billing'],
  ['twitter', 'twitter'],
  ['facebook', 'facebook'],
  ['linkedin', 'linkedin'],
  ['other', 'other'],
]);

/** `Work`, `* Home`, `_$!<Mobile>!$_`, `Business Fax` ... A word that is not known is `other`; no word is `none`. */
export function labelOf(text: string): Label {
  const plain = text
    .replace(/^_\$!<(.*)>!\$_$/u, '$1')
    .replace(/^\*\s*/u, '')
    .trim()
    .toLowerCase();
  if (plain === '') return 'none';
  if (plain.includes('fax')) return 'fax';
  return words.get(plain) ?? 'other';
}

/** The label among several types of one vCard property: a fax at work is a fax. */
export function labelOfTypes(types: readonly string[]): Label {
  const labels = types.map((type) => words.get(type.toLowerCase())).filter((label) => label !== undefined);
  const special = labels.find((label) => label !== 'work' && label !== 'home');
  return special ?? labels[0] ?? 'none';
}
