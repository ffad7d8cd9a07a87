import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createFileStore, createMemoryStore } from '../../packages/sandbox/src/kernel/store.ts';
import { expiryForms } from '../../packages/sandbox/src/microsoft/index.ts';
import { ada, type Bench, createBench, main, readRound } from './microsoft-world.ts';

const delta = `${main}/delta`;
const people = (count: number) => Array.from({ length: count }, (_, n) => ({ givenName: `P${n}`, jobTitle: 'x' }));
const names = (rows: readonly { readonly givenName?: string | null }[]) => rows.map((row) => row.givenName);

function filled(count: number, options: Parameters<typeof createBench>[0] = {}) {
  const bench = createBench(options);
  const ids = bench.control.addMany(ada.email, people(count));
  return { bench, ids };
}

/** The id at an index that the test made. */
function at<T>(values: readonly T[], index: number): T {
  const value = values[index];
  if (value === undefined) throw new Error(`nothing at ${index}`);
  return value;
}

describe('a first round', () => {
  test('gives every contact once, in pages of the preferred size with canonical links', async () => {
    const { bench } = filled(23);
    const first = await bench.graph('GET', delta, undefined, { prefer: 'odata.maxpagesize=10' });
    expect(first.body.value).toHaveLength(10);
    expect(first.headers.get('preference-applied')).toBe('odata.maxpagesize=10');
    expect(first.body['@odata.nextLink']).toMatch(
      /^https:\/\/graph\.microsoft\.com\/v1\.0\/me\/contactFolders\/contacts\/contacts\/delta\?\$skiptoken=/u,
    );
    expect(first.body).not.toHaveProperty('@odata.deltaLink');
    const round = await readRound(bench, delta, 10);
    expect(new Set(names(round.rows))).toEqual(new Set(names(people(23))));
    expect(round.rows).toHaveLength(23);
    expect(round.pages).toBe(3);
    expect(round.deltaLink).toContain('$deltatoken=');
  });

  test('fits exactly into full pages without an empty one behind', async () => {
    const { bench } = filled(20);
    expect((await readRound(bench, delta, 10)).pages).toBe(2);
    bench.people.remove(bench.people.add({ givenName: 'Gone before' }).id);
    expect((await readRound(bench, delta, 10)).pages).toBe(2);
  });

  test('of an empty folder is one empty page with a deltaLink', async () => {
    const { rows, pages } = await readRound(createBench(), delta);
    expect([rows, pages]).toEqual([[], 1]);
  });

  test('says nothing of contacts that went before it began', async () => {
    const { bench, ids } = filled(3);
    bench.people.remove(at(ids, 0));
    bench.people.move(at(ids, 1), 'Friends');
    expect(names((await readRound(bench, delta)).rows)).toEqual(['P2']);
  });

  test('tells what happens while it runs', async () => {
    const { bench, ids } = filled(6);
    const first = await bench.graph('GET', delta, undefined, { prefer: 'IdType="ImmutableId", odata.maxpagesize=2' });
    bench.people.edit(at(ids, 0), { surname: 'Late' });
    bench.people.edit(at(ids, 5), { surname: 'Late' });
    bench.people.remove(at(ids, 1));
    const rest = await readRound(bench, first.body['@odata.nextLink'] ?? '', 2);
    expect(rest.rows.map((row) => [row.id, row.surname ?? row['@removed']?.reason])).toEqual([
      [ids[2], undefined],
      [ids[3], undefined],
      [ids[4], undefined],
      [ids[0], 'Late'],
      [ids[5], 'Late'],
      [ids[1], 'deleted'],
    ]);
  });

  test('refuses options that deltas of contacts do not take', async () => {
    const { bench } = filled(1);
    expect((await bench.graph('GET', `${delta}?$filter=x`)).status).toBe(400);
    expect((await bench.graph('GET', `${delta}?$orderby=displayName`)).status).toBe(400);
    expect((await bench.graph('GET', `${delta}?$expand=x`)).status).toBe(500);
  });

  test('is also there under /me/contacts, in function form, and for each sub-folder by itself', async () => {
    const { bench, ids } = filled(2);
    bench.people.move(at(ids, 0), 'Friends');
    const friends = bench.people.folders().find((folder) => folder.displayName === 'Friends');
    expect(names((await readRound(bench, '/me/contacts/delta')).rows)).toEqual(['P1']);
    expect(names((await readRound(bench, '/me/contacts/delta()')).rows)).toEqual(['P1']);
    expect(names((await readRound(bench, `/me/contactFolders/${friends?.id}/contacts/delta`)).rows)).toEqual(['P0']);
  });
});

