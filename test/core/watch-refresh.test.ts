import {
  answerField,
  defaultRefreshPolicy,
  editValues,
  type Matter,
  type MatterPerson,
  type MatterSight,
  type RefreshContext,
  type RefreshPolicy,
  refreshWatch,
  undoRefresh,
  type Watch,
  type WatchLink,
} from '@concord/core';
import { describe, expect, it } from 'vitest';

const now = 1_800_000_000_000;
const contextOf = (more: Partial<RefreshContext> = {}): RefreshContext => ({
  id: 'r1',
  now,
  connection: 'c1',
  policy: defaultRefreshPolicy,
  ...more,
});
const policyOf = (policy: Partial<RefreshPolicy>): RefreshPolicy => ({ ...defaultRefreshPolicy, ...policy });

const personOf = (more: Partial<MatterPerson> = {}): MatterPerson => ({
  id: '9',
  firstName: 'Ida',
  lastName: 'Novak',
  dateOfBirth: '',
  city: '',
  state: '',
  ...more,
});
const matterOf = (more: Partial<Matter> = {}): Matter => ({
  id: '5',
  number: '00012',
  description: '',
  status: 'open',
  openedOn: '',
  closedOn: '',
  client: { id: '9', name: 'Ida Novak' },
  ...more,
});
type Shown = Exclude<MatterSight, 'notShown'>;
const sightOf = (more: Partial<Shown> = {}): Shown => ({ matter: matterOf(), person: personOf(), ...more });
const watchOf = (link: Partial<WatchLink> = {}, more: Partial<Watch> = {}): Watch => ({
  id: 'w',
  values: { firstName: 'Ida', lastName: 'Novak', caseNumber: '00012' },
  tags: ['probate'],
  priority: 'high',
  status: 'onHold',
  createdAt: now,
  link: {
    matter: '5',
    contact: '9',
    seenBy: ['c1'],
    base: { firstName: 'Ida', lastName: 'Novak', caseNumber: '00012' },
    matterState: { kind: 'open' },
    client: { kind: 'shown' },
    touched: { id: 'r0', at: 1 },
    ...link,
  },
  ...more,
});

describe('a refresh', () => {
  it('returns the same watch when nothing changed, so that nothing is written', () => {
    const watch = watchOf();
    expect(refreshWatch(watch, sightOf(), contextOf()).watch).toBe(watch);
  });

  it('returns the same watch when it waits for the same answer as before', () => {
    const policy = policyOf({ conflicts: 'ask' });
    const edited = editValues(watchOf(), { lastName: 'Nowak' });
    const changed = sightOf({ person: personOf({ lastName: 'Novakova' }) });
    const asked = refreshWatch(edited, changed, contextOf({ policy })).watch;
    expect(asked.link?.asked).toEqual({ lastName: 'Novakova' });
    expect(refreshWatch(asked, changed, contextOf({ policy, id: 'r2', now: now + 1 })).watch).toBe(asked);
  });

  it('never touches what is the firm’s own', () => {
    const changed = sightOf({ matter: matterOf({ status: 'closed', number: '7' }), person: personOf({ city: 'X' }) });
    const { watch } = refreshWatch(watchOf(), changed, contextOf({ policy: policyOf({ conflicts: 'clio' }) }));
    const { tags, priority, status, id, createdAt } = watch;
    expect({ tags, priority, status, id, createdAt }).toEqual({
      tags: ['probate'],
      priority: 'high',
      status: 'onHold',
      id: 'w',
      createdAt: now,
    });
  });

  it('leaves a watch that was made by hand alone', () => {
    const { link: _, ...byHand } = watchOf();
    expect(refreshWatch(byHand, sightOf(), contextOf()).watch).toBe(byHand);
  });

  it('says what changed, with the value before', () => {
    const { changes, watch } = refreshWatch(
      watchOf(),
      sightOf({ person: personOf({ lastName: 'Nowak' }) }),
      contextOf(),
    );
    expect(changes).toEqual([{ field: 'lastName', before: 'Novak', after: 'Nowak', rule: 'clioChanged' }]);
    expect(watch.link).toMatchObject({ last: { id: 'r1', at: now, changes }, touched: { id: 'r1', at: now } });
  });

  it('follows the policy of a field before the policy of all', () => {
    const policy = policyOf({ conflicts: 'local', byField: { lastName: 'clio' } });
    const edited = editValues(watchOf(), { firstName: 'Idi', lastName: 'Nowak' });
    const changed = sightOf({ person: personOf({ firstName: 'Ide', lastName: 'Novakova' }) });
    const { watch } = refreshWatch(edited, changed, contextOf({ policy }));
    expect(watch.values).toMatchObject({ firstName: 'Idi', lastName: 'Novakova' });
    expect(watch.link?.rules).toEqual({ firstName: 'keptHere', lastName: 'tookClio' });
  });

  it('keeps a conflict settled: the same value of Clio’s is no conflict again', () => {
    const changed = sightOf({ person: personOf({ lastName: 'Novakova' }) });
    const kept = refreshWatch(editValues(watchOf(), { lastName: 'Nowak' }), changed, contextOf()).watch;
    const policy = policyOf({ conflicts: 'clio' });
    expect(refreshWatch(kept, changed, contextOf({ id: 'r2', policy })).watch).toBe(kept);
  });

  it('that is done again after a crash adds to what it had changed', () => {
    const first = refreshWatch(watchOf(), sightOf({ person: personOf({ lastName: 'B' }) }), contextOf()).watch;
    const again = sightOf({ person: personOf({ lastName: 'C', city: 'Oslo' }) });
    const { watch } = refreshWatch(first, again, contextOf({ now: now + 5 }));
    expect(watch.link?.last?.changes).toMatchObject([
      { field: 'lastName', before: 'Novak', after: 'C' },
      { field: 'city', before: '', after: 'Oslo' },
    ]);
    expect(watch.link?.touched.at).toBe(now);
  });
});

