import {
  defaultMailSettings,
  type MailAddress,
  type MailMessage,
  type MailPerson,
  type MailSettings,
  type MailSituation,
  mailKey,
} from '@concord/core';

export const address = (text: string, name = ''): MailAddress => ({ address: text, name });

export const message: MailMessage = {
  id: 'm1',
  messageId: 'one@example.com',
  threadId: 't1',
  from: address('ada@example.com', 'Ada'),
  to: [address('me@firm.example')],
  cc: [],
  bcc: [],
  subject: 'The lease',
  preview: 'Please find',
  sentAt: 1_000,
  receivedAt: 2_000,
  place: 'inbox',
  folder: 'Inbox',
  labels: [],
  sensitivity: 'normal',
  hasAttachments: false,
};

/** By address as people write it. */
export type Directory = Readonly<Record<string, readonly MailPerson[]>>;

export const ada: MailPerson = { contact: '1', name: 'Ada Lovelace' };
export const bob: MailPerson = { contact: '2', name: 'Bob Cratchit' };
export const directory: Directory = {
  'ada@example.com': [ada],
  'ada@home.example': [ada],
  'bob@example.org': [bob],
  'office@example.net': [ada, bob],
};

export type Scene = {
  readonly message?: Partial<MailMessage>;
  readonly settings?: Partial<MailSettings>;
  readonly own?: readonly string[];
  readonly colleagues?: readonly string[];
  readonly people?: Directory;
};

/** A contact writes to the member, unless the scene says otherwise. */
export function situationOf(scene: Scene = {}): MailSituation {
  const { own = ['me@firm.example', 'my.alias@firm.example'], colleagues = ['carol@firm.example'] } = scene;
  const people = new Map(Object.entries(scene.people ?? directory).map(([at, persons]) => [mailKey(at), persons]));
  return {
    message: { ...message, ...scene.message },
    ownAddresses: new Set(own.map(mailKey)),
    colleagues: new Set(colleagues.map(mailKey)),
    settings: { ...defaultMailSettings, ...scene.settings },
    peopleAt: (key) => people.get(key) ?? [],
  };
}
