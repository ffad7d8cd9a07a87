import { availableParallelism, loadavg } from 'node:os';

/** One line of a table. `of` says which table; every other name ends in its unit where it has one. */
export type Result = { readonly of: string } & Readonly<Record<string, string | number>>;
export type Target = {
  readonly name: string;
  readonly target: number;
  readonly measured: number;
  readonly ok: boolean;
};
export type Measured = { readonly results: readonly Result[]; readonly targets: readonly Target[] };
export type Report = Measured & { readonly bench: string };

export const atMost = (name: string, target: number, measured: number): Target => ({
  name,
  target,
  measured: rounded(measured),
  ok: measured <= target,
});

export const atLeast = (name: string, target: number, measured: number): Target => ({
  name,
  target,
  measured: rounded(measured),
  ok: measured >= target,
});

/** How busy the machine was: times mean little without it. */
export function machine(): Result {
  const [load = 0] = loadavg();
  return { of: 'machine', cores: availableParallelism(), load_1min: rounded(load), node: process.version };
}

/** Tables for people, or one JSON document and nothing else on standard output. */
export function print({ bench, results, targets }: Report, json: boolean): void {
  if (json) {
    console.log(JSON.stringify({ bench, results, targets }, undefined, 2));
    return;
  }
  console.log(`\n${bench}`);
  for (const [of, rows] of Map.groupBy(results, (result) => result.of)) {
    console.log(`\n${of}`);
    console.table(rows.map(({ of: _, ...row }) => row));
  }
  console.log('\ntargets');
  console.table(targets);
}

/** How far a bench has come. Standard error, so that standard output stays one document. */
export const say = (line: string): void => console.error(line);

/** Three digits that mean something, and whole numbers above. */
export function rounded(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}

/** The value that `share` of all are not above (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);
