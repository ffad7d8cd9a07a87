/** One record of a CSV file with its line end (RFC 4180). What a spreadsheet would take for a formula is shown as text. */
export const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`;

/** After blanks as well, and in the full-width letters that some programs take for the plain ones (OWASP, CSV injection). */
const formula = /^\s*[=+\-@]|^[\t\r\n]/u;

/** A semicolon ends a cell where the comma is the decimal point: there, too, nothing after it may begin a formula. */
function csvCell(text: string): string {
  const safe = formula.test(text.normalize('NFKC')) ? `'${text}` : text;
  return /[",;\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
