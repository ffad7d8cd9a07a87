import { createMemoryStore } from '@concord/sandbox';
import { describe, expect, it } from 'vitest';
import { type Bench, createBench, named, namesOf, type Person, sourceOf } from './google-contacts-world.ts';

const dayMs = 86_400_000;

function filled(count: number, options: Parameters<typeof createBench>[0] = {}) {
  const bench = createBench(options);
  const people = Array.from({ length: count }, (_, n) => ({ names: [{ givenName: `P${n}` }] }));
  return { ...bench, ids: bench.control.addMany('ada@byron.example', people) };
}
const sync = ({ listAll }: Bench, syncToken: string) => listAll({ syncToken });
const first = (ids: readonly string[]) => ids[0] ?? '';

describe('a list of everybody at the Google look-alike', () => {
  it('comes in pages, the last changed last, with a token at the end only', async () => {
    const bench = filled(5);
    bench.people.touch(first(bench.ids));
    const { body } = await bench.list({ pageSize: 2 });
    expect([namesOf(body.connections ?? []), body.totalItems, body.totalPeople]).toEqual([['P1', 'P2'], 5, 5]);
    expect(body).not.toHaveProperty('nextSyncToken');
    const { rows, pages, syncToken } = await bench.listAll({ pageSize: 2 });
    expect([namesOf(rows), pages]).toEqual([['P1', 'P2', 'P3', 'P4', 'P0'], 3]);
    expect(syncToken).not.toBe('');
  });

  it('has no list at all when there is nobody', async () => {
    expect(Object.keys((await createBench().list()).body)).toEqual(['nextSyncToken']);
  });

  it('gives no token unless asked', async () => {
    const { list } = filled(1);
    expect((await list({ requestSyncToken: undefined })).body).not.toHaveProperty('nextSyncToken');
  });

  it('has a hundred to a page unless asked, and a thousand at most', async () => {
    const { list } = filled(1_100);
    const count = async (pageSize?: number) => (await list({ pageSize })).body.connections?.length;
    expect([await count(), await count(0), await count(1_000)]).toEqual([100, 100, 1_000]);
    for (const pageSize of [1_001, -1, 1.5]) expect((await list({ pageSize })).status).toBe(400);
  });

  it('is sorted otherwise when asked, which goes with no sync token', async () => {
    const { people, list, listAll } = createBench();
    for (const [givenName, familyName] of [
      ['Cy', 'Ash'],
      ['Ada', 'Elm'],
      ['Bo', 'Oak'],
    ])
      people.add({ names: [{ givenName: givenName ?? '', familyName: familyName ?? '' }] });
    const sorted = async (sortOrder: string) =>
      namesOf((await listAll({ sortOrder, requestSyncToken: undefined, pageSize: 2 })).rows);
    expect(await sorted('FIRST_NAME_ASCENDING')).toEqual(['Ada', 'Bo', 'Cy']);
    expect(await sorted('LAST_NAME_ASCENDING')).toEqual(['Cy', 'Ada', 'Bo']);
    expect(await sorted('LAST_MODIFIED_DESCENDING')).toEqual(['Bo', 'Ada', 'Cy']);
    expect((await list({ sortOrder: 'FIRST_NAME_ASCENDING' })).status).toBe(400);
    expect((await list({ sortOrder: 'SHOE_SIZE' })).status).toBe(400);
  });

  it('goes on only with the parameters of its first page', async () => {
    const { list } = filled(3);
    const { nextPageToken } = (await list({ pageSize: 1 })).body;
    const go = async (change: Readonly<Record<string, unknown>>) =>
      (await list({ pageSize: 1, pageToken: nextPageToken, ...change })).status;
    expect(await go({})).toBe(200);
    expect(await go({ pageSize: 2 })).toBe(400);
    expect(await go({ personFields: 'names' })).toBe(400);
    expect(await go({ sources: 'READ_SOURCE_TYPE_CONTACT' })).toBe(400);
    expect(await go({ requestSyncToken: undefined })).toBe(400);
  });

  it('shows the first hundred e-mails and numbers only', async () => {
    const { people, list, get } = createBench();
    const values = Array.from({ length: 120 }, (_, n) => ({ value: `${n}@x.example` }));
    const { resourceName } = people.add({ emailAddresses: values, phoneNumbers: values });
    const [row] = (await list()).body.connections ?? [];
    expect([row?.emailAddresses?.length, row?.phoneNumbers?.length]).toEqual([100, 100]);
    expect((await get(resourceName)).body.emailAddresses).toHaveLength(120);
  });

  it('says nothing of who was deleted', async () => {
    const bench = filled(3);
    bench.people.remove(first(bench.ids));
    const { rows } = await bench.listAll();
    expect(namesOf(rows)).toEqual(['P1', 'P2']);
  });

  it('misses nothing that changes while it is read', async () => {
    const bench = filled(4);
    const { body } = await bench.list({ pageSize: 2 });
    bench.people.edit(first(bench.ids), named('Edited') as { names: { givenName: string }[] });
    bench.people.remove(bench.ids[1] ?? '');
    const late = bench.people.add({ names: [{ givenName: 'Late' }] });
    bench.people.remove(late.resourceName);
    const next = await bench.list({ pageSize: 2, pageToken: body.nextPageToken });
    expect(namesOf(next.body.connections ?? [])).toEqual(['P2', 'P3']);
    const last = await bench.list({ pageSize: 2, pageToken: next.body.nextPageToken });
    expect(namesOf(last.body.connections ?? [])).toEqual(['Edited']);
    const { rows } = await bench.listAll({ pageSize: 2, syncToken: last.body.nextSyncToken });
    expect(rows.map(({ metadata, resourceName }) => [resourceName, metadata?.deleted])).toEqual([
      [first(bench.ids), undefined],
      [bench.ids[1], true],
      [late.resourceName, true],
    ]);
  });
});

