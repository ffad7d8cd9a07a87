import { type Capabilities, type Item, type List, tidy } from '@concord/core';

/**
 * In what an item differs from what it should say, as sentences; none when it says the same. An absent slot or primary
 * flag is no opinion. The order of lists and the provider's own handles do not count.
 */
export function differences(actual: Item, expected: Item, capabilities: Capabilities): readonly string[] {
  return Object.entries(capabilities).flatMap(([field, capability]) =>
    capability.shape === 'scalar'
      ? scalarDifferences(field, textOf(actual[field]), textOf(expected[field]))
      : listDifferences(field, listOf(actual[field]), listOf(expected[field])),
  );
}

function scalarDifferences(field: string, actual: string, expected: string): readonly string[] {
  return tidy(actual) === tidy(expected) ? [] : [`${field} is "${actual}", not "${expected}"`];
}

function listDifferences(field: string, actual: List, expected: List): readonly string[] {
  const found: string[] = [];
  const left = [...actual];
  for (const element of expected) {
    const index = left.findIndex(
      ({ key, slot }) =>
        key === element.key && (slot === element.slot || element.slot === undefined || slot === undefined),
    );
    const match = left[index];
    if (match === undefined) {
      found.push(`${field} lacks ${element.key} in ${element.slot ?? 'any slot'}`);
      continue;
    }
    left.splice(index, 1);
    if (element.primary === true && match.primary === false) found.push(`${field}: ${element.key} is not the primary`);
  }
  return [...found, ...left.map(({ key, slot }) => `${field} also holds ${key} in ${slot ?? 'no slot'}`)];
}

const textOf = (value: Item[string]): string => (typeof value === 'string' ? value : '');
const listOf = (value: Item[string]): List => (typeof value === 'object' ? value : []);
