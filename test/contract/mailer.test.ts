import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createMailClient, createMailer } from '@concord/aws';
import { createMemoryMailer } from '@concord/local';
import { afterEach, describe, expect, it } from 'vitest';
import { openMailbox } from '../../packages/local/src/stand-ins/mailbox.ts';
import { startMails } from '../../packages/local/src/stand-ins/mails.ts';
import { removeFolder, temporaryFolder } from '../local/local-under-test.ts';
import { describeMailer, letter } from './mailer-contract.ts';
import { testCredentials } from './test-dynamo.ts';

const verified = { domains: ['concord.example'], configurationSets: ['mails'] };
const from = 'concord@concord.example';
const access = { region: 'eu-central-1', credentials: testCredentials };

describeMailer('memory', async () => {
  const mailer = createMemoryMailer();
  return { mailer, taken: () => mailer.sent, close: async () => {} };
});

describeMailer('SES on its stand-in', async () => {
  const dir = temporaryFolder();
  const mailbox = openMailbox(dir);
  const server = await startMails(mailbox, verified);
  const client = createMailClient({ endpoint: server.url, ...access });
  const taken = () =>
    mailbox
      .list()
      .toReversed()
      .map(({ key: _key, at: _at, from: _from, ...mail }) => mail);
  const close = async (): Promise<void> => {
    client.destroy();
    await server.close();
    removeFolder(dir);
  };
  return { mailer: createMailer({ from, configurationSet: 'mails', client }), taken, close };
});

describe('mailer: SES', () => {
  const closing: (() => void)[] = [];
  afterEach(() => {
    for (const close of closing.splice(0)) close();
  });

  /** An SES that gives one answer, and remembers what it was asked. */
  async function sesThat(status: number, name: string, message: string) {
    const asked: { path: string | undefined; body: Record<string, unknown> }[] = [];
    const server = createServer((request, answer) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        asked.push({
          path: request.url,
          body: JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>,
        });
        if (status === 0) request.socket.destroy();
        else answer.writeHead(status, { 'x-amzn-errortype': name }).end(JSON.stringify({ message, MessageId: 'm1' }));
      });
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const client = createMailClient({ endpoint, ...access });
    closing.push(() => {
      client.destroy();
      server.close();
    });
    return { mailer: createMailer({ from, configurationSet: 'mails', client }), asked };
  }

  it('is asked for one simple mail in UTF-8, named by its letter, without any list', async () => {
    const { mailer, asked } = await sesThat(200, '', '');
    await mailer.send(letter());
    const data = (Data: string) => ({ Data, Charset: 'UTF-8' });
    expect(asked).toEqual([
      {
        path: '/v2/email/outbound-emails',
        body: {
          FromEmailAddress: from,
          Destination: { ToAddresses: ['ann@firm.example'] },
          Content: {
            Simple: {
              Subject: data('Outlook has to be authorized again'),
              Body: { Html: data('<!doctype html><p>Hello</p>'), Text: data('Hello') },
              Headers: [{ Name: 'X-Concord-Mail', Value: 'lost.c1.1' }],
            },
          },
          ConfigurationSetName: 'mails',
        },
      },
    ]);
  });

  it.each([
    [400, 'MessageRejected', 'Address blacklisted: ann@firm.example', 'refused'],
    [
      400,
      'MessageRejected',
      'Email address is not verified. The following identities failed: ann@firm.example',
      'misconfigured',
    ],
    [400, 'BadRequestException', 'Domain contains illegal character: ann@firm.example', 'refused'],
    [400, 'BadRequestException', 'Configuration set name is too long', 'misconfigured'],
    [400, 'MailFromDomainNotVerifiedException', 'no', 'misconfigured'],
    [404, 'NotFoundException', 'no such set', 'misconfigured'],
    [400, 'SendingPausedException', 'paused', 'misconfigured'],
    [400, 'AccountSuspendedException', 'suspended', 'misconfigured'],
    [403, 'AccessDeniedException', 'not authorized', 'misconfigured'],
    [429, 'TooManyRequestsException', 'slower', 'rateLimited'],
    [400, 'LimitExceededException', 'daily quota', 'rateLimited'],
    [400, 'ThrottlingException', 'slower', 'unavailable'],
    [500, 'InternalServiceErrorException', 'hm', 'timeout'],
    [0, '', '', 'timeout'],
  ])('answering %i %s (%s) means %s, and was asked once', async (status, name, message, code) => {
    const { mailer, asked } = await sesThat(status, name, message);
    const error: unknown = await mailer.send(letter()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'SyncError', code, provider: 'aws' });
    expect(asked).toHaveLength(1);
    expect((error as Error).message).not.toContain('ann@');
  });

  it('that is not there at all is `network`: certainly nothing was sent', async () => {
    const client = createMailClient({ endpoint: 'http://127.0.0.1:9', ...access });
    await expect(createMailer({ from, client }).send(letter())).rejects.toMatchObject({ code: 'network' });
  });
});

describe('mailer: the stand-in for SES', () => {
  it.each([
    ['a sender of another domain', { from: 'concord@elsewhere.example', configurationSet: 'mails' }, 'misconfigured'],
    ['a configuration set of no template', { from, configurationSet: 'others' }, 'misconfigured'],
  ])('refuses %s', async (_what, options, code) => {
    const dir = temporaryFolder();
    const mailbox = openMailbox(dir);
    const server = await startMails(mailbox, verified);
    const client = createMailClient({ endpoint: server.url, ...access });
    await expect(createMailer({ ...options, client }).send(letter())).rejects.toMatchObject({ code });
    expect(mailbox.list()).toEqual([]);
    client.destroy();
    await server.close();
    removeFolder(dir);
  });
});