describe('a list of changes at the Google look-alike', () => {
  it('has no list at all when nothing changed', async () => {
    const bench = filled(3);
    const { syncToken } = await bench.listAll();
    const { body } = await bench.list({ syncToken });
    expect(Object.keys(body)).toEqual(['nextSyncToken']);
  });

  it('shows who was added, changed and deleted since, the client’s own writes too', async () => {
    const bench = filled(3);
    const { syncToken } = await bench.listAll();
    await bench.create(named('Own'));
    bench.people.touch(first(bench.ids));
    await bench.remove(bench.ids[1] ?? '');
    const { rows, syncToken: next } = await sync(bench, syncToken);
    expect(namesOf(rows)).toEqual(['Own', 'P0', undefined]);
    expect((await sync(bench, next)).rows).toEqual([]);
    expect(namesOf((await sync(bench, syncToken)).rows)).toEqual(['Own', 'P0', undefined]);
  });

  it('shows a deleted contact without anything but its names, and the epoch for its time', async () => {
    const bench = filled(1);
    const { syncToken } = await bench.listAll();
    const before = bench.people.list()[0] as Person;
    bench.people.remove(first(bench.ids));
    const [row] = (await sync(bench, syncToken)).rows;
    expect(Object.keys(row ?? {}).sort()).toEqual(['etag', 'metadata', 'resourceName']);
    expect(row?.metadata).toMatchObject({ deleted: true, objectType: 'PERSON' });
    expect(sourceOf(row ?? {})).toMatchObject({ id: sourceOf(before).id, updateTime: '1970-01-01T00:00:00Z' });
  });

  it('shows who was taken out of the trash as somebody who changed', async () => {
    const bench = filled(1);
    const { syncToken } = await bench.listAll();
    bench.people.remove(first(bench.ids));
    bench.people.restore(first(bench.ids));
    const { rows } = await sync(bench, syncToken);
    expect(rows.map(({ resourceName, metadata }) => [resourceName, metadata?.deleted])).toEqual([
      [first(bench.ids), undefined],
    ]);
    expect((await bench.list()).body.totalItems).toBe(1);
  });

  it('tells former names, which no other list does', async () => {
    const bench = filled(1);
    const { syncToken } = await bench.listAll();
    const source = sourceOf(bench.people.list()[0] as Person).id;
    const { resourceName } = bench.people.rename(first(bench.ids));
    const [row] = (await sync(bench, syncToken)).rows;
    expect([row?.resourceName, row?.metadata?.previousResourceNames]).toEqual([resourceName, [first(bench.ids)]]);
    expect(sourceOf(row ?? {}).id).toBe(source);
    const [all] = (await bench.listAll()).rows;
    expect(all?.metadata).not.toHaveProperty('previousResourceNames');
    expect((await bench.get(resourceName)).body.metadata).not.toHaveProperty('previousResourceNames');
  });

  it('comes in pages, and counts what is in them', async () => {
    const bench = filled(7);
    const { syncToken } = await bench.listAll({ pageSize: 3 });
    for (const id of bench.ids) bench.people.touch(id);
    const { body } = await bench.list({ pageSize: 3, syncToken });
    expect([body.connections?.length, body.totalItems]).toEqual([3, 7]);
    expect((await bench.listAll({ pageSize: 3, syncToken })).rows).toHaveLength(7);
  });

  it('shows a merge as one that changed and one that is gone', async () => {
    const bench = createBench();
    const one = bench.people.add({ names: [{ givenName: 'Ada' }], emailAddresses: [{ value: 'a@x.example' }] });
    const other = bench.people.add({
      names: [{ givenName: 'A.' }],
      emailAddresses: [{ value: 'b@x.example', metadata: { sourcePrimary: true } }],
    });
    const { syncToken } = await bench.listAll();
    bench.people.merge(one.resourceName, other.resourceName);
    const { rows } = await sync(bench, syncToken);
    expect(rows.map(({ metadata }) => metadata?.deleted)).toEqual([undefined, true]);
    expect(rows[0]?.emailAddresses?.map(({ value }) => value)).toEqual(['a@x.example', 'b@x.example']);
    expect(rows[0]?.names?.map(({ givenName }) => givenName)).toEqual(['Ada']);
    expect(rows[0]?.emailAddresses?.map(({ metadata }) => metadata?.primary)).toEqual([true, undefined]);
  });

  it('needs a token of its own kind, account and parameters', async () => {
    const bench = filled(2);
    const { syncToken } = await bench.listAll();
    const { nextPageToken } = (await bench.list({ pageSize: 1 })).body;
    const asked = async (query: Readonly<Record<string, unknown>>) => {
      const { status, body } = await bench.list(query);
      return [status, body.error?.status, body.error?.details];
    };
    for (const query of [
      { syncToken: 'nonsense' },
      { syncToken: nextPageToken, pageSize: 1 },
      { syncToken, pageSize: 7 },
      { syncToken, personFields: 'names' },
    ])
      expect(await asked(query)).toEqual([400, 'INVALID_ARGUMENT', undefined]);
    bench.signIn(undefined, 'bo@other.example');
    expect(await asked({ syncToken })).toEqual([400, 'INVALID_ARGUMENT', undefined]);
  });
});

