import { defaultMailSettings, type MailMessage, type MailSettings, type MailSituation, mailKey } from '@concord/core';
import type { MailCase } from './mail-case.ts';

/** The mailbox is Grace's. */
export const corpusAccount = 'grace@firm.example';
const corpusAliases = ['Grace.Hopper@firm.example', 'g.hopper@old-firm.example', 'intake@firm.example'] as const;
const corpusColleagues = ['carol@firm.example', 'Dave@Firm.example', 'carol.jones@mail.example'] as const;

export const corpusSettings: MailSettings = {
  ...defaultMailSettings,
  ownDomains: ['firm.example', 'kanzlei-müller.example'],
  excludedDomains: ['barred.example', 'gesperrt-straße.example'],
  excludedLabels: ['No Concord', 'Privat'],
};

/** By id: the name, and all addresses as Clio has them. Some of the firm's own people have cards as well. */
export const corpusContacts: Readonly<
  Record<string, { readonly name: string; readonly addresses: readonly string[] }>
> = {
  ada: {
    name: 'Ada Lovelace',
    addresses: ['ada@example.com', 'Ada.Lovelace@home.example', 'a.king@analytical.example'],
  },
  bob: { name: 'Bob Cratchit', addresses: ['bob@example.org', 'office@shared.example'] },
  cyd: { name: 'Cyd Charisse', addresses: ['CYD@EXAMPLE.ORG', 'office@shared.example'] },
  ina: { name: 'Ina Infeld', addresses: ['ina+clients@vendor.example'] },
  tag: { name: 'Tag Only', addresses: ['+tag@odd.example'] },
  john: { name: 'John Smith', addresses: ['"john smith"@odd.example'] },
  zoe: { name: 'Zoë Ångström', addresses: ['zoë@münchen.example'] },
  li: { name: '李 明', addresses: ['li@xn--fsqu00a.example'] },
  ann: { name: 'Ann Excluded', addresses: ['ann@barred.example', 'ann@example.com'] },
  ben: { name: 'Ben Below', addresses: ['ben@mail.barred.example'] },
  nat: { name: 'Nat Near', addresses: ['nat@notbarred.example', 'nat@barred.example.com'] },
  clients: { name: 'Clients’ list', addresses: ['clients@lists.example'] },
  dave: { name: 'Dave of the firm', addresses: ['dave@firm.example'] },
  grace: { name: 'Grace herself', addresses: ['grace@firm.example', 'g.hopper@old-firm.example'] },
  nobody: { name: 'No Address', addresses: ['', 'not an address'] },
};

/** What `judge` is asked for a case, with the message as a mailbox gave it. */
export function corpusSituation({ settings }: Pick<MailCase, 'settings'>, message: MailMessage): MailSituation {
  return {
    message,
    ownAddresses: new Set([corpusAccount, ...corpusAliases].map(mailKey)),
    colleagues: new Set(corpusColleagues.map(mailKey)),
    settings: { ...corpusSettings, ...settings },
    peopleAt: (key) => corpusDirectory.get(key) ?? [],
  };
}

const corpusDirectory = new Map<string, { contact: string; name: string }[]>();
for (const [contact, { name, addresses }] of Object.entries(corpusContacts))
  for (const key of new Set(addresses.map(mailKey).filter(Boolean)))
    corpusDirectory.set(key, [...(corpusDirectory.get(key) ?? []), { contact, name }]);
