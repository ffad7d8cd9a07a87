import { type HttpRequest, type HttpResponse, SyncError } from '@concord/core';
import { clio } from '@concord/provider-clio';
import { describe, expect, it } from 'vitest';

const host = 'https://app.clio.example';

/** Clio, answering one after the other; what it was asked is kept. */
function openMatters(...answers: readonly Partial<HttpResponse & { readonly json: unknown }>[]) {
  const asked: HttpRequest[] = [];
  const left = [...answers];
  const matters = clio.matters?.open({
    transport: async (request) => {
      asked.push(request);
      const { json, ...answer } = left.shift() ?? {};
      return { status: 200, headers: {}, body: JSON.stringify(json ?? { data: [] }), ...answer };
    },
    accessToken: async () => 'token',
    hosts: { app: host },
    clock: { now: () => 1_800_000_000_000 },
  });
  if (matters === undefined) throw new Error('Clio has matters.');
  return { matters, asked, queries: () => asked.map(({ url }) => new URL(url).searchParams) };
}

const matter = {
  id: 1_700_000_001,
  display_number: '00012-Novak',
  description: 'Estate',
  status: 'Open',
  open_date: '2025-01-02',
  close_date: null,
  client: { id: 9, name: 'Ida Novak' },
  responsible_attorney: { id: 71, name: 'Ada Abbott' },
  practice_area: { id: 31, name: 'Estates' },
};
const contact = {
  id: 9,
  type: 'Person',
  name: 'Ida Novak',
  first_name: 'Ida',
  last_name: 'Novak',
  date_of_birth: '1950-02-03',
  addresses: [],
};

describe('matters of Clio', () => {
  it('are asked for by the filters that Clio knows, in the order that pages without end', async () => {
    const { matters, queries, asked } = openMatters();
    await matters.list({
      search: 'novak',
      status: 'pending',
      practiceArea: '31',
      attorney: '71',
      openedFrom: '2025-01-01',
      openedUntil: '2025-12-31',
    });
    expect([...(queries()[0] ?? [])]).toEqual([
      [
        'fields',
        'id,display_number,description,status,open_date,close_date,client{id,name},responsible_attorney{id,name},practice_area{id,name}',
      ],
      ['order', 'id(asc)'],
      ['limit', '200'],
      ['query', 'novak'],
      ['status', 'pending'],
      ['practice_area_id', '31'],
      ['responsible_attorney_id', '71'],
      ['open_date[]', '>=2025-01-01'],
      ['open_date[]', '<=2025-12-31'],
    ]);
    expect(asked[0]).toMatchObject({
      method: 'GET',
      headers: { authorization: 'Bearer token', 'x-api-version': '4.0.13' },
    });
  });

  it('are read as people know them', async () => {
    const { matters } = openMatters({ json: { data: [matter], meta: { records: 7, paging: {} } } });
    expect(await matters.list({})).toEqual({
      matters: [
        {
          id: '1700000001',
          number: '00012-Novak',
          description: 'Estate',
          status: 'open',
          openedOn: '2025-01-02',
          closedOn: '',
          client: { id: '9', name: 'Ida Novak' },
          attorney: { id: '71', name: 'Ada Abbott' },
          practiceArea: { id: '31', name: 'Estates' },
        },
      ],
      total: 7,
    });
  });

  it('may lack everything but number and status', async () => {
    const bare = { ...matter, description: null, open_date: null, client: null, responsible_attorney: null };
    const { matters } = openMatters({ json: { data: [{ ...bare, practice_area: null, status: 'Closed' }] } });
    expect(await matters.read(['1700000001'])).toEqual([
      { id: '1700000001', number: '00012-Novak', description: '', status: 'closed', openedOn: '', closedOn: '' },
    ]);
  });

  it('are read 100 at once in one request, and never more', async () => {
    const { matters, queries } = openMatters({}, {});
    const ids = Array.from({ length: 100 }, (_, index) => String(index + 1));
    await matters.read(ids);
    expect(queries()[0]?.getAll('ids[]')).toEqual(ids);
    await expect(matters.read([...ids, '101'])).rejects.toThrow('101 ids in one read');
    expect(await matters.read([])).toEqual([]);
    expect(queries()).toHaveLength(1);
  });

  it('with a status that nobody knows are garbled', async () => {
    const { matters } = openMatters({ json: { data: [{ ...matter, status: 'Archived' }] } });
    await expect(matters.list({})).rejects.toMatchObject({ code: 'garbled' });
  });

  it('go on at the address that Clio named, and at no other host', async () => {
    const next = `${host}/api/v4/matters.json?page_token=x`;
    const { matters, asked } = openMatters({ json: { data: [], meta: { paging: { next } } } }, {});
    const page = await matters.list({});
    await matters.list({}, page.next);
    expect(asked[1]?.url).toBe(next);
    await expect(matters.list({}, 'https://evil.example/api/v4/matters.json')).rejects.toMatchObject({
      code: 'garbled',
    });
    expect(asked).toHaveLength(2);
  });

  it.each([400, 404, 422])('whose page Clio does not know any more (%i) begin anew', async (status) => {
    const { matters } = openMatters({ status, json: { error: { type: 'ArgumentError', message: 'x' } } });
    const next = `${host}/api/v4/matters.json?page_token=old`;
    await expect(matters.list({}, next)).rejects.toMatchObject({ code: 'cursorExpired' });
  });

  it('whose filters Clio refuses are refused', async () => {
    const { matters } = openMatters({ status: 422, json: { error: { type: 'ArgumentError', message: 'x' } } });
    await expect(matters.list({ search: 'x' })).rejects.toMatchObject({ code: 'refused' });
  });

  it('are not asked for while this minute has no room', async () => {
    const reset = String(1_800_000_000_000 / 1000 + 30);
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset };
    const { matters, asked } = openMatters({ headers });
    await matters.list({});
    const refusal = await matters.list({}).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(SyncError);
    expect(refusal).toMatchObject({ code: 'rateLimited', retryAfterMs: 30_000 });
    expect(asked).toHaveLength(1);
  });
});