describe('a later round', () => {
  test('gives what was created, changed and deleted since, once each, and nothing when nothing was', async () => {
    const { bench, ids } = filled(4);
    const { deltaLink } = await readRound(bench, delta);
    bench.people.edit(at(ids, 0), { surname: 'One' });
    bench.people.edit(at(ids, 0), { surname: 'Two' });
    bench.people.remove(at(ids, 1));
    const created = bench.people.add({ givenName: 'New' });
    const round = await readRound(bench, deltaLink);
    expect(round.rows).toHaveLength(3);
    expect(round.rows[0]).toMatchObject({ id: ids[0], surname: 'Two', '@odata.type': '#microsoft.graph.contact' });
    expect(round.rows[1]).toEqual({
      '@odata.type': '#microsoft.graph.contact',
      id: ids[1],
      '@removed': { reason: 'deleted' },
    });
    expect(round.rows[2]?.id).toBe(created.id);
    expect((await readRound(bench, round.deltaLink)).rows).toEqual([]);
    // The same link again replays the same round.
    expect((await readRound(bench, deltaLink)).rows).toHaveLength(3);
  });

  test('brings the client its own writes', async () => {
    const { bench, ids } = filled(1);
    const { deltaLink } = await readRound(bench, delta);
    await bench.graph('PATCH', `/me/contacts/${ids[0]}`, { surname: 'Mine' });
    expect((await readRound(bench, deltaLink)).rows[0]).toMatchObject({ id: ids[0], surname: 'Mine' });
  });

  test('keeps the $select of the first call, and ignores another', async () => {
    const { bench, ids } = filled(1);
    const { deltaLink } = await readRound(bench, `${delta}?$select=surname`);
    bench.people.edit(at(ids, 0), { surname: 'S', jobTitle: 'J' });
    const { rows } = await readRound(bench, `${deltaLink}&$select=jobTitle`);
    expect(Object.keys(rows[0] ?? {}).sort()).toEqual(['@odata.etag', '@odata.type', 'id', 'surname']);
  });

  test('shows a move out as removed, and a move back as a contact', async () => {
    const { bench, ids } = filled(1);
    const { deltaLink } = await readRound(bench, delta);
    bench.people.move(at(ids, 0), 'Friends');
    const out = await readRound(bench, deltaLink);
    expect(out.rows).toMatchObject([{ id: ids[0], '@removed': { reason: 'deleted' } }]);
    bench.people.move(at(ids, 0), 'Contacts');
    const back = await readRound(bench, out.deltaLink);
    expect(back.rows).toMatchObject([{ id: ids[0], givenName: 'P0' }]);
    expect(back.rows[0]).not.toHaveProperty('@removed');
    expect(bench.world.store.collection(`microsoft.${ada.oid}.tombstones`).size()).toBe(1);
  });

  test('names a removed contact by the classic id it had, to a client that uses those', async () => {
    const bench = createBench();
    const { id } = bench.people.add({ givenName: 'Ada' });
    const classic = (await bench.graph('GET', `/me/contacts/${id}`, undefined, { prefer: '' })).body.id;
    const { deltaLink } = await readRound(bench, delta);
    bench.people.remove(id);
    const { body } = await bench.graph('GET', deltaLink, undefined, { prefer: '' });
    expect(body.value.map((row) => row.id)).toEqual([classic]);
  });
});