describe('a sync token of the Google look-alike', () => {
  const reasons = async ({ list }: Bench, syncToken: string) => {
    const { status, body } = await list({ syncToken });
    return [status, body.error?.status, body.error?.details?.[0]?.reason];
  };
  const dead = [400, 'FAILED_PRECONDITION', 'EXPIRED_SYNC_TOKEN'];

  it('ends seven days after the list of everybody, however often it was used', async () => {
    const bench = filled(1);
    const { syncToken } = await bench.listAll();
    await bench.world.advance(7 * dayMs - 1);
    bench.signIn();
    const { syncToken: next } = await sync(bench, syncToken);
    await bench.world.advance(1);
    expect(await reasons(bench, next)).toEqual(dead);
    const again = await bench.listAll();
    expect((await bench.list({ syncToken: again.syncToken })).status).toBe(200);
  });

  it('lives seven days anew with google.syncTokenRenewed', async () => {
    const bench = filled(1);
    bench.on('syncTokenRenewed');
    const { syncToken } = await bench.listAll();
    await bench.world.advance(6 * dayMs);
    bench.signIn();
    const { syncToken: next } = await sync(bench, syncToken);
    await bench.world.advance(2 * dayMs);
    bench.signIn();
    expect((await bench.list({ syncToken: next })).status).toBe(200);
    expect(await reasons(bench, syncToken)).toEqual(dead);
  });

  it('ends when a control says so, for that account only', async () => {
    const bench = filled(1);
    const { syncToken } = await bench.listAll();
    bench.control.expireSyncTokens('bo@other.example');
    expect((await bench.list({ syncToken })).status).toBe(200);
    bench.control.expireSyncTokens('ada@byron.example');
    expect(await reasons(bench, syncToken)).toEqual(dead);
  });

  it.each([
    ['usual', dead],
    ['invalidArgument', [400, 'INVALID_ARGUMENT', 'EXPIRED_SYNC_TOKEN']],
    ['bare', [400, 'FAILED_PRECONDITION', undefined]],
    ['gone', [410, 'FAILED_PRECONDITION', 'EXPIRED_SYNC_TOKEN']],
  ] as const)('may end at any time: google.syncTokenExpired.%s', async (form, told) => {
    const bench = filled(2);
    const { syncToken } = await bench.listAll();
    bench.on(`syncTokenExpired.${form}`);
    expect(await reasons(bench, syncToken)).toEqual(told);
    const { nextPageToken } = (await bench.list({ pageSize: 1 })).body;
    expect((await bench.list({ pageSize: 1, pageToken: nextPageToken })).status).toBe(200);
    bench.off(`syncTokenExpired.${form}`);
    bench.control.expireSyncTokens('ada@byron.example', form);
    expect(await reasons(bench, syncToken)).toEqual(told);
  });

  it('survives a restart, as everything that counts does', async () => {
    const store = createMemoryStore();
    const bench = filled(3, { store });
    const { syncToken } = await bench.listAll();
    bench.people.remove(first(bench.ids));
    const renamed = bench.people.rename(bench.ids[1] ?? '');
    bench.people.label(renamed.resourceName, ['Clients']);
    const again = createBench({ store, startAt: bench.world.now() });
    const { rows } = await sync(again, syncToken);
    expect(rows.map(({ resourceName, metadata }) => [resourceName, metadata?.deleted])).toEqual([
      [first(bench.ids), true],
      [renamed.resourceName, undefined],
    ]);
    expect(again.people.get(bench.ids[1] ?? '')?.resourceName).toBe(renamed.resourceName);
    expect(again.people.labelsOf(renamed.resourceName)).toEqual(['Clients']);
    expect([again.people.version(), again.people.list().length]).toEqual([bench.people.version(), 2]);
    expect(again.people.trash()).toHaveLength(1);
  });
});

