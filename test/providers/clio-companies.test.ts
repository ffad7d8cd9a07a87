import {
  type Claims,
  type CollectionContext,
  type Item,
  type Operation,
  type Outcome,
  type Present,
  SyncError,
} from '@concord/core';
import { beforeEach, describe, expect, test } from 'vitest';
import { type ClioSetup, setUpClio } from '../contract/clio-look-alike.ts';
import { named } from '../contract/collection-contract.ts';

let clio: ClioSetup;
beforeEach(async () => {
  clio = await setUpClio();
});

const at = (firstName: string, company: string): Item => named(firstName, { company });
const create = (item: Item): Operation => ({ kind: 'create', marker: 'm', item });
const companies = (): readonly string[] =>
  clio.control.contacts.list().flatMap(({ type, name }) => (type === 'Company' ? [name] : []));
const companyOf = (outcome: Outcome | undefined): Item[string] =>
  outcome?.kind === 'written' ? outcome.observation.item.company : outcome?.kind;
const idsOf = (name: string): readonly string[] =>
  clio.control.contacts
    .list()
    .flatMap((each) => (each.type === 'Company' && each.name === name ? [String(each.id)] : []));
const strike = (habit: string, rate = 1): void => clio.manual.awkward.set(`clio.${habit}`, { rate });

describe('the company of a person', () => {
  test('is linked when Clio has it, whatever its case, and another of a longer name is not taken for it', async () => {
    clio.control.contacts.add({ type: 'Company', name: 'Acme & Sons' });
    const id = clio.control.contacts.add({ type: 'Company', name: 'ACME' });
    const [outcome] = await clio.collection.write([create(at('Ana', 'Acme'))]);
    expect(companyOf(outcome)).toBe('ACME');
    expect(clio.byProducts).toEqual([]);
    expect(clio.control.contacts.list().find(({ type }) => type === 'Person')?.company?.id).toBe(id);
  });

  test('is linked when Clio spells it in decomposed letters, or in composed ones', async () => {
    const composed = 'Ångström Law'.normalize('NFC');
    const decomposed = composed.normalize('NFD');
    clio.control.contacts.add({ type: 'Company', name: decomposed });
    clio.control.contacts.add({ type: 'Company', name: `${composed} LLP` });
    await clio.collection.write([create(at('Ana', composed)), create(at('Bea', `${decomposed} LLP`))]);
    expect(companies()).toEqual([decomposed, `${composed} LLP`]);
    expect(clio.byProducts).toEqual([]);
  });

  test('is made once for all who name it, and told once', async () => {
    const outcomes = await clio.collection.write([create(at('Ana', 'Acme')), create(at('Bea', 'acme '))]);
    expect(outcomes.map(companyOf)).toEqual(['Acme', 'Acme']);
    await clio.open().write([create(at('Cleo', 'Acme'))]);
    expect(companies()).toEqual(['Acme']);
    expect(clio.byProducts).toEqual(idsOf('Acme'));
  });

  test('is found among hundreds whose names begin like it', async () => {
    const many = Array.from({ length: 200 }, (_, index) => ({ type: 'Company' as const, name: `Acme ${index}` }));
    clio.control.contacts.addMany([...many, { type: 'Company', name: 'Acme' }]);
    const [outcome] = await clio.collection.write([create(at('Ana', 'Acme'))]);
    expect(companyOf(outcome)).toBe('Acme');
    expect(companies()).toHaveLength(201);
  });

  test('changes by linking another one, and the old one keeps its name', async () => {
    const [first] = await clio.collection.write([create(at('Ana', 'Acme'))]);
    const { id, version, item } = written(first);
    const target = { ...item, company: 'Zenith' };
    const [second] = await clio.collection.write([{ kind: 'update', id, version, known: { item }, item: target }]);
    expect(companyOf(second)).toBe('Zenith');
    expect(companies()).toEqual(['Acme', 'Zenith']);
  });

  test('stays when it is cleared, and no company is made of nothing', async () => {
    const [first] = await clio.collection.write([create(at('Ana', 'Acme'))]);
    const { id, version, item } = written(first);
    const { company: _, ...target } = item;
    const [second] = await clio.collection.write([{ kind: 'update', id, version, known: { item }, item: target }]);
    expect(companyOf(second)).toBe('Acme');
    expect(companies()).toEqual(['Acme']);
  });

  test('that Clio refuses to make refuses the card, and the next one is written', async () => {
    const body = JSON.stringify({ error: { type: 'E', message: 'Name is too long' } });
    const collection = clio.open({
      transport: async (request) =>
        request.body?.includes('Company') ? { status: 422, headers: {}, body } : clio.context.transport(request),
    });
    const outcomes = await collection.write([create(at('Ana', 'Acme')), create(named('Bea'))]);
    expect(outcomes).toMatchObject([{ kind: 'refused', code: 'refused' }, { kind: 'written' }]);
  });

  test('waits while another worker is making it', async () => {
    const claims: Claims = { ...clio.context.claims, take: async () => ({ kind: 'busy' }) };
    const outcomes = await clio.open({ claims }).write([create(at('Ana', 'Acme')), create(named('Bea'))]);
    expect(outcomes).toMatchObject([
      { kind: 'notDone', code: 'unavailable', retryAfterMs: 5_000 },
      { kind: 'written' },
    ]);
    expect(companies()).toEqual([]);
  });
});

