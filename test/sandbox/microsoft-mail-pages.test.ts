import { describe, expect, it } from 'vitest';
import { createMailBench, type MailBench } from './microsoft-mail-world.ts';
import { ada } from './microsoft-world.ts';

type Texts = Readonly<Record<string, string>>;
const mail = '/outlook/mail';
const nasty = '"><img src=x>';

const open = (bench: MailBench, path: string) => bench.microsoft.pages.handle(new Request(`http://sandbox${path}`));
const read = async (bench: MailBench, path: string) => (await open(bench, path)).text();
const send = (bench: MailBench, path: string, form: Texts = {}) =>
  bench.microsoft.pages.handle(
    new Request(`http://sandbox${path}`, { method: 'POST', body: new URLSearchParams(form) }),
  );
const pathOf = (id: string) => `${mail}/${encodeURIComponent(id)}`;
const location = async (answer: Promise<Response>) => (await answer).headers.get('location') ?? '';

describe('the list of mail', () => {
  it('shows a folder, the newest first, as text and never as HTML', async () => {
    const bench = createMailBench();
    bench.mail.deliver({ subject: 'earlier', receivedAt: bench.now() - 1000 });
    const from = { address: 'x@client.example', name: nasty };
    bench.mail.deliver({ subject: nasty, from, headers: { Sensitivity: 'Private' } });
    bench.mail.deliver({ subject: 'elsewhere', folder: 'archive' });
    const html = await read(bench, mail);
    expect(html).not.toContain('<img');
    expect(html.indexOf('&quot;&gt;&lt;img')).toBeLessThan(html.indexOf('earlier'));
    expect(html).toContain('<span class="pill">private</span>');
    expect(html).not.toContain('elsewhere');
    expect(await read(bench, `${mail}?folder=Archive`)).toContain('elsewhere');
    expect((await open(bench, `${mail}?folder=Nowhere`)).status).toBe(404);
    expect((await open(bench, `${mail}?mailbox=nobody@x.example`)).status).toBe(404);
  });

  it('follows what happens by a version that moves with everything', async () => {
    const bench = createMailBench();
    const version = async () => (await read(bench, `${mail}/version`)).trim();
    const seen = new Set([await version()]);
    const { id } = bench.mail.deliver();
    seen.add(await version());
    bench.mail.move(id, 'archive');
    seen.add(await version());
    bench.mail.addFolder('New');
    seen.add(await version());
    expect(seen.size).toBe(4);
  });

  it('takes another folder, once, and shows it', async () => {
    const bench = createMailBench();
    const query = '?folder=Inbox';
    expect(await location(send(bench, `${mail}/folders${query}`, { name: ' Clients ' }))).toContain('folder=Clients');
    await send(bench, `${mail}/folders${query}`, { name: 'Clients' });
    expect(bench.mail.folders().filter(({ name }) => name === 'Clients')).toMatchObject([{ parent: 'Inbox' }]);
    expect(await read(bench, `${mail}?folder=Clients&done=folder`)).toContain('The folder was added.');
  });
});

describe('a message', () => {
  it('is read as plain text, whatever is in it', async () => {
    const bench = createMailBench();
    const { id } = bench.mail.deliver({
      subject: nasty,
      text: '',
      html: '<p>hello</p><img src="https://tracker.example/1">',
      headers: { 'List-Id': nasty },
      messageId: 'one@client.example',
    });
    const html = await read(bench, pathOf(id));
    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;p&gt;hello&lt;/p&gt;');
    expect(html).toContain('&lt;one@client.example&gt;');
    expect((await open(bench, pathOf('nothing'))).status).toBe(404);
  });

  it('is moved, thrown among junk, given categories, and deleted in two steps', async () => {
    const bench = createMailBench();
    const { id } = bench.mail.deliver();
    const folder = () => bench.mail.get(id)?.folder;
    expect(await location(send(bench, `${pathOf(id)}/move`, { to: 'Archive' }))).toContain('done=moved');
    expect(folder()).toBe('Archive');
    await send(bench, `${pathOf(id)}/junk`);
    expect(folder()).toBe('Junk Email');
    await send(bench, `${pathOf(id)}/categories`, { categories: ' No Concord , Court,' });
    expect(bench.mail.get(id)?.categories).toEqual(['No Concord', 'Court']);
    await send(bench, `${pathOf(id)}/delete`);
    expect(folder()).toBe('Deleted Items');
    await send(bench, `${pathOf(id)}/delete`);
    expect(bench.mail.get(id)).toBeUndefined();
    expect((await send(bench, `${pathOf(id)}/move`, { to: 'Archive' })).status).toBe(404);
  });
});

