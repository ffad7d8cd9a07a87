import type { OneFirm } from '../firm/one-firm.ts';

/** E-mail addresses of all, each of whom is in Clio, in Outlook, or in both. */
export function filled({ sandbox, outlook }: OneFirm, count: number): readonly string[] {
  const numbers = Array.from({ length: count }, (_, index) => index);
  sandbox.clio.contacts.addMany(
    numbers
      .filter((number) => number % 4 !== 3)
      .map((number) => ({
        type: 'Person' as const,
        first_name: `P${number}`,
        last_name: 'Berg',
        email_addresses: [{ name: 'Work' as const, address: emailOf(number) }],
      })),
  );
  for (const number of numbers.filter((one) => one % 4 > 1))
    outlook.add({ givenName: `P${number}`, surname: 'Berg', emailAddresses: [{ address: emailOf(number) }] });
  return numbers.map(emailOf);
}

export const emailOf = (number: number): string => `p${number}@example.org`;

export type InStep = {
  /** Not on both sides. */
  readonly missing: readonly string[];
  /** More than once on a side. */
  readonly doubled: readonly string[];
  readonly strangers: readonly string[];
};

/** Whether each of these people is on both sides, once, and nobody else is. */
export function isInStep(firm: OneFirm, people: readonly string[]): InStep {
  const sides = [inClio(firm), inOutlook(firm)].map((emails) => Map.groupBy(emails, (email) => email));
  const wanted = new Set(people);
  const times = (email: string): readonly number[] => sides.map((side) => side.get(email)?.length ?? 0);
  return {
    missing: people.filter((email) => times(email).includes(0)),
    doubled: people.filter((email) => times(email).some((count) => count > 1)),
    strangers: [...new Set(sides.flatMap((side) => [...side.keys()]))].filter((email) => !wanted.has(email)),
  };
}

export const inClio = ({ sandbox }: OneFirm): readonly string[] =>
  sandbox.clio.contacts
    .list()
    .filter(({ type }) => type === 'Person')
    .map(({ email_addresses: emails, first_name: name }) => emails?.[0]?.address ?? `only ${name}`);

export const inOutlook = ({ outlook }: OneFirm): readonly string[] =>
  outlook.list().map(({ emailAddresses, givenName }) => emailAddresses?.[0]?.address ?? `only ${givenName}`);
