import type { CopyState, SettingsState } from '../record.ts';
import type { CopyHistory, Knowledge } from './knowledge.ts';
import { belongsTo, isAt } from './oracle.ts';
import { overlaps, type Spell } from './spells.ts';

/** Somebody who began to look may still go by what held so long ago: a slice that slept, a row that was read before. */
const slackMs = 30 * 60_000;

/** Whose timelines a message may be on, however everybody hurried or slept. Who is not among them must not have it. */
export function possibleContacts(knowledge: Knowledge, firm: string, tag: string): ReadonlySet<string> {
  const contacts = new Set<string>();
  for (const copy of knowledge.copies(tag)) {
    if (copy.box.firm.id !== firm) continue;
    for (const contact of possibleBy(knowledge, firm, tag, copy)) contacts.add(contact);
  }
  return contacts;
}

function possibleBy(knowledge: Knowledge, firm: string, tag: string, { spells }: CopyHistory): readonly string[] {
  return spells.flatMap((spell) =>
    knowledge
      .settings(firm)
      .filter(({ from, to }) => overlaps(spell, from - slackMs, to + slackMs))
      .flatMap((version) => [...belonging(knowledge, firm, tag, { spell, version })]),
  );
}

type Moment = { readonly spell: Spell<CopyState>; readonly version: Spell<SettingsState> };

/** Who ever had the address by then: the directory may be as old as that, until all was well for a day. */
function belonging(knowledge: Knowledge, firm: string, tag: string, { spell, version }: Moment): ReadonlySet<string> {
  const composed = knowledge.composed.get(tag);
  const { place, labels } = spell.state;
  if (composed === undefined || place === undefined) return new Set();
  const until = Math.min(spell.to, version.to) + slackMs;
  const probed = knowledge.probedAt(firm);
  const since = composed.at >= probed ? probed : Number.NEGATIVE_INFINITY;
  return belongsTo({
    ...composed,
    ...version.state,
    place,
    labels,
    isInternal: (key) => isCertainlyInternal(knowledge, key, spell, version),
    contactsAt: (key) =>
      knowledge
        .tenures(firm, key)
        .filter(({ from, to }) => from <= until && to >= since)
        .map(({ contact }) => contact),
  });
}

/** The account's own address, and what the firm said are its domains. */
function isCertainlyInternal(
  { boxes }: Knowledge,
  key: string,
  { state }: Spell<CopyState>,
  version: Spell<SettingsState>,
): boolean {
  return boxes[state.box]?.email === key || isAt(key, version.state.ownDomains);
}
