import type { ConflictPolicy, WatchField, WatchHistoryPage, WatchView } from '@concord/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { breakable } from './breakable.ts';
import { createFirm, type Firm } from './firm.ts';

/** What people and Clio do to the watches, in any order. Values are never twice the same, so each can be told by who wrote it. */
type Step =
  | { readonly kind: 'type' | 'typeMeanwhile'; readonly watch: number; readonly field: EditedField }
  | { readonly kind: 'own'; readonly watch: number }
  | { readonly kind: 'clio' | 'clioBlanks'; readonly watch: number; readonly field: EditedField }
  | { readonly kind: 'refresh'; readonly watch: number }
  | { readonly kind: 'all' | 'rest' | 'close' }
  /** The worker dies at so many calls of the table from now. */
  | { readonly kind: 'kill'; readonly after: number };

/** The steps of one kind, also of a kind that shares its shape with others. */
type Of<Kind extends Step['kind']> = Step extends infer One
  ? One extends { readonly kind: infer Kinds }
    ? Kind extends Kinds
      ? One
      : never
    : never
  : never;

const editedFields = ['firstName', 'lastName', 'city'] as const satisfies readonly WatchField[];
type EditedField = (typeof editedFields)[number];
const watches = 3;

const which = { watch: fc.nat(watches - 1), field: fc.constantFrom(...editedFields) };
const stepOf = <Kind extends Step['kind'], Parts extends object>(
  kind: Kind,
  parts: { [Name in keyof Parts]: fc.Arbitrary<Parts[Name]> },
) => fc.record({ kind: fc.constant(kind), ...parts });
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    stepOf('type', which),
    stepOf('typeMeanwhile', which),
    stepOf('own', { watch: which.watch }),
    stepOf('clio', which),
    stepOf('clio', which),
    stepOf('clioBlanks', which),
    stepOf('refresh', { watch: which.watch }),
    stepOf('all', {}),
    stepOf('rest', {}),
    stepOf('close', {}),
    stepOf('kill', { after: fc.integer({ min: 1, max: 40 }) }),
  ) as fc.Arbitrary<Step>,
  { minLength: 5, maxLength: 30 },
);

async function play(policy: ConflictPolicy, story: readonly Step[]): Promise<void> {
  const at = await createFirm();
  const people = Array.from({ length: watches }, (_, index) =>
    at.addMatter({
      type: 'Person',
      first_name: `c-first-${index}`,
      last_name: `c-last-${index}`,
      addresses: [{ city: `c-city-${index}` }],
    }),
  );
  await at.member.post('/api/watching/settings', { conflicts: policy });
  const ids: string[] = [];
  for (const { matter } of people) ids.push((await at.member.import(matter)).id);
  const { plan, workers } = breakable(at);
  /** What people typed last, by watch and field; and what is the firm's own. */
  const typed = new Map<string, string>();
  const own = new Map<number, string>();
  let count = 0;

  const type = async (watch: number, field: EditedField): Promise<void> => {
    const value = `p-${(count += 1)}`;
    await at.member.edit(ids[watch] ?? '', { values: { [field]: value } });
    typed.set(`${watch}.${field}`, value);
  };
  const editClio = (watch: number, field: EditedField, value: string | null): void => {
    const contact = people[watch]?.contact ?? 0;
    const names = { firstName: 'first_name', lastName: 'last_name' } as const;
    if (field !== 'city') return at.clio.contacts.edit(contact, { [names[field]]: value });
    const rows = at.clio.contacts.get(contact)?.addresses ?? [];
    at.clio.contacts.edit(contact, { addresses: rows.map(({ id }) => ({ id, city: value, street: 'Main St 1' })) });
  };
  const refreshAll = async (): Promise<void> => {
    await at.member.post('/api/watching/run');
    await workers();
  };
  const rest = async (): Promise<void> => {
    await at.world.advance(95_000);
    await workers();
  };
  const acts: { readonly [Kind in Step['kind']]: (step: Of<Kind>) => unknown } = {
    type: ({ watch, field }) => type(watch, field),
    typeMeanwhile: ({ watch, field }) => {
      plan.meanwhile = () => type(watch, field);
    },
    own: async ({ watch }) => {
      const words = `n-${(count += 1)}`;
      await at.member.edit(ids[watch] ?? '', { notes: words, tags: [words], priority: 'high', status: 'onHold' });
      own.set(watch, words);
    },
    clio: ({ watch, field }) => editClio(watch, field, `c-${(count += 1)}`),
    // Clio wants at least one of the names.
    clioBlanks: ({ watch, field }) => (field === 'lastName' ? undefined : editClio(watch, field, null)),
    refresh: async ({ watch }) => {
      await at.member.post(`/api/watches/${ids[watch]}/refresh`);
      await workers();
    },
    all: refreshAll,
    rest,
    close: () => at.clio.matters.edit(people[0]?.matter ?? 0, { status: 'Closed' }),
    kill: ({ after }) => {
      plan.calls = after;
    },
  };
  const check = async (): Promise<void> => {
    for (const [watch, id] of ids.entries()) await checkWatch(at, policy, await at.member.watch(id), watch, typed, own);
  };
  for (const step of story) {
    await (acts[step.kind] as (step: Step) => unknown)(step);
    await check();
  }
  plan.calls = undefined;
  for (let rounds = 0; rounds < 3; rounds += 1) await rest();
  await refreshAll();
  await check();
  expect((await at.member.watching()).run?.state).toBe('done');
  for (const [watch, id] of ids.entries()) {
    const shown = at.clio.contacts.get(people[watch]?.contact ?? 0);
    const { values } = await at.member.watch(id);
    if (!typed.has(`${watch}.firstName`) && shown?.first_name) expect(values.firstName).toBe(shown.first_name);
    if (!typed.has(`${watch}.lastName`) && shown?.last_name) expect(values.lastName).toBe(shown.last_name);
  }
}

async function checkWatch(
  at: Firm,
  policy: ConflictPolicy,
  view: WatchView,
  watch: number,
  typed: ReadonlyMap<string, string>,
  own: ReadonlyMap<number, string>,
): Promise<void> {
  for (const field of editedFields) {
    const value = view.values[field];
    const edit = typed.get(`${watch}.${field}`);
    expect(value, `${field} is never emptied by a refresh`).toBeTruthy();
    if (edit === undefined || value === edit) continue;
    expect(policy, `only where Clio wins may ${edit} be gone`).toBe('clio');
    const { lastRefresh } = view;
    const { rows } = await at.member.get<WatchHistoryPage>(`/api/watches/${view.id}/history`);
    const told = [...rows.flatMap(({ changes }) => changes), ...(lastRefresh?.changes ?? [])];
    expect(told.map(({ before }) => before)).toContain(edit);
  }
  const words = own.get(watch);
  if (words === undefined) return;
  expect(view).toMatchObject({ notes: words, tags: [words], priority: 'high', status: 'onHold' });
}

/** As for the laws of core: the same stories on every run, unless others, or more of them, are asked for. */
const times = Number(process.env['CONCORD_TIMES'] ?? 1);

it.each(['local', 'ask', 'clio'] as const)(
  'Local edits are never lost, whoever edits, refreshes and dies when: both changed, %s',
  async (policy) => {
    await fc.assert(
      fc.asyncProperty(steps, (story) => play(policy, story)),
      { numRuns: 40 * times, seed: Number(process.env['CONCORD_SEED'] ?? 20_260_101) },
    );
  },
  120_000 * times,
);
