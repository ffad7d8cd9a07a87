import type { WatchHistoryPage, WatchView } from '@concord/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { cleo } from '../functions/attacks/scene.ts';
import { createFirm, dayMs, type Firm, firm } from './firm.ts';

const ida = {
  type: 'Person',
  first_name: 'Ida',
  last_name: 'Novak',
  date_of_birth: '1950-02-03',
  addresses: [
    { name: 'Work', city: 'Toronto', province: 'ON' },
    { name: 'Home', city: 'Ottawa', province: 'QC' },
  ],
} as const;

let at: Firm;
beforeEach(async () => {
  at = await createFirm();
});

const addIda = () =>
  at.addMatter(ida, {
    practice_area: at.clio.matters.practiceArea('Estates', firm),
    responsible_attorney: cleo.id,
    open_date: '2025-01-02',
  });
const historyOf = (id: string) => at.member.get<WatchHistoryPage>(`/api/watches/${id}/history`);
const valueOf = (view: WatchView, field: string) => view.fields.find((each) => each.field === field);

describe('an imported matter', () => {
  it('has every field of the table from Clio', async () => {
    const watch = await at.member.import(addIda().matter);
    expect(watch.values).toEqual({
      firstName: 'Ida',
      lastName: 'Novak',
      dateOfBirth: '1950-02-03',
      city: 'Toronto',
      state: 'ON',
      caseNumber: '00001',
      assignedTo: 'Cleo Clerk',
      caseType: 'Estates',
      dateOfInterest: '2025-01-02',
    });
    expect(watch).toMatchObject({
      source: 'clio',
      title: 'Ida Novak',
      sourceSentence: 'Linked with matter 00001 in Clio.',
    });
  });

  it('is one watch, however often it is imported, and its edits stay', async () => {
    const { matter } = addIda();
    const { id } = await at.member.import(matter);
    await at.member.edit(id, { values: { city: 'Bergen' }, notes: 'Ask the sister.' });
    const again = await at.member.wish('/api/matters/import', { matters: [String(matter)] });
    expect(again).toMatchObject({ imported: { added: [], known: [id], notShown: [] } });
    expect(again.sentence).toBe('0 imported. 1 had been imported before.');
    expect(await at.member.watch(id)).toMatchObject({ values: { city: 'Bergen' }, notes: 'Ask the sister.' });
  });

  it('is told in the history, and cannot be undone', async () => {
    const watch = await at.member.import(addIda().matter);
    expect(watch.lastRefresh).toBeUndefined();
    const { rows } = await historyOf(watch.id);
    expect(rows).toMatchObject([{ what: 'imported', cause: 'Imported from Clio' }]);
    expect(rows[0]?.changes).toHaveLength(9);
  });

  it('that Clio does not show is not imported', async () => {
    const { matter } = addIda();
    at.clio.matters.edit(matter, { hidden_from: [71] });
    const { imported } = await at.member.wish('/api/matters/import', { matters: [String(matter), '123'] });
    expect(imported).toEqual({ added: [], known: [], notShown: [String(matter), '123'] });
    expect((await at.member.list()).rows).toEqual([]);
  });

  it('is imported in two requests, however many there are', async () => {
    const matters = Array.from({ length: 100 }, () => addIda().matter);
    at.clio.resetRequests();
    const { imported } = await at.member.wish('/api/matters/import', { matters: matters.map(String) });
    expect(imported?.added).toHaveLength(100);
    expect(at.clio.requests()).toEqual({ 'GET matters': 1, 'GET contacts': 1 });
    expect((await at.member.watching()).linked).toBe(100);
  });

  it('comes by itself never', async () => {
    await at.member.import(addIda().matter);
    addIda();
    await at.member.runAll();
    expect((await at.member.list()).total).toBe(1);
  });
});

