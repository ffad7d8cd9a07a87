/** Spelling without difference: NFC, trimmed, inner blanks to one, invisible characters gone, case kept. */
export function tidy(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\u0000-\u001f\u007f\u00ad\u200b\u2060\ufeff\u2028\u2029]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** How texts are compared where case does not matter. */
export function folded(text: string): string {
  return tidy(text).toLowerCase().normalize('NFC');
}
