import type { ReviewRow } from '@concord/core';
import { answer, requestRefresh, requestScan, reviewPage, startSync, stopSync, takeBack } from '@concord/engine';
import { describe, expect, it } from 'vitest';
import { caller, createOneFirm, type OneFirm } from './one-firm.ts';

const minuteMs = 60_000;

const clioPerson = (first_name: string, last_name: string, address: string, rest = {}) =>
  ({ type: 'Person', first_name, last_name, email_addresses: [{ name: 'Work', address }], ...rest }) as const;
const outlookPerson = (givenName: string, surname: string, address: string, rest = {}) => ({
  givenName,
  surname,
  emailAddresses: [{ address }],
  ...rest,
});
const phone = (number: string) => ({ phone_numbers: [{ name: 'Work', number }] });

const rowsOf = async (firm: OneFirm): Promise<readonly ReviewRow[]> => (await reviewPage(firm.ports, caller)).rows;
const idOf = async (firm: OneFirm) => (await firm.view()).id;
const names = (firm: OneFirm) => firm.sandbox.clio.contacts.list().map(({ name }) => name);

/** As many people as are wanted, each on both sides with the same name and phone, and other e-mail addresses. */
async function lookingAlike(count: number): Promise<OneFirm> {
  const firm = await createOneFirm();
  const all = Array.from({ length: count }, (_, index) => index);
  firm.sandbox.clio.contacts.addMany(
    all.map((index) => clioPerson(`P${index}`, 'Berg', `p${index}@work.example`, phone(`+1 416 555 01${10 + index}`))),
  );
  firm.sandbox.microsoft.addMany(
    firm.email,
    all.map((index) =>
      outlookPerson(`P${index}`, 'Berg', `p${index}@home.example`, { businessPhones: [`(416) 555-01${10 + index}`] }),
    ),
  );
  await firm.goLive();
  await firm.run(minuteMs);
  return firm;
}

