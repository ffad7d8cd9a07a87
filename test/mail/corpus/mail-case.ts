import type { MailDirection, MailPlace, MailRule, MailSensitivity, MailSettings } from '@concord/core';

/** One message, and what is expected of it: written down by hand from what the issue asks for, never computed. */
export type MailCase = {
  readonly theme: string;
  readonly name: string;
  /** RFC 5322, whole. */
  readonly source: string;
  /** What the mailbox says, beside the message itself. */
  readonly box: MailCaseBox;
  /** Where they are not those of `corpusSettings`. */
  readonly settings?: Partial<MailSettings>;
  readonly expected: {
    readonly rule: MailRule;
    readonly direction: MailDirection;
    /** "from ada": how, and whose timeline of `corpusContacts`; in the order of the alphabet. */
    readonly contacts: readonly string[];
  };
  /** What is read of its headers, where that is what the case is about. `sentAt`: ISO 8601; `messageId` null: none. */
  readonly reads?: {
    readonly subject?: string;
    readonly sentAt?: string;
    readonly messageId?: string | null;
    readonly fromName?: string;
  };
  /** What pasting it is taken for, where that is no message: too much, or only its id. */
  readonly pasted?: 'large' | 'id';
};

export type MailCaseBox = {
  readonly place: MailPlace;
  readonly folder: string;
  readonly labels: readonly string[];
  readonly sensitivity: MailSensitivity;
};

/** Null: without that header. An array: once for each. */
export type Headers = Readonly<Record<string, string | readonly string[] | null>>;

export type CaseMore = Partial<Pick<MailCase, 'settings' | 'reads' | 'pasted'>> & {
  readonly box?: Partial<MailCaseBox>;
  readonly sent?: true;
  readonly body?: string;
};

/** "noContact", or the contacts of one that is kept: how the themes write down what they expect. */
export type Expected = Exclude<MailRule, 'kept'> | readonly string[];

/** A message from Ada to the member, unless its headers say otherwise. */
function mailCase(theme: string, name: string, headers: Headers, expected: Expected, more: CaseMore = {}): MailCase {
  const { box, sent, body = 'Dear Grace,\r\nplease find it enclosed.\r\n', ...rest } = more;
  const left = typeof expected === 'string';
  return {
    theme,
    name,
    source: `${headerText({ ...usual(`${theme}: ${name}`), ...headers })}\r\n\r\n${body}`,
    box: {
      place: sent ? 'sent' : 'inbox',
      folder: sent ? 'Sent Items' : 'Inbox',
      labels: [],
      sensitivity: 'normal',
      ...box,
    },
    expected: {
      rule: left ? expected : 'kept',
      direction: sent ? 'sent' : 'received',
      contacts: left ? [] : expected.toSorted(),
    },
    ...rest,
  };
}

/** All cases of a theme have one shape: a row each. */
export type CaseRow = readonly [name: string, headers: Headers, expected: Expected, more?: CaseMore];

export const casesOf = (theme: string, rows: readonly CaseRow[]): readonly MailCase[] =>
  rows.map(([name, headers, expected, more]) => mailCase(theme, name, headers, expected, more));

const usual = (subject: string): Headers => ({
  From: 'Ada Lovelace <ada@example.com>',
  To: 'Grace Hopper <grace@firm.example>',
  Subject: subject,
  Date: 'Mon, 02 Mar 2026 10:00:00 +0000',
  'Message-ID': `<${subject.replaceAll(/[^A-Za-z0-9]+/gu, '.')}@mail.example.com>`,
});

const headerText = (headers: Headers): string =>
  Object.entries(headers)
    .flatMap(([name, value]) => (value === null ? [] : [value].flat().map((one) => `${name}: ${one}`)))
    .join('\r\n');