describe('a matter', () => {
  const state = (watch: Watch, sight: MatterSight, more: Partial<RefreshContext> = {}) =>
    refreshWatch(watch, sight, contextOf(more)).watch.link?.matterState;

  it('that is closed is marked with Clio’s date, and the watch stays as it is', () => {
    const closed = sightOf({ matter: matterOf({ status: 'closed', closedOn: '2026-05-01' }) });
    expect(state(watchOf(), closed)).toEqual({ kind: 'closed', on: '2026-05-01' });
    expect(refreshWatch(watchOf(), closed, contextOf()).watch.values).toEqual(watchOf().values);
  });

  it('that is closed without a date is marked', () =>
    expect(state(watchOf(), sightOf({ matter: matterOf({ status: 'closed' }) }))).toEqual({ kind: 'closed' }));

  it('that is opened again is open', () =>
    expect(state(watchOf({ matterState: { kind: 'closed' } }), sightOf())).toEqual({ kind: 'open' }));

  it('that is not shown any more is marked with the moment, and nothing else happens', () => {
    const { watch, changes } = refreshWatch(watchOf(), 'notShown', contextOf());
    expect(watch.link?.matterState).toEqual({ kind: 'missing', since: now });
    expect(watch.values).toEqual(watchOf().values);
    expect(changes).toEqual([]);
  });

  it('that is still not shown keeps the moment, and nothing is written', () => {
    const missing = watchOf({ matterState: { kind: 'missing', since: 7 } });
    expect(refreshWatch(missing, 'notShown', contextOf()).watch).toBe(missing);
  });

  it('is missed only by an account that was shown it', () => {
    const watch = watchOf();
    expect(refreshWatch(watch, 'notShown', contextOf({ connection: 'c2' })).watch).toBe(watch);
  });

  it('that was missed is no more missed by who does not see it, once another one was shown it', () => {
    const missing = watchOf({ matterState: { kind: 'missing', since: 7 } });
    const shown = refreshWatch(missing, sightOf(), contextOf({ connection: 'c2' })).watch;
    expect(shown.link).toMatchObject({ matterState: { kind: 'open' }, seenBy: ['c2'] });
    expect(refreshWatch(shown, 'notShown', contextOf({ connection: 'c1' })).watch).toBe(shown);
  });

  it('seen by two accounts in turn is written once for each', () => {
    const first = watchOf();
    const second = refreshWatch(first, sightOf(), contextOf({ connection: 'c2' })).watch;
    expect(second.link?.seenBy).toEqual(['c1', 'c2']);
    expect(refreshWatch(second, sightOf(), contextOf({ connection: 'c1', id: 'r3' })).watch).toBe(second);
  });
});

describe('the client of a matter', () => {
  const other = { id: '10', name: 'Jan Kos' };
  const client = (watch: Watch, sight: MatterSight) => refreshWatch(watch, sight, contextOf()).watch.link?.client;
  const swapped = (formerClient: boolean) =>
    sightOf({
      matter: matterOf({ client: other }),
      person: personOf({ id: '10', firstName: 'Jan', lastName: 'Kos' }),
      formerClient,
    });

  it('that was swapped is said to be, and the watch follows the matter', () => {
    const { watch } = refreshWatch(watchOf(), swapped(true), contextOf());
    expect(watch.link).toMatchObject({ contact: '10', client: { kind: 'swapped', since: now } });
    expect(watch.values).toMatchObject({ firstName: 'Jan', lastName: 'Kos' });
  });

  it('that was merged into another is said to be', () =>
    expect(client(watchOf(), swapped(false))).toEqual({ kind: 'merged', since: now }));

  it('stays swapped, without another write', () => {
    const first = refreshWatch(watchOf(), swapped(true), contextOf()).watch;
    const { formerClient: _, ...later } = swapped(true);
    expect(refreshWatch(first, later, contextOf({ id: 'r2' })).watch).toBe(first);
  });

  it('that is hidden is said to be, and what comes from it stays', () => {
    const hidden: Shown = { matter: matterOf(), person: undefined };
    const { watch } = refreshWatch(watchOf(), hidden, contextOf());
    expect(watch.link?.client).toEqual({ kind: 'unseen', since: now });
    expect(watch.values).toEqual(watchOf().values);
    expect(refreshWatch(watch, hidden, contextOf({ id: 'r2', now: now + 9 })).watch).toBe(watch);
    expect(client(watch, sightOf())).toEqual({ kind: 'shown' });
  });

  it('that is nobody is said to be', () => {
    const { client: _, ...bare } = matterOf();
    expect(client(watchOf(), { matter: bare, person: undefined })).toEqual({ kind: 'none' });
  });
});

