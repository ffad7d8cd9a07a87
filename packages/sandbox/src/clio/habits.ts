import type { Awkwardnesses } from '../kernel/awkwardness.ts';
import type { RowKindName } from './records.ts';

/** What this save does to values that it takes: decided once per request, so that one write is treated alike throughout. */
export type Habits = {
  readonly text: (text: string) => string;
  readonly part: (kind: RowKindName, text: string) => string;
  /** Whether the first row becomes primary when none is: an assumption about Clio. */
  readonly automaticPrimary: boolean;
  /** Whether a change of rows alone leaves the contact's own etag and time as they were (not documented). */
  readonly rowEditsUnseen: boolean;
  readonly unknownRowStatus: 404 | 422;
};

/** How a person's own edits are saved: as they are. */
export const plainHabits: Habits = {
  text: (text) => text,
  part: (_kind, text) => text,
  automaticPrimary: true,
  rowEditsUnseen: false,
  unknownRowStatus: 422,
};

export function chooseHabits(awkward: Awkwardnesses): Habits {
  const strips = awkward.strikes('clio.stripsBlanks');
  const maxLength = awkward.strikes('clio.trimsValues') ? awkward.amount('clio.trimsValues', 50) : undefined;
  const reformats = awkward.strikes('clio.reformatsPhones');
  const lowercases = awkward.strikes('clio.lowercasesEmails');
  const text = (value: string) => cut(strips ? value.trim() : value, maxLength);
  return {
    text,
    part: (kind, value) => {
      if (kind === 'phone_numbers' && reformats) return text(reformatPhone(value));
      if (kind === 'email_addresses' && lowercases) return text(value.toLowerCase());
      return text(value);
    },
    automaticPrimary: !awkward.strikes('clio.noAutomaticPrimary'),
    rowEditsUnseen: awkward.strikes('clio.rowEditsUnseen'),
    unknownRowStatus: awkward.strikes('clio.unknownRowNotFound') ? 404 : 422,
  };
}

/** Counts code points, so that no character is torn. */
function cut(text: string, maxLength: number | undefined): string {
  return maxLength === undefined ? text : Array.from(text).slice(0, maxLength).join('');
}

/** `+1 416-555-0100` → `(416) 555-0100`; numbers that are not North American stay. */
export function reformatPhone(number: string): string {
  const [, area, exchange, line, rest] =
    /^\s*(?:\+?1)?[\s.(-]*(\d{3})[\s.)-]*(\d{3})[\s.-]*(\d{4})(\D.*)?$/u.exec(number) ?? [];
  return area === undefined ? number : `(${area}) ${exchange}-${line}${rest ?? ''}`;
}
