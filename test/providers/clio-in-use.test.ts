import { beforeEach, describe, expect, test } from 'vitest';
import { type ClioSetup, setUpClio } from '../contract/clio-look-alike.ts';

let clio: ClioSetup;
let since: number;
let ids: string[];
let someClient: number;

const addMany = (count: number): string[] =>
  Array.from({ length: count }, (_, index) =>
    String(clio.control.contacts.add({ type: 'Person', first_name: `P${index}` })),
  );
const inUse = async (some: readonly string[] = ids) => await clio.collection.inUse?.(some, since);
const asked = (path: string) => clio.sent.filter(({ url }) => url.includes(path)).length;
const names = {
  matters: (id: string) => clio.control.matters.add({ client: Number(id) }),
  relationships: (id: string) => clio.control.matters.add({ client: someClient, related: [Number(id)] }),
  communications: (id: string) => clio.control.contacts.writeTo(Number(id)),
} as const;
const kinds = ['matters', 'relationships', 'communications'] as const;

beforeEach(async () => {
  clio = await setUpClio();
  someClient = clio.control.contacts.add({ type: 'Person', first_name: 'Client' });
  await clio.manual.advance(3_600_000);
  since = clio.manual.now();
  ids = addMany(3);
  await clio.manual.advance(60_000);
});

describe('a contact is in use', () => {
  test.each(kinds)('when one of the %s names it, and the others are not', async (kind) => {
    names[kind](ids[1] ?? '');
    expect(await inUse()).toEqual([ids[1]]);
  });

  test.each(kinds)('among so many that what changed since is looked through: %s', async (kind) => {
    ids = addMany(250);
    await clio.manual.advance(60_000);
    for (const id of ids.slice(1)) names[kind](id);
    expect(await inUse()).toEqual(ids.slice(1));
    expect(asked(`/${kind}.json`)).toBe(2);
  });

  test('not when nothing names it', async () => {
    expect(await inUse()).toEqual([]);
    expect(await inUse([])).toEqual([]);
  });

  test('as far as anybody knows, where this account may not see such records', async () => {
    const forbidding = clio.open({
      transport: async (request) =>
        request.url.includes('/matters.json')
          ? { status: 403, headers: {}, body: '{"error":{"type":"ForbiddenError","message":"no"}}' }
          : await clio.context.transport(request),
    });
    expect(await forbidding.inUse?.(ids, since)).toBeUndefined();
  });
});