describe('a company that was agreed on', () => {
  beforeEach(async () => {
    await clio.collection.write([create(at('Ana', 'Acme'))]);
  });

  test('and deleted since is made again', async () => {
    clio.control.contacts.remove(Number(idsOf('Acme')[0]));
    const outcomes = await clio.open().write([create(at('Bea', 'Acme')), create(at('Cleo', 'Acme'))]);
    expect(outcomes.map(companyOf)).toEqual(['Acme', 'Acme']);
    expect(clio.byProducts.slice(1)).toEqual(idsOf('Acme'));
    expect(companies()).toEqual(['Acme']);
  });

  test('and renamed since is still the one: no other is made', async () => {
    clio.control.contacts.edit(Number(idsOf('Acme')[0]), { name: 'Zenith' });
    const outcomes = await clio.open().write([create(at('Bea', 'Acme')), create(at('Cleo', 'Acme'))]);
    expect(outcomes.map(companyOf)).toEqual(['Zenith', 'Zenith']);
    expect(companies()).toEqual(['Zenith']);
    expect(clio.sent.filter(({ url }) => url.includes('query='))).toHaveLength(2);
  });

  test('and renamed since gives way to another that has the name now', async () => {
    clio.control.contacts.edit(Number(idsOf('Acme')[0]), { name: 'Zenith' });
    clio.control.contacts.add({ type: 'Company', name: 'Acme' });
    const outcomes = await clio.open().write([create(at('Bea', 'Acme')), create(at('Cleo', 'Acme'))]);
    expect(outcomes.map(companyOf)).toEqual(['Acme', 'Acme']);
    expect(companies()).toEqual(['Zenith', 'Acme']);
    expect(clio.control.contacts.list().filter(({ first_name: name }) => name === 'Bea')).toHaveLength(1);
  });

  test('whose name Clio cut is not made again for every card', async () => {
    strike('trimsValues');
    const long = 'A very long name of a company that goes on and on for ever';
    const outcomes = await clio.collection.write(['Bea', 'Cleo', 'Dora'].map((name) => create(at(name, long))));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['written', 'written', 'written']);
    expect(companies()).toEqual(['Acme', long.slice(0, 50)]);
  });

  const hindrances: readonly (readonly [string, () => Partial<CollectionContext>])[] = [
    [
      'the other one cannot be agreed on',
      () => ({ claims: { ...clio.context.claims, bind: () => Promise.reject(new SyncError('unavailable', '')) } }),
    ],
    [
      'the second request gets no answer',
      () => ({
        transport: (request) =>
          request.method === 'PATCH'
            ? Promise.reject(new SyncError('timeout', 'no answer'))
            : clio.context.transport(request),
      }),
    ],
  ];
  test.each(hindrances)('and renamed since leaves the card written, even when %s', async (_, hindrance) => {
    clio.control.contacts.edit(Number(idsOf('Acme')[0]), { name: 'Zenith' });
    clio.control.contacts.add({ type: 'Company', name: 'Acme' });
    const outcomes = await clio.open(hindrance()).write([create(at('Bea', 'Acme'))]);
    expect(outcomes.map(companyOf)).toEqual(['Zenith']);
  });

  test('costs no request more, however it is spelled', async () => {
    clio.sent.length = 0;
    expect(companyOf((await clio.open().write([create(at('Bea', ' ACME '))]))[0])).toBe('Acme');
    expect(clio.sent).toHaveLength(1);
  });

  test('leaves a card unknown whose answer was lost, without asking anything more', async () => {
    const noAnswer = clio.open({ transport: () => Promise.reject(new SyncError('timeout', 'no answer')) });
    expect(await noAnswer.write([create(at('Bea', 'Acme'))])).toEqual([{ kind: 'unknown' }]);
  });

  test('and deleted since waits while another worker is making it again', async () => {
    clio.control.contacts.remove(Number(idsOf('Acme')[0]));
    const first = [{ kind: 'bound', id: '999999' } as const];
    const claims: Claims = { ...clio.context.claims, take: async () => first.shift() ?? { kind: 'busy' } };
    expect(await clio.open({ claims }).write([create(at('Bea', 'Acme'))])).toMatchObject([
      { kind: 'notDone', retryAfterMs: 5_000 },
    ]);
  });

  test('is not looked for when the card is refused for another reason', async () => {
    const [outcome] = await clio.open().write([create({ kind: 'person', company: 'Acme', jobTitle: 'Partner' })]);
    expect(outcome).toMatchObject({ kind: 'refused', code: 'refused' });
    expect(clio.sent.at(-1)?.url).toContain(`/contacts/${idsOf('Acme')[0]}.json`);
  });
});

