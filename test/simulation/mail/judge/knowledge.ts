import type { Box } from '../cast.ts';
import { domainOfFirm } from '../cast.ts';
import type { Composed, ContactState, CopyState, Entry, MailRecord, SettingsState } from '../record.ts';
import { isAt, keyOf } from './oracle.ts';
import { type Spell, spellsOf } from './spells.ts';

/** The record in the order in which the judge asks for it. Made once a look; the record only grows. */
export type Knowledge = {
  readonly composed: ReadonlyMap<string, Composed & { readonly at: number }>;
  /** Copies of a message, each with where it lay when. */
  readonly copies: (tag: string) => readonly CopyHistory[];
  readonly settings: (firm: string) => readonly Spell<SettingsState>[];
  /** From when to when a contact had an address, by its key. */
  readonly tenures: (firm: string, key: string) => readonly Tenure[];
  readonly contacts: (firm: string) => readonly string[];
  readonly isOwn: (firm: string, key: string) => boolean;
  /** When all had been well for a day; for ever in the future when it never was. */
  readonly probedAt: (firm: string) => number;
  readonly boxes: readonly Box[];
};

export type CopyHistory = {
  readonly box: Box;
  readonly copy: string;
  readonly spells: readonly Spell<CopyState>[];
};
export type Tenure = { readonly contact: string; readonly from: number; readonly to: number };

/** What holds before anybody saved anything. */
const untouched: SettingsState = {
  copiesCount: true,
  excludedDomains: [],
  ownDomains: [],
  excludedLabels: ['No Concord'],
  isSure: true,
};

export function knowledgeOf(record: MailRecord, boxes: readonly Box[]): Knowledge {
  const copies = Map.groupBy(record.of('lies'), ({ box, copy }) => `${box} ${copy}`);
  const histories = [...copies.values()].flatMap((states): readonly (CopyHistory & { readonly tag: string })[] => {
    const [first] = states;
    const box = first && boxes[first.box];
    if (first === undefined || box === undefined) return [];
    const spells = spellsOf(states.map((state) => ({ at: state.at, state })));
    return [{ tag: first.tag, box, copy: first.copy, spells }];
  });
  const byTag = Map.groupBy(histories, ({ tag }) => tag);
  const tenures = tenuresIn(record.of('contact'));
  return {
    composed: new Map(record.of('composed').map((one) => [one.tag, one])),
    copies: (tag) => byTag.get(tag) ?? [],
    settings: (firm) => settingsIn(record, firm),
    tenures: (firm, key) => tenures.get(`${firm} ${key}`) ?? [],
    contacts: (firm) => [...new Set(record.of('contact').flatMap((one) => (one.firm === firm ? [one.contact] : [])))],
    isOwn: (firm, key) =>
      boxes.some((box) => box.firm.id === firm && (key === keyOf(box.email) || key === keyOf(box.alias))) ||
      isAt(key, [domainOfFirm(firm)]),
    probedAt: (firm) => record.of('probes').find((one) => one.firm === firm)?.at ?? Number.POSITIVE_INFINITY,
    boxes,
  };
}

/** A save whose answer never came may hold or not: from then on it and what was before it are both possible. */
function settingsIn(record: MailRecord, firm: string): readonly Spell<SettingsState>[] {
  const spells: Spell<SettingsState>[] = [];
  let open: { readonly at: number; readonly state: SettingsState }[] = [{ at: 0, state: untouched }];
  for (const one of record.of('settings')) {
    if (one.firm !== firm) continue;
    if (one.isSure) {
      spells.push(...open.map(({ at, state }) => ({ from: at, to: one.at, state })));
      open = [];
    }
    open.push({ at: one.at, state: one });
  }
  return [...spells, ...open.map(({ at, state }) => ({ from: at, to: Number.POSITIVE_INFINITY, state }))];
}

function tenuresIn(entries: readonly (ContactState & Pick<Entry, 'at'>)[]): ReadonlyMap<string, readonly Tenure[]> {
  const open = new Map<string, { readonly contact: string; readonly from: number }>();
  const tenures = new Map<string, Tenure[]>();
  const close = (name: string, contact: string, from: number, to: number): void => {
    tenures.set(name, [...(tenures.get(name) ?? []), { contact, from, to }]);
  };
  for (const { firm, contact, addresses = [], at } of entries) {
    const now = new Set(addresses.map((address) => `${firm} ${keyOf(address)}`));
    for (const [name, one] of open) {
      const [whose, key = ''] = name.split('|');
      if (whose !== contact || now.has(key)) continue;
      close(key, contact, one.from, at);
      open.delete(name);
    }
    for (const key of now) if (!open.has(`${contact}|${key}`)) open.set(`${contact}|${key}`, { contact, from: at });
  }
  for (const [name, { contact, from }] of open)
    close(name.split('|')[1] ?? '', contact, from, Number.POSITIVE_INFINITY);
  return tenures;
}