describe('a person', () => {
  const policy = policyOf({ conflicts: 'ask' });
  const asked = refreshWatch(
    editValues(watchOf(), { lastName: 'Nowak' }),
    sightOf({ person: personOf({ lastName: 'Novakova' }) }),
    contextOf({ policy }),
  ).watch;
  const later = sightOf({ person: personOf({ lastName: 'Novakova' }) });

  it('who answers with Clio’s value has it from then on', () => {
    const settled = answerField(asked, 'lastName', 'clio', 'Novakova');
    expect(settled?.watch.values.lastName).toBe('Novakova');
    expect(settled?.watch.link?.asked).toBeUndefined();
    expect(settled?.changes).toEqual([{ field: 'lastName', before: 'Nowak', after: 'Novakova', rule: 'tookClio' }]);
    if (settled) expect(refreshWatch(settled.watch, later, contextOf({ id: 'r2', policy })).changes).toEqual([]);
  });

  it('who answers with their own keeps it, and is not asked about that value again', () => {
    const settled = answerField(asked, 'lastName', 'local', 'Novakova');
    expect(settled?.watch.values.lastName).toBe('Nowak');
    expect(settled?.changes).toEqual([]);
    if (settled) expect(refreshWatch(settled.watch, later, contextOf({ id: 'r2', policy })).watch).toBe(settled.watch);
  });

  it('cannot answer about a value that Clio does not have any more, or about nothing', () => {
    expect(answerField(asked, 'lastName', 'clio', 'Novak')).toBeUndefined();
    expect(answerField(asked, 'firstName', 'clio', 'Ida')).toBeUndefined();
    expect(answerField(watchOf(), 'lastName', 'clio', 'Novakova')).toBeUndefined();
  });

  it('who types what Clio says has answered', () => {
    const typed = editValues(asked, { lastName: 'Novakova' });
    expect(typed.link?.asked).toBeUndefined();
    expect(refreshWatch(typed, later, contextOf({ id: 'r2', policy })).watch.link?.base.lastName).toBe('Novakova');
  });

  it('who types something else is still asked', () =>
    expect(editValues(asked, { lastName: 'Nowakowa' }).link?.asked).toEqual({ lastName: 'Novakova' }));

  it('who saves what is there changes nothing', () => {
    const watch = watchOf();
    expect(editValues(watch, { lastName: 'Novak', firstName: ' Ida ' })).toBe(watch);
  });

  it('who empties a field keeps it empty', () => {
    const emptied = editValues(watchOf(), { lastName: '' });
    expect(emptied.values).not.toHaveProperty('lastName');
    expect(refreshWatch(emptied, sightOf(), contextOf()).watch.values).not.toHaveProperty('lastName');
  });
});

describe('an undo', () => {
  const changed = sightOf({ person: personOf({ lastName: 'Nowak', city: 'Oslo' }) });
  const refreshed = refreshWatch(watchOf(), changed, contextOf()).watch;

  it('takes back what the refresh changed', () => {
    const undone = undoRefresh(refreshed, 'r1');
    expect(undone?.watch.values).toEqual(watchOf().values);
    expect(undone?.changes).toMatchObject([
      { field: 'lastName', before: 'Nowak', after: 'Novak', rule: 'undone' },
      { field: 'city', before: 'Oslo', after: '', rule: 'undone' },
    ]);
  });

  it('leaves alone what was edited since', () => {
    const undone = undoRefresh(editValues(refreshed, { city: 'Bergen' }), 'r1');
    expect(undone?.watch.values).toMatchObject({ lastName: 'Novak', city: 'Bergen' });
  });

  it('is not done over again by the next refresh, until Clio changes', () => {
    const undone = undoRefresh(refreshed, 'r1');
    if (undone === undefined) throw new Error('Nothing was undone.');
    expect(refreshWatch(undone.watch, changed, contextOf({ id: 'r2' })).watch).toBe(undone.watch);
    const policy = policyOf({ conflicts: 'clio' });
    const next = sightOf({ person: personOf({ lastName: 'Kos' }) });
    expect(refreshWatch(undone.watch, next, contextOf({ id: 'r3', policy })).watch.values.lastName).toBe('Kos');
  });

  it('is possible once, and only for the last refresh that changed something', () => {
    const undone = undoRefresh(refreshed, 'r1');
    expect(undoRefresh(refreshed, 'r0')).toBeUndefined();
    expect(undone && undoRefresh(undone.watch, 'r1')).toBeUndefined();
    expect(undoRefresh(watchOf(), 'r0')).toBeUndefined();
  });
});
