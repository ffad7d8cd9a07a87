import { type Operation, SyncError } from '@concord/core';
import { type BookOptions, createMemoryBook, createMemoryProvider, type MemoryBook } from '@concord/provider-memory';
import { describe, expect, test } from 'vitest';
import { named } from './collection-contract.ts';

const openBook = (options: BookOptions = {}): MemoryBook => createMemoryBook({ now: () => 1_000 }, options);
const create = (name: string): Operation => ({ kind: 'create', marker: name, item: named(name) });

describe('the memory book', () => {
  test('does instead of a call what it is told to, and leaves the rest of the batch undone', async () => {
    let calls = 0;
    const book = openBook({
      beforeCall: (call) => {
        calls += 1;
        if (call === 'create' && calls === 2) throw new SyncError('rateLimited', 'wait', { retryAfterMs: 50 });
      },
    });
    const outcomes = await book.collection().write([create('Ana'), create('Bea'), create('Cleo')]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['written', 'notDone', 'notDone']);
    expect(outcomes[2]).toEqual({ kind: 'notDone', code: 'rateLimited', retryAfterMs: 50 });
    expect(book.list()).toHaveLength(1);
  });

  test('a call that fails rejects', async () => {
    const book = openBook({
      beforeCall: () => {
        throw new SyncError('unauthorized', 'expired');
      },
    });
    await expect(book.collection().scan(undefined)).rejects.toMatchObject({ code: 'unauthorized' });
    await expect(book.collection().write([create('Ana')])).rejects.toMatchObject({ code: 'unauthorized' });
  });

  test('a write whose answer is lost took effect, and is found by its marker', async () => {
    const book = openBook({ losesAnswer: () => true });
    const collection = book.collection();
    expect(await collection.write([create('Ana')])).toEqual([{ kind: 'unknown' }]);
    expect(await collection.find([{ marker: 'Ana', item: named('Ana'), since: 0 }])).toMatchObject([
      [{ kind: 'present', id: book.list()[0]?.id }],
    ]);
  });

  test('cursors expire when they are told to', async () => {
    const book = openBook();
    const { cursor = '' } = await book.collection().scan(undefined);
    book.expireCursors();
    await expect(book.collection().changes(cursor)).rejects.toMatchObject({ code: 'cursorExpired' });
    await expect(book.collection().scan('nonsense')).rejects.toMatchObject({ code: 'cursorExpired' });
  });

  test('what was moved or hidden is neither there nor gone, and comes back', async () => {
    const book = openBook();
    const id = book.add(named('Ana'));
    const { cursor = '' } = await book.collection().scan(undefined);
    for (const standing of ['elsewhere', 'hidden'] as const) {
      book.move(id, standing);
      expect((await book.collection().changes(cursor)).observations).toMatchObject([{ kind: standing, id }]);
      expect(await book.collection().read([id])).toMatchObject([{ kind: standing }]);
      expect(book.list()).toEqual([]);
    }
    book.move(id, 'here');
    expect(await book.collection().read([id])).toMatchObject([{ kind: 'present' }]);
  });

  test('an element keeps its handle through an edit, and a foreign handle is not taken over', async () => {
    const book = openBook();
    const collection = book.collection();
    const id = book.add(named('Ana'));
    const [before] = await collection.read([id]);
    if (before?.kind !== 'present') throw new Error('not there');
    const [email] = typeof before.item.emails === 'object' ? before.item.emails : [];
    const emails = [
      { ...email, key: 'new@example.org', value: 'new@example.org' },
      { key: 'b@example.org', value: 'b@example.org', ref: 'foreign' },
    ];
    await collection.write([
      { kind: 'update', id, version: before.version, known: { item: before.item }, item: { ...before.item, emails } },
    ]);
    expect(book.list()[0]?.item.emails).toMatchObject([
      { key: 'new@example.org', ref: email?.ref, primary: true },
      { key: 'b@example.org', ref: expect.not.stringMatching('foreign') as unknown, primary: false },
    ]);
  });

  test('stands in for any provider, with grants of its own', async () => {
    const provider = createMemoryProvider(openBook(), { name: 'microsoft' });
    const context = {
      app: { clientId: 'app', clientSecret: '' },
      hosts: { app: 'https://memory.example' },
      redirectUri: 'https://concord.example/callback',
      transport: () => Promise.reject(new Error('no network')),
      clock: { now: () => 1_000 },
    };
    const url = new URL(provider.oauth.authorizeUrl(context, { state: 's', challenge: 'c' }));
    expect(url.searchParams.get('state')).toBe('s');
    const grant = await provider.oauth.exchange(context, 'olive', 'verifier');
    expect(await provider.oauth.identify(context, grant)).toMatchObject({ accountId: 'olive', seesEverything: true });
    await expect(provider.oauth.refresh(context, 'lost')).rejects.toMatchObject({ code: 'grantLost' });
    expect(provider.name).toBe('microsoft');
  });
});