describe('the client of a matter', () => {
  const personOf = async (more: object) => {
    const { matters } = openMatters({ json: { data: [{ ...contact, ...more }] } });
    return (await matters.people(['9']))[0];
  };
  const row = (id: number, city: string, primary: boolean) => ({ id, city, province: `${city} state`, primary });

  it('lives at the primary address', async () => {
    const addresses = [row(1, 'Ottawa', false), row(2, 'Toronto', true)];
    expect(await personOf({ addresses })).toMatchObject({ city: 'Toronto', state: 'Toronto state' });
  });

  it('lives at the first address where none is the primary one', async () => {
    const addresses = [row(12, 'Toronto', false), row(7, 'Ottawa', false)];
    expect(await personOf({ addresses })).toMatchObject({ city: 'Ottawa', state: 'Ottawa state' });
  });

  it('may live nowhere', async () => expect(await personOf({})).toMatchObject({ city: '', state: '' }));

  it('is called by the name where it is a company', async () => {
    const company = { type: 'Company', name: 'Novak & Sons', first_name: null, last_name: null };
    expect(await personOf(company)).toMatchObject({ firstName: '', lastName: 'Novak & Sons' });
  });

  it.each([{ redacted: true }, { name: null, first_name: null, last_name: null }])(
    'that is redacted (%j) is not shown',
    async (more) => expect(await personOf(more)).toBeUndefined(),
  );
});

describe('what there is to choose from', () => {
  it('is read to the end', async () => {
    const next = `${host}/api/v4/users.json?page_token=x`;
    const { matters, queries } = openMatters(
      { json: { data: [{ id: 71, name: 'Ada' }], meta: { paging: { next } } } },
      { json: { data: [{ id: 72, name: 'Cleo' }] } },
    );
    expect(await matters.attorneys()).toEqual([
      { id: '71', name: 'Ada' },
      { id: '72', name: 'Cleo' },
    ]);
    expect(queries()[0]?.get('enabled')).toBe('true');
  });

  it('is read where Clio has moved it to, once, and never at another host', async () => {
    const location = `${host}/api/v4/practice_areas_with_categories.json?fields=id`;
    const moved = { status: 307, headers: { location } };
    const { matters, asked } = openMatters(moved, { json: { data: [{ id: 31, name: 'Estates' }] } }, moved, moved);
    expect(await matters.practiceAreas()).toEqual([{ id: '31', name: 'Estates' }]);
    expect(asked[1]?.url).toBe(location);
    await expect(matters.practiceAreas()).rejects.toMatchObject({ code: 'garbled' });
    expect(asked).toHaveLength(4);
    const away = openMatters({ status: 307, headers: { location: 'https://evil.example/api/v4/x.json' } });
    await expect(away.matters.practiceAreas()).rejects.toMatchObject({ code: 'garbled' });
    expect(away.asked).toHaveLength(1);
  });
});