describe('a token that has died', () => {
  const wire = {
    gone: [410, 'SyncStateNotFound'],
    notFound: [404, 'SyncStateNotFound'],
    badRequest: [400, 'syncStateNotFound'],
    resync: [410, 'resyncRequired'],
    plain: [400, 'BadRequest'],
    malformed: [400, 'ErrorInvalidIdMalformed'],
  } as const;

  test.each(expiryForms)('is told as %s, and a new first round works', async (form) => {
    const { bench } = filled(15);
    const first = await bench.graph('GET', delta);
    const { deltaLink } = await readRound(bench, delta);
    bench.control.expireDeltaTokens(ada.email, form);
    for (const link of [deltaLink, first.body['@odata.nextLink'] ?? '']) {
      const reply = await bench.graph('GET', link);
      expect([reply.status, reply.body.error.code]).toEqual(wire[form]);
      expect(reply.headers.has('location')).toBe(form === 'gone');
    }
    expect((await readRound(bench, delta)).rows).toHaveLength(15);
  });

  test.each(expiryForms)('can also strike by name: %s', async (form) => {
    const { bench } = filled(1);
    const { deltaLink } = await readRound(bench, delta);
    bench.on(`deltaExpired.${form}`);
    expect((await bench.graph('GET', deltaLink)).status).toBe(wire[form][0]);
    bench.off(`deltaExpired.${form}`);
    expect((await bench.graph('GET', deltaLink)).status).toBe(200);
  });

  test('points from 410 to the URL with an empty token, which starts over', async () => {
    const { bench } = filled(2);
    const { deltaLink } = await readRound(bench, delta);
    bench.control.expireDeltaTokens(ada.email);
    const { headers } = await bench.graph('GET', deltaLink);
    expect((await readRound(bench, headers.get('location') ?? '')).rows).toHaveLength(2);
  });

  test('is not accepted when it was never given out', async () => {
    const { bench } = filled(1);
    for (const token of ['nonsense', Buffer.from('{}').toString('base64url')]) {
      expect((await bench.graph('GET', `${delta}?$deltatoken=${token}`)).status).toBe(400);
    }
  });
});

