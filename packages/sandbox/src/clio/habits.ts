import type { Awkwardnesses } from '../kernel/awkwardness.ts';
import type { ClioAwkwardness } from './awkwardness.ts';
import type { RowKindName } from './records.ts';

/** What this save does to values that it takes: decided once per request, so that one write is treated alike throughout. */
export type Habits = {
  readonly text: (text: string) => string;
  readonly part: (kind: RowKindName, text: string) => string;
  /** Whether the first row becomes primary when none is: an assumption about Clio. To be asked only where it matters, as the next two. */
  readonly automaticPrimary: () => boolean;
  /** Whether a change of rows alone leaves the contact's own etag and time as they were (not documented). */
  readonly rowEditsUnseen: () => boolean;
  readonly unknownRowStatus: () => 404 | 422;
  /** After the save: what was chosen and changed nothing has missed. */
  readonly settle: () => void;
};

/** How a person's own edits are saved: as they are. */
export const plainHabits: Habits = {
  text: (text) => text,
  part: (_kind, text) => text,
  automaticPrimary: () => true,
  rowEditsUnseen: () => false,
  unknownRowStatus: () => 422,
  settle: () => undefined,
};

export function chooseHabits(awkward: Awkwardnesses): Habits {
  const chosen = new Set(saveHabits.filter(awkward.strikes));
  const used = new Set<ClioAwkwardness>();
  const uses = (name: (typeof saveHabits)[number]): boolean => {
    if (chosen.has(name)) used.add(name);
    return chosen.has(name);
  };
  const maxLength = awkward.amount('clio.trimsValues', 50);
  const saved = (name: (typeof saveHabits)[number], before: string, change: (text: string) => string): string => {
    if (!chosen.has(name)) return before;
    const after = change(before);
    if (after !== before) used.add(name);
    return after;
  };
  const text = (value: string) =>
    saved(
      'clio.trimsValues',
      saved('clio.stripsBlanks', value, (blank) => blank.trim()),
      (long) => cut(long, maxLength),
    );
  return {
    text,
    part: (kind, value) => {
      if (kind === 'phone_numbers') return text(saved('clio.reformatsPhones', value, reformatPhone));
      if (kind === 'email_addresses')
        return text(saved('clio.lowercasesEmails', value, (mixed) => mixed.toLowerCase()));
      return text(value);
    },
    automaticPrimary: () => !uses('clio.noAutomaticPrimary'),
    rowEditsUnseen: () => uses('clio.rowEditsUnseen'),
    unknownRowStatus: () => (uses('clio.unknownRowNotFound') ? 404 : 422),
    settle: () => {
      for (const name of chosen) if (!used.has(name)) awkward.missed(name);
    },
  };
}

/** In the order of their choosing. */
const saveHabits = [
  'clio.stripsBlanks',
  'clio.trimsValues',
  'clio.reformatsPhones',
  'clio.lowercasesEmails',
  'clio.noAutomaticPrimary',
  'clio.rowEditsUnseen',
  'clio.unknownRowNotFound',
] as const satisfies readonly ClioAwkwardness[];

/** Counts code points, so that no character is torn. */
function cut(text: string, maxLength: number): string {
  return Array.from(text).slice(0, maxLength).join('');
}

/** `+1 416-555-0100` → `(416) 555-0100`; numbers that are not North American stay. */
export function reformatPhone(number: string): string {
  const [, area, exchange, line, rest] =
    /^\s*(?:\+?1)?[\s.(-]*(\d{3})[\s.)-]*(\d{3})[\s.-]*(\d{4})(\D.*)?$/u.exec(number) ?? [];
  return area === undefined ? number : `(${area}) ${exchange}-${line}${rest ?? ''}`;
}
