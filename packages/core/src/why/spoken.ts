/** What people call the two sides. */
export type SideLabels = { readonly left: string; readonly right: string };

/** A sentence with the sides' names in their places. */
export function spoken(sentence: string, { left, right }: SideLabels): string {
  return sentence.replaceAll('{left}', left).replaceAll('{right}', right);
}
