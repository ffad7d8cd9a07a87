import { type BulkTagsDone, type WatchExport, type WatchView, watchFieldNames } from '@concord/core';
import { parse } from 'csv-parse/sync';
import { beforeEach, describe, expect, it } from 'vitest';
import { createFirm, type Firm } from './firm.ts';

let at: Firm;
beforeEach(async () => {
  at = await createFirm();
});

const create = (watch: object) => at.member.post<WatchView>('/api/watches', watch);
const titles = async (query: string) => (await at.member.list(query)).rows.map(({ title }) => title);

describe('a watch made by hand', () => {
  it('says so, and has what was typed', async () => {
    const { id } = await create({
      values: { firstName: ' Ida ', lastName: 'Novak', dateOfBirth: '1950-02-03' },
      notes: 'Sister in Oslo.',
      tags: ['probate', 'Probate', 'vip'],
      priority: 'urgent',
    });
    expect(await at.member.watch(id)).toMatchObject({
      title: 'Ida Novak',
      source: 'hand',
      sourceSentence: 'Made by hand: it is not linked with Clio.',
      notes: 'Sister in Oslo.',
      tags: ['probate', 'vip'],
      priority: 'urgent',
      status: 'active',
      because: [],
    });
  });

  it.each([
    ['a date that is none', { values: { dateOfBirth: '3 May' } }],
    ['a text that is too long', { values: { lastName: 'x'.repeat(501) } }],
    ['a value that is no text', { values: { lastName: { toString: 'x' } } }],
    ['a list of values', { values: ['x'] }],
    ['another priority', { values: {}, priority: 'highest' }],
    ['another status', { values: {}, status: 'archived' }],
    ['too many tags', { values: {}, tags: Array.from({ length: 51 }, (_, index) => `t${index}`) }],
    ['an empty tag', { values: {}, tags: [' '] }],
    ['notes that are too long', { values: {}, notes: 'x'.repeat(20_001) }],
  ])('with %s is not understood', async (_what, body) => {
    expect((await at.person.post('/api/watches', body)).status).toBe(400);
  });

  it('keeps what an edit does not name, and is refused when somebody saved in between', async () => {
    const { id, rev } = await create({ values: { firstName: 'Ida', lastName: 'Novak' }, notes: 'First.' });
    const edited = await at.member.post<WatchView>(`/api/watches/${id}`, { rev, values: { lastName: 'Nowak' } });
    expect(edited).toMatchObject({ title: 'Ida Nowak', notes: 'First.' });
    const late = await at.person.post(`/api/watches/${id}`, { rev, notes: 'Second.' });
    expect(late).toMatchObject({ status: 409, view: { error: { code: 'conflict' } } });
    expect((await at.member.watch(id)).notes).toBe('First.');
    expect(await at.member.edit(id, { notes: '' })).toMatchObject({ notes: '' });
  });

  it('is archived, taken back and deleted by people', async () => {
    const { id } = await create({ values: { lastName: 'Novak' }, notes: 'Secret.' });
    await at.member.post(`/api/watches/${id}/archive`, { archived: true });
    expect([await titles(''), await titles('archived=only'), await titles('archived=too')]).toEqual([
      [],
      ['Novak'],
      ['Novak'],
    ]);
    await at.member.post(`/api/watches/${id}/archive`, { archived: false });
    expect(await titles('')).toEqual(['Novak']);
    await at.member.post(`/api/watches/${id}/delete`);
    expect((await at.person.get(`/api/watches/${id}`)).status).toBe(404);
    expect(at.ports.table.rows().filter(({ sk }) => /^(?:W|NOTES)#/u.test(sk))).toEqual([]);
  });
});

describe('an imported watch', () => {
  it('that was deleted can be imported again, and counts once', async () => {
    const { matter } = at.addMatter({ type: 'Person', first_name: 'Ida', last_name: 'Novak' });
    const { id } = await at.member.import(matter);
    await at.member.import(at.addMatter({ type: 'Person', first_name: 'Jan', last_name: 'Kos' }).matter);
    await at.member.post(`/api/watches/${id}/archive`, { archived: true });
    expect((await at.member.watching()).linked).toBe(1);
    await at.member.post(`/api/watches/${id}/archive`, { archived: true });
    await at.member.post(`/api/watches/${id}/delete`);
    expect((await at.member.watching()).linked).toBe(1);
    expect((await at.member.import(matter)).id).toBe(id);
    expect((await at.member.watching()).linked).toBe(2);
    await at.member.post(`/api/watches/${id}/delete`);
    expect((await at.member.watching()).linked).toBe(1);
  });
});

describe('the list', () => {
  beforeEach(async () => {
    await create({
      values: { firstName: 'Ida', lastName: 'Novák', city: 'Ottawa', caseType: 'Probate' },
      tags: ['vip'],
    });
    await create({
      values: { firstName: 'Jan', lastName: 'Kos', assignedTo: 'Ada Abbott', caseNumber: '00012' },
      priority: 'urgent',
    });
    await create({ values: { firstName: 'Eva', lastName: 'kral', dateOfBirth: '1940-01-01' }, status: 'done' });
    await create({ values: { caseNumber: '00007' }, tags: ['VIP', 'cold'], priority: 'low' });
  });

  it.each([
    ['', ['00007', 'Jan Kos', 'Eva kral', 'Ida Novák']],
    ['descending=true', ['Ida Novák', 'Eva kral', 'Jan Kos', '00007']],
    ['search=nov%C3%A1k+ida', ['Ida Novák']],
    ['search=KOS', ['Jan Kos']],
    ['search=cold', ['00007']],
    ['search=12+kos', ['Jan Kos']],
    ['search=nobody', []],
    ['tag=vip', ['00007', 'Ida Novák']],
    ['status=done', ['Eva kral']],
    ['priority=urgent', ['Jan Kos']],
    ['caseType=probate', ['Ida Novák']],
    ['assignedTo=ada+abbott', ['Jan Kos']],
    ['source=hand&priority=low', ['00007']],
    ['source=clio', []],
    ['matter=closed', []],
  ])('asked for %j is in order', async (query, expected) => expect(await titles(query)).toEqual(expected));

  it.each([
    ['sort=priority&descending=true', 'Jan Kos', '00007'],
    ['sort=priority', '00007', 'Jan Kos'],
    ['sort=status&descending=true', 'Eva kral', undefined],
    ['sort=dateOfBirth', 'Eva kral', undefined],
    ['sort=dateOfBirth&descending=true', 'Eva kral', undefined],
    ['sort=caseNumber', '00007', undefined],
    ['sort=caseNumber&descending=true', 'Jan Kos', undefined],
  ])('sorted by %j has the blank ones last, in either direction', async (query, first, last) => {
    const found = await titles(query);
    expect(found).toHaveLength(4);
    if (first !== undefined) expect(found[0]).toBe(first);
    if (last !== undefined) expect(found.at(-1)).toBe(last);
  });

  it('names what there is to filter by', async () => {
    expect(await at.member.list('priority=low')).toMatchObject({
      total: 1,
      tags: ['cold', expect.stringMatching(/vip/iu)],
      caseTypes: ['Probate'],
      assignees: ['Ada Abbott'],
      counts: { linked: 0, hand: 4, archived: 0, asks: 0 },
    });
  });

  it.each(['sort=id', 'status=open', 'archived=yes', 'descending=1', 'matter=gone', 'source=x'])(
    'asked for %j is not understood',
    async (query) => expect((await at.person.get('/api/watches', query)).status).toBe(400),
  );

  it('goes on page by page, each watch once', async () => {
    for (let index = 0; index < 110; index += 1) await create({ values: { lastName: `N${index % 7}` } });
    const seen: string[] = [];
    let after: string | undefined = '';
    for (let pages = 0; after !== undefined; pages += 1) {
      const page: { rows: readonly { id: string }[]; after?: string; total: number } = await at.member.list(
        after ? `after=${after}` : '',
      );
      expect(page.total).toBe(114);
      expect(page.rows.length).toBeLessThanOrEqual(50);
      seen.push(...page.rows.map(({ id }) => id));
      after = page.after;
      expect(pages).toBeLessThan(4);
    }
    expect(new Set(seen).size).toBe(114);
  });
});

describe('tags of many', () => {
  it('are added and removed, in any spelling, and nothing else changes', async () => {
    const one = await create({ values: { lastName: 'A' }, tags: ['Vip', 'cold'] });
    const two = await create({ values: { lastName: 'B' }, tags: ['warm'], notes: 'N' });
    const done = await at.member.post<BulkTagsDone>('/api/watching/tags', {
      watches: [one.id, two.id, 'hnobody', one.id],
      add: ['warm'],
      remove: ['VIP'],
    });
    expect(done).toEqual({ changed: 1 });
    expect((await at.member.watch(one.id)).tags).toEqual(['cold', 'warm']);
    expect(await at.member.watch(two.id)).toMatchObject({ tags: ['warm'], notes: 'N', rev: two.rev });
  });

  it('are for 200 watches at most', async () => {
    const watches = Array.from({ length: 201 }, (_, index) => `h${index}`);
    expect((await at.person.post('/api/watching/tags', { watches, add: ['x'], remove: [] })).status).toBe(400);
  });
});

describe('the CSV file', () => {
  const read = (csv: string): readonly Record<string, string>[] => parse(csv, { columns: true, bom: true });

  it('has every field and what is the firm’s own', async () => {
    await create({
      values: Object.fromEntries(
        watchFieldNames.map((field) => [field, field.startsWith('date') ? '2020-01-02' : `a ${field}`]),
      ),
      notes: 'Line one,\n"line two"',
      tags: ['x', 'y'],
    });
    const { csv, name } = await at.member.get<WatchExport>('/api/watching/export');
    expect(name).toMatch(/^watches-\d{4}-\d{2}-\d{2}\.csv$/u);
    expect(read(csv)).toEqual([
      {
        'First name': 'a firstName',
        'Last name': 'a lastName',
        'Date of birth': '2020-01-02',
        City: 'a city',
        State: 'a state',
        'Case number': 'a caseNumber',
        'Assigned to': 'a assignedTo',
        'Case type': 'a caseType',
        'Date of interest': '2020-01-02',
        Priority: 'Normal',
        Status: 'Active',
        Tags: 'x; y',
        'Internal notes': 'Line one,\n"line two"',
        Source: 'By hand',
        Archived: '',
        'Matter in Clio': '',
      },
    ]);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '\uff1d1+1'])('runs nothing: %j is a text', async (text) => {
    await create({ values: { lastName: text }, notes: `\t${text}` });
    const { csv } = await at.member.get<WatchExport>('/api/watching/export');
    const [row] = read(csv);
    expect(row?.['Last name']).toBe(`'${text.trim()}`);
    expect(row?.['Internal notes']).toMatch(/^'/u);
  });

  it('holds what the list was filtered by, in parts that join', async () => {
    for (let index = 0; index < 3; index += 1) await create({ values: { lastName: `N${index}` }, tags: [`t${index}`] });
    const { csv } = await at.member.get<WatchExport>('/api/watching/export', 'tag=t1');
    expect(read(csv).map((row) => row['Last name'])).toEqual(['N1']);
    const rows = (await at.member.list()).rows;
    const rest = await at.member.get<WatchExport>('/api/watching/export', `after=${rows[0]?.id}`);
    expect(rest.csv.startsWith('\ufeff')).toBe(false);
    expect(rest.csv.split('\r\n')).toHaveLength(3);
  });
});
