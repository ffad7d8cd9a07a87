import { folded, tidy } from '../spelling.ts';
import type { Participant, Taken } from './participants.ts';

/** What an address was taken for. `{names}`: of its contacts; `{domain}`: as the settings have it. */
export const takenSentences = {
  unusable: 'Not an address that mail could reach.',
  own: 'Your own address.',
  colleague: 'A colleague: this is an address of a member of your firm.',
  ownDomain: 'A colleague: {domain} is a domain of your firm.',
  stranger: 'No contact has this address.',
  excluded: 'Belongs to {names}, but {domain} is an excluded domain.',
  copy: 'Belongs to {names}, who only gets a copy, and your firm does not count copies.',
  contact: 'Belongs to {names}.',
} as const satisfies Record<Taken, string>;

/** "Belongs to Ada Lovelace." Where another spelling was looked for than the message has, it says which. */
export function sayAddress(participant: Participant): string {
  const { address, key, taken, domain = '', people } = participant;
  const sentence = filled(takenSentences[taken], { names: listed(people.map(({ name }) => name)), domain });
  const more = taken === 'stranger' && domain !== '' ? ` ${domain} is an excluded domain.` : '';
  const looked = key === '' || key === folded(address) ? '' : `Looked for as ${key}. `;
  return looked + sentence + more;
}

/** "ada@example.com belongs to Ada Lovelace", for those of one kind. */
export function sayWhose(participants: readonly Participant[]): string {
  return listed(
    participants.map(({ address, people }) => `${shown(address)} belongs to ${listed(people.map(({ name }) => name))}`),
  );
}

const longestShown = 120;

/** A stranger's words in a sentence of ours: on one line, and not too long. */
export function shown(text: string): string {
  const line = tidy(text);
  return line.length > longestShown ? `${line.slice(0, longestShown).trimEnd()}…` : line;
}

const mostListed = 3;

/** "a, b and c"; "a, b, c and 4 more". */
export function listed(texts: readonly string[]): string {
  const named = texts.slice(0, mostListed);
  const rest = texts.length - named.length;
  const all = rest > 0 ? [...named, `${rest} more`] : named;
  return all.length < 2 ? (all[0] ?? '') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}

/** Each `{name}` of a sentence once; what is put in its place is never read again. */
export function filled(sentence: string, facts: Readonly<Record<string, string>>): string {
  return sentence.replace(/\{([a-z]+)\}/gu, (whole, name: string) =>
    Object.hasOwn(facts, name) ? (facts[name] ?? whole) : whole,
  );
}