describe('the limit of a minute', () => {
  test('is not spent on a company when its card would not fit any more', async () => {
    clio = await setUpClio({ limits: true });
    for (let count = 0; count < 48; count += 1) await clio.collection.scan(undefined);
    const [outcome] = await clio.collection.write([create(at('Ana', 'Acme'))]);
    expect(outcome).toMatchObject({ kind: 'notDone', code: 'rateLimited' });
    expect(companies()).toEqual([]);
  });
});

describe('after a crash', () => {
  /** The card is refused by a connection that breaks after its company was made. */
  async function crashAfterCompany(): Promise<void> {
    const dying = clio.open({
      transport: async (request) => {
        if (request.method === 'POST' && !(request.body ?? '').includes('Company'))
          throw new SyncError('network', 'gone');
        return clio.context.transport(request);
      },
    });
    expect(await dying.write([create(at('Ana', 'Acme'))])).toMatchObject([{ kind: 'notDone' }]);
    expect(companies()).toEqual(['Acme']);
    expect(await clio.context.claims.take('byProduct', idsOf('Acme')[0] ?? '')).toMatchObject({ kind: 'bound' });
  }

  test('between a company and its card, the company is found, not made again, and still told as made along the way', async () => {
    await crashAfterCompany();
    const [outcome] = await clio.open().write([create(at('Ana', 'Acme'))]);
    expect(companyOf(outcome)).toBe('Acme');
    expect(new Set(clio.byProducts)).toEqual(new Set(idsOf('Acme')));
    expect(companies()).toEqual(['Acme']);
  });

  test('in the search, a company that was there before is not told as made along the way', async () => {
    clio.control.contacts.add({ type: 'Company', name: 'Acme' });
    await clio.manual.advance(86_400_000);
    const noSearch = clio.open({ transport: () => Promise.reject(new SyncError('timeout', 'no answer')) });
    expect(await noSearch.write([create(at('Ana', 'Acme'))])).toMatchObject([{ kind: 'notDone', code: 'timeout' }]);
    const [outcome] = await clio.open().write([create(at('Ana', 'Acme'))]);
    expect(companyOf(outcome)).toBe('Acme');
    expect(clio.byProducts).toEqual([]);
  });

  test('of a request that certainly made nothing, nobody waits', async () => {
    const noRoute = clio.open({ transport: () => Promise.reject(new SyncError('network', 'no route')) });
    await noRoute.write([create(at('Ana', 'Acme'))]);
    expect(companyOf((await clio.open().write([create(at('Ana', 'Acme'))]))[0])).toBe('Acme');
  });

  test('a company that the search does not show yet is not made a second time', async () => {
    clio.manual.awkward.set('clio.queryLag', { rate: 1, amount: 40_000 });
    await crashAfterCompany();
    const next = clio.open();
    const [early] = await next.write([create(at('Ana', 'Acme'))]);
    expect(early).toMatchObject({ kind: 'notDone', code: 'unavailable', retryAfterMs: 90_000 });
    await clio.manual.advance(90_000);
    expect(companyOf((await next.write([create(at('Ana', 'Acme'))]))[0])).toBe('Acme');
    expect(companies()).toEqual(['Acme']);
  });

  test('a try that comes to nothing does not forget that an earlier one may have made the company', async () => {
    clio.manual.awkward.set('clio.queryLag', { rate: 1, amount: 40_000 });
    await crashAfterCompany();
    const noRoute = clio.open({ transport: () => Promise.reject(new SyncError('network', 'no route')) });
    await noRoute.write([create(at('Ana', 'Acme'))]);
    expect(await clio.open().write([create(at('Ana', 'Acme'))])).toMatchObject([
      { kind: 'notDone', retryAfterMs: 90_000 },
    ]);
    expect(companies()).toEqual(['Acme']);
  });

  test.each([
    ['timeoutAfterCommit', { kind: 'notDone', code: 'timeout' }],
    ['truncatedJson', { kind: 'unknown' }],
  ] as const)(
    'a company whose making got no answer (%s) leaves its card unknown, and is found',
    async (habit, next) => {
      strike(habit);
      const cards = [create(at('Ana', 'Acme')), create(at('Bea', 'Zenith'))];
      expect(await clio.collection.write(cards)).toEqual([{ kind: 'unknown' }, next]);
      strike(habit, 0);
      const [outcome] = await clio.open().write([create(at('Ana', 'Acme'))]);
      expect(companyOf(outcome)).toBe('Acme');
      expect(clio.byProducts).toEqual(idsOf('Acme'));
      expect(idsOf('Acme')).toHaveLength(1);
    },
  );

  test('a company whose making got no answer is known as made along the way before its card is written', async () => {
    const since = clio.context.clock.now();
    strike('timeoutAfterCommit');
    await clio.collection.write([create(at('Ana', 'Acme'))]);
    strike('timeoutAfterCommit', 0);
    const next = clio.open();
    await next.byProducts?.([at('Ana', 'acme '), at('Bea', 'Zenith'), named('Cleo', {})], since);
    await next.byProducts?.([at('Ana', 'Acme')], since);
    expect(new Set(clio.byProducts)).toEqual(new Set(idsOf('Acme')));
    expect(companyOf((await next.write([create(at('Ana', 'Acme'))]))[0])).toBe('Acme');
    expect(companies()).toEqual(['Acme']);
  });

  test('what somebody typed in is not taken for what was made along the way, and its name is nobody’s to wait for', async () => {
    const since = clio.context.clock.now();
    const id = clio.control.contacts.add({ type: 'Company', name: 'Acme' });
    await clio.collection.byProducts?.([at('Ana', 'Acme')], since);
    await clio.collection.byProducts?.([at('Ana', 'Acme')], since);
    expect(clio.byProducts).toEqual([]);
    await clio.collection.write([create(at('Ana', 'Acme'))]);
    expect(clio.byProducts).toEqual([]);
    expect(clio.control.contacts.list().find(({ type }) => type === 'Person')?.company?.id).toBe(id);
  });

  test('a claim that cannot be bound does not make a written card look undone', async () => {
    const bind: Claims['bind'] = (kind, key, id, title) =>
      kind === 'company'
        ? Promise.reject(new SyncError('unavailable', 'throttled'))
        : clio.context.claims.bind(kind, key, id, title);
    const [outcome] = await clio.open({ claims: { ...clio.context.claims, bind } }).write([create(at('Ana', 'Acme'))]);
    expect(companyOf(outcome)).toBe('Acme');
  });

  test('no card is written before what was made for it is known as that, and that is still to be found', async () => {
    const bind = () => Promise.reject(new SyncError('unavailable', 'throttled'));
    const hindered = clio.open({ claims: { ...clio.context.claims, bind } });
    expect(await hindered.write([create(at('Ana', 'Acme'))])).toEqual([{ kind: 'unknown' }]);
    const [outcome] = await clio.open().write([create(at('Ana', 'Acme'))]);
    expect(companyOf(outcome)).toBe('Acme');
    expect(clio.byProducts).toEqual(idsOf('Acme'));
    expect(await clio.context.claims.take('byProduct', idsOf('Acme')[0] ?? '')).toMatchObject({ kind: 'bound' });
  });
});

