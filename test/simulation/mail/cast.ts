import { type Chance, chanceOf } from '../chance.ts';
import type { MailboxProvider } from '../history/happenings.ts';
import type { Firm, Member } from '../stage/clouds.ts';
import type { Stage } from '../stage/stage.ts';
import type { BoxHands } from './boxes/hands.ts';
import { openBox } from './boxes/index.ts';
import type { MailRecord } from './record.ts';
import type { MailStory } from './story.ts';

/** A member's mailbox. */
export type Box = {
  readonly index: number;
  readonly firm: Firm;
  readonly member: Member;
  readonly provider: MailboxProvider;
  readonly email: string;
  /** Under which it gets mail as well. */
  readonly alias: string;
  readonly hands: BoxHands;
};

/** A contact of a firm, as it is in Clio now. */
export type Client = { readonly firm: string; readonly contact: number; readonly addresses: readonly string[] };

const clientDomain = 'clients.example';
export const excludedDomain = 'news.example';
export const strangeDomain = 'elsewhere.example';
export const excludedLabel = 'No Concord';
export const domainOfFirm = (firm: string): string => `firm${firm}.example.com`;

export function openBoxes(stage: Stage, record: MailRecord): readonly Box[] {
  const members = stage.clouds.firms.flatMap((firm) => firm.members.map((member) => ({ firm, member })));
  return members.map(({ firm, member }, index): Box => {
    const [{ provider, email, aliases = [] }] = member.mailboxes as readonly [Member['mailboxes'][number]];
    const [alias = email] = aliases;
    const hands = openBox(stage, { index, provider, email }, record);
    return { index, firm, member, provider, email, alias, hands };
  });
}

export const clientsOf = ({ clouds }: Stage, firm: string): readonly Client[] =>
  clouds.sandbox.clio.contacts.list(Number(firm)).map(({ id, email_addresses }) => ({
    firm,
    contact: id,
    addresses: email_addresses.map(({ address }) => address),
  }));

/** Types the contacts of a story into Clio, and takes notes of whatever becomes of any contact from then on. */
export function fillClio(stage: Stage, { people, members }: MailStory, record: MailRecord, fresh: () => number): void {
  const { contacts } = stage.clouds.sandbox.clio;
  contacts.watch(({ firm, id, after }) =>
    record.note({
      kind: 'contact',
      firm: String(firm),
      contact: String(id),
      addresses: after?.email_addresses.map(({ address }) => address),
    }),
  );
  for (const { seed, firm: place, addresses } of people) {
    const firm = stage.clouds.firms[members.some(({ firm }) => firm === place) ? place : 0];
    if (firm) addClient(stage, firm.id, chanceOf(seed), addresses, fresh);
  }
}

/** Returns the addresses of somebody new. */
export function addClient(
  { clouds }: Stage,
  firm: string,
  chance: Chance,
  count: number,
  fresh: () => number,
): readonly string[] {
  const number = fresh();
  const addresses = Array.from({ length: count }, () => freshAddress(chance, fresh()));
  clouds.sandbox.clio.contacts.add(
    {
      type: chance.hits(0.2) ? 'Company' : 'Person',
      name: `Client ${number}`,
      first_name: `Client${number}`,
      last_name: chance.oneOf('Ames', 'Boyle', 'Zoë'),
      email_addresses: addresses.map((address, place) => ({ address, name: 'Work', default: place === 0 })),
    },
    Number(firm),
  );
  return addresses;
}

/** In Clio people type addresses as they see them. */
export function freshAddress(chance: Chance, number: number): string {
  const domain = chance.hits(0.12) ? excludedDomain : clientDomain;
  return chance.oneOf(
    `c${number}@${domain}`,
    `c${number}@${domain}`,
    `C${number}@${domain.toUpperCase()}`,
    `c${number}+work@${domain}`,
  );
}
