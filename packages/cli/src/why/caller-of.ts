import type { Caller } from '@concord/engine';
import { Problem } from '@concord/local';
import type { Deployment } from '../deployment.ts';
import { type ScannedRow, scanRows } from '../keys/scan-rows.ts';

/** As whom it is asked. */
export type AskedAs = {
  /** Clio's number of the firm; may be left out where there is one only. */
  readonly firm?: string;
  /** A member's e-mail address or number; otherwise the account owner is who asks. */
  readonly member?: string;
};

const firmPrefix = 'FIRM#';
const memberPrefix = 'MEMBER#';

/** Who asks: reads the whole table, as an operator may who does not know the firm by heart. Throws a `Problem` for nobody, and for several. */
export async function callerOf(deployment: Deployment, { firm, member }: AskedAs): Promise<Caller> {
  const people: Person[] = [];
  for await (const { rows } of scanRows(deployment)) people.push(...rows.flatMap(personIn));
  const firms = [...new Set(people.map((person) => person.firm))].sort();
  const chosen = firm ?? (firms.length === 1 ? firms[0] : undefined);
  if (chosen === undefined)
    throw new Problem(firms.length === 0 ? 'Nobody has signed in yet.' : `Which firm? --firm ${firms.join(', or ')}.`);
  const own = people.filter((person) => person.firm === chosen);
  const asked = own.find((person) => (member === undefined ? person.isOwner : isNamed(person, member)));
  if (asked) return { firm: chosen, member: asked.member };
  throw new Problem(
    member === undefined
      ? `The account owner of firm ${chosen} has not signed in: name somebody with --member.`
      : `Nobody of firm ${chosen} is known as ${member}.`,
  );
}

type Person = Caller & { readonly email: string; readonly isOwner: boolean };

function personIn({ pk, sk, email, isOwner }: ScannedRow): readonly Person[] {
  if (!pk.startsWith(firmPrefix) || !sk.startsWith(memberPrefix)) return [];
  return [
    {
      firm: pk.slice(firmPrefix.length),
      member: sk.slice(memberPrefix.length),
      email: String(email),
      isOwner: isOwner === true,
    },
  ];
}

const isNamed = (person: Person, name: string): boolean =>
  person.member === name || person.email.toLowerCase() === name.toLowerCase();