describe('the review page', () => {
  it('shows who may be the same with both cards side by side, why, and what would change it', async () => {
    const rows = await rowsOf(await lookingAlike(1));
    expect(rows.map(({ kind, reason }) => `${kind} ${reason}`)).toEqual(['match nameAndPhone', 'match nameAndPhone']);
    const left = rows.find(({ subtitle }) => subtitle.startsWith('Clio'));
    expect(left?.changes).toContain('The same e-mail address on both cards');
    expect(left?.candidates[0]?.fields.find(({ label }) => label === 'E-mail')).toMatchObject({
      left: 'p0@work.example (work)',
      right: 'p0@home.example',
      standing: 'differs',
    });
    expect(left?.answers.map((one) => one.answer)).toEqual(['same', 'different', 'keep']);
  });

  it('shows a detail that both sides changed, what both say, and what they had agreed on', async () => {
    const firm = await createOneFirm();
    const [card] = firm.sandbox.clio.contacts.addMany([
      clioPerson('Anna', 'Berg', 'anna@example.org', { title: 'Clerk' }),
    ]).ids;
    await requestScan(firm.ports, caller, await idOf(firm), { clioSyncOff: true, conflicts: 'ask' });
    await firm.run(10_000);
    await startSync(firm.ports, caller, await idOf(firm), (await firm.view()).preview?.run ?? '');
    await firm.run(minuteMs);
    firm.sandbox.clio.contacts.edit(card ?? 0, { title: 'Notary' });
    firm.outlook.edit(firm.outlook.list()[0]?.id ?? '', { jobTitle: 'Baker' });
    await firm.run(minuteMs);
    const [row] = await rowsOf(firm);
    expect(row).toMatchObject({ kind: 'conflict', reason: 'conflict' });
    expect(row?.fields.find(({ label }) => label === 'Job title')).toEqual({
      label: 'Job title',
      left: 'Notary',
      right: 'Baker',
      base: 'Clerk',
      standing: 'changedBoth',
    });
  });

  it('shows what was refused, and what a delete is to mean', async () => {
    const firm = await createOneFirm();
    firm.sandbox.clio.contacts.addMany([
      clioPerson('Anna', 'Berg', 'anna@example.org'),
      clioPerson('Bo', 'Fox', 'bo@example.org'),
    ]);
    const deletes = { left: 'ask', right: 'ask' } as const;
    await requestScan(firm.ports, caller, await idOf(firm), { clioSyncOff: true, conflicts: 'left', deletes });
    await firm.run(10_000);
    await startSync(firm.ports, caller, await idOf(firm), (await firm.view()).preview?.run ?? '');
    await firm.run(minuteMs);
    firm.sandbox.awkward.set('microsoft.refusesValue', { rate: 1 });
    const [anna, bo] = firm.sandbox.clio.contacts.list();
    firm.sandbox.clio.contacts.edit(anna?.id ?? 0, { title: '[refuse]' });
    firm.sandbox.clio.contacts.remove(bo?.id ?? 0);
    await firm.run(3 * minuteMs);
    const rows = await rowsOf(firm);
    expect(rows.map(({ kind, reason, title }) => `${title}: ${kind} ${reason}`).sort()).toEqual([
      'Anna Berg: parked refused',
      'Bo Fox: deleted deletedLeftAsked',
    ]);
    expect(rows.map(({ answers }) => answers.map((one) => one.answer).join(' ')).sort()).toEqual([
      'resend keep delete',
      'retry',
    ]);
  });

  it('goes on page by page, over all of it and without doubling a row', async () => {
    const firm = await lookingAlike(30);
    const seen: string[] = [];
    let after: string | undefined;
    for (let page = 0; page < 5; page += 1) {
      const found = await reviewPage(firm.ports, caller, after);
      seen.push(...found.rows.map(({ mapping }) => mapping));
      expect(found.rows.length).toBeLessThanOrEqual(40);
      after = found.after;
      if (after === undefined) break;
    }
    expect(after).toBeUndefined();
    expect([seen.length, new Set(seen).size]).toEqual([60, 60]);
  });

  it('shows nobody what waits for another member', async () => {
    const firm = await lookingAlike(1);
    expect((await reviewPage(firm.ports, { firm: caller.firm, member: '1' })).rows).toEqual([]);
  });
});

describe('an answer that may be taken back', () => {
  const different = async (firm: OneFirm) => {
    const row = (await rowsOf(firm)).find(({ subtitle }) => subtitle.startsWith('Microsoft'));
    const mapping = row?.mapping ?? '';
    const answers = [{ mapping, answer: 'different' as const }];
    await answer(firm.ports, caller, await idOf(firm), { answers, mayBeTakenBack: true });
    return mapping;
  };

  it('is shown with the time until which it can be, and then carried out', async () => {
    const firm = await lookingAlike(1);
    firm.writes();
    const mapping = await different(firm);
    const given = (await rowsOf(firm)).find((row) => row.mapping === mapping)?.given;
    expect(given).toEqual({ label: 'Different people', until: firm.world.now() + 8000 });
    await firm.run(6_000);
    expect(firm.writes()).toBe(0);
    await firm.run(20_000);
    expect(firm.writes()).toBe(1);
    expect(names(firm)).toHaveLength(2);
    expect((await rowsOf(firm)).some((row) => row.mapping === mapping)).toBe(false);
  });

  it('is as if it had not been given once it is taken back in time', async () => {
    const firm = await lookingAlike(1);
    firm.writes();
    const mapping = await different(firm);
    await firm.run(4_000);
    await takeBack(firm.ports, caller, await idOf(firm), [mapping]);
    await firm.run(2 * minuteMs);
    expect(firm.writes()).toBe(0);
    expect((await rowsOf(firm)).find((row) => row.mapping === mapping)?.given).toBeUndefined();
  });

  it('cannot be taken back in the last moment, nor after it was carried out', async () => {
    const firm = await lookingAlike(1);
    const mapping = await different(firm);
    await firm.world.advance(7_500);
    const late = takeBack(firm.ports, caller, await idOf(firm), [mapping]);
    await expect(late).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('too late') });
    await firm.run(minuteMs);
    await expect(takeBack(firm.ports, caller, await idOf(firm), [mapping])).rejects.toMatchObject({ code: 'conflict' });
    expect(names(firm)).toHaveLength(2);
  });

  it('can be taken back at any time while nobody works for the sync', async () => {
    const firm = await lookingAlike(1);
    await stopSync(firm.ports, caller, await idOf(firm));
    const mapping = await different(firm);
    await firm.world.advance(minuteMs);
    await takeBack(firm.ports, caller, await idOf(firm), [mapping]);
    expect((await rowsOf(firm)).find((row) => row.mapping === mapping)?.given).toBeUndefined();
  });

  it('does not hold up the answers that may not', async () => {
    const firm = await lookingAlike(2);
    firm.writes();
    const mapping = await different(firm);
    const other = (await rowsOf(firm)).find((row) => row.mapping !== mapping && row.title !== 'P0 Berg');
    const answers = [{ mapping: other?.mapping ?? '', answer: 'different' as const }];
    await answer(firm.ports, caller, await idOf(firm), { answers });
    await firm.run(3_000);
    expect(firm.writes()).toBe(1);
  });
});

