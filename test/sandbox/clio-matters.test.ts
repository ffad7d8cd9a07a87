import { describe, expect, it } from 'vitest';
import { clioWorld, firm } from './clio-world.ts';

const people = ['Ana', 'Bea', 'Cleo', 'Dee'].map((first_name) => ({
  type: 'Person' as const,
  first_name,
  last_name: 'Reyes',
}));

function matterWorld() {
  const world = clioWorld({ contacts: people });
  const [ana = 0, bea = 0, cleo = 0, dee = 0] = world.control.contacts.list().map(({ id }) => id);
  const shown = async (path: string) => (await world.call('GET', path)).body.data;
  return { ...world, matters: world.control.matters, shown, ana, bea, cleo, dee };
}

describe('matters of the Clio look-alike', () => {
  it('are listed with their clients, by status, client, id and time', async () => {
    const { matters, shown, world, ana, bea } = matterWorld();
    const open = matters.add({ client: ana, description: 'Estate' });
    const pending = matters.add({ client: bea, status: 'Pending' });
    await world.advance(60_000);
    const closed = matters.add({ client: ana, status: 'Closed' });
    const ids = async (query: string) => (await shown(`matters.json?${query}`)).map(({ id }) => id);
    expect(await shown('matters.json?fields=id,number,status,description,client{id,first_name}&limit=1')).toEqual([
      { id: open, number: 1, status: 'Open', description: 'Estate', client: { id: ana, first_name: 'Ana' } },
    ]);
    expect(await ids('')).toEqual([open, pending, closed]);
    expect(await ids('status=open,pending')).toEqual([open, pending]);
    expect(await ids(`client_id=${ana}`)).toEqual([open, closed]);
    expect(await ids(`ids[]=${pending}&ids[]=1`)).toEqual([pending]);
    expect(await ids(`updated_since=${encodeURIComponent(new Date(world.now() - 1).toISOString())}`)).toEqual([closed]);
    expect(await ids('order=updated_at(desc)&limit=1')).toEqual([closed]);
  });

  it('are read by id, by their own firm only, and refused by a status that is none', async () => {
    const { matters, call, control, ana } = matterWorld();
    const id = matters.add({ client: ana });
    expect((await call('GET', `matters/${id}.json?fields=display_number,etag`)).body.data).toMatchObject({
      display_number: '00001',
      etag: expect.stringMatching(/^"/u),
    });
    expect((await call('GET', 'matters.json?status=lost')).status).toBe(422);
    control.addFirm({
      id: 9,
      name: 'Others LLP',
      users: [{ id: 91, name: 'Otto Other', email: 'otto@other.example' }],
    });
    expect((await call('GET', `matters/${id}.json`, undefined, { user: 91 })).status).toBe(404);
    expect((await call('GET', 'matters.json', undefined, { user: 91 })).body.data).toEqual([]);
  });

  it('have related contacts, listed of one contact, of one matter, or all of them', async () => {
    const { matters, shown, ana, bea, cleo } = matterWorld();
    const first = matters.add({ client: ana, related: [bea, cleo] });
    const second = matters.add({ client: ana, status: 'Closed', related: [cleo] });
    const pairs = async (query: string) => shown(`relationships.json?fields=contact{id},matter{id,status}&${query}`);
    const pair = (contact: number, matter: number, status: string) => ({
      contact: { id: contact },
      matter: { id: matter, status },
    });
    expect(await pairs('')).toEqual([
      pair(bea, first, 'Open'),
      pair(cleo, first, 'Open'),
      pair(cleo, second, 'Closed'),
    ]);
    expect(await pairs(`contact_id=${cleo}`)).toHaveLength(2);
    expect(await pairs(`matter_id=${second}`)).toEqual([pair(cleo, second, 'Closed')]);
    const stamp = async () => (await shown(`matters.json?fields=etag,updated_at&ids[]=${first}`))[0];
    const before = await stamp();
    matters.edit(first, { related: [cleo] });
    expect(await stamp()).toEqual(before);
    expect(await pairs(`matter_id=${first}`)).toEqual([pair(cleo, first, 'Open')]);
    matters.remove(first);
    expect(await pairs('')).toEqual([pair(cleo, second, 'Closed')]);
  });

  it('make clients, who are shown as such and can be listed alone', async () => {
    const { matters, shown, ana, bea, world, call } = matterWorld();
    const clients = async () => (await shown('contacts.json?client_only=true')).map(({ id }) => id);
    const isClient = async () => (await call('GET', `contacts/${ana}.json?fields=is_client`)).body.data.is_client;
    expect([await clients(), await isClient()]).toEqual([[], false]);
    const matter = matters.add({ client: ana, related: [bea] });
    expect([await clients(), await isClient()]).toEqual([[ana], true]);
    matters.edit(matter, { status: 'Closed' });
    expect([await clients(), await isClient()]).toEqual([[ana], true]);
    world.awkward.set('clio.formerClients', { rate: 1 });
    expect([await clients(), await isClient()]).toEqual([[], false]);
    matters.edit(matter, { status: 'Pending' });
    expect([await clients(), await isClient()]).toEqual([[ana], true]);
    world.awkward.set('clio.formerClients', undefined);
    matters.edit(matter, { client: bea });
    expect(await clients()).toEqual([bea]);
    matters.remove(matter);
    expect(await clients()).toEqual([]);
  });

  it('leave the contact’s own etag alone, unless the habit strikes', () => {
    const { matters, control, world, ana, bea } = matterWorld();
    const etags = () => [ana, bea].map((id) => control.contacts.get(id)?.etag);
    const before = etags();
    const matter = matters.add({ client: ana });
    expect(etags()).toEqual(before);
    world.awkward.set('clio.mattersTouchClients', { rate: 1 });
    matters.edit(matter, { client: bea });
    const after = etags();
    expect(after.map((etag, index) => etag === before[index])).toEqual([false, false]);
  });

  it('go along when two contacts are merged, and stay without a client when theirs is deleted', async () => {
    const { matters, control, shown, ana, bea, cleo, dee } = matterWorld();
    const matter = matters.add({ client: bea, related: [dee] });
    control.contacts.merge(ana, bea);
    control.contacts.merge(cleo, dee);
    expect(matters.get(matter)).toMatchObject({ client: ana, related: [cleo] });
    control.contacts.remove(ana);
    expect(await shown('matters.json?fields=client')).toEqual([{ client: null }]);
  });

  it('survive a killed process, and are counted on', () => {
    const { world, matters, ana } = matterWorld();
    const first = matters.add({ client: ana });
    const { control } = clioWorld({ store: world.store });
    expect(control.matters.get(first)).toMatchObject({ client: ana, number: 1 });
    const second = control.matters.add({ client: ana });
    expect(second).toBeGreaterThan(first);
    expect(control.matters.get(second)?.number).toBe(2);
  });
});

describe('what a matter is', () => {
  it('is its practice area, its attorney and its dates, by which it is found', async () => {
    const { matters, shown, call, ana, bea } = matterWorld();
    const estates = matters.practiceArea('Estates');
    expect(matters.practiceArea('Estates')).toBe(estates);
    const one = matters.add({ client: ana, practice_area: estates, responsible_attorney: 71, open_date: '2025-01-31' });
    const two = matters.add({ client: bea, description: 'Lease of Ana', open_date: '2025-02-01' });
    const fields = 'open_date,close_date,practice_area{id,name},responsible_attorney{id,name}';
    expect(await shown(`matters.json?ids[]=${one}&fields=${fields}`)).toEqual([
      {
        open_date: '2025-01-31',
        close_date: null,
        practice_area: { id: estates, name: 'Estates' },
        responsible_attorney: { id: 71, name: 'Ada Abbott' },
      },
    ]);
    const ids = async (query: string) => (await shown(`matters.json?${query}`)).map(({ id }) => id);
    expect(await ids(`practice_area_id=${estates}`)).toEqual([one]);
    expect(await ids('responsible_attorney_id=null')).toEqual([two]);
    expect(await ids('query=ana')).toEqual([one, two]);
    expect(await ids('query=ana+lease')).toEqual([two]);
    expect(await ids('open_date[]=%3E%3D2025-01-31&open_date[]=%3C2025-02-01')).toEqual([one]);
    expect((await call('GET', 'matters.json?open_date[]=yesterday')).status).toBe(422);
  });

  it('is closed on the day when it is closed, unless another is named', async () => {
    const { matters, world, ana } = matterWorld();
    const [one, two] = [matters.add({ client: ana }), matters.add({ client: ana })];
    matters.edit(one, { status: 'Closed' });
    matters.edit(two, { status: 'Closed', close_date: '2025-05-01' });
    expect(matters.get(one)?.close_date).toBe(new Date(world.now()).toISOString().slice(0, 10));
    expect(matters.get(two)?.close_date).toBe('2025-05-01');
  });

  it('may be hidden from a user, who then finds nothing of it', async () => {
    const { matters, call, ana } = matterWorld();
    const id = matters.add({ client: ana, hidden_from: [72] });
    expect((await call('GET', `matters/${id}.json`, undefined, { user: 72 })).status).toBe(404);
    expect((await call('GET', `matters.json?ids[]=${id}`, undefined, { user: 72 })).body.data).toEqual([]);
    expect((await call('GET', `matters/${id}.json`)).status).toBe(200);
  });

  it('has practice areas to choose from, at an address that may have moved', async () => {
    const { matters, shown, call, world } = matterWorld();
    const estates = matters.practiceArea('Estates');
    matters.renamePracticeArea(estates, 'Wills and estates');
    expect(await shown('practice_areas.json?fields=id,name')).toEqual([{ id: estates, name: 'Wills and estates' }]);
    world.awkward.set('clio.practiceAreasMoved', { rate: 1 });
    const moved = await call('GET', 'practice_areas.json?fields=id,name');
    expect(moved.status).toBe(307);
    expect(moved.headers.get('location')).toContain('/practice_areas_with_categories.json?fields=');
  });
});

describe('the page of matters', () => {
  it('shows them, opens, changes and deletes them', async () => {
    const { visit, matters, ana, bea, cleo } = pageWorld();
    const typed = {
      client: 'ana reyes',
      description: 'Estate <1>',
      status: 'Pending',
      related: `Bea Reyes\n${cleo}\n`,
    };
    expect((await visit('POST', `/clio/matters?firm=${firm.id}`, typed)).status).toBe(303);
    const [made] = matters.list();
    expect(made).toMatchObject({ client: ana, description: 'Estate <1>', status: 'Pending', related: [bea, cleo] });
    const list = await visit('GET', '/clio/matters');
    expect(list.text).toContain('Estate &lt;1&gt;');
    expect(list.text).toContain('Ana Reyes');
    const path = `/clio/matters/${made?.id}`;
    expect((await visit('GET', path)).text).toContain('Bea Reyes\nCleo Reyes');
    await visit('POST', path, { ...typed, status: 'Closed', related: '' });
    expect(matters.list()).toMatchObject([{ status: 'Closed', related: [], number: 1 }]);
    await visit('POST', path, { do: 'delete' });
    expect(matters.list()).toEqual([]);
    expect((await visit('GET', path)).status).toBe(404);
  });

  it('takes a practice area, an attorney and dates', async () => {
    const { visit, matters, ana } = pageWorld();
    const typed = { client: String(ana), practice_area: 'Estates', attorney: '71', open_date: '2025-01-31' };
    await visit('POST', '/clio/matters', typed);
    const [made] = matters.list();
    expect(made).toMatchObject({ responsible_attorney: 71, open_date: '2025-01-31', close_date: null });
    expect(made?.practice_area).toBe(matters.practiceArea('Estates'));
    const path = `/clio/matters/${made?.id}`;
    const { text } = await visit('GET', path);
    expect(text).toContain('value="Estates"');
    expect(text).toContain('value="2025-01-31"');
    expect(text).toMatch(/<option value="71" selected>Ada Abbott/u);
    await visit('POST', path, { client: String(ana), status: 'Closed', close_date: '2025-06-01' });
    expect(matters.list()[0]).toMatchObject({
      practice_area: null,
      responsible_attorney: null,
      close_date: '2025-06-01',
    });
  });

  it('takes nobody whom it does not know', async () => {
    const { visit, matters, ana } = pageWorld();
    const unknown = await visit('POST', '/clio/matters', { client: 'Nobody', description: 'Kept "text"' });
    expect(unknown.status).toBe(422);
    expect(unknown.text).toContain('There is no contact of the client’s name or number.');
    expect(unknown.text).toContain('Kept &quot;text&quot;');
    const related = await visit('POST', '/clio/matters', { client: String(ana), related: 'Nobody' });
    expect([related.status, matters.list()]).toEqual([422, []]);
  });
});

function pageWorld() {
  const made = matterWorld();
  const visit = async (method: string, path: string, form?: Record<string, string>) => {
    const body = form === undefined ? {} : { body: new URLSearchParams(form) };
    const response = await made.handle(new Request(`http://sandbox.test${path}`, { method, ...body }));
    return { status: response.status, text: await response.text() };
  };
  return { ...made, visit };
}
