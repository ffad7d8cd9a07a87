import { openSession } from '@concord/engine';
import { describe, expect, test } from 'vitest';
import { createApiHandler } from '../../functions/api/handler.ts';
import { parseExport, parsePast, parseUndo } from '../../functions/api/inputs.ts';
import { saveHistory } from '../../packages/engine/src/sync/history.ts';
import { authorize } from '../engine/connect-steps.ts';
import { ann, type Browser, createWorld, keepCookies, mailbox } from '../engine/connect-world.ts';
import { context, given, httpEvent, placeIn } from './events.ts';

describe('GET /api/syncs/{sync}/history', () => {
  test('answers the file part by part, and where the next part begins in a header', async () => {
    const world = createWorld();
    const cookies: Browser = {};
    await authorize(world, cookies, 'clio', ann);
    await authorize(world, cookies, 'microsoft', mailbox('m1'));
    const place = placeIn(world);
    const handler = createApiHandler(place);
    const ask = async (wanted: Parameters<typeof httpEvent>[0]) => {
      const answer = given(await handler(httpEvent({ cookies, ...wanted }), context));
      keepCookies(cookies, answer.cookies);
      return answer;
    };
    const session = JSON.parse((await ask({ path: '/api/session' })).body);
    const headers = { 'x-concord': '1', 'content-type': 'application/json' };
    const body = JSON.stringify({ right: session.connections[1].id, itemType: 'contact' });
    const { id: sync } = JSON.parse((await ask({ method: 'POST', path: '/api/syncs', headers, body })).body);
    const entry = { mapping: 'm', title: 'Anna', what: 'linked', side: 'left', rule: 'r', reasons: [] } as const;
    const ports = place.ports();
    const firm = (await openSession(ports, cookies))?.firm ?? '';
    for (let batch = 0; batch < 41; batch += 1) {
      const told = { at: ports.clock.now() + batch, id: `b${batch}` };
      await saveHistory(ports, { firm, sync }, { cause: 'push' }, [entry], told);
    }
    const path = `/api/syncs/${sync}/history`;
    const first = await ask({ path, query: 'format=ndjson' });
    expect([first.status, first.headers['content-type']]).toEqual([200, 'application/x-ndjson; charset=utf-8']);
    const after = first.headers['x-concord-after'] ?? '';
    const second = await ask({ path, query: new URLSearchParams({ format: 'ndjson', after }).toString() });
    expect(second.headers).not.toHaveProperty('x-concord-after');
    expect([first, second].map(({ body: text }) => text.trimEnd().split('\n').length)).toEqual([40, 1]);
  });
});

describe('what is asked for', () => {
  test('is csv unless something else is named that there is', () => {
    expect(parseExport({})).toEqual({ format: 'csv' });
    expect(parseExport({ format: 'ndjson', after: 'HIST#1' })).toEqual({ format: 'ndjson', after: 'HIST#1' });
    expect(parseExport({ format: 'xlsx' })).toBeUndefined();
    expect([parsePast({ mapping: 'm1' }), parsePast({})]).toEqual([{ mapping: 'm1' }, undefined]);
  });

  test('of an undo is a run, or a record with an entry or a field of it', () => {
    expect(parseUndo({ run: 'r1' })).toEqual({ run: 'r1' });
    expect(parseUndo({ stopped: true, more: 1 })).toEqual({ stopped: true });
    expect(parseUndo({ mapping: 'm', entry: 'HIST#01#b-_#0', field: 'jobTitle', more: 1 })).toEqual({
      mapping: 'm',
      entry: 'HIST#01#b-_#0',
      field: 'jobTitle',
    });
    for (const wrong of [
      {},
      { stopped: false },
      { stopped: true, run: 'r' },
      { run: 'r', mapping: 'm' },
      { mapping: 'm', entry: 'x' },
      { mapping: 'a b' },
      null,
    ])
      expect(parseUndo(wrong)).toBeUndefined();
  });
});
