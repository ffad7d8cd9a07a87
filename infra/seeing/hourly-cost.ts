import type { FunctionName } from '../permissions.ts';

/**
 * USD, from the price lists of us-east-1 as docs/scale.md has them with their dates. Requests of Lambda itself (0.20 a million)
 * are left out: its time is what counts.
 */
const prices = {
  readUnit: 0.125 / 1e6,
  writeUnit: 0.625 / 1e6,
  /** Sent, received and deleted. */
  message: (3 * 0.4) / 1e6,
  httpRequest: 1 / 1e6,
  /** Of a function on arm64, for each GB. */
  gbSecond: 0.0000133334,
} as const;

const memoryGb = { oauth: 0.5, webhook: 0.5, poll: 0.25, merge: 0.5, api: 0.5 } as const satisfies Record<
  FunctionName,
  number
>;

/** A metric math expression over `reads`, `writes`, `sent`, `requests`, `notices`, and `ms0...` in the order of the functions. */
export function hourlyCost(functions: readonly FunctionName[]): string {
  const filled = (id: string): string => `FILL(${id},0)`;
  const compute = functions.map(
    (name, index) => `${filled(`ms${index}`)}*${decimal((memoryGb[name] * prices.gbSecond) / 1000)}`,
  );
  return [
    `${filled('reads')}*${decimal(prices.readUnit)}`,
    `${filled('writes')}*${decimal(prices.writeUnit)}`,
    `${filled('sent')}*${decimal(prices.message)}`,
    `(${filled('requests')}+${filled('notices')})*${decimal(prices.httpRequest)}`,
    ...compute,
  ].join('+');
}

/** CloudWatch's expressions know no exponents. */
const decimal = (price: number): string => price.toFixed(15).replace(/0+$/u, '');
