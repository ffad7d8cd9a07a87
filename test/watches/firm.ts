import type { WatchingView, WatchPage, WatchView, WishView } from '@concord/core';
import { poll, work } from '@concord/engine';
import type { Person } from '../functions/attacks/person.ts';
import { ada, createScene, type Scene } from '../functions/attacks/scene.ts';

export const firm = 501;
export const dayMs = 24 * 60 * 60_000;

type ClientInput = Parameters<Scene['sandbox']['clio']['contacts']['add']>[0];

export type Firm = Awaited<ReturnType<typeof createFirm>>;

/** Ada's firm, signed in, with matters in Clio; workers work when `settle` says so. */
export async function createFirm() {
  const scene = createScene();
  const { clio } = scene.sandbox;
  const person = await scene.signedIn(ada);
  /** Workers and the poll, until nobody has anything to do now. */
  const settle = async (): Promise<void> => {
    await poll(scene.ports);
    for (let rounds = 0; rounds < 200; rounds += 1) {
      const deliveries = scene.ports.queue.receive();
      if (deliveries.length === 0) return;
      for (const { message, done } of deliveries) {
        await work(scene.ports, message);
        done();
      }
    }
    throw new Error('The workers do not come to an end.');
  };
  return {
    ...scene,
    clio,
    person,
    settle,
    addMatter: (client: ClientInput, matter: Omit<Parameters<typeof clio.matters.add>[0], 'client'> = {}) => {
      const contact = clio.contacts.add(client, firm);
      return { contact, matter: clio.matters.add({ client: contact, ...matter }, firm) };
    },
    member: memberOf(person, settle),
    asMember: (other: Person) => memberOf(other, settle),
  };
}

export type Member = ReturnType<typeof memberOf>;

function memberOf(person: Person, settle: () => Promise<void>) {
  const get = async <View>(path: string, query = ''): Promise<View> => {
    const { status, view } = await person.get(path, query);
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(view)}`);
    return view;
  };
  const post = async <View>(path: string, body: unknown = {}): Promise<View> => {
    const { status, view } = await person.post(path, body);
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(view)}`);
    return view;
  };
  const wish = async (path: string, body: unknown = {}): Promise<WishView> => {
    const { id } = await post<WishView>(path, body);
    await settle();
    return await get(`/api/wishes/${id}`);
  };
  return {
    get,
    post,
    wish,
    watch: (id: string) => get<WatchView>(`/api/watches/${id}`),
    list: (query = '') => get<WatchPage>('/api/watches', query),
    watching: () => get<WatchingView>('/api/watching'),
    browse: (query: unknown = {}) => wish('/api/matters', query),
    /** The watch of one matter. */
    import: async (matter: number): Promise<WatchView> => {
      const { imported } = await wish('/api/matters/import', { matters: [String(matter)] });
      return await get(`/api/watches/${imported?.added[0]}`);
    },
    refresh: async (id: string) => (await wish(`/api/watches/${id}/refresh`)).refreshed,
    edit: async (id: string, edit: object): Promise<WatchView> => {
      const { rev } = await get<WatchView>(`/api/watches/${id}`);
      return await post(`/api/watches/${id}`, { rev, ...edit });
    },
    runAll: async (): Promise<WatchingView> => {
      await post('/api/watching/run');
      await settle();
      return await get('/api/watching');
    },
  };
}
