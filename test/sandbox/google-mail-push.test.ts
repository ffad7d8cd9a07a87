import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../packages/sandbox/src/kernel/store.ts';
import { ada, type Bench, bo, client, createBench, refusalOf, scope, topic } from './google-mail-world.ts';

const secondMs = 1_000;
const dayMs = 86_400_000;
const watch = { topicName: topic.name };
const decoded = (text: string) => JSON.parse(Buffer.from(text, 'base64').toString()) as Record<string, unknown>;

function notices({ heard }: Bench) {
  return heard.splice(0).map(({ body = '' }) => {
    const { message } = JSON.parse(body) as { message: { data: string } };
    return decoded(message.data);
  });
}
async function watching(options?: Parameters<typeof createBench>[0]) {
  const bench = createBench(options);
  await bench.ask('POST', 'watch', watch);
  await bench.world.advance(2 * secondMs);
  bench.heard.length = 0;
  return bench;
}

describe('the topic of Gmail', () => {
  it('is told at once, for seven days, with a token that Google’s key has signed', async () => {
    const bench = createBench();
    const { body } = await bench.ask('POST', 'watch', watch);
    expect(body).toEqual({ historyId: '1000', expiration: String(bench.world.now() + 7 * dayMs) });
    await bench.world.advance(secondMs);
    const [push] = bench.heard;
    expect(push?.url).toBe(topic.pushUrl);
    expect(JSON.parse(push?.body ?? '')).toEqual({
      message: {
        data: Buffer.from(`{"emailAddress":"${ada.email}","historyId":1000}`).toString('base64'),
        messageId: expect.stringMatching(/^\d{16}$/u),
        publishTime: expect.stringMatching(/Z$/u),
      },
      subscription: 'projects/concord/subscriptions/mail',
    });
    const [head = '', claims = '', signature = ''] = (push?.headers['authorization'] ?? '').slice(7).split('.');
    const certs = JSON.parse((await bench.send('GET', '/oauth2/v3/certs')).body) as {
      keys: (JsonWebKey & { kid: string })[];
    };
    const jwk = certs.keys.find(({ kid }) => kid === decoded(head)['kid']);
    const key = createPublicKey({ key: jwk ?? {}, format: 'jwk' });
    expect(verify('RSA-SHA256', Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, 'base64url'))).toBe(true);
    const seconds = Math.floor((bench.world.now() - secondMs) / 1_000);
    expect(decoded(claims)).toMatchObject({
      iss: 'https://accounts.google.com',
      aud: topic.pushUrl,
      email: topic.serviceAccount,
      email_verified: true,
      iat: seconds,
      exp: seconds + 3_600,
    });
  });

  it('hears of every change of the mailbox, at most once a second, until it is stopped or over', async () => {
    const bench = await watching();
    bench.mine.deliver({ from: client });
    bench.mine.deliver({ from: client });
    bench.theirs.deliver({ from: client });
    await bench.world.advance(secondMs);
    expect(notices(bench)).toMatchObject([{ emailAddress: ada.email }]);
    bench.mine.label(bench.mine.list()[0]?.id ?? '', ['STARRED']);
    await bench.world.advance(secondMs);
    expect(notices(bench)).toHaveLength(1);
    await bench.ask('POST', 'stop');
    bench.mine.deliver({ from: client });
    await bench.world.advance(secondMs);
    expect(notices(bench)).toEqual([]);
    await bench.ask('POST', 'watch', watch);
    await bench.world.advance(7 * dayMs);
    notices(bench);
    bench.mine.deliver({ from: client });
    await bench.world.advance(secondMs);
    expect(notices(bench)).toEqual([]);
    expect(bench.control.mailWatches()).toEqual([]);
  });

  it('hears only of labels that are named, or of all but those', async () => {
    const bench = createBench();
    for (const [labelFilterBehavior, heard] of [
      ['include', 0],
      ['exclude', 1],
    ] as const) {
      await bench.ask('POST', 'watch', { ...watch, labelIds: ['SPAM', 'DRAFT'], labelFilterBehavior });
      await bench.world.advance(2 * secondMs);
      notices(bench);
      bench.mine.deliver({ from: client });
      await bench.world.advance(2 * secondMs);
      expect(notices(bench)).toHaveLength(heard);
      bench.mine.deliver({ from: client, labels: ['SPAM'] });
      await bench.world.advance(2 * secondMs);
      expect(notices(bench)).toHaveLength(1 - heard);
    }
  });

  it('is one for an account and project, has to be there, and takes a grant that reads', async () => {
    const bench = await watching();
    bench.control.addTopic({ ...topic, name: 'projects/concord/topics/other' });
    const other = await bench.ask('POST', 'watch', { topicName: 'projects/concord/topics/other' });
    expect(refusalOf(other)).toEqual([
      400,
      'failedPrecondition',
      'Only one user push notification client allowed per developer (call /stop then try again)',
    ]);
    expect((await bench.ask('POST', 'watch', watch)).status).toBe(200);
    bench.signIn([scope('readonly')], bo.email);
    expect((await bench.ask('POST', 'watch', { topicName: 'projects/concord/topics/other' })).status).toBe(200);
    for (const [body, status] of [
      [{ topicName: 'projects/concord/topics/nowhere' }, 404],
      [{ topicName: 'nowhere' }, 400],
      [{}, 400],
      [{ ...watch, labelIds: ['NONE'] }, 400],
      [{ ...watch, labelIds: 'INBOX' }, 400],
      [{ ...watch, labelFilterBehavior: 'odd' }, 400],
    ] as const)
      expect([body, (await bench.ask('POST', 'watch', body)).status]).toEqual([body, status]);
  });

  it('tries again with longer and longer pauses until somebody says 2xx, also after a restart', async () => {
    const store = createMemoryStore();
    let status = 503;
    const bench = await watching({ store, hear: () => status });
    await bench.world.advance(9 * secondMs);
    expect(bench.heard).toHaveLength(1);
    await bench.world.advance(20 * secondMs);
    expect(bench.heard).toHaveLength(2);
    expect(bench.control.notices()).toMatchObject({ accepted: 0 });
    const again = createBench({ store, hear: () => 401 });
    await again.world.advance(secondMs);
    expect(again.heard).toHaveLength(1);
    status = 204;
    await bench.world.advance(60 * secondMs);
    const count = bench.heard.length;
    await bench.world.advance(3_600 * secondMs);
    expect(bench.heard).toHaveLength(count);
    expect(bench.control.notices().accepted).toBe(1);
  });

  it('loses, doubles, delays and swaps what it tells, and writes it otherwise, when it is to', async () => {
    const change = async (bench: Bench, waitMs = 2 * secondMs) => {
      bench.mine.deliver({ from: client });
      await bench.world.advance(waitMs);
      return notices(bench);
    };
    const bench = await watching();
    bench.on('mail.noticeLost');
    expect(await change(bench)).toEqual([]);
    bench.off('mail.noticeLost');
    bench.on('mail.noticeDoubled');
    expect(await change(bench)).toHaveLength(2);
    bench.off('mail.noticeDoubled');
    bench.on('mail.noticeLate', 30 * secondMs);
    expect(await change(bench)).toEqual([]);
    bench.off('mail.noticeLate');
    await bench.world.advance(30 * secondMs);
    expect(notices(bench)).toHaveLength(1);
    bench.on('mail.noticesSwapped');
    bench.on('mail.numbersAsText');
    expect(await change(bench)).toEqual([]);
    const [first, second] = await change(bench);
    expect(Number(first?.['historyId'])).toBeGreaterThan(Number(second?.['historyId']));
    expect(typeof first?.['historyId']).toBe('string');
  });
});
