import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createManualWorld, createSandbox } from '@concord/sandbox';
import { afterAll, describe, expect, it } from 'vitest';
import {
  fileSource,
  loadFile,
  reportLines,
  type SeedOptions,
  sampleFirm,
  seedSandbox,
  toOutlook,
} from '../../packages/sandbox/src/seed/index.ts';

const [owner] = sampleFirm.users;
const folder = mkdtempSync(join(tmpdir(), 'seed-'));
afterAll(() => rmSync(folder, { recursive: true }));

const fixturePath = (name: string) => new URL(`../files/${name}`, import.meta.url).pathname;

async function seeded(options: SeedOptions = {}) {
  const sandbox = createSandbox(createManualWorld(), { limits: true });
  const report = await seedSandbox(sandbox, options);
  return {
    sandbox,
    report,
    clio: sandbox.clio.contacts.list(),
    outlook: sandbox.microsoft.contacts(owner.email).list(),
  };
}

function written(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('the sample firm', () => {
  it('has an owner and three more users on both sides, one of them without a mailbox', async () => {
    const { sandbox } = await seeded({ contacts: 10 });
    const [firm] = sandbox.clio.firms();
    expect(firm?.users.filter((user) => user.account_owner).map(({ email }) => email)).toEqual([owner.email]);
    expect(sandbox.microsoft.accounts().map(({ email, mailbox }) => [email, mailbox])).toEqual([
      ['margaret@quillfeather.example.com', true],
      ['daniel@quillfeather.example.com', true],
      ['lea@quillfeather.example.com', true],
      ['priya@quillfeather.example.com', false],
    ]);
    expect(firm?.users.map(({ email }) => email)).toEqual(sandbox.microsoft.accounts().map(({ email }) => email));
  });

  it('has an Outlook calendar of some weeks around today, of which nobody was told', async () => {
    const { sandbox } = await seeded({ contacts: 10 });
    const calendars = sandbox.microsoft.calendars(owner.email);
    const events = calendars.list();
    const [series] = events.filter(({ subject }) => subject === 'Team meeting');
    expect(events.length).toBeGreaterThanOrEqual(23);
    expect([series?.changed.length, series?.cancelled.length]).toEqual([1, 1]);
    const has = (test: (event: (typeof events)[number]) => boolean | null | undefined) => events.some(test);
    expect(has(({ isAllDay, startsAt, endsAt }) => isAllDay && endsAt - startsAt === 2 * 86_400_000)).toBe(true);
    expect(has(({ sensitivity }) => sensitivity === 'private')).toBe(true);
    expect(has(({ isOrganizer }) => isOrganizer === false)).toBe(true);
    const guests = events.flatMap(({ isOrganizer, attendees }) => (isOrganizer ? (attendees ?? []) : []));
    const emails: readonly string[] = sampleFirm.users.map(({ email }) => email);
    expect(guests.every(({ emailAddress }) => emails.includes(emailAddress?.address ?? ''))).toBe(true);
    expect([guests.length, sandbox.microsoft.mails()]).toEqual([3, []]);
    const now = sandbox.microsoft.now();
    expect(calendars.agenda(now - 7 * 86_400_000, now + 21 * 86_400_000).length).toBeGreaterThan(20);
  });

  it('can sign in with Google, and in those regions of Clio that are asked for', async () => {
    const { sandbox } = await seeded({ contacts: 0, regions: ['eu'] });
    const emails = sampleFirm.users.map(({ email }) => email);
    expect(sandbox.google.accounts().map(({ email }) => email)).toEqual(emails);
    expect(
      sandbox
        .clioIn('eu')
        .firms()[0]
        ?.users.map(({ email }) => email),
    ).toEqual(emails);
    expect(sandbox.clioIn('ca').firms()).toEqual([]);
  });

  it('has exactly 500 contacts in Clio and a mailbox that overlaps', async () => {
    const { report, clio, outlook } = await seeded();
    expect([clio.length, outlook.length]).toEqual([500, 225]);
    expect(report).toMatchObject({ clio: { loaded: 500, unreadable: [] }, outlook: { loaded: 225, unreadable: [] } });
    const inClio = new Set(
      clio.flatMap(({ email_addresses }) => email_addresses.map(({ address }) => address.toLowerCase())),
    );
    const common = outlook.filter(({ emailAddresses }) =>
      emailAddresses?.some(({ address }) => inClio.has(address?.trim().toLowerCase() ?? '')),
    );
    expect(common.length).toBeGreaterThan(150);
    expect(common.length).toBeLessThan(220);
  });

  it.each([0, 1, 7, 1_234])('has as many contacts in Clio as asked for: %i', async (contacts) => {
    expect((await seeded({ contacts })).clio).toHaveLength(contacts);
  });

  it('has matters, some of them open, and groups of contacts on every side', async () => {
    const { sandbox, clio, outlook } = await seeded();
    const matters = sandbox.clio.matters.list();
    expect(matters).toHaveLength(125);
    const ids = new Set(clio.map(({ id }) => id));
    expect(matters.every(({ client, related }) => [client, ...related].every((id) => ids.has(id)))).toBe(true);
    const open = new Set(matters.filter(({ status }) => status !== 'Closed').map(({ client }) => client));
    const clients = new Set(matters.map(({ client }) => client));
    expect(open.size).toBeGreaterThan(30);
    expect(clients.size).toBeGreaterThan(open.size + 10);
    expect(matters.filter(({ related }) => related.length > 0).length).toBeGreaterThan(20);
    const categories = new Set(outlook.flatMap((card) => card.categories ?? []));
    expect([...categories].sort()).toEqual(['Clients', 'Court', 'Holiday cards']);
    const labelled = sandbox.google.contacts(owner.email).list('Clients').length;
    expect(labelled).toBeGreaterThan(0);
  });

  it('is the same every time', async () => {
    const names = async () => (await seeded({ contacts: 50 })).clio.map(({ name }) => name);
    expect(await names()).toEqual(await names());
  });

  it.each([-1, 1.5, Number.NaN, 1_000_000])('does not take %d for a number of contacts', async (contacts) => {
    await expect(seeded({ contacts })).rejects.toThrow('whole number from 0 to 100000');
  });
});

describe('sides filled from files', () => {
  it('loads what can be read on either side and lists the rest with file, line and reason', async () => {
    const { report, clio, outlook } = await seeded({
      clioFile: fixturePath('broken.vcf'),
      outlookFile: fixturePath('broken.csv'),
    });
    expect(clio.map(({ name }) => name)).toEqual([
      'Ann One',
      '=HYPERLINK("http://evil.example.net")',
      'Ben Two',
      'Cleo Three',
    ]);
    expect(outlook.map(({ displayName }) => displayName)).toEqual(['Ann One', 'Ben Two', 'Cut Row', 'Cleo Three']);
    expect(report.clio).toMatchObject({ loaded: 3, format: 'vCard' });
    expect(report.clio.unreadable.map(({ file, line }) => [file, line])).toEqual(
      [1, 7, 10, 23, 30].map((line) => ['broken.vcf', line]),
    );
    expect(report.outlook.unreadable).toEqual([
      { file: 'broken.csv', line: 3, reason: 'A quotation mark opens on this line and is never closed.' },
      { file: 'broken.csv', line: 6, reason: expect.stringContaining('8 values for 7 columns') },
    ]);
    expect(report.clio.leftOut).toEqual([{ what: 'Birthday that is not a date', count: 1 }]);
    expect(report.outlook.ignored).toEqual([{ file: 'broken.csv', column: '__proto__', rows: 1 }]);
  });

  it('leaves the other side empty when only one file is given', async () => {
    const { clio, outlook } = await seeded({ outlookFile: fixturePath('google-new.csv') });
    expect([clio.length, outlook.length]).toEqual([0, 3]);
  });

  it('lists rows without any name for Clio, which Outlook takes', async () => {
    const { report } = await seeded({
      clioFile: fixturePath('google-new.csv'),
      outlookFile: fixturePath('google-new.csv'),
    });
    expect(report.outlook).toMatchObject({ loaded: 3, unreadable: [] });
    expect(report.clio.loaded).toBe(2);
    expect(report.clio.unreadable).toEqual([
      { file: 'google-new.csv', line: 4, reason: expect.stringContaining('Clio needs one of them') },
    ]);
  });

  it('makes one company of a company and its people, in whatever order the file has them', async () => {
    const { clio } = await seeded({ clioFile: fixturePath('clio-template.csv') });
    const companies = clio.filter(({ type }) => type === 'Company');
    expect(companies.map(({ name }) => name)).toEqual(['Bluewater Holdings']);
    expect(clio.find(({ type }) => type === 'Person')?.company?.id).toBe(companies[0]?.id);
  });

  it('takes every format for either side', async () => {
    for (const name of [
      'outlook-2.1.vcf',
      'apple-3.0.vcf',
      'rfc-4.0.vcf',
      'outlook-windows.csv',
      'outlook-utf16.csv',
      'google-old.csv',
      'clio-export.csv',
    ]) {
      const { report } = await seeded({ clioFile: fixturePath(name), outlookFile: fixturePath(name) });
      expect(report.clio.loaded, name).toBeGreaterThan(0);
      expect(report.outlook.loaded, name).toBeGreaterThanOrEqual(report.clio.loaded);
    }
  });

  it('says in a sentence that a file is not there, or is a folder', async () => {
    await expect(seeded({ clioFile: join(folder, 'none.csv') })).rejects.toThrow(
      'none.csv cannot be read: there is no such file.',
    );
    await expect(seeded({ outlookFile: folder })).rejects.toThrow('cannot be read: it is a folder.');
  });

  it('reads 100,000 rows within bounded memory', async () => {
    const header = 'First Name,Last Name,E-mail Address,Notes\n';
    const row = `Ann,One,ann@mail.example.com,"${'A note of some length. '.repeat(20)}"\n`;
    const path = written('large.csv', header + row.repeat(100_000));
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    let most = 0;
    let largest = 0;
    const report = await loadFile(fileSource(path), {
      place: toOutlook,
      addMany: (inputs) => {
        largest = Math.max(largest, inputs.length);
        most = Math.max(most, process.memoryUsage().heapUsed - before);
        return [];
      },
      companiesFirst: false,
    });
    expect(report.loaded).toBe(100_000);
    expect(largest).toBe(500);
    // The file is 48 MB; what was read and not yet collected stays well below it and the objects made of it.
    expect(most / 1_048_576).toBeLessThan(150);
  });

  it('reports in lines that a person understands', async () => {
    const { report } = await seeded({ clioFile: fixturePath('broken.csv') });
    expect(reportLines('Clio', report.clio)).toEqual([
      'Clio: 4 contacts loaded from Outlook CSV, 2 not readable.',
      '  broken.csv, line 3: A quotation mark opens on this line and is never closed.',
      '  broken.csv, line 6: The row has 8 values for 7 columns: a comma or quotation mark in it is not quoted.',
      '  broken.csv: "__proto__" is not understood and was not loaded (1 row).',
      '  No place in Clio for: Notes (3).',
    ]);
    expect(reportLines('Outlook', report.outlook)).toEqual(['Outlook: 0 contacts loaded.']);
  });
});
