import { randomUUID } from 'node:crypto';
import type { MailPart } from '../template/parts.ts';
import type { StandIn } from './dynamo.ts';
import { type JsonAnswer, serveJson } from './json-server.ts';
import type { KeptMail, Mailbox } from './mailbox.ts';

type Text = { readonly Data?: string };
type Input = {
  readonly FromEmailAddress?: string;
  readonly Destination?: { readonly ToAddresses?: readonly string[] };
  readonly ConfigurationSetName?: string;
  readonly Content?: {
    readonly Simple?: {
      readonly Subject?: Text;
      readonly Body?: { readonly Html?: Text; readonly Text?: Text };
      readonly Headers?: readonly { readonly Name: string; readonly Value: string }[];
    };
  };
};

/** SES v2 on 127.0.0.1, as far as Concord uses it: takes a simple mail from a verified domain and keeps it. */
export async function startMails(mailbox: Mailbox, verified: MailPart): Promise<StandIn> {
  return await serveJson(({ method, path, body }) => {
    if (method !== 'POST' || path !== '/v2/email/outbound-emails')
      return refusal('NotFoundException', 'No such call.', 404);
    return take(mailbox, verified, body as Input);
  });
}

/** In the words of SES, so that the SDK makes the same error of it. */
function take(mailbox: Mailbox, { domains, configurationSets }: MailPart, input: Input): JsonAnswer {
  const { FromEmailAddress: from = '', Destination, ConfigurationSetName: set, Content } = input;
  const [to = '', ...others] = Destination?.ToAddresses ?? [];
  const simple = Content?.Simple;
  const [subject, html, text] = [simple?.Subject?.Data, simple?.Body?.Html?.Data, simple?.Body?.Text?.Data];
  if (others.length > 0 || !subject || !html || !text) return refusal('BadRequestException', 'Not a mail of ours.');
  if (!to.includes('@')) return refusal('BadRequestException', "Missing final '@domain'");
  // What is not ASCII before the @ needs SMTPUTF8, which SES does not speak (SES developer guide, "Email format").
  if (!isAscii(to)) return refusal('BadRequestException', 'Local address contains control or whitespace');
  if (set !== undefined && !configurationSets.includes(set)) return refusal('NotFoundException', `No set ${set}.`, 404);
  if (!domains.includes(from.slice(from.indexOf('@') + 1))) {
    return refusal('MessageRejected', `Email address is not verified: ${from}`);
  }
  const key = randomUUID();
  const id = simple?.Headers?.find(({ Name }) => Name === 'X-Concord-Mail')?.Value ?? '';
  mailbox.keep({ key, at: Date.now(), from, to, subject, html, text, id } satisfies KeptMail);
  return { status: 200, body: { MessageId: key } };
}

const isAscii = (text: string): boolean => /^[\u0020-\u007e]*$/u.test(text);

const refusal = (type: string, message: string, status = 400): JsonAnswer => ({
  status,
  headers: { 'x-amzn-errortype': type },
  body: { message },
});
