import { around, type Domains, domainsOf, mailKey } from './address-key.ts';
import type { MailAddress } from './message.ts';
import type { MailPart, MailPerson, MailSituation } from './verdict.ts';

/**
 * What an address of a message is taken for, the first that fits. `own`, `colleague` and `ownDomain` are internal, and never contacts;
 * `excluded`, `copy` and `contact` have contacts, and only the last counts.
 */
export type Taken = 'unusable' | 'own' | 'colleague' | 'ownDomain' | 'stranger' | 'excluded' | 'copy' | 'contact';

export type Participant = {
  readonly as: MailPart['as'];
  /** As the message spells it. */
  readonly address: string;
  readonly key: string;
  readonly taken: Taken;
  /** Of the settings: the domain of the firm, or the excluded one, that it is within. */
  readonly domain?: string;
  readonly people: readonly MailPerson[];
};

/** Everybody whom the envelope names: sender first, then those it was sent to, copies last. */
export function participantsOf(situation: MailSituation): readonly Participant[] {
  const { message, settings } = situation;
  const firm = { ...situation, own: domainsOf(settings.ownDomains), excluded: domainsOf(settings.excludedDomains) };
  const all = (as: MailPart['as'], addresses: readonly MailAddress[]): readonly Participant[] =>
    addresses.map((address) => participant(firm, as, address));
  return [
    ...all('from', message.from ? [message.from] : []),
    ...all('to', message.to),
    ...all('cc', message.cc),
    ...all('bcc', message.bcc),
  ];
}

/** The domains of the settings are looked at once for a message, which can have thousands of addresses. */
type Firm = MailSituation & { readonly own: Domains; readonly excluded: Domains };

export const isInternal = ({ taken }: Participant): boolean =>
  taken === 'own' || taken === 'colleague' || taken === 'ownDomain';

function participant(firm: Firm, as: MailPart['as'], { address }: MailAddress): Participant {
  const key = mailKey(address);
  return { as, address, key, people: [], ...takenFor(firm, as, key) };
}

function takenFor(
  { ownAddresses, colleagues, settings, peopleAt, own, excluded }: Firm,
  as: MailPart['as'],
  key: string,
): Pick<Participant, 'taken'> & Partial<Pick<Participant, 'domain' | 'people'>> {
  if (key === '') return { taken: 'unusable' };
  if (ownAddresses.has(key)) return { taken: 'own' };
  if (colleagues.has(key)) return { taken: 'colleague' };
  const ownDomain = around(key, own);
  if (ownDomain !== undefined) return { taken: 'ownDomain', domain: ownDomain };
  const people = peopleAt(key);
  const domain = around(key, excluded);
  if (domain !== undefined) return { taken: people.length === 0 ? 'stranger' : 'excluded', domain, people };
  if (people.length === 0) return { taken: 'stranger' };
  return { taken: settings.copiesCount || !isCopy(as) ? 'contact' : 'copy', people };
}

/** A blind copy is a copy. */
const isCopy = (as: MailPart['as']): boolean => as === 'cc' || as === 'bcc';

/** A message seen by the rules. */
export type MailScene = Pick<MailSituation, 'message' | 'settings'> & { readonly participants: readonly Participant[] };
