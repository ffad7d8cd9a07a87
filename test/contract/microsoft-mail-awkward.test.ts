import { createHash } from 'node:crypto';
import { type HttpRequest, type HttpResponse, SyncError, type Transport } from '@concord/core';
import { awkwardnesses, type ExpiryForm, expiryForms } from '@concord/sandbox';
import { describe, expect, test } from 'vitest';
import { transportTo } from '../sandbox/transport-to.ts';
import { ada, allChanges, allOf, letter } from './mailbox-contract.ts';
import { idsOf, type MicrosoftMailSetup, mailProvider, setUpMicrosoftMail } from './microsoft-mail-look-alike.ts';
import { email } from './microsoft-mailbox.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** The list of folders, and those that have names of their own. */
const folderRequests = 11;

function strike({ lookAlike }: MicrosoftMailSetup, name: string, rate = 1, amount?: number): void {
  if (!Object.hasOwn(awkwardnesses, `microsoft.${name}`)) throw new Error(`Nothing is awkward by the name of ${name}`);
  lookAlike.world.awkward.set(`microsoft.${name}`, amount === undefined ? { rate } : { rate, amount });
}
const calm = (setup: MicrosoftMailSetup, name: string): void => strike(setup, name, 0);

/** A cursor, and a minute after it. */
async function begun(setup: MicrosoftMailSetup): Promise<string> {
  const cursor = await setup.open().begin();
  await setup.world.advance(minuteMs);
  return cursor;
}

/** How many requests that took, items of batches counted one by one; and how many went over the wire. */
async function requestsOf({ lookAlike }: MicrosoftMailSetup, work: () => Promise<unknown>) {
  lookAlike.control.resetRequests();
  await work();
  const counts = Object.entries(lookAlike.control.requests());
  const sum = (wanted: (kind: string) => boolean): number =>
    counts.filter(([kind]) => wanted(kind)).reduce((all, [, count]) => all + count, 0);
  return { counted: sum((kind) => !kind.includes('$batch')), sent: sum((kind) => !kind.startsWith('batch ')) };
}

type Reply = { readonly status: number; readonly body?: unknown };
const notFound: Reply = { status: 404, body: { error: { code: 'ErrorItemNotFound', message: '' } } };
const busy: Reply = { status: 503, body: { error: { code: 'ErrorServerBusy', message: '' } } };

/** Graph as it is, but for those items of batches that an answer is made up for. */
function answering({ lookAlike }: MicrosoftMailSetup, made: (url: string) => Reply | undefined): Transport {
  const graph = transportTo(lookAlike.lookAlike.graph.handle);
  return async (request: HttpRequest): Promise<HttpResponse> => {
    const answer = await graph(request);
    if (!request.url.endsWith('/$batch')) return answer;
    const { requests } = JSON.parse(request.body ?? '') as { requests: { id: string; url: string }[] };
    const { responses } = JSON.parse(answer.body) as { responses: { id: string }[] };
    const changed = responses.map((response) => {
      const reply = made(requests.find(({ id }) => id === response.id)?.url ?? '');
      return reply === undefined ? response : { id: response.id, headers: {}, ...reply };
    });
    return { ...answer, body: JSON.stringify({ responses: changed }) };
  };
}
/** The first request by one transport, the others by Graph as it is. */
function once(first: Transport, { lookAlike }: MicrosoftMailSetup): Transport {
  const later = transportTo(lookAlike.lookAlike.graph.handle);
  let asked = 0;
  return (request) => {
    asked += 1;
    return asked === 1 ? first(request) : later(request);
  };
}
const isDelta = (url: string): boolean => url.includes('/messages/delta?');

