import type { OutlookMessageInput } from '@concord/sandbox';
import { expect, it } from 'vitest';
import { idsOf, setUpMicrosoftMail } from '../contract/microsoft-mail-look-alike.ts';
import { corpusReceivedAt, differing, inMailbox, type MailCase, mailCorpus } from './corpus/index.ts';

/** Where an Outlook mailbox has what lies there; a chat is no message that anybody could put there. */
const folders = { inbox: 'inbox', sent: 'sentitems', drafts: 'drafts', junk: 'junkemail', deleted: 'deleteditems' };
const cases = mailCorpus.filter(({ box }) => box.place !== 'chat');

it('the corpus is judged alike through the look-alike of Graph', async () => {
  const setup = await setUpMicrosoftMail();
  await setup.lookAlike.world.advance(Math.max(0, corpusReceivedAt - setup.lookAlike.world.now()));
  const own = new Set(cases.flatMap(({ box }) => (box.place === 'other' && box.folder !== '' ? [box.folder] : [])));
  for (const name of own) if (!setup.mail.folders().some((folder) => folder.name === name)) setup.mail.addFolder(name);
  const ids = setup.mail.addMany(await Promise.all(cases.map(async (one, at) => inputOf(one, at))));
  cases.forEach(({ box }, at) => {
    if (box.labels.length > 0) setup.mail.edit(ids[at] ?? '', { categories: box.labels });
  });
  await setup.lookAlike.world.advance(60_000);
  const batches = chunks(ids, setup.batchSize).map(async (some) => setup.open().read(some));
  const messages = (await Promise.all(batches)).flat();
  const byId = new Map(messages.map((message) => [message.id, message]));
  expect(idsOf(messages)).toHaveLength(cases.length);
  expect(cases.flatMap((one, at) => differing(one, byId.get(ids[at] ?? '')))).toEqual([]);
});

async function inputOf(one: MailCase, index: number): Promise<OutlookMessageInput> {
  const { from, to, cc, bcc, subject, preview, sentAt, receivedAt, messageId, place, folder, sensitivity } =
    await inMailbox(one, index);
  const said = sensitivity === 'confidential' ? 'Company-Confidential' : sensitivity;
  return {
    messageId: messageId ?? null,
    from: from ?? { address: '', name: '' },
    to,
    cc,
    bcc,
    subject,
    text: preview,
    sentAt,
    receivedAt,
    headers: said === 'normal' ? {} : { Sensitivity: said },
    folder: place === 'other' || place === 'chat' ? folder || 'archive' : folders[place],
  };
}

const chunks = <One>(all: readonly One[], size: number): readonly (readonly One[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));
