import { sayCount } from '../../words/numbers.ts';

const years = [1, 2, 3, 5, 7, 10] as const;
const yearDays = 365;
const short = [30, 90, 180] as const;

export const forEver = '';

/** After how many days an engagement is forgotten, to choose from; what holds now is among them. */
export function retentionChoices(
  now: number | undefined,
): readonly { readonly value: string; readonly label: string }[] {
  const days = new Set<number>([
    ...short,
    ...years.map((count) => count * yearDays),
    ...(now === undefined ? [] : [now]),
  ]);
  const choices = [...days]
    .toSorted((a, b) => a - b)
    .map((one) => ({ value: `${one}`, label: `After ${sayDays(one)}` }));
  return [{ value: forEver, label: 'Never' }, ...choices];
}

/** "90 days", "2 years" */
export const sayDays = (days: number): string =>
  days % yearDays === 0 ? sayCount(days / yearDays, 'year', 'years') : sayCount(days, 'day', 'days');