describe('the same for all like this', () => {
  it('links everybody for whom there is one who may be the same, and nobody of another reason', async () => {
    const firm = await lookingAlike(3);
    firm.sandbox.clio.contacts.add(clioPerson('Cy', 'Ek', 'cy@one.example'));
    firm.outlook.add({ givenName: 'Cy', surname: 'Ek' });
    await firm.run(3 * minuteMs);
    const reasons = (await rowsOf(firm)).map(({ reason }) => reason);
    expect(new Set(reasons)).toEqual(new Set(['nameAndPhone', 'nameOnly']));
    const alike = { kind: 'match', reason: 'nameAndPhone', answer: 'same' } as const;
    await answer(firm.ports, caller, await idOf(firm), { answers: [], alike });
    await firm.run(2 * minuteMs);
    expect((await rowsOf(firm)).map(({ reason }) => reason)).toEqual(['nameOnly', 'nameOnly']);
    expect(names(firm)).toHaveLength(4);
    expect(firm.outlook.list().filter(({ surname }) => surname === 'Berg')).toHaveLength(3);
  });

  it('links nobody who may be one of several', async () => {
    const firm = await createOneFirm();
    firm.sandbox.clio.contacts.addMany([
      clioPerson('Anna', 'Berg', 'one@work.example', phone('+1 416 555 0101')),
      clioPerson('Anna', 'Berg', 'two@work.example', phone('+1 416 555 0101')),
    ]);
    firm.outlook.add(outlookPerson('Anna', 'Berg', 'anna@home.example', { businessPhones: ['(416) 555-0101'] }));
    await firm.goLive();
    await firm.run(minuteMs);
    const asked = (await rowsOf(firm)).find(({ kind }) => kind === 'ambiguous');
    expect(asked?.candidates).toHaveLength(2);
    firm.writes();
    const alike = { kind: 'ambiguous', reason: asked?.reason ?? 'several', answer: 'same' } as const;
    await answer(firm.ports, caller, await idOf(firm), { answers: [], alike });
    await firm.run(minuteMs);
    expect(firm.writes()).toBe(0);
  });

  it('can be taken back whole', async () => {
    const firm = await lookingAlike(3);
    firm.writes();
    const alike = { kind: 'match', reason: 'nameAndPhone', answer: 'different' } as const;
    await answer(firm.ports, caller, await idOf(firm), { answers: [], alike, mayBeTakenBack: true });
    expect((await rowsOf(firm)).every(({ given }) => given?.label === 'Different people')).toBe(true);
    await takeBack(firm.ports, caller, await idOf(firm));
    await firm.run(minuteMs);
    expect(firm.writes()).toBe(0);
    expect((await rowsOf(firm)).some(({ given }) => given)).toBe(false);
  });

  it('says nothing where the answer cannot be given', async () => {
    const firm = await lookingAlike(2);
    firm.writes();
    const alike = { kind: 'match', reason: 'nameAndPhone', answer: 'retry' } as const;
    await answer(firm.ports, caller, await idOf(firm), { answers: [], alike });
    await firm.run(minuteMs);
    expect(firm.writes()).toBe(0);
    expect(await rowsOf(firm)).toHaveLength(4);
  });
});

