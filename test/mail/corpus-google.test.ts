import type { MailMessage } from '@concord/core';
import { google } from '@concord/provider-google';
import { createManualWorld, type GoogleDelivery } from '@concord/sandbox';
import PostalMime from 'postal-mime';
import { expect, it } from 'vitest';
import { createGoogle } from '../../packages/sandbox/src/google/index.ts';
import { transportTo } from '../sandbox/transport-to.ts';
import { corpusAccount, corpusReceivedAt, differing, type MailCase, mailCorpus } from './corpus/index.ts';

/** Which of its labels Gmail gives to what lies there. */
const labels = {
  inbox: ['INBOX'],
  sent: ['SENT'],
  drafts: ['DRAFT'],
  junk: ['SPAM'],
  deleted: ['TRASH'],
  chat: ['CHAT'],
  other: [],
} as const;

/** Gmail has no message without From, and its look-alike none in which a header stands twice. */
const isHeld = ({ source }: MailCase): boolean => {
  const [above = ''] = source.split('\r\n\r\n', 1);
  const names = above.split('\r\n').flatMap((line) => /^([^\s:]+) ?:/u.exec(line)?.[1]?.toLowerCase() ?? []);
  return (
    names.includes('from') &&
    ['from', 'to', 'date', 'message-id'].every((one) => names.indexOf(one) === names.lastIndexOf(one))
  );
};
const cases = mailCorpus.filter(isHeld);

it('the corpus is judged alike through the look-alike of Gmail, which shows the headers as they were written', async () => {
  const { mail, read } = gmail();
  const deliveries = await Promise.all(cases.map(deliveryOf));
  for (const label of new Set(cases.flatMap(own))) mail.addLabel(label);
  const ids = mail.deliverMany(deliveries);
  const byId = new Map((await read(ids)).map((message) => [message.id, message]));
  expect(mailCorpus.length - cases.length).toBeLessThan(10);
  expect(byId.size).toBe(cases.length);
  expect(cases.flatMap((one, at) => differing(one, byId.get(ids[at] ?? '')))).toEqual([]);
});

/** Folders of one's own are labels there. */
const own = ({ box }: MailCase): readonly string[] =>
  [...box.labels, ...(box.place === 'other' ? [box.folder] : [])].filter((label) => label !== '');

async function deliveryOf(one: MailCase, index: number): Promise<GoogleDelivery> {
  const [above = ''] = one.source.split('\r\n\r\n', 1);
  const { headers } = await PostalMime.parse(above, { maxHeadersSize: 64 * 1024 * 1024 });
  return {
    from: { address: '', name: '' },
    to: [],
    messageId: null,
    headers: Object.fromEntries(headers.map(({ originalKey, value }) => [originalKey, value])),
    labels: [...labels[one.box.place], ...own(one)],
    receivedAt: corpusReceivedAt + index * 1_000,
  };
}

function gmail() {
  const world = createManualWorld({ publicUrl: 'http://sandbox.test', deliver: async () => new Response() });
  const { service, control } = createGoogle(world, { limits: false });
  control.addAccount({ sub: '1083', name: 'Grace Hopper', email: corpusAccount });
  const provider = google.mail;
  if (provider === undefined) throw new Error('Google has no mail');
  const scopes = ['openid', 'email', ...provider.scopes.read];
  const mailbox = provider.open({
    transport: transportTo(service.handle),
    accessToken: async () => control.grant(corpusAccount, scopes).accessToken,
    hosts: { gmail: 'http://sandbox.test/google' },
    clock: { now: world.now },
    account: corpusAccount,
  });
  const read = async (ids: readonly string[]): Promise<readonly MailMessage[]> => {
    const all: MailMessage[] = [];
    for (let at = 0; at < ids.length; at += provider.batchSize) {
      // What Gmail allows within a minute is less than the whole corpus.
      await world.advance(60_000);
      all.push(...(await mailbox.read(ids.slice(at, at + provider.batchSize))));
    }
    return all;
  };
  return { mail: control.mailbox(corpusAccount), read };
}