describe('changes', () => {
  test('what went to junk, or for good, is not even read', async () => {
    const setup = await setUpMicrosoftMail();
    const [junk, purged] = [setup.mail.deliver().id, setup.mail.deliver().id];
    const { cursor } = await allChanges(setup, await begun(setup));
    setup.mail.move(junk, 'junkemail');
    setup.mail.purge(purged);
    await setup.world.advance(minuteMs);
    const { counted } = await requestsOf(setup, async () => {
      expect((await allChanges(setup, cursor)).messages).toEqual([]);
    });
    expect(counted).toBe(4);
  });

  test('one folder whose link expired makes the whole cursor expire, whatever the others say', async () => {
    const setup = await setUpMicrosoftMail();
    const cursor = await begun(setup);
    let asked = 0;
    const transport = answering(setup, (url) => {
      asked += isDelta(url) ? 1 : 0;
      return isDelta(url) && asked === 2 ? { status: 410, body: {} } : undefined;
    });
    await expect(setup.openWith({ transport }).changes(cursor)).rejects.toMatchObject({ code: 'cursorExpired' });
  });

  test('the expired link of the list of folders alone is replaced, and what is new is found', async () => {
    const setup = await setUpMicrosoftMail();
    const cursor = await begun(setup);
    setup.mail.addFolder('Clients');
    const { id } = setup.mail.deliver({ folder: 'Clients' });
    await setup.world.advance(minuteMs);
    const transport = answering(setup, (url) =>
      url.includes('/mailFolders/delta?$deltatoken') ? { status: 410, body: {} } : undefined,
    );
    const { messages, cursor: next } = await setup.openWith({ transport }).changes(cursor);
    expect(idsOf(messages)).toEqual([id]);
    expect(await allChanges(setup, next)).toMatchObject({ messages: [] });
  });

  test('a folder that is there no more is asked no more, and the others go on', async () => {
    const setup = await setUpMicrosoftMail();
    setup.mail.addFolder('Clients');
    const cursor = await begun(setup);
    const { id } = setup.mail.deliver();
    await setup.world.advance(minuteMs);
    let asked = 0;
    const transport = answering(setup, (url) => {
      asked += isDelta(url) ? 1 : 0;
      return isDelta(url) && asked === 4 ? notFound : undefined;
    });
    const first = await setup.openWith({ transport }).changes(cursor);
    expect([idsOf(first.messages), first.more]).toEqual([[id], false]);
    const { counted } = await requestsOf(setup, () => setup.open().changes(first.cursor));
    expect(counted).toBe(4);
  });

  test('a folder that is deleted for good takes nobody else along', async () => {
    const setup = await setUpMicrosoftMail();
    setup.mail.addFolder('Clients');
    const cursor = await begun(setup);
    setup.mail.removeFolder('Clients');
    setup.mail.removeFolder('Clients');
    const { id } = setup.mail.deliver();
    await setup.world.advance(minuteMs);
    const { messages, cursor: next } = await allChanges(setup, cursor);
    expect(idsOf(messages)).toEqual([id]);
    const { counted } = await requestsOf(setup, () => setup.open().changes(next));
    expect(counted).toBe(4);
  });

  test('one folder that fails does not keep the others back, and is asked again', async () => {
    const setup = await setUpMicrosoftMail();
    setup.mail.addFolder('Clients');
    const cursor = await begun(setup);
    const ids = [setup.mail.deliver().id, setup.mail.deliver({ folder: 'Clients' }).id];
    await setup.world.advance(minuteMs);
    let asked = 0;
    const transport = answering(setup, (url) => {
      asked += isDelta(url) ? 1 : 0;
      return isDelta(url) && asked === 1 ? busy : undefined;
    });
    const first = await setup.openWith({ transport }).changes(cursor);
    expect(first.more).toBe(true);
    const { messages } = await allChanges(setup, first.cursor);
    expect([...idsOf(first.messages), ...idsOf(messages)].toSorted()).toEqual(ids.toSorted());
    const failing = answering(setup, (url) => (isDelta(url) ? busy : undefined));
    await expect(setup.openWith({ transport: failing }).changes(cursor)).rejects.toMatchObject({ code: 'unavailable' });
    await expect(setup.openWith({ transport: failing }).begin()).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('no more is told at once than can be read in a short while', async () => {
    const setup = await setUpMicrosoftMail();
    for (let count = 0; count < 57; count += 1) setup.mail.addFolder(`Matter ${count}`);
    const cursor = await begun(setup);
    const inputs = Array.from({ length: 2_850 }, (_, count) => ({ folder: `Matter ${count % 57}` }));
    const ids = setup.mail.addMany(inputs);
    await setup.world.advance(minuteMs);
    setup.lookAlike.control.resetRequests();
    const first = await setup.open().changes(cursor);
    expect(setup.lookAlike.control.requests()).toMatchObject({ 'batch GET messages delta': 19 });
    expect(first.messages.length).toBeGreaterThanOrEqual(200);
    expect(first.messages.length).toBeLessThan(300);
    const rest = await allChanges(setup, first.cursor);
    expect([...idsOf(first.messages), ...idsOf(rest.messages)].toSorted()).toEqual([...ids].toSorted());
  });

  test('a list of folders that fails is asked for again in the next round', async () => {
    const setup = await setUpMicrosoftMail();
    const cursor = await begun(setup);
    setup.mail.addFolder('Clients');
    const ids = [setup.mail.deliver().id, setup.mail.deliver({ folder: 'Clients' }).id];
    await setup.world.advance(minuteMs);
    const transport = answering(setup, (url) => (url.includes('/mailFolders/delta?') ? busy : undefined));
    const first = await setup.openWith({ transport: once(transport, setup) }).changes(cursor);
    expect(idsOf(first.messages)).toEqual(ids.slice(0, 1));
    expect(idsOf((await allChanges(setup, first.cursor)).messages)).toEqual(ids.slice(1));
  });

  test('folders whose names cannot be asked for are not guessed', async () => {
    const setup = await setUpMicrosoftMail();
    const transport = answering(setup, (url) => (url.startsWith('/me/mailFolders/junkemail?') ? busy : undefined));
    await expect(setup.openWith({ transport }).begin()).rejects.toMatchObject({ code: 'unavailable' });
  });

  test.each(expiryForms)('a cursor that expired in the form %s is refused as such', async (form: ExpiryForm) => {
    const setup = await setUpMicrosoftMail();
    const cursor = await begun(setup);
    setup.lookAlike.control.expireDeltaTokens(email, form);
    await expect(setup.open().changes(cursor)).rejects.toMatchObject({ code: 'cursorExpired' });
  });

  test.each(['', '{}', '[]', '[1,0,"dx",[["a"]],[],0,[]]', '[1,0,"zx",[],[],0,[]]', '[2,0,"dx",[],[],0,[]]'])(
    'what is no cursor (%s) is refused as an expired one',
    async (cursor) => {
      const setup = await setUpMicrosoftMail();
      await expect(setup.open().changes(cursor)).rejects.toMatchObject({ code: 'cursorExpired' });
    },
  );

  test('a quiet round asks once for each folder and once for their list, in one batch', async () => {
    const setup = await setUpMicrosoftMail();
    const cursor = await begun(setup);
    const { counted, sent } = await requestsOf(setup, () => setup.open().changes(cursor));
    const followed = ['Inbox', 'Sent Items', 'Archive'].length;
    expect({ counted, sent }).toEqual({ counted: followed + 1, sent: 1 });
  });

  test('nothing is asked of drafts, junk, deleted and technical folders, nor of those in them', async () => {
    const setup = await setUpMicrosoftMail();
    setup.mail.addFolder('Old matters');
    setup.mail.addFolder('Acme', 'Old matters');
    const cursor = await begun(setup);
    setup.mail.removeFolder('Old matters');
    await setup.world.advance(minuteMs);
    const next = (await allChanges(setup, cursor)).cursor;
    const id = setup.mail.deliver({ folder: 'Acme' }).id;
    setup.mail.deliver({ folder: 'syncissues' });
    setup.mail.draft({});
    await setup.world.advance(minuteMs);
    expect((await allChanges(setup, next)).messages).toEqual([]);
    expect(await setup.open().read([id])).toMatchObject([{ id, place: 'deleted', folder: 'Acme' }]);
  });

  test('a cursor holds little for each folder', async () => {
    const setup = await setUpMicrosoftMail();
    const bare = (await setup.open().begin()).length;
    for (let count = 0; count < 20; count += 1) setup.mail.addFolder(`Matter ${count}`, 'inbox');
    const full = (await setup.open().begin()).length;
    expect((full - bare) / 20).toBeLessThan(450);
  });

  test('hundreds of folders are followed in batches of twenty', async () => {
    const setup = await setUpMicrosoftMail();
    for (let count = 0; count < 230; count += 1) setup.mail.addFolder(`Matter ${count}`, 'inbox');
    const cursor = await begun(setup);
    const { id } = setup.mail.deliver({ folder: 'Matter 229' });
    await setup.world.advance(minuteMs);
    const { counted, sent } = await requestsOf(setup, async () => {
      expect(idsOf((await allChanges(setup, cursor)).messages)).toEqual([id]);
    });
    expect(counted).toBeLessThan(275);
    // Thirteen batches for the folders and their list, one for the message and the names of folders.
    expect(sent).toBe(14);
  });

  test('folders in folders are found, also where the list of folders has only those at the top', async () => {
    const setup = await setUpMicrosoftMail();
    strike(setup, 'mail.topFoldersOnly');
    setup.mail.addFolder('Clients', 'inbox');
    setup.mail.addFolder('Acme', 'Clients');
    const cursor = await begun(setup);
    const { id } = setup.mail.deliver({ folder: 'Acme' });
    await setup.world.advance(minuteMs);
    expect((await allChanges(setup, cursor)).messages).toMatchObject([{ id, place: 'other', folder: 'Acme' }]);
  });

  test('what came while a cursor was begun is told by it', async () => {
    const setup = await setUpMicrosoftMail();
    const { id } = setup.mail.deliver();
    const cursor = await setup.open().begin();
    expect(idsOf((await allChanges(setup, cursor)).messages)).toEqual([id]);
  });

  test('what was moved out of junk long after it came is told where the filter counts once, and found by its notice', async () => {
    const setup = await setUpMicrosoftMail();
    const { id } = setup.mail.deliver({ folder: 'junkemail', receivedAt: setup.world.now() - 9 * dayMs });
    const cursor = await begun(setup);
    setup.mail.move(id, 'inbox');
    await setup.world.advance(minuteMs);
    expect((await allChanges(setup, cursor)).messages).toEqual([]);
    expect(await setup.open().read([id])).toMatchObject([{ place: 'inbox' }]);
    strike(setup, 'mail.deltaFiltersOnce');
    expect(idsOf((await allChanges(setup, cursor)).messages)).toEqual([id]);
  });

  test.each(['emptyDeltaPage', 'duplicateInDelta', 'partialDeltaRows', 'removedAsChanged', 'notificationStorm'])(
    'are whole and told once a call under %s',
    async (habit) => {
      const setup = await setUpMicrosoftMail();
      strike(setup, habit);
      const cursor = await begun(setup);
      const ids = Array.from({ length: 30 }, (_, count) => setup.mail.deliver({ subject: `n${count}` }).id);
      const [moved = '', read = ''] = ids;
      setup.mail.move(moved, 'archive');
      await setup.world.advance(minuteMs);
      const first = await allChanges(setup, cursor);
      expect(idsOf(first.messages).toSorted()).toEqual(ids.toSorted());
      setup.mail.edit(read, { isRead: true });
      await setup.world.advance(minuteMs);
      const { messages } = await allChanges(setup, first.cursor);
      expect(messages).toMatchObject([{ id: read, subject: 'n1', from: { address: expect.any(String) } }]);
    },
  );

  test('what Graph tells late is told later', async () => {
    const setup = await setUpMicrosoftMail();
    const cursor = await begun(setup);
    const { id } = setup.mail.deliver();
    strike(setup, 'staleDelta', 1, 5 * minuteMs);
    const first = await allChanges(setup, cursor);
    expect(first.messages).toEqual([]);
    await setup.world.advance(10 * minuteMs);
    expect(idsOf((await allChanges(setup, first.cursor)).messages)).toEqual([id]);
  });

  test('pages without end become an expired cursor', async () => {
    const setup = await setUpMicrosoftMail();
    const cursor = await begun(setup);
    setup.mail.deliver();
    strike(setup, 'endlessDelta');
    const { counted } = await requestsOf(setup, () => setup.open().changes(cursor));
    // Each folder once, their list, one message, and the folders' names.
    expect(counted).toBe(3 + 1 + 1 + folderRequests);
    let failure: unknown;
    let next = cursor;
    for (let calls = 0; calls < 400 && failure === undefined; calls += 1) {
      try {
        next = (await setup.open().changes(next)).cursor;
      } catch (error) {
        failure = error;
      }
    }
    expect(failure).toMatchObject({ code: 'cursorExpired' });
  });

  test('items of a batch that are throttled or fail are asked for again, and nothing is lost', async () => {
    const setup = await setUpMicrosoftMail();
    for (let count = 0; count < 30; count += 1) setup.mail.addFolder(`Matter ${count}`);
    let cursor = await begun(setup);
    const ids = Array.from({ length: 30 }, (_, count) => setup.mail.deliver({ folder: `Matter ${count}` }).id);
    await setup.world.advance(minuteMs);
    strike(setup, 'batchItemThrottled', 0.03, 7);
    strike(setup, 'batchItemFailed', 0.02);
    const told = new Set<string>();
    const codes = new Set<string>();
    for (let calls = 0; calls < 300; calls += 1) {
      try {
        const page = await setup.open().changes(cursor);
        for (const { id } of page.messages) told.add(id);
        cursor = page.cursor;
        if (!page.more && told.size === ids.length) break;
      } catch (error) {
        codes.add(error instanceof SyncError ? error.code : 'a bug');
      }
    }
    expect([...told].toSorted()).toEqual(ids.toSorted());
    expect([...codes].every((code) => code === 'rateLimited' || code === 'unavailable')).toBe(true);
  });

  test('a throttled batch says how long to wait', async () => {
    const setup = await setUpMicrosoftMail();
    const cursor = await begun(setup);
    strike(setup, 'batchItemThrottled', 1, 7);
    await expect(setup.open().changes(cursor)).rejects.toMatchObject({ code: 'rateLimited', retryAfterMs: 7_000 });
  });

  test('a link that leads elsewhere is never followed', async () => {
    const setup = await setUpMicrosoftMail();
    const transport = async () => ({
      status: 200,
      headers: {},
      body: JSON.stringify({
        responses: Array.from({ length: 20 }, (_, index) => ({
          id: String(index + 1),
          status: 200,
          body: { id: `folder-${index}`, value: [], '@odata.deltaLink': 'https://evil.example/v1.0/x?$deltatoken=t' },
        })),
      }),
    });
    await expect(setup.openWith({ transport }).begin()).rejects.toMatchObject({ code: 'garbled' });
  });
});

describe('spans', () => {
  test('are the same whatever is filed, deleted or purged while they are read', async () => {
    const setup = await setUpMicrosoftMail();
    const from = Math.floor(setup.world.now() / 1000) * 1000 - dayMs;
    const ids = setup.mail.addMany(Array.from({ length: 600 }, (_, index) => ({ receivedAt: from + index * 60_000 })));
    const span = { from, until: from + dayMs };
    const first = await setup.open().range(span);
    for (const { id } of first.messages.slice(0, 50)) setup.mail.purge(id);
    const rest: string[] = [];
    let next = first.next;
    for (let pages = 0; next !== undefined && pages < 20; pages += 1) {
      const page = await setup.open().range(span, next);
      rest.push(...idsOf(page.messages));
      next = page.next;
    }
    expect([...idsOf(first.messages), ...rest].toSorted()).toEqual([...ids].toSorted());
  });

  test('are read in smaller pages where large ones run into a time limit', async () => {
    const setup = await setUpMicrosoftMail();
    const from = Math.floor(setup.world.now() / 1000) * 1000 - dayMs;
    const ids = setup.mail.addMany(Array.from({ length: 160 }, (_, index) => ({ receivedAt: from + index * 60_000 })));
    strike(setup, 'mail.bigPages', 1, 100);
    const span = { from, until: from + dayMs };
    const { counted } = await requestsOf(setup, async () => {
      expect(idsOf(await allOf(setup, span))).toEqual(ids);
    });
    // One is too large, four are read; and the folders, by each of four openings of the mailbox.
    expect(counted - 4 * folderRequests).toBeLessThan(7);
    strike(setup, 'mail.bigPages', 1, 10);
    await expect(setup.open().range(span)).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('cost a request for hundreds of messages', async () => {
    const setup = await setUpMicrosoftMail();
    const from = Math.floor(setup.world.now() / 1000) * 1000 - 30 * dayMs;
    setup.mail.addMany(Array.from({ length: 2_500 }, (_, index) => ({ receivedAt: from + index * 60_000 })));
    const mailbox = setup.open();
    await mailbox.addresses();
    const { counted } = await requestsOf(setup, async () => {
      let next: string | undefined;
      for (let pages = 0; pages < 50; pages += 1) {
        ({ next } = await mailbox.range({ from, until: from + 30 * dayMs }, next));
        if (next === undefined) return;
      }
    });
    expect(counted).toBeLessThanOrEqual(folderRequests + 11);
  });

  test('leave chats and the Outbox out', async () => {
    const setup = await setUpMicrosoftMail();
    const { id: chat } = setup.mail.chat('Are you there?');
    setup.mail.deliver({ folder: 'outbox' });
    setup.mail.deliver({ folder: 'conversationhistory' });
    const { id } = setup.mail.deliver({ subject: 'IM' });
    await setup.world.advance(minuteMs);
    const span = { from: setup.world.now() - dayMs, until: setup.world.now() };
    expect(idsOf(await allOf(setup, span))).toEqual([id]);
    expect(await setup.open().count(span)).toBe(1);
    expect(await setup.open().read([chat])).toMatchObject([{ place: 'chat' }]);
    expect(await setup.open().read([id])).toMatchObject([{ place: 'inbox' }]);
  });

  test('go on from no place that was made up', async () => {
    const setup = await setUpMicrosoftMail();
    const span = { from: 0, until: 1 };
    await expect(setup.open().range(span, 'nonsense')).rejects.toMatchObject({ code: 'cursorExpired' });
    const elsewhere = JSON.stringify({ from: 0, size: 50, link: 'https://evil.example/v1.0/me/messages' });
    await expect(setup.open().range(span, elsewhere)).rejects.toMatchObject({ code: 'garbled' });
  });
});

describe('messages', () => {
  test('of a notice are read in one batch, folders and all', async () => {
    const setup = await setUpMicrosoftMail();
    const { id } = setup.mail.deliver();
    const mailbox = setup.open();
    const first = await requestsOf(setup, () => mailbox.read([id]));
    expect(first).toEqual({ counted: 1 + folderRequests, sent: 1 });
    expect(await requestsOf(setup, () => mailbox.read([id]))).toEqual({ counted: 1, sent: 1 });
  });

  test('outside of what people see are deleted ones', async () => {
    const setup = await setUpMicrosoftMail();
    const { id } = setup.mail.chat('Are you there?');
    setup.mail.edit(id, { subject: 'No chat' });
    expect(await setup.open().read([id])).toMatchObject([{ place: 'deleted', folder: '' }]);
    const purges = { status: 200, body: { id: 'purges', displayName: 'Purges', parentFolderId: 'elsewhere' } };
    const transport = answering(setup, (url) => (url.includes('isHidden') ? purges : undefined));
    expect(await setup.openWith({ transport }).read([id])).toMatchObject([{ place: 'deleted', folder: '' }]);
  });

  test('that were deleted and have the subject of a chat are deleted messages', async () => {
    const setup = await setUpMicrosoftMail();
    const { id } = setup.mail.deliver({ subject: 'IM', folder: 'deleteditems' });
    expect(await setup.open().read([id])).toMatchObject([{ place: 'deleted' }]);
  });

  test('in a folder that was made after the folders were read are placed all the same', async () => {
    const setup = await setUpMicrosoftMail();
    const mailbox = setup.open();
    const { id } = setup.mail.deliver();
    expect(await mailbox.read([id])).toMatchObject([{ place: 'inbox' }]);
    setup.mail.addFolder('At the top');
    setup.mail.move(id, 'At the top');
    expect(await mailbox.read([id])).toMatchObject([{ place: 'other', folder: 'At the top' }]);
    setup.mail.addFolder('Clients', 'inbox');
    setup.mail.addFolder('Spam of old', 'junkemail');
    setup.mail.move(id, 'Clients');
    expect(await mailbox.read([id])).toMatchObject([{ place: 'other', folder: 'Clients' }]);
    setup.mail.move(id, 'Spam of old');
    expect(await mailbox.read([id])).toMatchObject([{ place: 'junk', folder: 'Spam of old' }]);
  });

  test('sent and filed below Sent Items stay sent, and those below the Inbox are not in it', async () => {
    const setup = await setUpMicrosoftMail();
    setup.mail.addFolder('2025', 'sentitems');
    const sent = setup.mail.send({ to: [ada] }).id;
    setup.mail.move(sent, '2025');
    expect(await setup.open().read([sent])).toMatchObject([{ place: 'sent', folder: '2025' }]);
  });

  test.each(['itemGone', 'calm'])('that are not there, and ids that are none, are left out (%s)', async (habit) => {
    const setup = await setUpMicrosoftMail();
    if (habit !== 'calm') strike(setup, habit);
    const [there, gone] = [setup.mail.deliver().id, setup.mail.deliver().id];
    setup.mail.purge(gone);
    expect(idsOf(await setup.open().read([gone, there, 'nonsense']))).toEqual([there]);
  });

  test('that cannot be read for another reason are not taken for gone', async () => {
    const setup = await setUpMicrosoftMail();
    const { id } = setup.mail.deliver();
    strike(setup, 'batchItemFailed');
    await expect(setup.open().read([id])).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('whose sensitivity is not shown are taken for normal', async () => {
    const setup = await setUpMicrosoftMail();
    const id = await setup.world.deliver({ sensitivity: 'private' });
    expect(await setup.open().read([id])).toMatchObject([{ sensitivity: 'private' }]);
    strike(setup, 'mail.hidesSensitivity');
    expect(await setup.open().read([id])).toMatchObject([{ sensitivity: 'normal' }]);
  });
});

describe('addresses', () => {
  test('are all that the account has, each once', async () => {
    const setup = await setUpMicrosoftMail();
    const [account] = setup.lookAlike.control.accounts();
    if (!account) throw new Error('nobody is there');
    setup.lookAlike.control.addAccount({ ...account, aliases: ['a.reyes@firm.example', 'Anna@firm.example'] });
    expect((await setup.open().addresses()).map((one) => one.toLowerCase())).toEqual([email, 'a.reyes@firm.example']);
    strike(setup, 'mail.noProxyAddresses');
    expect(await setup.open().addresses()).toEqual([email]);
  });

  test('are the usual two where further ones may not be seen', async () => {
    const setup = await setUpMicrosoftMail();
    const graph = transportTo(setup.lookAlike.lookAlike.graph.handle);
    const refusing = (status: number, code: string) =>
      setup.openWith({
        transport: async (request) =>
          request.url.includes('proxyAddresses')
            ? { status, headers: {}, body: JSON.stringify({ error: { code, message: '' } }) }
            : await graph(request),
      });
    expect(await refusing(403, 'ErrorAccessDenied').addresses()).toEqual([email]);
    expect(await refusing(400, 'BadRequest').addresses()).toEqual([email]);
    await expect(refusing(503, 'ErrorServerBusy').addresses()).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('letters', () => {
  test('that lie there as drafts did not go out', async () => {
    const setup = await setUpMicrosoftMail();
    const draft = { status: 200, body: { value: [{ id: 'draft', isDraft: true }] } };
    const transport = answering(setup, (url) => (url.includes('isDraft&$top=5') ? draft : undefined));
    expect(await setup.openWith({ transport }).wasSent(letter, setup.world.now())).toBe(false);
  });

  test('that may have gone out are asked after, once they can be seen', async () => {
    const setup = await setUpMicrosoftMail();
    const since = setup.world.now();
    strike(setup, 'timeoutAfterCommit');
    await expect(setup.open().send(letter)).rejects.toMatchObject({ code: 'timeout' });
    calm(setup, 'timeoutAfterCommit');
    await setup.world.advance(minuteMs);
    expect(await setup.open().wasSent(letter, since)).toBe(true);
    expect(setup.world.posted()).toHaveLength(2);
  });

  test('that certainly did not go out are not found', async () => {
    const setup = await setUpMicrosoftMail();
    const since = setup.world.now();
    strike(setup, 'serverError');
    await expect(setup.open().send(letter)).rejects.toMatchObject({ code: 'unavailable' });
    calm(setup, 'serverError');
    await setup.world.advance(minuteMs);
    expect(await setup.open().wasSent(letter, since)).toBe(false);
  });

  test('whose marker was not kept are known by what they say, to whom, and since when', async () => {
    const setup = await setUpMicrosoftMail();
    const since = setup.world.now();
    strike(setup, 'mail.dropsSentProperties');
    await setup.open().send(letter);
    await setup.world.advance(minuteMs);
    const isSent = (over: Partial<typeof letter>, from = since) => setup.open().wasSent({ ...letter, ...over }, from);
    expect(await isSent({})).toBe(true);
    expect(await isSent({ subject: 'Another' })).toBe(false);
    expect(await isSent({ text: 'Another' })).toBe(false);
    expect(await isSent({ to: [{ address: 'somebody@else.example', name: '' }] })).toBe(false);
    expect(await isSent({ cc: [] })).toBe(false);
    expect(await isSent({}, since + dayMs)).toBe(false);
  });

  test('are found wherever they were filed, but not as drafts', async () => {
    const setup = await setUpMicrosoftMail();
    const since = setup.world.now();
    await setup.open().send(letter);
    await setup.world.advance(minuteMs);
    const [sent] = setup.mail.list('Sent Items');
    setup.mail.move(sent?.id ?? '', 'deleteditems');
    expect(await setup.open().wasSent(letter, since)).toBe(true);
  });
});

describe('a mailbox', () => {
  test('without the permission to send is read, and refuses letters', async () => {
    const setup = await setUpMicrosoftMail();
    const { control } = setup.lookAlike;
    const mailbox = setup.openWith({
      accessToken: async () => control.grant(email, ['User.Read', 'Mail.Read']).accessToken,
    });
    expect(await mailbox.begin()).toEqual(expect.any(String));
    await expect(mailbox.send(letter)).rejects.toMatchObject({ code: 'forbidden' });
    expect(setup.world.posted()).toEqual([]);
  });

  test('without the permission to read is forbidden', async () => {
    const setup = await setUpMicrosoftMail();
    const { control } = setup.lookAlike;
    const mailbox = setup.openWith({ accessToken: async () => control.grant(email, ['Mail.Send']).accessToken });
    await expect(mailbox.begin()).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('that is none in the cloud says so', async () => {
    const setup = await setUpMicrosoftMail({ mailbox: false });
    for (const ask of [
      () => setup.open().begin(),
      () => setup.open().range({ from: 0, until: 1 }),
      () => setup.open().find('x'),
    ])
      await expect(ask()).rejects.toMatchObject({ code: 'noMailbox' });
  });

  test.each([
    ['cutOff', 'timeout'],
    ['htmlGateway', 'unavailable'],
    ['htmlOk', 'garbled'],
    ['truncatedJson', 'garbled'],
    ['tokenExpired', 'unauthorized'],
    ['rateLimited', 'rateLimited'],
  ])('under %s fails as %s, whatever it is asked', async (habit, code) => {
    const setup = await setUpMicrosoftMail();
    const cursor = await begun(setup);
    const { id } = setup.mail.deliver();
    strike(setup, habit);
    const asks = [
      () => setup.open().begin(),
      () => setup.open().changes(cursor),
      () => setup.open().read([id]),
      () => setup.open().range({ from: 0, until: setup.world.now() }),
      () => setup.open().count({ from: 0, until: setup.world.now() }),
      () => setup.open().find('x@y.example'),
      () => setup.open().wasSent(letter, 0),
    ];
    for (const ask of asks) await expect(ask()).rejects.toMatchObject({ code });
  });

  test('stays within four requests at once', async () => {
    const setup = await setUpMicrosoftMail({ limits: true });
    for (let count = 0; count < 40; count += 1) setup.mail.addFolder(`Matter ${count}`);
    const cursor = await begun(setup);
    const ids = Array.from({ length: 60 }, () => setup.mail.deliver().id);
    await setup.world.advance(minuteMs);
    expect(idsOf((await allChanges(setup, cursor)).messages).toSorted()).toEqual(ids.toSorted());
  });
});

describe('a subscription', () => {
  test('is refused as passing trouble where the mailbox has too many, and stands again after a crash', async () => {
    const setup = await setUpMicrosoftMail();
    const { control, world } = setup.lookAlike;
    const push = setup.push?.push ?? { url: '', secret: '' };
    strike(setup, 'subscriptionQuota');
    await expect(setup.open().subscribe(push)).rejects.toMatchObject({ code: 'unavailable' });
    calm(setup, 'subscriptionQuota');
    strike(setup, 'subscriptionDuplicate');
    await setup.open().subscribe(push);
    const { id, expiresAt } = await setup.open().subscribe(push);
    expect(control.subscriptions(email)).toMatchObject([
      { id, resource: '/me/messages', changeTypes: ['created', 'updated'], idKind: 'immutable' },
    ]);
    expect(expiresAt - world.now()).toBe(6 * dayMs);
    await world.advance(7 * dayMs);
    await expect(setup.open().renew(id, push)).rejects.toMatchObject({ code: 'notFound' });
  });

  test('tells by the lifecycle address that it was removed', async () => {
    const setup = await setUpMicrosoftMail();
    const { world, delivered, control } = setup.lookAlike;
    await setup.open().subscribe(setup.push?.push ?? { url: '', secret: '' });
    control.lifecycle(email, 'subscriptionRemoved');
    await world.advance(minuteMs);
    expect(delivered).toHaveLength(1);
    expect(delivered[0]?.body).toContain('subscriptionRemoved');
  });
});

describe('a grant for mail', () => {
  const verifier = 'a-verifier-of-at-least-forty-three-characters-in-length';
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const { oauth } = mailProvider;

  async function comeBack({ lookAlike }: MicrosoftMailSetup) {
    const url = oauth.authorizeUrl(lookAlike.oauthContext, { state: 'state-1', challenge, loginHint: email });
    const body = new URLSearchParams({ account: 'oid-1', answer: 'accept' });
    const answer = await lookAlike.lookAlike.login.handle(new Request(url, { method: 'POST', body }));
    return Object.fromEntries(new URL(answer.headers.get('location') ?? 'http://nowhere').searchParams);
  }

  test('holds the permissions of mail and no others, and lives on', async () => {
    const setup = await setUpMicrosoftMail();
    const { code = '' } = await comeBack(setup);
    const grant = await oauth.exchange(setup.lookAlike.oauthContext, code, verifier);
    expect(grant.scopes.filter((scope) => scope.includes('.')).toSorted()).toEqual([
      'Mail.Read',
      'Mail.Send',
      'User.Read',
    ]);
    expect(await oauth.identify(setup.lookAlike.oauthContext, grant)).toMatchObject({
      accountId: 'tenant-1:oid-1',
      email,
    });
    const fresh = await oauth.refresh(setup.lookAlike.oauthContext, grant.refreshToken ?? '');
    const mailbox = setup.openWith({ accessToken: async () => fresh.accessToken });
    expect(await mailbox.begin()).toEqual(expect.any(String));
  });

  test('without the permission to send is refreshed as what it is', async () => {
    const setup = await setUpMicrosoftMail();
    const scopes = ['openid', 'profile', 'email', 'offline_access', 'User.Read', 'Mail.Read'];
    const { refreshToken } = setup.lookAlike.control.grant(email, scopes);
    const fresh = await oauth.refresh(setup.lookAlike.oauthContext, refreshToken);
    expect(fresh.scopes).not.toContain('Mail.Send');
    expect(fresh.scopes).toContain('Mail.Read');
  });

  test('without the permission to read is refused', async () => {
    const setup = await setUpMicrosoftMail();
    const scopes = ['openid', 'offline_access', 'User.Read', 'Mail.Send'];
    const { refreshToken } = setup.lookAlike.control.grant(email, scopes);
    await expect(oauth.refresh(setup.lookAlike.oauthContext, refreshToken)).rejects.toMatchObject({
      code: 'consentNeeded',
    });
  });

  test('waits for an administrator where only one may accept, and comes when one did', async () => {
    const setup = await setUpMicrosoftMail();
    strike(setup, 'consentBlocked.adminRequired');
    expect(oauth.refusal(await comeBack(setup))).toBe('adminNeeded');
    const consent = oauth.adminConsent?.url(setup.lookAlike.oauthContext, { state: 'state-2' }) ?? '';
    expect(new URL(consent).searchParams.get('scope')).toContain('https://graph.microsoft.com/Mail.Read');
    const body = new URLSearchParams({ account: 'oid-1', answer: 'accept' });
    const answer = await setup.lookAlike.lookAlike.login.handle(new Request(consent, { method: 'POST', body }));
    const back = Object.fromEntries(new URL(answer.headers.get('location') ?? '').searchParams);
    expect(oauth.adminConsent?.isApproval(back)).toBe(true);
    expect(await comeBack(setup)).toMatchObject({ code: expect.any(String) });
  });

  test('that was revoked is lost, as every other', async () => {
    const setup = await setUpMicrosoftMail();
    const { code = '' } = await comeBack(setup);
    const grant = await oauth.exchange(setup.lookAlike.oauthContext, code, verifier);
    setup.lookAlike.control.act(email, 'demandSecondFactor');
    await expect(oauth.refresh(setup.lookAlike.oauthContext, grant.refreshToken ?? '')).rejects.toMatchObject({
      code: 'interactionNeeded',
      lostCause: 'secondFactor',
    });
  });
});