describe('"Sync from Clio" on one watch', () => {
  it('shows at once what changed, and why each field is as it is', async () => {
    const { contact, matter } = addIda();
    const { id } = await at.member.import(matter);
    await at.member.edit(id, { values: { city: 'Bergen' } });
    at.clio.contacts.edit(contact, { last_name: 'Nowak' });
    const refreshed = await at.member.refresh(id);
    expect(refreshed?.changes).toMatchObject([{ label: 'Last name', before: 'Novak', after: 'Nowak' }]);
    expect(refreshed?.fields.find(({ field }) => field === 'city')).toEqual({
      field: 'city',
      label: 'City',
      clio: 'Toronto',
      base: 'Toronto',
      local: 'Bergen',
      because: 'It was edited here, and Clio has not changed since: the edit stays.',
    });
    expect(await at.member.watch(id)).toMatchObject({ values: { lastName: 'Nowak', city: 'Bergen' } });
  });

  it('takes two requests', async () => {
    const { id } = await at.member.import(addIda().matter);
    at.clio.resetRequests();
    await at.member.refresh(id);
    expect(at.clio.requests()).toEqual({ 'GET matters': 1, 'GET contacts': 1 });
  });

  it('takes another address when the one before is gone', async () => {
    const { contact, matter } = addIda();
    const { id } = await at.member.import(matter);
    const rows = at.clio.contacts.get(contact)?.addresses ?? [];
    const kept = rows.slice(1).map(({ id: row, name, city, province }) => ({ id: row, name, city, province }));
    at.clio.contacts.edit(contact, { addresses: kept });
    await at.member.refresh(id);
    expect((await at.member.watch(id)).values).toMatchObject({ city: 'Ottawa', state: 'QC' });
  });

  it('keeps what Clio has emptied', async () => {
    const { contact, matter } = addIda();
    const { id } = await at.member.import(matter);
    at.clio.contacts.edit(contact, { date_of_birth: null, addresses: [] });
    at.clio.matters.edit(matter, { responsible_attorney: null, practice_area: null, open_date: null });
    expect((await at.member.refresh(id))?.changes).toEqual([]);
    const { values } = await at.member.watch(id);
    expect(values).toMatchObject({ dateOfBirth: '1950-02-03', city: 'Toronto', assignedTo: 'Cleo Clerk' });
  });

  it('is nothing for a watch made by hand, or an archived one', async () => {
    const hand = await at.member.post<WatchView>('/api/watches', { values: { lastName: 'Kos' } });
    const refused = await at.person.post(`/api/watches/${hand.id}/refresh`, {});
    expect(refused).toMatchObject({ status: 422, view: { error: { code: 'refused' } } });
    const { id } = await at.member.import(addIda().matter);
    await at.member.post(`/api/watches/${id}/archive`, { archived: true });
    expect((await at.person.post(`/api/watches/${id}/refresh`, {})).status).toBe(422);
  });

  it('can be undone, and leaves alone what was edited since', async () => {
    const { contact, matter } = addIda();
    const { id } = await at.member.import(matter);
    at.clio.contacts.edit(contact, { first_name: 'Ide', last_name: 'Nowak' });
    await at.member.refresh(id);
    const { lastRefresh } = await at.member.edit(id, { values: { firstName: 'Ida Maria' } });
    expect(lastRefresh?.canUndo).toBe(true);
    const undone = await at.member.post<WatchView>(`/api/watches/${id}/undo`, { refresh: lastRefresh?.refresh });
    expect(undone).toMatchObject({
      values: { firstName: 'Ida Maria', lastName: 'Novak' },
      lastRefresh: { canUndo: false },
    });
    expect(valueOf(undone, 'lastName')?.why).toBe(
      'The refresh was undone: the watch keeps this until Clio changes again.',
    );
    expect((await at.member.refresh(id))?.changes).toEqual([]);
    const again = await at.person.post(`/api/watches/${id}/undo`, { refresh: lastRefresh?.refresh });
    expect(again).toMatchObject({ status: 409, view: { error: { code: 'conflict' } } });
    expect((await historyOf(id)).rows.map(({ what }) => what).toSorted()).toEqual(['imported', 'refreshed', 'undone']);
  });
});

