import type { ActivityRow, FieldChange, PreviewRow } from '@concord/core';
import { activityPage, previewPage, startSync } from '@concord/engine';
import { seededRandom } from '@concord/sandbox';
import { describe, expect, it } from 'vitest';
import { caller, createOneFirm, type OneFirm } from './one-firm.ts';

const seeds = Array.from({ length: 40 }, (_, index) => index + 1);
type Chance = () => number;

/** Some people in one book, some in both, alike or under other titles, and some who cannot be told apart. */
function fill({ sandbox, email }: OneFirm, chance: Chance): void {
  for (let number = 0; number < 16; number += 1) {
    const [first, address] = [`P${number}`, `p${number}@berg.example`];
    const title = `Title ${Math.floor(chance() * 3)}`;
    const inClio = chance() < 0.7;
    if (inClio) {
      const address_ = chance() < 0.9 ? [{ name: 'Work', address } as const] : [];
      sandbox.clio.contacts.add({
        type: 'Person',
        first_name: first,
        last_name: 'Berg',
        title,
        email_addresses: address_,
      });
    }
    if (!inClio || chance() < 0.5)
      sandbox.microsoft.addMany(email, [
        {
          givenName: first,
          surname: 'Berg',
          jobTitle: `Title ${Math.floor(chance() * 3)}`,
          emailAddresses: [{ address }],
        },
      ]);
  }
}

/** What people do between the preview and the run, and whom they touch by doing it. */
function change({ sandbox, outlook }: OneFirm, chance: Chance): ReadonlySet<string> {
  const touched = new Set<string>();
  for (const { id, first_name, name } of sandbox.clio.contacts.list()) {
    if (chance() > 0.15) continue;
    touched.add(name);
    if (chance() < 0.3) sandbox.clio.contacts.remove(id);
    else sandbox.clio.contacts.edit(id, { title: `New ${first_name}` });
  }
  for (const { id, givenName } of outlook.list()) {
    if (chance() > 0.15) continue;
    touched.add(`${givenName} Berg`);
    if (chance() < 0.3) outlook.remove(id);
    else outlook.edit(id, { department: 'x', jobTitle: `Newer ${givenName}` });
  }
  if (chance() < 0.5) {
    outlook.add({ givenName: 'Late', surname: 'Berg', emailAddresses: [{ address: 'late@berg.example' }] });
    touched.add('Late Berg');
  }
  return touched;
}

async function previewed(firm: OneFirm, sync: string): Promise<readonly PreviewRow[]> {
  const rows: PreviewRow[] = [];
  let after: string | undefined;
  do {
    const page = await previewPage(firm.ports, caller, sync, { filter: 'all', ...(after ? { after } : {}) });
    rows.push(...page.rows);
    after = page.after;
  } while (after !== undefined);
  return rows;
}

async function ran(firm: OneFirm, sync: string): Promise<readonly ActivityRow[]> {
  const rows: ActivityRow[] = [];
  let after: string | undefined;
  do {
    const page = await activityPage(firm.ports, caller, sync, after);
    rows.push(...page.rows.filter(({ cause }) => cause === 'run'));
    after = page.after;
  } while (after !== undefined);
  return rows;
}

/** In which slot an address of Outlook lands, Clio says itself. */
const changesOf = (fields: readonly FieldChange[]): readonly string[] =>
  fields
    .map(({ side, label, before, after }) => `${side} ${label}: ${before} → ${after}`.replace(' (work)', ''))
    .sort();

describe('a run does what its preview said', () => {
  it.each(seeds)(
    'record by record and detail by detail, but for what changed since, which is marked (story %i)',
    async (seed) => {
      const chance = seededRandom(seed);
      const firm = await createOneFirm({ seed, holdNotices: true });
      fill(firm, chance);
      const { id, preview } = await firm.preview();
      const said = await previewed(firm, id);
      const touched = chance() < 0.8 ? change(firm, chance) : new Set<string>();
      await startSync(firm.ports, caller, id, preview?.run ?? '');
      while ((await firm.view()).state !== 'live') await firm.run(1_000);
      const did = await ran(firm, id);

      const promised = new Map(said.map((row) => [row.id, row]));
      const done = Map.groupBy(did, ({ mapping }) => mapping);
      for (const [mapping, rows] of done) {
        const row = promised.get(mapping);
        const title = rows[0]?.title ?? '';
        if (rows.some(({ sincePreview }) => sincePreview)) expect(touched).toContain(title);
        else expect(changesOf(rows.flatMap(({ fields }) => fields))).toEqual(changesOf(row?.fields ?? []));
      }
      for (const row of said) {
        if (touched.has(row.title)) continue;
        expect(changesOf((done.get(row.id) ?? []).flatMap(({ fields }) => fields))).toEqual(changesOf(row.fields));
      }
      expect(said.filter(({ changedSince }) => changedSince)).toEqual([]);
    },
  );

  it('and is not begun when what it is to do has been set otherwise since', async () => {
    const firm = await createOneFirm();
    fill(firm, seededRandom(1));
    const { id, preview } = await firm.preview();
    const key = { pk: `FIRM#${caller.firm}`, sk: `SYNC#${id}` };
    const row = await firm.table.get(key);
    if (row === undefined) throw new Error('There is a sync.');
    const policy = { ...(row['policy'] as object), conflicts: 'right' };
    await firm.table.put({ ...row, rev: row.rev + 1, policy }, { kind: 'rev', rev: row.rev });
    const start = startSync(firm.ports, caller, id, preview?.run ?? '');
    await expect(start).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('Look again') });
  });
});
