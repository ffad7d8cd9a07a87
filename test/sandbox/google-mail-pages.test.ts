import { describe, expect, it } from 'vitest';
import { ada, type Bench, bo, client, createBench } from './google-mail-world.ts';

type Texts = Readonly<Record<string, string>>;
const read = async ({ send }: Bench, path: string) => (await send('GET', `/mail${path}`)).body;
const press = async ({ send }: Bench, path: string, form: Texts) =>
  await send('POST', `/mail${path}`, new URLSearchParams(form).toString());

describe('the pages of Gmail', () => {
  it('show a mailbox by its labels, with nothing of a message but text', async () => {
    const bench = createBench();
    const hostile = '<img src=x onerror=alert(1)> "quoted"';
    const { id } = bench.mine.deliver({ from: { ...client, name: '<b>Clara</b>' }, subject: hostile, text: hostile });
    bench.mine.deliver({ from: client, subject: 'Filed', labels: ['Clients'] });
    const inbox = await read(bench, '');
    expect(inbox).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(inbox).not.toContain('<img');
    expect(inbox).not.toContain('Filed');
    expect(await read(bench, '?label=Label_1')).toContain('Filed');
    expect(await read(bench, '?label=all')).toContain('Filed');
    expect(await read(bench, `?account=${bo.email}`)).toContain('Nothing is here.');
    const one = await read(bench, `/messages/${id}`);
    expect(one).toContain('&lt;b&gt;Clara&lt;/b&gt;');
    expect(one).not.toMatch(/<img|style=/u);
    for (const path of ['/messages/fff', '/nothing', '?account=nobody'])
      expect((await bench.send('GET', `/mail${path}`)).status).toBe(404);
  });

  it('let a message arrive, from whom, when and where a person says', async () => {
    const bench = createBench();
    const form = {
      from: 'Clara <clara@e.example>',
      subject: 'Hi',
      text: 'a\nb',
      date: '2026-08-01 09:30',
      sensitivity: 'Private',
    };
    expect((await press(bench, '/arrive', form)).status).toBe(303);
    expect(bench.mine.list('INBOX')).toMatchObject([{ internalDate: Date.UTC(2026, 7, 1, 9, 30), text: 'a\nb' }]);
    expect(Object.fromEntries(bench.mine.list()[0]?.headers ?? [])).toMatchObject({
      From: 'Clara <clara@e.example>',
      To: `Ada Byron <${ada.email}>`,
      Sensitivity: 'Private',
    });
    await press(bench, '/arrive', { ...form, labels: 'SPAM, Clients' });
    expect(bench.mine.list('SPAM')).toMatchObject([{ labelIds: ['SPAM', 'Label_1'] }]);
    for (const bad of [{ from: '' }, { from: 'nobody' }, { date: 'soon' }]) {
      const answer = await press(bench, '/arrive', { ...form, ...bad });
      expect([answer.status, answer.body]).toEqual([422, expect.stringContaining('role="alert"')]);
      expect(answer.body).toContain('value="Hi"');
    }
  });

  it('let a person write, keep for later, send, label, throw away and take back', async () => {
    const bench = createBench();
    const form = { to: `Bo <${bo.email}>`, subject: 'Hello', text: 'there' };
    await press(bench, '/write', { ...form, do: 'send' });
    expect(bench.theirs.list('INBOX')).toMatchObject([{ text: 'there' }]);
    await press(bench, '/write', { ...form, do: 'draft' });
    const [draft] = bench.mine.list('DRAFT');
    const act = async (id: string, what: string, more: Texts = {}) =>
      (await press(bench, `/messages/${id}`, { do: what, ...more })).status;
    expect(await act(draft?.id ?? '', 'send')).toBe(303);
    expect(bench.theirs.list('INBOX')).toHaveLength(2);
    expect((await press(bench, '/write', { subject: 'Nobody', do: 'send' })).status).toBe(422);
    const { id } = bench.mine.deliver({ from: client });
    for (const [what, labels] of [
      ['read', ['CATEGORY_PERSONAL', 'INBOX']],
      ['archive', ['CATEGORY_PERSONAL']],
      ['spam', ['CATEGORY_PERSONAL', 'SPAM']],
      ['restore', ['CATEGORY_PERSONAL', 'INBOX']],
      ['trash', ['CATEGORY_PERSONAL', 'TRASH']],
    ] as const) {
      await act(id, what);
      expect([what, bench.mine.get(id)?.labelIds]).toEqual([what, labels]);
    }
    await act(id, 'label', { newLabel: 'Clients' });
    expect(bench.mine.list('Clients')).toMatchObject([{ id }]);
    await act(id, 'label');
    expect(bench.mine.list('Clients')).toEqual([]);
    await act(id, 'remove');
    expect(bench.mine.get(id)).toBeUndefined();
  });

  it('have a version that moves whenever something changed', async () => {
    const bench = createBench();
    const version = async () => (JSON.parse(await read(bench, '/version')) as { version: number }).version;
    const before = await version();
    bench.mine.deliver({ from: client });
    expect(await version()).toBeGreaterThan(before);
  });
});