describe('a company with a card of its own', () => {
  const acme: Item = { kind: 'company', company: 'Acme', phones: [{ key: '555', value: '555', slot: 'work' }] };

  test('is written, and linked by those who name it after that', async () => {
    const outcomes = await clio.collection.write([create(acme), create(at('Ana', 'Acme'))]);
    expect(outcomes.map(companyOf)).toEqual(['Acme', 'Acme']);
    expect(clio.byProducts).toEqual([]);
    expect(companies()).toEqual(['Acme']);
  });

  test('that was made along the way for a person becomes that card', async () => {
    const outcomes = await clio.collection.write([create(at('Ana', 'Acme')), create(acme), create(at('Bea', 'Acme'))]);
    expect(written(outcomes[1])).toMatchObject({ id: idsOf('Acme')[0], item: { phones: [{ value: '555' }] } });
    expect(clio.byProducts).toEqual(idsOf('Acme'));
    expect(companies()).toEqual(['Acme']);
  });

  test('becomes it also when the card of the person was refused, and is told once', async () => {
    const nameless: Item = { kind: 'person', company: 'Acme', jobTitle: 'Partner' };
    const outcomes = await clio.collection.write([create(nameless), create(acme), create(at('Bea', 'Acme'))]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['refused', 'written', 'written']);
    expect(clio.byProducts).toEqual(idsOf('Acme'));
    expect(companies()).toEqual(['Acme']);
  });

  test('waits while another worker is making it', async () => {
    const claims: Claims = { ...clio.context.claims, take: async () => ({ kind: 'busy' }) };
    expect(await clio.open({ claims }).write([create(acme)])).toMatchObject([{ kind: 'notDone', retryAfterMs: 5_000 }]);
    expect(clio.sent).toEqual([]);
  });

  test('leaves no claim open when it only asks what a company is', async () => {
    await clio.collection.write([create(acme)]);
    await clio.collection.write([create(acme)]);
    expect(await clio.context.claims.take('byProduct', idsOf('Acme')[0] ?? '')).toEqual({ kind: 'mine' });
  });

  test('becomes it also when another worker made it long ago, and only once', async () => {
    await clio.collection.write([create(at('Ana', 'Acme'))]);
    await clio.manual.advance(86_400_000);
    const [first] = await clio.open().write([create(acme)]);
    expect(written(first).id).toBe(idsOf('Acme')[0]);
    const [again] = await clio.open().write([create(acme)]);
    expect(written(again).id, 'a worker that died before it saved this').toBe(idsOf('Acme')[0]);
    clio.saved(written(first).id);
    const [second] = await clio.open().write([create(acme)]);
    expect(written(second).id).toBe(idsOf('Acme')[1]);
  });

  test('becomes it once, also when the same batch has another card of that name', async () => {
    await clio.collection.write([create(at('Ana', 'Acme'))]);
    const outcomes = await clio.open().write([create(acme), create(acme)]);
    expect(outcomes.map((outcome) => written(outcome).id)).toEqual(idsOf('Acme'));
    expect(companies()).toEqual(['Acme', 'Acme']);
  });

  test('becomes it even when nothing has to be written for that', async () => {
    await clio.collection.write([create(at('Ana', 'Acme'))]);
    const [outcome] = await clio.open().write([create({ kind: 'company', company: 'Acme' })]);
    expect(written(outcome).id).toBe(idsOf('Acme')[0]);
  });

  test('whose becoming it got no answer is the one that it became', async () => {
    await clio.collection.write([create(at('Ana', 'Acme'))]);
    strike('timeoutAfterCommit');
    expect(await clio.open().write([create(acme)])).toEqual([{ kind: 'unknown' }]);
    strike('timeoutAfterCommit', 0);
    const [outcome] = await clio.open().write([create(acme)]);
    expect(written(outcome).id).toBe(idsOf('Acme')[0]);
    expect(companies()).toEqual(['Acme']);
  });

  test('is decided on again when people have seen to what was made along the way, or deleted it', async () => {
    await clio.collection.write([create(at('Ana', 'Acme')), create(at('Bea', 'Zenith'))]);
    const phone_numbers = [{ name: 'Work', number: '777' }];
    clio.control.contacts.edit(Number(idsOf('Acme')[0]), { phone_numbers });
    clio.control.contacts.remove(Number(idsOf('Zenith')[0]));
    const outcomes = await clio.open().write([create(acme), create({ ...acme, company: 'Zenith' })]);
    expect(outcomes).toEqual([{ kind: 'conflict' }, { kind: 'conflict' }]);
    const [unseen] = await clio.open().write([create(acme)]);
    expect(unseen, 'until it is known that it is a card').toEqual({ kind: 'conflict' });
    clio.saved(idsOf('Acme')[0] ?? '');
    const again = await clio.open().write([create(acme), create({ ...acme, company: 'Zenith' })]);
    expect(again.map(({ kind }) => kind)).toEqual(['written', 'written']);
  });

  test('of the name of one that Clio has is decided on again, once: a person may want both', async () => {
    clio.control.contacts.add({ type: 'Company', name: 'Acme' });
    expect(await clio.collection.write([create(acme)])).toEqual([{ kind: 'conflict' }]);
    expect((await clio.open().write([create(acme)]))[0]).toMatchObject({ kind: 'written' });
    expect(companies()).toEqual(['Acme', 'Acme']);
  });

  test('waits for the search when an earlier try may have made it', async () => {
    clio.manual.awkward.set('clio.queryLag', { rate: 1, amount: 40_000 });
    strike('timeoutAfterCommit');
    expect(await clio.collection.write([create(acme)])).toEqual([{ kind: 'unknown' }]);
    strike('timeoutAfterCommit', 0);
    expect(await clio.open().write([create(acme)])).toMatchObject([{ kind: 'notDone', retryAfterMs: 90_000 }]);
    await clio.manual.advance(90_000);
    expect(written((await clio.open().write([create(acme)]))[0]).id).toBe(idsOf('Acme')[0]);
    expect(companies()).toEqual(['Acme']);
  });

  test('is not waited for when an earlier try certainly did not make it', async () => {
    const limited = clio.open({
      transport: async (request) =>
        request.method === 'POST'
          ? { status: 429, headers: { 'retry-after': '7' }, body: '' }
          : clio.context.transport(request),
    });
    expect(await limited.write([create(acme)])).toEqual([
      { kind: 'notDone', code: 'rateLimited', retryAfterMs: 7_000 },
    ]);
    expect((await clio.open().write([create(acme)]))[0]).toMatchObject({ kind: 'written' });
  });

  test('is found again when the answer was lost', async () => {
    const since = clio.manual.now();
    strike('timeoutAfterCommit');
    await clio.collection.write([create(acme)]);
    strike('timeoutAfterCommit', 0);
    const [found] = await clio.collection.find([{ marker: 'm', item: acme, since }]);
    expect(found?.map(({ id }) => id)).toEqual(idsOf('Acme'));
  });
});

function written(outcome: Outcome | undefined): Present {
  if (outcome?.kind !== 'written') throw new Error(`not written: ${JSON.stringify(outcome)}`);
  return outcome.observation;
}
