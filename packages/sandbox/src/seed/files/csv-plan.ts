import type { Card } from '../card.ts';
import type { DateOrder } from './birthday.ts';

/** How one CSV format reads the rows under one header. */
export type CsvPlan = {
  /** For people: "Outlook CSV". */
  readonly format: string;
  /** Indexes of the columns that it understands. */
  readonly understood: ReadonlySet<number>;
  readonly birthdayColumn: number | undefined;
  readonly cardOf: (cells: readonly string[], dates: DateOrder) => Card;
};

/** Undefined when the header is not of this format. */
export type CsvFormat = (headers: readonly string[]) => CsvPlan | undefined;

/** How headers are compared: case, blanks and marks around them are spelling. */
export const plainHeader = (header: string): string => header.trim().toLowerCase().replace(/\s+/gu, ' ');
