import type { MailboxFacts } from '../mailboxes/mailbox-facts.ts';
import { type Card, type Entry, type ListName, listNames, textNames } from './card.ts';
import { isCutOf } from './spelling.ts';

/** What tells Clio's card and a mailbox's apart, beyond what that one has no room for; empty when they are in step. */
export function differences(left: Card, right: Card, facts: MailboxFacts): readonly string[] {
  const texts = textNames.flatMap((name) =>
    isSame(left.texts[name], right.texts[name]) ? [] : [`${name}: "${left.texts[name]}" / "${right.texts[name]}"`],
  );
  return [...texts, ...listNames.flatMap((name) => listDifferences(facts, name, left.lists[name], right.lists[name]))];
}

const isSame = (one: string, other: string): boolean => one === other || isCutOf(one, other) || isCutOf(other, one);

const isKept = ({ forgetsBadAddresses }: MailboxFacts, name: ListName, { value }: Entry): boolean =>
  !forgetsBadAddresses || name !== 'emails' || value.includes('@');

function listDifferences(
  facts: MailboxFacts,
  name: ListName,
  clio: readonly Entry[],
  inMailbox: readonly Entry[],
): readonly string[] {
  const inClio = clio.map((entry) => ({ ...entry, slot: facts.slotFor(name, entry.slot) }));
  const left = inClio.filter((entry) => isKept(facts, name, entry));
  const right = inMailbox.filter((entry) => isKept(facts, name, entry));
  const said = (entries: readonly Entry[]): readonly string[] => entries.map(({ slot, value }) => `${slot}:${value}`);
  const slots = new Set([...left, ...right].map(({ slot }) => slot));
  const short = [...slots].some((slot) => {
    const of = (entries: readonly Entry[]): number => entries.filter((entry) => entry.slot === slot).length;
    // What may be forgotten takes up room as long as it is there, and what is forgotten took it from another when it was sent.
    const forgettable = { inClio: of(inClio) - of(left), inMailbox: of(inMailbox) - of(right) };
    const most = facts.room(name, slot) - forgettable.inMailbox;
    const least = facts.room(name, slot) - Math.max(forgettable.inClio, forgettable.inMailbox);
    return of(right) > Math.min(of(left), most) || of(right) < Math.min(of(left), least);
  });
  const foreign = said(right).some((entry) => !said(left).includes(entry));
  return short || foreign ? [`${name}: [${said(left).join(' ')}] / [${said(right).join(' ')}]`] : [];
}