describe('the form by which a message arrives', () => {
  it('takes everything that a message can have', async () => {
    const bench = createMailBench();
    expect(await read(bench, `${mail}/arrive`)).toContain('A message arrives');
    const form = {
      from: '"Lovelace, Ada" <ada@client.example>'.replace(', ', ' '),
      to: 'ada@byron.example, Bob <bob@other.example>',
      cc: 'carl@other.example',
      subject: 'Lease <1>',
      text: 'one\r\ntwo',
      sentAt: '1999-12-31T23:59',
      receivedAt: '2026-01-04T08:00',
      messageId: '<typed@client.example>',
      headers: 'In-Reply-To: <first@x.example>\r\nSensitivity: Private',
      hasAttachments: 'on',
      folder: 'Archive',
    };
    expect(await location(send(bench, `${mail}/arrive`, form))).toContain('folder=Archive&done=arrived');
    expect(bench.mail.list('Archive')).toMatchObject([
      {
        from: { address: 'ada@client.example', name: 'Lovelace Ada' },
        to: [{ address: ada.email }, { address: 'bob@other.example', name: 'Bob' }],
        cc: [{ address: 'carl@other.example' }],
        subject: 'Lease <1>',
        text: 'one\ntwo',
        sentAt: Date.UTC(1999, 11, 31, 23, 59),
        receivedAt: Date.UTC(2026, 0, 4, 8),
        messageId: 'typed@client.example',
        sensitivity: 'private',
        hasAttachments: true,
        headers: { 'In-Reply-To': '<first@x.example>' },
      },
    ]);
  });

  it('needs only whom it is from, and can leave the message without an id', async () => {
    const bench = createMailBench();
    await send(bench, `${mail}/arrive`, { from: 'x@client.example', noMessageId: 'on' });
    const [message] = bench.mail.list('Inbox');
    expect(message).toMatchObject({ to: [{ address: ada.email }], receivedAt: bench.now(), sentAt: bench.now() });
    expect(message).not.toHaveProperty('messageId');
  });

  it.each([
    [{ from: 'nobody' }, 'It needs an address'],
    [{ from: 'x@client.example', headers: 'no header' }, 'A header is a name'],
    [{ from: 'x@client.example', sentAt: 'yesterday' }, 'A time is not valid'],
  ])('says what is wrong with %j', async (form, problem) => {
    const bench = createMailBench();
    const answer = await send(bench, `${mail}/arrive`, form);
    expect([answer.status, (await answer.text()).includes(problem)]).toEqual([422, true]);
    expect(bench.mail.list()).toEqual([]);
  });
});

describe('writing', () => {
  it('sends at once, and lies in Sent Items', async () => {
    const bench = createMailBench();
    const form = { to: 'Bob <bob@client.example>', bcc: 'c@client.example', subject: 'Hello', text: 'one\r\ntwo' };
    expect(await location(send(bench, `${mail}/new`, form))).toContain('done=sent');
    expect(bench.mail.list('Sent Items')).toMatchObject([{ subject: 'Hello', text: 'one\ntwo', isDraft: false }]);
    expect(bench.office.leftTheSandbox().map(({ address }) => address)).toEqual([
      'bob@client.example',
      'c@client.example',
    ]);
  });

  it('answers a message in its conversation', async () => {
    const bench = createMailBench();
    const asked = bench.mail.deliver({ from: { address: 'x@client.example', name: 'X' }, subject: 'Lease' });
    const html = await read(bench, `${mail}/new?answers=${encodeURIComponent(asked.id)}`);
    expect(html).toContain('value="Re: Lease"');
    expect(html).toContain('value="x@client.example"');
    const [, inReplyTo = ''] = /name="inReplyTo" value="&lt;([^"]*)&gt;"/u.exec(html) ?? [];
    await send(bench, `${mail}/new`, { to: 'x@client.example', inReplyTo: `<${inReplyTo}>` });
    expect(bench.mail.list('Sent Items')[0]?.conversationId).toBe(asked.conversationId);
  });

  it('needs somebody to go to', async () => {
    const bench = createMailBench();
    const answer = await send(bench, `${mail}/new`, { to: 'nobody', subject: 'kept' });
    const html = await answer.text();
    expect([answer.status, html.includes('It needs somebody to go to.'), html.includes('value="kept"')]).toEqual([
      422,
      true,
      true,
    ]);
  });
});
