import { defaultMailSettings, type MailAddress, type MailPerson, type MailSituation, mailKey } from '@concord/core';
import * as fc from 'fast-check';
import { message } from './mail-scene.ts';

/** One address for each thing that it can be taken for, and a few of them twice. */
export const cast = {
  own: ['me@firm.example', 'alias@firm.example'],
  colleague: ['carol@firm.example'],
  ownDomain: ['dan@own.example', 'erin@sub.own.example'],
  excluded: ['ada@barred.example', 'bob@sub.barred.example'],
  contact: ['ada@example.com', 'bob@example.org', 'office@example.net', 'ada@home.example'],
  stranger: ['eve@elsewhere.example', 'mallory@barred.example'],
  unusable: ['', 'undisclosed-recipients'],
} as const;
export type Role = keyof typeof cast;

const people: Readonly<Record<string, readonly MailPerson[]>> = {
  ...Object.fromEntries(Object.values(cast).flatMap((all) => all.map((text) => [text, [person(text)]]))),
  'office@example.net': [person('ada@'), person('bob@')],
  'eve@elsewhere.example': [],
  'mallory@barred.example': [],
};

/** Clio has cards of colleagues as well. A person has several addresses. */
function person(text: string): MailPerson {
  const contact = text.slice(0, text.indexOf('@'));
  return { contact, name: `The one called ${contact}` };
}

/** Of the cast, in any spelling. */
const anyAddress: fc.Arbitrary<MailAddress> = fc
  .tuple(
    fc.constantFrom(...Object.values(cast).flat()),
    fc.constantFrom(
      (text: string) => text,
      (text: string) => text.toUpperCase(),
      (text: string) => (text.startsWith('@') ? text : text.replace('@', '+tag@')),
      (text: string) => ` ${text}\t`,
    ),
    fc.constantFrom('', 'Ada', 'me@firm.example'),
  )
  .map(([text, spelled, name]) => ({ address: spelled(text), name }));

const some = fc.array(anyAddress, { maxLength: 4 });
const mostly = <Value>(usual: Value, ...rare: Value[]): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(usual) }, ...rare.map((value) => fc.constant(value)));

export const anyMail: fc.Arbitrary<MailSituation> = fc
  .record({
    from: fc.option(anyAddress, { nil: undefined, freq: 8 }),
    to: some,
    cc: some,
    bcc: fc.oneof(fc.constant([]), some),
    place: mostly<MailSituation['message']['place']>('inbox', 'sent', 'drafts', 'junk', 'deleted', 'chat', 'other'),
    folder: mostly('Inbox', '', 'no concord'),
    labels: mostly<readonly string[]>([], ['Work'], ['Work', 'NO CONCORD']),
    sensitivity: mostly<MailSituation['message']['sensitivity']>('normal', 'personal', 'private', 'confidential'),
    copiesCount: fc.boolean(),
  })
  .map(({ from, copiesCount, ...rest }) => {
    const { from: _, ...plain } = message;
    return {
      message: { ...plain, ...rest, ...(from ? { from } : {}) },
      ownAddresses: new Set(cast.own.map(mailKey)),
      colleagues: new Set(cast.colleague.map(mailKey)),
      settings: {
        ...defaultMailSettings,
        copiesCount,
        ownDomains: ['own.example'],
        excludedDomains: ['barred.example'],
      },
      peopleAt: (key) => people[key] ?? [],
    };
  });
