import { type SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { type ErrorCode, type Mail, type Mailer, SyncError } from '@concord/core';
import { createMailClient } from './clients.ts';
import { translated } from './failures.ts';

export type MailerOptions = {
  /** The sender: an address at an identity that SES has verified. */
  readonly from: string;
  readonly configurationSet?: string;
  readonly client?: SESv2Client;
};

/**
 * `Mailer` on SES v2. A mail is asked for once: SES knows no repeated request, so a second try by the SDK could arrive twice.
 * Throws `refused` for an address that it will not take, `rateLimited` or `unavailable` for later, `timeout` when the mail may be on
 * its way, `misconfigured` when the deployment may not send.
 */
export function createMailer({ from, configurationSet, client = createMailClient() }: MailerOptions): Mailer {
  return {
    send: async (mail) => {
      if (!isOneAddress(mail.to)) throw new SyncError('refused', 'This is not the address of one person.');
      const command = new SendEmailCommand({
        FromEmailAddress: from,
        Destination: { ToAddresses: [mail.to] },
        Content: { Simple: simpleContent(mail) },
        ...(configurationSet === undefined ? {} : { ConfigurationSetName: configurationSet }),
      });
      await translated('write', () => client.send(command).catch(toMailError));
    },
  };
}

/** SES would take a list in the place of one address, and a display name before it. */
const isOneAddress = (text: string): boolean =>
  /^[^\s@,;:<>()[\]"\\]+@[^\s@,;:<>()[\]"\\]+\.[^\s@.,;:<>()[\]"\\]+$/u.test(text);

function simpleContent({ subject, html, text, id }: Mail) {
  const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });
  return {
    Subject: utf8(subject),
    Body: { Html: utf8(html), Text: utf8(text) },
    Headers: [{ Name: 'X-Concord-Mail', Value: id }],
  };
}

const byName: Readonly<Record<string, ErrorCode>> = {
  MessageRejected: 'refused',
  BadRequestException: 'misconfigured',
  TooManyRequestsException: 'rateLimited',
  LimitExceededException: 'rateLimited',
  MailFromDomainNotVerifiedException: 'misconfigured',
  NotFoundException: 'misconfigured',
  SendingPausedException: 'misconfigured',
  AccountSuspendedException: 'misconfigured',
};

/** SES says what is wrong with an address in words only: "Missing final '@domain'", "Domain contains illegal character". */
const illegalAddress = /@domain|illegal character|control or whitespace|invalid.*address|address.*invalid/iu;
/** In the account's sandbox SES names recipients, else senders, that nobody verified. Either way the operator must act. */
const notVerified = /not verified/iu;

/** The message is never handed on: it quotes addresses. What is none of SES's own errors goes on as it is. */
function toMailError(error: unknown): never {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const code = codeOf(name, message);
  if (code === undefined) throw error;
  throw new SyncError(code, `SES answered ${name}.`, { provider: 'aws' });
}

function codeOf(name: string, message: string): ErrorCode | undefined {
  if (name === 'MessageRejected' && notVerified.test(message)) return 'misconfigured';
  if (name === 'BadRequestException' && illegalAddress.test(message)) return 'refused';
  return Object.hasOwn(byName, name) ? byName[name] : undefined;
}
