import type { Card } from './card.ts';
import type { FileSource } from './files/file-source.ts';
import { readContacts } from './files/read-contacts.ts';
import type { Placing } from './placing.ts';
import type { SideReport, UnreadableRow } from './side-report.ts';

/** How one look-alike takes contacts. */
export type Side<Input> = {
  readonly place: (card: Card) => Placing<Input>;
  /** The reason for each one that the service's own rules forbid, by its index. */
  readonly addMany: (inputs: readonly Input[]) => readonly { readonly index: number; readonly reason: string }[];
  /** Companies before people: a service that links people to companies must know them first. */
  readonly companiesFirst: boolean;
};

const lotSize = 500;

/** Loads a whole file into one side, in lots, and says what became of every row. Throws when the file cannot be opened. */
export async function loadFile<Input>(source: FileSource, side: Side<Input>): Promise<SideReport> {
  const tally = createTally(source.name);
  const kinds: readonly Card['kind'][] = ['company', 'person'];
  const passes = side.companiesFirst ? kinds.map((kind) => [kind]) : [kinds];
  for (const [pass, wanted] of passes.entries()) {
    const lot = createLot(side, tally);
    for await (const reading of readContacts(source)) {
      if (reading.kind === 'card') {
        if (wanted.includes(reading.card.kind)) lot.add(reading.line, reading.card);
      } else if (pass === 0) tally.note(reading);
    }
    lot.flush();
  }
  return tally.report();
}

type Lot = { readonly add: (line: number, card: Card) => void; readonly flush: () => void };

function createLot<Input>(side: Side<Input>, tally: Tally): Lot {
  let lines: number[] = [];
  let inputs: Input[] = [];
  const flush = (): void => {
    const refused = side.addMany(inputs);
    for (const { index, reason } of refused) tally.refuse(lines[index] ?? 0, reason);
    tally.load(inputs.length - refused.length);
    lines = [];
    inputs = [];
  };
  return {
    add: (line, card) => {
      const placing = side.place(card);
      if (placing.kind === 'refused') {
        tally.refuse(line, placing.reason);
        return;
      }
      tally.leaveOut(placing.leftOut);
      lines.push(line);
      inputs.push(placing.input);
      if (inputs.length >= lotSize) flush();
    },
    flush,
  };
}

type Note =
  | { readonly kind: 'format'; readonly format: string }
  | { readonly kind: 'unreadable'; readonly line: number; readonly reason: string }
  | { readonly kind: 'ignored'; readonly column: string; readonly rows: number };

type Tally = {
  readonly load: (count: number) => void;
  readonly refuse: (line: number, reason: string) => void;
  readonly leaveOut: (names: readonly string[]) => void;
  readonly note: (note: Note) => void;
  readonly report: () => SideReport;
};

function createTally(file: string): Tally {
  let loaded = 0;
  let format: string | undefined;
  const unreadable: UnreadableRow[] = [];
  const ignored: { file: string; column: string; rows: number }[] = [];
  const leftOut = new Map<string, number>();
  const refuse = (line: number, reason: string): void => void unreadable.push({ file, line, reason });
  return {
    load: (count) => {
      loaded += count;
    },
    refuse,
    leaveOut: (names) => {
      for (const name of names) leftOut.set(name, (leftOut.get(name) ?? 0) + 1);
    },
    note: (note) => {
      if (note.kind === 'format') format = note.format;
      else if (note.kind === 'unreadable') refuse(note.line, note.reason);
      else ignored.push({ file, column: note.column, rows: note.rows });
    },
    report: () => ({
      loaded,
      ...(format === undefined ? {} : { format }),
      unreadable: unreadable.toSorted((one, other) => one.line - other.line),
      ignored,
      leftOut: [...leftOut].map(([what, count]) => ({ what, count })),
    }),
  };
}