describe('awkward deltas', () => {
  test('show changes late, and the version before in the meantime', async () => {
    const { bench, ids } = filled(2);
    await bench.advance(60_000);
    const { deltaLink } = await readRound(bench, delta);
    bench.on('staleDelta', 1, 10_000);
    bench.people.edit(at(ids, 0), { surname: 'New' });
    const early = await readRound(bench, deltaLink);
    expect(early.rows).toEqual([]);
    expect((await readRound(bench, delta)).rows.map((row) => [row.givenName, row.surname])).toEqual([
      ['P0', null],
      ['P1', null],
    ]);
    await bench.advance(10_000);
    expect((await readRound(bench, early.deltaLink)).rows).toMatchObject([{ id: ids[0], surname: 'New' }]);
  });

  test('do not lose a late change when others follow it', async () => {
    const { bench, ids } = filled(3);
    await bench.advance(60_000);
    let { deltaLink } = await readRound(bench, delta);
    bench.on('staleDelta', 1, 10_000);
    const seen = new Set<string>();
    for (const id of ids) {
      bench.people.edit(id, { surname: 'New' });
      await bench.advance(4_000);
      const round = await readRound(bench, deltaLink);
      for (const row of round.rows) seen.add(row.id);
      deltaLink = round.deltaLink;
    }
    expect(seen.size).toBeLessThan(3);
    await bench.advance(10_000);
    for (const row of (await readRound(bench, deltaLink)).rows) seen.add(row.id);
    expect([...seen].sort()).toEqual([...ids].sort());
  });

  test('replay an old version after the newer one', async () => {
    const { bench, ids } = filled(2);
    bench.people.edit(at(ids, 0), { surname: 'New' });
    bench.people.edit(bench.people.add({ givenName: 'Else' }, 'Friends').id, { surname: 'Where' });
    bench.on('replayOld');
    const { rows } = await readRound(bench, delta);
    expect(rows.filter((row) => row.id === ids[0]).map((row) => row.surname)).toEqual(['New', null]);
    expect(names(rows)).not.toContain('Else');
    expect(rows.at(-1)?.changeKey).not.toBe(rows.find((row) => row.id === ids[0])?.changeKey);
  });

  test('have empty pages with a nextLink, and still end', async () => {
    const { bench } = filled(25);
    bench.on('emptyDeltaPage');
    const first = await bench.graph('GET', delta);
    expect([first.body.value, typeof first.body['@odata.nextLink']]).toEqual([[], 'string']);
    const { rows, pages } = await readRound(bench, delta, 10);
    expect([rows.length, pages]).toEqual([25, 6]);
  });

  test('give a row twice', async () => {
    const { bench } = filled(5);
    bench.on('duplicateInDelta');
    const { rows } = await readRound(bench, delta);
    expect([rows.length, new Set(rows.map((row) => row.id)).size]).toEqual([6, 5]);
  });

  test('carry only what changed of contacts that the client knows, and new ones whole', async () => {
    const { bench, ids } = filled(2);
    const { deltaLink } = await readRound(bench, delta);
    bench.on('partialDeltaRows');
    bench.people.edit(at(ids, 0), { jobTitle: null });
    bench.people.add({ givenName: 'New' });
    const [known, created] = (await readRound(bench, deltaLink)).rows;
    expect(known).toMatchObject({ id: ids[0], jobTitle: null });
    expect(known).not.toHaveProperty('givenName');
    expect(created).toMatchObject({ givenName: 'New', jobTitle: null });
    const full = (await readRound(bench, delta)).rows;
    expect(full.every((row) => 'givenName' in row)).toBe(true);
  });

  test('never end, with a fresh token each time', async () => {
    const { bench } = filled(5);
    bench.on('endlessDelta');
    const links = new Set<string | undefined>();
    let link = delta;
    for (let pages = 0; pages < 10; pages += 1) {
      const { body } = await bench.graph('GET', link);
      expect(names(body.value)).toEqual(names(people(5)));
      links.add(body['@odata.nextLink']);
      link = body['@odata.nextLink'] ?? '';
    }
    expect(links.size).toBe(10);
    expect(links.has(undefined)).toBe(false);
  });

  test('begin with an empty folder that is not, and bring it later', async () => {
    const { bench } = filled(5);
    bench.on('emptyListing');
    const { rows, deltaLink } = await readRound(bench, delta);
    expect(rows).toEqual([]);
    bench.off('emptyListing');
    expect((await readRound(bench, deltaLink)).rows).toHaveLength(5);
  });

  test('leave some out of the first round, and nobody out of the rounds after', async () => {
    const { bench } = filled(30);
    bench.on('rowsLeftOut');
    const { rows, deltaLink } = await readRound(bench, delta);
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.length).toBeLessThan(30);
    expect((await readRound(bench, deltaLink)).rows).toEqual([]);
  });

  test('give "changed" as the reason of a tombstone', async () => {
    const { bench, ids } = filled(1);
    const { deltaLink } = await readRound(bench, delta);
    bench.on('removedAsChanged');
    bench.people.remove(at(ids, 0));
    expect((await readRound(bench, deltaLink)).rows[0]?.['@removed']).toEqual({ reason: 'changed' });
  });
});

