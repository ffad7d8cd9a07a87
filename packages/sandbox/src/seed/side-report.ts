/** What became of one side's file: everything is loaded, listed as unreadable, or counted as without a place. */
export type SideReport = {
  readonly loaded: number;
  /** "Outlook CSV"; absent when the sample people were used. */
  readonly format?: string;
  readonly unreadable: readonly UnreadableRow[];
  /** Columns (in a vCard: properties) that held something and were not understood. */
  readonly ignored: readonly { readonly file: string; readonly column: string; readonly rows: number }[];
  /** Details that were understood and that the side has no place for. */
  readonly leftOut: readonly { readonly what: string; readonly count: number }[];
};

export type UnreadableRow = { readonly file: string; readonly line: number; readonly reason: string };

export type SeedReport = { readonly clio: SideReport; readonly outlook: SideReport; readonly google: SideReport };

export const sampleReport = (loaded: number): SideReport => ({ loaded, unreadable: [], ignored: [], leftOut: [] });

/** The report in lines for a terminal: the counts, each unreadable row, and what was not loaded. */
export function reportLines(side: string, report: SideReport): string[] {
  const { loaded, format, unreadable, ignored, leftOut } = report;
  const from = format === undefined ? '' : ` from ${format}`;
  return [
    `${side}: ${loaded} ${loaded === 1 ? 'contact' : 'contacts'} loaded${from}${unreadable.length > 0 ? `, ${unreadable.length} not readable` : ''}.`,
    ...unreadable.map(({ file, line, reason }) => `  ${file}, line ${line}: ${reason}`),
    ...ignored.map(
      ({ file, column, rows }) =>
        `  ${file}: "${column}" is not understood and was not loaded (${rows} ${rows === 1 ? 'row' : 'rows'}).`,
    ),
    ...leftOut.map(({ what, count }) => `  No place in ${side} for: ${what} (${count}).`),
  ];
}