describe('somebody who is perhaps twice in one book', () => {
  async function twice(): Promise<OneFirm> {
    const firm = await createOneFirm();
    firm.sandbox.clio.contacts.addMany([
      clioPerson('Anna', 'Berg', 'anna@example.org', { title: 'Clerk' }),
      clioPerson('Anna', 'Berg', 'other@example.org', phone('+1 416 555 0101')),
      clioPerson('Anna', 'Berg', 'third@example.org', phone('+1 416 555 0199')),
      clioPerson('Anna', 'Berg', 'anna@example.org'),
      { type: 'Person', first_name: 'Cy', last_name: 'Ek' },
      { type: 'Person', first_name: 'Cy', last_name: 'Ek' },
    ]);
    await firm.goLive();
    await firm.run(minuteMs);
    return firm;
  }
  const doubles = async (firm: OneFirm, side = 'left') =>
    (await rowsOf(firm)).filter(({ kind, isWithin }) => kind === 'double' && isWithin === side);

  it('is shown with both cards, and a namesake with details of their own is not', async () => {
    const firm = await twice();
    const rows = await doubles(firm);
    expect(rows.map(({ because, reason }) => `${reason}: ${because}`)).toEqual([
      'nameAndEmail: Perhaps twice in Clio. First name, last name and an e-mail address are identical.',
    ]);
    expect(rows[0]?.candidates[0]?.fields.find(({ label }) => label === 'Job title')?.standing).toBe('differs');
    expect(rows[0]?.answers.map((one) => one.answer)).toEqual(['different']);
  });

  it('is never merged by us, and two people who were said to be two are not asked about again', async () => {
    const firm = await twice();
    const before = names(firm).length;
    const [row] = await doubles(firm);
    const answers = [{ mapping: row?.mapping ?? '', answer: 'different' as const }];
    await answer(firm.ports, caller, await idOf(firm), { answers, mayBeTakenBack: true });
    expect(await doubles(firm)).toEqual([]);
    await requestRefresh(firm.ports, caller, await idOf(firm));
    await firm.run(2 * minuteMs);
    expect(await doubles(firm)).toEqual([]);
    await takeBack(firm.ports, caller, await idOf(firm), [row?.mapping ?? '']);
    expect(await doubles(firm)).toHaveLength(1);
    expect(names(firm)).toHaveLength(before);
  });

  it('is no question in the book from which one of them was deleted, while it stays one in the other', async () => {
    const firm = await twice();
    expect(await doubles(firm, 'right')).toHaveLength(1);
    const card = firm.outlook.list().find(({ emailAddresses }) => emailAddresses?.[0]?.address === 'anna@example.org');
    firm.outlook.remove(card?.id ?? '');
    await firm.run(3 * minuteMs);
    await requestRefresh(firm.ports, caller, await idOf(firm));
    await firm.run(2 * minuteMs);
    const kept = firm.table.rows().flatMap((row) => (row.sk.startsWith('DOUBLE#') ? [row['double']] : []));
    expect(kept).toMatchObject([{ side: 'left' }]);
  });

  it('is forgotten once one of the two cards is gone', async () => {
    const firm = await twice();
    firm.sandbox.clio.contacts.remove(firm.sandbox.clio.contacts.list()[0]?.id ?? 0);
    await firm.run(3 * minuteMs);
    expect(await doubles(firm)).toEqual([]);
    await requestRefresh(firm.ports, caller, await idOf(firm));
    await firm.run(2 * minuteMs);
    expect(firm.table.rows().filter(({ sk }) => sk.startsWith('DOUBLE#'))).toEqual([]);
  });
});