describe('a restarted sandbox', () => {
  const restart = (bench: Bench) => createBench({ store: bench.world.store, startAt: bench.now(), seed: 99 });

  test('goes on from the same links: contacts, tombstones, moves and expiries are kept', async () => {
    const { bench, ids } = filled(5, { store: createMemoryStore() });
    const { deltaLink } = await readRound(bench, delta);
    bench.people.edit(at(ids, 0), { surname: 'New' });
    bench.people.remove(at(ids, 1));
    bench.people.move(at(ids, 2), 'Friends');
    bench.people.move(at(ids, 3), 'Friends');
    bench.people.move(at(ids, 3), 'Contacts');
    const again = restart(bench);
    const round = await readRound(again, deltaLink);
    expect(round.rows.map((row) => [row.id, row['@removed'] === undefined])).toEqual([
      [ids[0], true],
      [ids[1], false],
      [ids[2], false],
      [ids[3], true],
    ]);
    again.people.edit(at(ids, 4), { surname: 'After' });
    expect((await readRound(again, round.deltaLink)).rows).toMatchObject([{ id: ids[4], surname: 'After' }]);
    again.control.expireDeltaTokens(ada.email, 'notFound');
    expect((await restart(again).graph('GET', round.deltaLink)).status).toBe(404);
  });

  test('that was killed between the two halves of a move still has the contact, once', async () => {
    const { bench, ids } = filled(1, { store: createMemoryStore() });
    const { deltaLink } = await readRound(bench, delta);
    const card = [...bench.world.store.collection(`microsoft.${ada.oid}.contacts`).entries()][0];
    bench.people.remove(at(ids, 0));
    bench.world.store.collection(`microsoft.${ada.oid}.contacts`).set(at(ids, 0), card?.[1]);
    expect((await readRound(restart(bench), delta)).rows.map((row) => row.id)).toEqual(ids);
    expect((await readRound(restart(bench), deltaLink)).rows).toEqual([]);
  });

  test('finds everything in its file again: contacts, grants, subscriptions', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'microsoft-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 'sandbox.db');
    const { bench, ids } = filled(3, { store: createFileStore(path) });
    const { deltaLink } = await readRound(bench, delta);
    const { refreshToken } = bench.control.grant(ada.email);
    const subscription = {
      changeType: 'updated',
      resource: '/me/contacts',
      notificationUrl: 'https://hook.example/',
      expirationDateTime: new Date(bench.now() + 3_600_000).toISOString(),
    };
    expect((await bench.graph('POST', '/subscriptions', subscription)).status).toBe(201);
    bench.people.edit(at(ids, 0), { surname: 'New' });
    bench.people.move(at(ids, 1), 'Friends');

    const again = createBench({ store: createFileStore(path), startAt: bench.now(), seed: 99 });
    expect((await readRound(again, deltaLink)).rows.map((row) => row.id)).toEqual([ids[0], ids[1]]);
    expect(again.people.list('Friends').map((card) => card.id)).toEqual([ids[1]]);
    await again.advance(1_000);
    expect(again.heard.map(({ body }) => body.value[0]?.changeType)).toEqual(['updated']);
    expect(again.control.subscriptions(ada.email)).toHaveLength(1);
    again.control.revoke(ada.email, 'inactive');
    const tokens = again.world.store.collection<{ revoked?: object }>('microsoft.refreshTokens');
    expect(tokens.get(refreshToken)?.revoked).toMatchObject({ mode: 'inactive' });
  });

  test('goes on counting after the last tombstone', async () => {
    const { bench, ids } = filled(1, { store: createMemoryStore() });
    await bench.graph('POST', `/me/contacts/${ids[0]}/permanentDelete`);
    const { deltaLink } = await readRound(bench, delta);
    const again = restart(bench);
    const { id } = again.people.add({ givenName: 'New' });
    expect((await readRound(again, deltaLink)).rows.map((row) => row.id)).toEqual([id]);
  });
});

test('ten thousand contacts are read and changed in a few seconds of CPU', async () => {
  const bench = createBench();
  const started = process.cpuUsage();
  const ids = bench.control.addMany(ada.email, people(10_000));
  const { rows, pages, deltaLink } = await readRound(bench, delta, 200);
  expect([rows.length, pages]).toEqual([10_000, 50]);
  for (const id of ids) bench.people.edit(id, { surname: 'All' });
  expect((await readRound(bench, deltaLink, 1_000)).rows).toHaveLength(10_000);
  const { user, system } = process.cpuUsage(started);
  expect((user + system) / 1e6).toBeLessThan(8);
});
