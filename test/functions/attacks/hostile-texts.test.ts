import { openConnection } from '@concord/engine';
import { describe, expect, test } from 'vitest';
import { createScene, type Scene } from './scene.ts';

const hostile = [
  '<img src=x onerror=alert(1)>',
  '"><svg/onload=alert(1)>',
  "' onmouseover='alert(1)",
  '</title></style></script><script>alert(1)</script>',
  '<!-- <a href="https://evil.example">click</a> -->',
  '&lt;b&gt; &#60;b&#62; &amp;',
  'Ada\r\nBcc: spy@evil.example\r\n\r\n<b>x</b>',
  'Ada\nhttps://evil.example/auth/link/x',
  'Ada\u2028Bcc: x\u2029y\u0085z',
  'Ada \u202Eelpmaxe.live\u202C',
  'Ada \u2066\u2067x\u2069',
  'Ada\u0000\u0007\u001b[31m\u007f',
  '{{7*7}} ${7*7} <%= 7*7 %> {label} {account} {other}',
  "$& $1 $` $'",
  '=HYPERLINK("https://evil.example")',
  'javascript:alert(1)',
  '__proto__',
  'A\u0301\u0302\u0303\u200b\u{1F468}\u200d\u{1F469}',
  'x'.repeat(2_000),
] as const;

/** A firm, an owner and accounts that are all called the same. */
function called(name: string) {
  const scene = createScene();
  const user = { id: 881, name, email: 'owner@hostile.example', account_owner: true };
  scene.sandbox.clio.addFirm({ id: 601, name, users: [user] });
  const account = { tenantId: 't-5', oid: 'o-5', name, email: `${name}@hostile.example`, mailbox: true };
  const other = { tenantId: 't-5', oid: 'o-6', name, email: `other ${name}@hostile.example`, mailbox: true };
  const gmail = { sub: '5005', name, email: `${name}@gmail.example` };
  for (const each of [account, other]) scene.sandbox.microsoft.addAccount(each);
  scene.sandbox.google.addAccount(gmail);
  return { scene, user, account, other, gmail };
}

describe.each(hostile)('A name like %j', (name) => {
  test('is shown by the pages as it is: JSON, and nothing that a browser would run', async () => {
    const { scene, user, account, gmail } = called(name);
    const person = await scene.signedIn(user);
    await person.authorize('microsoft', account);
    await person.authorize('google', gmail);
    for (const path of ['/api/session', '/api/firm']) {
      const { headers, view, status } = await person.get(path);
      expect([status, headers['content-type'], headers['x-content-type-options']]).toEqual([
        200,
        'application/json; charset=utf-8',
        'nosniff',
      ]);
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(JSON.stringify(view)).toContain(JSON.stringify(account.email).slice(1, -1));
    }
    expect(await person.session()).toMatchObject({ member: { name }, firm: { name } });
    expect((await person.firm()).members).toMatchObject([{ name }]);
  });

  test('stands in a notice word for word, and fills no other place in it', async () => {
    const { scene, user, account, other } = called(name);
    const person = await scene.signedIn(user);
    await person.authorize('microsoft', account);
    const id = (await person.connections())[1]?.id ?? '';
    await person.authorize('microsoft', other, { connection: id });
    expect((await person.notice())?.message).toContain(
      `You are currently authorized as ${account.email}, you signed in as ${other.email}. Nothing was changed.`,
    );
  });

  test('reaches no header and no cookie', async () => {
    const { scene, user, account, other } = called(name);
    const person = await scene.signedIn(user);
    await person.authorize('microsoft', account);
    const id = (await person.connections())[1]?.id ?? '';
    const again = await person.visit(`/auth/microsoft/start?connection=${id}`);
    const back = await person.visit(String(await person.accept(again.headers['location'] ?? '', other)));
    for (const { headers, cookies } of [again, back])
      expect([...Object.values(headers), ...cookies].join()).toMatch(/^[\x20-\x7e]*$/u);
    expect(new URL(again.headers['location'] ?? '').searchParams.get('login_hint')).toBe(account.email);
  });

  test('in a letter is text, on one line, and turns no words around', async () => {
    const { scene, user, account } = called(name);
    const person = await scene.signedIn(user);
    await person.authorize('microsoft', account);
    await person.post('/api/firm/invites', { emails: ['new@hostile.example'] });
    await loseOutlook(scene, account.email);
    await scene.settle();
    const letters = scene.ports.mailer.sent;
    expect(letters.map(({ to }) => to).sort()).toEqual(['new@hostile.example', 'owner@hostile.example']);
    const plain = await plainLetters();
    for (const { to, subject, html, text } of letters) {
      expect(subject).toMatch(/^[^\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]{1,200}$/u);
      expect(text + html).not.toMatch(
        /[\u2028\u2029\u202A-\u202E\u2066-\u2069\u0000-\u0009\u000b-\u001f\u007f-\u009f]/u,
      );
      // Every tag, attribute and line is one of the letter's own: an innocent name has exactly as many.
      const own = plain.get(to);
      expect([html.split('<').length, html.split('"').length, html.split('\n').length]).toEqual(own?.html);
      expect(text.split('\n').length).toBe(own?.text);
      expect(html).not.toMatch(/<(?:img|svg|script|!--)/u);
      // Whatever was an entity in the name is none in the letter.
      expect(html).not.toMatch(/&(?!#\d+;)/u);
    }
  });
});

async function loseOutlook(scene: Scene, email: string): Promise<void> {
  const row = scene.ports.table.rows().find((each) => each['account'] === email && each.sk.startsWith('CONN#'));
  scene.sandbox.microsoft.revoke(email, 'sessionsRevoked');
  await scene.world.advance(3_600_000);
  await (await openConnection(scene.ports, String(row?.['firm']), String(row?.['id'])))
    .accessToken()
    .catch(() => undefined);
}

type Counts = { readonly html: readonly number[]; readonly text: number };

/** How many tags, quotation marks and lines the same letters have when everybody is called Ada. */
async function plainLetters(): Promise<ReadonlyMap<string, Counts>> {
  const { scene, user, account } = called('Ada');
  const person = await scene.signedIn(user);
  await person.authorize('microsoft', account);
  await person.post('/api/firm/invites', { emails: ['new@hostile.example'] });
  await loseOutlook(scene, account.email);
  await scene.settle();
  return new Map(
    scene.ports.mailer.sent.map(({ to, html, text }) => [
      to,
      {
        html: [html.split('<').length, html.split('"').length, html.split('\n').length],
        text: text.split('\n').length,
      },
    ]),
  );
}

describe('The address of a member at Clio', () => {
  test.each([
    'owner@hostile.example\r\nBcc: spy@evil.example',
    'owner@hostile.example, spy@evil.example',
    '"<img src=x>"@hostile.example',
    '',
    'nobody',
  ])('that is %j gets no letter, and nobody else does', async (email) => {
    const scene = createScene();
    const user = { id: 881, name: 'Ada', email, account_owner: true };
    scene.sandbox.clio.addFirm({ id: 601, name: 'Hostile', users: [user] });
    const account = { tenantId: 't-5', oid: 'o-5', name: 'Ada', email: 'ada@hostile.example', mailbox: true };
    scene.sandbox.microsoft.addAccount(account);
    const person = await scene.signedIn(user);
    await person.authorize('microsoft', account);
    await loseOutlook(scene, account.email);
    for (let minute = 0; minute < 5; minute += 1) {
      await scene.settle();
      await scene.world.advance(60_000);
    }
    expect(scene.ports.mailer.sent).toEqual([]);
    expect((await person.connections())[1]).toMatchObject({ state: 'lost' });
  });
});