describe('a field that both sides changed', () => {
  const clash = async (policy: string) => {
    await at.member.post('/api/watching/settings', { conflicts: policy });
    const { contact, matter } = addIda();
    const { id } = await at.member.import(matter);
    await at.member.edit(id, { values: { lastName: 'Nowak' } });
    at.clio.contacts.edit(contact, { last_name: 'Novakova' });
    await at.world.advance(1_000);
    await at.member.refresh(id);
    return { id, contact, watch: await at.member.watch(id) };
  };

  it('stays as it was edited, unless the firm chose otherwise, and the history tells what Clio says', async () => {
    const { id, watch } = await clash('local');
    expect(watch.values.lastName).toBe('Nowak');
    expect(valueOf(watch, 'lastName')).toMatchObject({
      clio: 'Novakova',
      why: 'It was changed here and in Clio: the watch keeps its own, as you chose.',
    });
    expect((await historyOf(id)).rows[0]).toMatchObject({
      what: 'marked',
      because: [
        'Last name: It was changed here and in Clio: the watch keeps its own, as you chose. Clio says “Novakova”.',
      ],
    });
  });

  it('becomes Clio’s where the firm chose so, and the history keeps the other', async () => {
    const { id, watch } = await clash('clio');
    expect(watch.values.lastName).toBe('Novakova');
    expect((await historyOf(id)).rows[0]?.changes).toMatchObject([{ before: 'Nowak', after: 'Novakova' }]);
  });

  it('waits for an answer where the firm chose to be asked, and stays as it is until then', async () => {
    const { id, watch } = await clash('ask');
    expect(watch).toMatchObject({ asks: 1, values: { lastName: 'Nowak' } });
    expect(valueOf(watch, 'lastName')?.asked).toBe('Novakova');
    expect((await at.member.list('matter=asks')).rows.map((row) => row.id)).toEqual([id]);
    const wrong = await at.person.post(`/api/watches/${id}/answer`, { field: 'lastName', use: 'clio', asked: 'Kos' });
    expect(wrong.status).toBe(409);
    const answered = await at.member.post<WatchView>(`/api/watches/${id}/answer`, {
      field: 'lastName',
      use: 'clio',
      asked: 'Novakova',
    });
    expect(answered).toMatchObject({ asks: 0, values: { lastName: 'Novakova' } });
    expect((await at.member.refresh(id))?.changes).toEqual([]);
  });
});

describe('a matter in Clio', () => {
  it('that is closed marks its watch, and deletes nothing', async () => {
    const { matter } = addIda();
    const { id } = await at.member.import(matter);
    await at.world.advance(1_000);
    at.clio.matters.edit(matter, { status: 'Closed', close_date: '2026-02-01' });
    const { run } = await at.member.runAll();
    expect(run).toMatchObject({ done: 1, closed: 1, changed: 0 });
    const watch = await at.member.watch(id);
    expect(watch.mark).toEqual({ kind: 'closed', sentence: 'The matter was closed in Clio on 2026-02-01.' });
    expect(watch).toMatchObject({ archived: false, values: { lastName: 'Novak' } });
    expect((await historyOf(id)).rows[0]).toMatchObject({ what: 'marked', because: [watch.mark?.sentence] });
  });

  it('that is deleted marks its watch with the day, and the refresh deletes nothing', async () => {
    const { matter } = addIda();
    const { id } = await at.member.import(matter);
    at.clio.matters.remove(matter);
    const refreshed = await at.member.refresh(id);
    expect(refreshed?.because[0]).toContain('Clio does not show this matter any more');
    const watch = await at.member.watch(id);
    expect(watch.mark).toMatchObject({ kind: 'missing' });
    expect(watch.mark?.sentence).toMatch(/^Since \d{4}-\d{2}-\d{2} /u);
    expect(watch.values.lastName).toBe('Novak');
  });

  it('that was never shown to the one who refreshes is not taken for deleted', async () => {
    const { matter } = addIda();
    const { id } = await at.member.import(matter);
    at.clio.matters.edit(matter, { hidden_from: [cleo.id] });
    const colleague = at.asMember(await at.signedIn(cleo));
    await colleague.refresh(id);
    expect((await at.member.watch(id)).mark).toBeUndefined();
  });

  it('whose client was swapped is explained', async () => {
    const { matter } = addIda();
    const { id } = await at.member.import(matter);
    const jan = at.clio.contacts.add({ type: 'Person', first_name: 'Jan', last_name: 'Kos' }, firm);
    at.clio.matters.edit(matter, { client: jan });
    await at.member.refresh(id);
    const watch = await at.member.watch(id);
    expect(watch.title).toBe('Jan Kos');
    expect(watch.because[0]).toContain('another client stands on this matter');
    expect(watch.because[0]).not.toContain('merged');
  });

  it('whose client was merged into another is explained', async () => {
    const { contact, matter } = addIda();
    const { id } = await at.member.import(matter);
    const jan = at.clio.contacts.add({ type: 'Person', first_name: 'Jan', last_name: 'Kos' }, firm);
    at.clio.matters.edit(matter, { client: jan });
    at.clio.contacts.remove(contact);
    await at.member.refresh(id);
    expect((await at.member.watch(id)).because[0]).toContain('probably merged');
  });

  it('whose client became invisible is explained, and what came from the client stays', async () => {
    const { contact, matter } = addIda();
    const { id } = await at.member.import(matter);
    at.clio.contacts.remove(contact);
    at.clio.matters.edit(matter, { client: contact });
    await at.member.refresh(id);
    const watch = await at.member.watch(id);
    expect(watch.mark?.kind).toBe('client');
    expect(watch.values).toMatchObject({ lastName: 'Novak', city: 'Toronto' });
  });
});