describe('awkward lists of the Google look-alike', () => {
  it('google.staleSync shows changes late, and loses none of them', async () => {
    const bench = filled(2);
    const { syncToken } = await bench.listAll();
    await bench.world.advance(300_000);
    bench.people.touch(first(bench.ids));
    await bench.world.advance(60_000);
    bench.people.remove(bench.ids[1] ?? '');
    bench.on('staleSync', 60_000);
    const soon = await sync(bench, syncToken);
    expect(namesOf(soon.rows)).toEqual(['P0']);
    await bench.world.advance(60_000);
    const { rows } = await sync(bench, soon.syncToken);
    expect(rows.map(({ resourceName }) => resourceName)).toEqual([bench.ids[1]]);
    await sync(bench, soon.syncToken);
    expect(bench.world.awkward.struck()).toEqual({ 'google.staleSync': 1 });
  });

  it('google.staleSync may strike one page of several, and loses nothing then either', async () => {
    const bench = filled(3);
    const { syncToken } = await bench.listAll({ pageSize: 1 });
    await bench.world.advance(300_000);
    for (const id of bench.ids) bench.people.touch(id);
    const { body } = await bench.list({ pageSize: 1, syncToken });
    bench.on('staleSync', 60_000);
    const late = await bench.list({ pageSize: 1, pageToken: body.nextPageToken });
    expect(late.body).not.toHaveProperty('connections');
    bench.off('staleSync');
    const { rows } = await bench.listAll({ pageSize: 1, syncToken: late.body.nextSyncToken });
    expect(namesOf(rows)).toEqual(expect.arrayContaining(['P1', 'P2']));
  });

  it('google.staleSync goes back behind no token', async () => {
    const bench = filled(3);
    const { syncToken } = await bench.listAll();
    bench.on('staleSync');
    const late = await sync(bench, syncToken);
    bench.off('staleSync');
    expect([late.rows, (await sync(bench, late.syncToken)).rows]).toEqual([[], []]);
  });

  it('google.staleList shows the account as it was, with who is deleted and without who is new', async () => {
    const bench = filled(2);
    await bench.world.advance(300_000);
    bench.people.remove(first(bench.ids));
    bench.people.edit(bench.ids[1] ?? '', { names: [{ givenName: 'New' }] });
    bench.people.add({ names: [{ givenName: 'Late' }] });
    bench.on('staleList', 60_000);
    const { rows, syncToken } = await bench.listAll();
    expect(namesOf(rows)).toEqual(['P0', 'P1']);
    bench.off('staleList');
    const changes = await sync(bench, syncToken);
    expect(changes.rows.map(({ resourceName }) => resourceName)).toContain(first(bench.ids));
    expect(namesOf(changes.rows)).toEqual(expect.arrayContaining(['New', 'Late']));
  });

  it('google.staleRead shows an old version by its name, whose etag is no good', async () => {
    const bench = filled(2);
    await bench.world.advance(300_000);
    bench.people.edit(first(bench.ids), { names: [{ givenName: 'New' }] });
    const young = bench.people.add({ names: [{ givenName: 'Young' }] });
    bench.on('staleRead', 60_000);
    const { body } = await bench.get(first(bench.ids));
    expect(namesOf([body])).toEqual(['P0']);
    const { etag, metadata } = body;
    const answer = await bench.update(first(bench.ids), 'names', { etag, metadata, ...named('Mine') });
    expect(answer.body.error.status).toBe('FAILED_PRECONDITION');
    expect((await bench.get(young.resourceName)).status).toBe(404);
    await bench.world.advance(300_000);
    bench.people.remove(young.resourceName);
    await bench.world.advance(60_000);
    bench.people.restore(young.resourceName);
    await bench.world.advance(1_000);
    expect((await bench.get(young.resourceName)).status).toBe(404);
    const struck = bench.world.awkward.struck()['google.staleRead'];
    await bench.get(bench.ids[1] ?? '');
    expect(bench.world.awkward.struck()['google.staleRead']).toBe(struck);
  });

  it('google.replays ends a list of changes with contacts that did not change', async () => {
    const bench = filled(9);
    const { syncToken } = await bench.listAll();
    bench.people.touch(first(bench.ids));
    bench.on('replays');
    const { rows, syncToken: next } = await sync(bench, syncToken);
    expect(new Set(rows.map(({ resourceName }) => resourceName)).size).toBe(4);
    const etags = new Map(bench.people.list().map((contact) => [contact.resourceName, sourceOf(contact).etag]));
    for (const row of rows) expect(sourceOf(row).etag).toBe(etags.get(row.resourceName ?? ''));
    expect((await bench.listAll({ pageSize: 3 })).rows).toHaveLength(9);
    bench.off('replays');
    expect((await sync(bench, next)).rows).toEqual([]);
  });

  it('google.etagBump moves the etag once more, later', async () => {
    const bench = createBench();
    bench.on('etagBump', 500);
    const { body } = await bench.create(named('Ada'));
    await bench.world.advance(500);
    const after = (await bench.get(body.resourceName ?? '')).body;
    expect(sourceOf(after).etag).not.toBe(sourceOf(body).etag);
    expect(namesOf([after])).toEqual(['Ada']);
  });

  it('google.emptyPage puts an empty page before each one', async () => {
    const bench = filled(4);
    bench.on('emptyPage');
    expect(Object.keys((await bench.list()).body)).toEqual(['nextPageToken']);
    const { rows, pages, syncToken } = await bench.listAll({ pageSize: 2 });
    expect([namesOf(rows), pages]).toEqual([['P0', 'P1', 'P2', 'P3'], 4]);
    expect((await bench.listAll({ pageSize: 2, syncToken })).pages).toBe(2);
  });

  it('google.endlessPages brings the same page for ever', async () => {
    const bench = filled(4);
    bench.on('endlessPages');
    const one = (await bench.list()).body;
    const other = (await bench.list({ pageToken: one.nextPageToken })).body;
    expect([namesOf(other.connections ?? []), other.nextSyncToken]).toEqual([['P0', 'P1', 'P2', 'P3'], undefined]);
    await expect(bench.listAll()).rejects.toThrow('does not end');
  });

  it('google.emptyListing and google.rowsLeftOut show too few, with 200, and harm no list of changes', async () => {
    const bench = filled(30);
    const { syncToken } = await bench.listAll();
    for (const id of bench.ids) bench.people.touch(id);
    bench.on('rowsLeftOut');
    const { rows } = await bench.listAll();
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.length).toBeLessThan(30);
    expect((await sync(bench, syncToken)).rows).toHaveLength(30);
    bench.on('emptyListing');
    expect((await bench.listAll()).rows).toEqual([]);
    expect((await sync(bench, syncToken)).rows).toHaveLength(30);
  });
});