describe('the table of case types', () => {
  it('maps practice areas from the next refresh on, and never over an edit', async () => {
    const [first, second] = [addIda(), addIda()];
    const ids = [(await at.member.import(first.matter)).id, (await at.member.import(second.matter)).id] as const;
    await at.member.edit(ids[1], { values: { caseType: 'Odd one' } });
    await at.member.wish('/api/watching/choices');
    const [{ practiceArea } = { practiceArea: '' }] = (await at.member.watching()).caseTypes;
    await at.member.post('/api/watching/settings', { caseTypes: { [practiceArea]: 'Probate' } });
    expect((await at.member.runAll()).run).toMatchObject({ changed: 1 });
    expect((await at.member.watch(ids[0])).values.caseType).toBe('Probate');
    expect((await at.member.watch(ids[1])).values.caseType).toBe('Odd one');
    const { caseTypes } = await at.member.post<{ caseTypes: unknown }>('/api/watching/settings', {
      caseTypes: { [practiceArea]: null },
    });
    expect(caseTypes).toEqual([{ practiceArea, name: 'Estates' }]);
  });
});

describe('a refresh by itself', () => {
  const settings = (edit: object) => at.member.post('/api/watching/settings', edit);
  const runs = async (days: number): Promise<number> => {
    const seen = new Set<string>();
    for (let hours = 0; hours < days * 24; hours += 6) {
      await at.world.advance(dayMs / 4);
      await at.settle();
      const { run } = await at.member.watching();
      if (run) seen.add(run.id);
    }
    return seen.size;
  };

  it('comes daily, weekly, or never, as the firm chose', async () => {
    await at.member.import(addIda().matter);
    expect(await runs(2)).toBe(0);
    await settings({ autoSync: true, frequency: 'daily' });
    expect(await runs(3)).toBe(3);
    await settings({ frequency: 'weekly' });
    expect(await runs(6)).toBe(1);
    expect(await runs(7)).toBe(2);
    await settings({ frequency: 'manual' });
    const before = (await at.member.watching()).run?.id;
    await runs(9);
    expect((await at.member.watching()).run?.id).toBe(before);
  });

  it('says what to do when the account that it uses is not connected any more', async () => {
    await at.member.import(addIda().matter);
    const colleague = await at.signedIn(cleo);
    await at.asMember(colleague).post('/api/watching/settings', { autoSync: true });
    const [own] = await colleague.connections();
    await colleague.post(`/api/connections/${own?.id}/disconnect`, {});
    await at.world.advance(dayMs + 1);
    await at.settle();
    const { run, sentence } = await at.member.watching();
    expect(run).toMatchObject({ state: 'failed', sentence: expect.stringContaining('not connected any more') });
    expect(sentence).toContain('Switch auto-sync off and on');
  });

  it('comes on login where the firm chose so, and not twice in a quarter of an hour', async () => {
    const { contact, matter } = addIda();
    const { id } = await at.member.import(matter);
    await at.signedIn(cleo);
    expect((await at.member.watching()).run).toBeUndefined();
    await settings({ onLogin: true });
    at.clio.contacts.edit(contact, { last_name: 'Nowak' });
    await at.signedIn(cleo);
    await at.settle();
    expect((await at.member.watching()).run).toMatchObject({ cause: 'Refresh on login', state: 'done', changed: 1 });
    expect((await at.member.watch(id)).values.lastName).toBe('Nowak');
    const before = (await at.member.watching()).run?.id;
    await at.signedIn(cleo);
    expect((await at.member.watching()).run?.id).toBe(before);
    await at.world.advance(16 * 60_000);
    await at.signedIn(cleo);
    expect((await at.member.watching()).run?.id).not.toBe(before);
  });
});
