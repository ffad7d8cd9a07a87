import { describe, expect, test } from 'vitest';
import type { AccountOf, Page, Person, ProviderPath } from './person.ts';
import { ada, cleo, clouds, createScene, eve, gmail1, gmail2, type Scene, twin, work1, work2 } from './scene.ts';
import { keptIn, writtenBetween } from './written.ts';

const home = '/settings/sync';
const stale: Page = { lands: home, says: 'That authorization could not be completed' };
const says = (title: string): Page => ({ lands: home, says: title });

type Attempt = {
  readonly scene: Scene;
  /** In whose browser the authorization began. */
  readonly person: Person;
  /** Where the provider sent that browser after consent: not followed yet. */
  readonly callback: URL;
  readonly provider: ProviderPath;
  readonly label: string;
  readonly other: AccountOf;
  /** Two people with browsers of their own, signed in before: one of the same firm, one of another. */
  readonly colleague: Person;
  readonly stranger: Person;
};

const victims = [
  { provider: 'clio', label: 'Clio', account: ada, other: cleo },
  { provider: 'microsoft', label: 'Microsoft 365', account: work1, other: work2 },
  { provider: 'google', label: 'Google', account: gmail1, other: gmail2 },
] as const;

/** Somebody has consented, and is about to come back. For Clio nobody is signed in yet. */
async function attempt({ provider, label, account, other }: (typeof victims)[number]): Promise<Attempt> {
  const scene = createScene();
  const person = provider === 'clio' ? scene.browser() : await scene.signedIn(ada);
  const callback = await person.accept(await person.begin(provider), account);
  const [colleague, stranger] = [await scene.signedIn(cleo), await scene.signedIn(eve)];
  return { scene, person, callback, provider, label, other, colleague, stranger };
}

const altered = (callback: URL, changes: Readonly<Record<string, string | undefined>>): URL => {
  const url = new URL(callback);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return url;
};
const stateOf = (callback: URL): string => callback.searchParams.get('state') ?? '';
const elsewhere = (callback: URL, provider: ProviderPath): URL =>
  new URL(`/auth/${provider}/callback${callback.search}`, callback);

type Attack = {
  readonly what: string;
  readonly act: (attempt: Attempt) => Promise<Page>;
  /** The page that whoever did it gets. */
  readonly page: (attempt: Attempt) => Page;
  /** Codes sent to a provider. Most attacks end before. */
  readonly redeemed?: number;
};

const back = (changes: Readonly<Record<string, string | undefined>>) => (it: Attempt) =>
  it.person.comeBack(altered(it.callback, changes));
const alwaysStale = (): Page => stale;
const named = (title: string) => (it: Attempt) => says(title.replace('{label}', it.label));

const attacks: readonly Attack[] = [
  { what: 'leaves the state out', act: back({ state: undefined }), page: alwaysStale },
  { what: 'empties the state', act: back({ state: '' }), page: alwaysStale },
  {
    what: 'alters the state',
    act: (it) => back({ state: `${stateOf(it.callback).slice(1)}x` })(it),
    page: alwaysStale,
  },
  { what: 'sends a state that forges a key', act: back({ state: 'x#FIRM#501' }), page: alwaysStale },
  { what: 'sends a state of 100,000 characters', act: back({ state: 'x'.repeat(100_000) }), page: alwaysStale },
  { what: 'sends __proto__ as the state', act: back({ state: '__proto__' }), page: alwaysStale },
  {
    what: 'puts a state of their own before the right one',
    act: (it) => it.person.comeBack(`${it.callback.pathname}?state=mine&${it.callback.searchParams.toString()}`),
    page: alwaysStale,
  },
  {
    what: 'finishes it in a browser that never began anything',
    act: (it) => it.scene.browser().comeBack(it.callback),
    page: alwaysStale,
  },
  {
    what: 'finishes it in their own browser, signed in to another firm',
    act: (it) => it.stranger.comeBack(it.callback),
    page: alwaysStale,
  },
  {
    what: 'finishes it in a colleague’s browser',
    act: (it) => it.colleague.comeBack(it.callback),
    page: alwaysStale,
  },
  {
    what: 'guesses the cookie of the browser that began',
    act: async (it) => {
      const thief = it.scene.browser();
      const cookie = Object.keys(it.person.cookies).find((name) => name.includes('auth_')) ?? '';
      thief.cookies[cookie] = 'guess';
      return await thief.comeBack(it.callback);
    },
    page: alwaysStale,
  },
  {
    what: 'takes eleven minutes',
    act: async (it) => {
      await it.scene.world.advance(660_000);
      return await it.person.comeBack(it.callback);
    },
    page: alwaysStale,
  },
  {
    what: 'brings it to the callback of another provider',
    act: (it) => it.person.comeBack(elsewhere(it.callback, it.provider === 'clio' ? 'microsoft' : 'clio')),
    page: alwaysStale,
  },
  {
    what: 'brings it to the callback of a third provider',
    act: (it) => it.person.comeBack(elsewhere(it.callback, it.provider === 'google' ? 'microsoft' : 'google')),
    page: alwaysStale,
  },
  { what: 'brings no code', act: back({ code: undefined }), page: alwaysStale },
  { what: 'brings an empty code', act: back({ code: '' }), page: alwaysStale },
  { what: 'makes up a code', act: back({ code: 'made-up' }), page: alwaysStale, redeemed: 1 },
  {
    what: 'brings a code of 50,000 characters',
    act: back({ code: 'x'.repeat(50_000) }),
    page: alwaysStale,
    redeemed: 1,
  },
  {
    what: 'declines',
    act: back({ code: undefined, error: 'access_denied' }),
    page: named('{label} was not connected'),
  },
  {
    what: 'brings a code and an error together',
    act: back({ error: 'access_denied' }),
    page: named('{label} was not connected'),
  },
  {
    what: 'brings an error with a text of theirs, which no page shows',
    act: back({ error: 'temporarily_unavailable', error_description: '<script>alert(1)</script>' }),
    page: named('{label} did not answer as it should'),
  },
  {
    what: 'brings an error that is none',
    act: back({ error: 'toString' }),
    page: ({ label, provider }) => unknownError[provider](label),
  },
  {
    what: 'says that an administrator consented, where nobody asked one',
    act: back({ code: undefined, admin_consent: 'True', tenant: 't-1' }),
    page: alwaysStale,
  },
];

const unknownError = {
  clio: (label: string) => says(`Concord is not set up correctly for ${label}`),
  microsoft: (label: string) => says(`${label} did not answer as it should`),
  google: (label: string) => says(`${label} did not answer as it should`),
} as const;

describe.each(victims)('A callback of $label', (victim) => {
  test.each(attacks)('when somebody $what', async ({ act, page, redeemed = 0 }) => {
    const it = await attempt(victim);
    const [before, count] = [keptIn(it.scene.ports), it.scene.redeemed()];
    expect(await act(it)).toEqual(page(it));
    expect(writtenBetween(before, keptIn(it.scene.ports))).toEqual([]);
    expect(it.scene.redeemed() - count).toBe(redeemed);
    expect((await it.person.session()).signedIn).toBe(victim.provider !== 'clio');
  });

  test('that was stopped by somebody else’s browser is still good in the right one', async () => {
    const it = await attempt(victim);
    for (const thief of [it.scene.browser(), it.colleague, it.stranger]) await thief.comeBack(it.callback);
    await it.person.comeBack(it.callback);
    expect((await it.person.connections()).at(-1)).toMatchObject({ label: it.label, state: 'active' });
  });

  test('is good once: the same address again changes nothing and says so', async () => {
    const it = await attempt(victim);
    const again = it.person.copy();
    await it.person.comeBack(it.callback);
    const [before, count] = [keptIn(it.scene.ports), it.scene.redeemed()];
    expect(await again.comeBack(it.callback)).toEqual(stale);
    expect(await it.person.comeBack(it.callback)).toEqual(stale);
    expect(writtenBetween(before, keptIn(it.scene.ports))).toEqual([]);
    expect(it.scene.redeemed()).toBe(count);
  });

  test('with a code that was redeemed before is refused by the provider, and changes nothing', async () => {
    const it = await attempt(victim);
    await it.person.comeBack(it.callback);
    const code = it.callback.searchParams.get('code') ?? '';
    const next = await it.person.accept(await it.person.begin(it.provider), it.other);
    const before = keptIn(it.scene.ports);
    expect(await it.person.comeBack(altered(next, { code }))).toEqual(stale);
    expect(writtenBetween(before, keptIn(it.scene.ports))).toEqual([]);
  });

  test('with a stolen code in the thief’s own authorization does not fit its verifier', async () => {
    const it = await attempt(victim);
    const thief = victim.provider === 'clio' ? it.scene.browser() : it.stranger;
    const state = stateOf(new URL(await thief.begin(it.provider)));
    const [before, count] = [keptIn(it.scene.ports), it.scene.redeemed()];
    expect(await thief.comeBack(altered(it.callback, { state }))).toEqual(stale);
    expect(it.scene.redeemed() - count).toBe(1);
    expect(writtenBetween(before, keptIn(it.scene.ports))).toEqual([]);
  });

  test.each([
    ['altered', (verifier: string) => `${verifier.slice(1)}x`],
    ['left out', () => undefined],
    ['empty', () => ''],
  ] as const)('whose verifier is %s on the way is refused by the provider', async (_what, change) => {
    const it = await attempt(victim);
    it.scene.tamper.request = (request) => {
      const form = new URLSearchParams(request.body);
      const changed = change(form.get('code_verifier') ?? '');
      form.delete('code_verifier');
      if (changed !== undefined) form.set('code_verifier', changed);
      return { ...request, body: form.toString() };
    };
    const [before, count] = [keptIn(it.scene.ports), it.scene.redeemed()];
    expect(await it.person.comeBack(it.callback)).toEqual(stale);
    expect(it.scene.redeemed() - count).toBe(1);
    expect(writtenBetween(before, keptIn(it.scene.ports))).toEqual([]);
  });

  test.each(['the first', 'the second'])('works in two tabs at once, when %s comes back first', async (first) => {
    const it = await attempt(victim);
    const second = await it.person.accept(await it.person.begin(it.provider), it.other);
    const callbacks = first === 'the first' ? [it.callback, second] : [second, it.callback];
    const pages: unknown[] = [];
    for (const callback of callbacks) pages.push((await it.person.comeBack(callback)).says);
    const said = victim.provider === 'clio' ? undefined : `${victim.label} is connected`;
    expect(pages).toEqual([said, said]);
    const active = it.scene.ports.table.rows().filter((row) => row['provider'] === it.provider && row['sealed']);
    // Of Clio: Ada, Eve, and Cleo, who is both the other account and the colleague.
    expect(active).toHaveLength(victim.provider === 'clio' ? 3 : 2);
    expect(Object.keys(it.person.cookies).filter((name) => name.includes('auth_'))).toEqual([]);
  });
});

describe('An issuer in a callback', () => {
  const at = { clio: `${clouds}/clio`, microsoft: `${clouds}/login/t-1/v2.0`, google: `${clouds}/google/accounts` };
  test.each([
    ['Clio’s', 'microsoft', at.clio],
    ['Google’s', 'microsoft', at.google],
    ['below Google’s', 'microsoft', `${at.google}/x`],
    ['Microsoft’s', 'google', at.microsoft],
    ['Microsoft’s', 'clio', at.microsoft],
    ['of Clio in another region', 'google', `${clouds}/clio-eu`],
  ] as const)('that is %s, at %s, ends it before the code is sent anywhere', async (_whose, provider, iss) => {
    const it = await attempt(victims.find((each) => each.provider === provider) ?? victims[0]);
    const [before, count] = [keptIn(it.scene.ports), it.scene.redeemed()];
    expect(await it.person.comeBack(altered(it.callback, { iss }))).toEqual(stale);
    expect(it.scene.redeemed()).toBe(count);
    expect(writtenBetween(before, keptIn(it.scene.ports))).toEqual([]);
    expect(it.scene.logged.join()).toContain('authorization.mixedUp');
  });

  test.each([
    ['its own', 'microsoft', at.microsoft],
    ['as Google really names itself', 'google', 'https://accounts.google.com'],
    ['a name that only begins like Clio’s', 'microsoft', `${at.clio}.evil.example`],
  ] as const)('that is %s, at %s, is let through', async (_whose, provider, iss) => {
    const it = await attempt(victims.find((each) => each.provider === provider) ?? victims[0]);
    expect(await it.person.comeBack(altered(it.callback, { iss }))).toEqual(says(`${it.label} is connected`));
  });
});

describe('Two regions of Clio', () => {
  test('do not take each other’s codes', async () => {
    const scene = createScene();
    const person = scene.browser();
    const european = await person.accept(await person.begin('clio', { region: 'eu' }), twin);
    const american = await person.begin('clio');
    const before = keptIn(scene.ports);
    expect(await person.comeBack(altered(european, { state: stateOf(new URL(american)) }))).toEqual(stale);
    expect(writtenBetween(before, keptIn(scene.ports))).toEqual([]);
    expect((await person.session()).signedIn).toBe(false);
  });

  test('keep firms apart that have the same number, and people that have the same number and address', async () => {
    const scene = createScene();
    const american = await scene.signedIn(ada);
    const before = keptIn(scene.ports);
    const european = scene.browser();
    await european.authorize('clio', twin, { region: 'eu' });
    expect(await european.session()).toMatchObject({ firm: { name: 'Abbott Europe' }, syncs: [] });
    expect(await american.session()).toMatchObject({ firm: { name: 'Abbott & Bell LLP' } });
    for (const [key, row] of before) expect(keptIn(scene.ports).get(key)).toBe(row);
  });

  test.each(['au', 'constructor', '__proto__', 'login', 'app', ' us', ''])(
    'are all there is: %j is not served',
    async (region) => {
      const scene = createScene();
      const address = `/auth/clio/start?region=${encodeURIComponent(region)}`;
      expect(await scene.browser().comeBack(address)).toEqual(says('Concord does not serve that region of Clio'));
      expect(scene.ports.table.rows()).toEqual([]);
    },
  );
});

describe.each(victims.filter(({ provider }) => provider !== 'clio'))('A grant of $label', (victim) => {
  test.each([
    ['a colleague', cleo],
    ['somebody of another firm', eve],
  ])('is not given to %s who signed in meanwhile in the same browser', async (_who, other) => {
    const it = await attempt(victim);
    await it.person.signIn(other);
    const [before, count] = [keptIn(it.scene.ports), it.scene.redeemed()];
    expect(await it.person.comeBack(it.callback)).toEqual(says(`${victim.label} was not connected`));
    expect(writtenBetween(before, keptIn(it.scene.ports))).toEqual([]);
    expect(it.scene.redeemed()).toBe(count);
  });

  test('is nobody’s after signing out', async () => {
    const it = await attempt(victim);
    await it.person.post('/api/sign-out', {});
    const before = keptIn(it.scene.ports);
    expect(await it.person.comeBack(it.callback)).toEqual(says(`${victim.label} was not connected`));
    expect(writtenBetween(before, keptIn(it.scene.ports))).toEqual([]);
  });

  test('cannot be asked for by somebody who is not signed in', async () => {
    const scene = createScene();
    const address = `/auth/${victim.provider}/start`;
    expect(await scene.browser().comeBack(address)).toEqual(says('Sign in with Clio first'));
    expect(scene.ports.table.rows()).toEqual([]);
  });

  test('of another account than the one to be brought back changes nothing, and is asked about', async () => {
    const it = await attempt(victim);
    const { person, scene, provider, other } = it;
    await person.comeBack(it.callback);
    const [, connection] = await person.connections();
    const before = keptIn(scene.ports);
    const page = await person.authorize(provider, other, { connection: connection?.id ?? '' });
    expect(page).toEqual(says('You signed in as another account'));
    expect(writtenBetween(before, keptIn(scene.ports))).toEqual([]);
    const notice = await person.notice();
    const [mine, others] = [victim.account.email, victim.other.email];
    expect(notice?.message).toContain(`authorized as ${mine}, you signed in as ${others}`);
    expect(notice?.actions?.map((action) => action.label)).toEqual([
      `Go back to ${mine}`,
      `Move the sync to ${others}`,
    ]);
  });

  test('is not moved to by somebody who signed in meanwhile', async () => {
    const { person, scene, provider, label, callback, other } = await attempt(victim);
    await person.comeBack(callback);
    const id = (await person.connections())[1]?.id ?? '';
    const moving = await person.accept(await person.begin(provider, { connection: id, move: '1' }), other);
    await person.signIn(eve);
    const before = keptIn(scene.ports);
    expect(await person.comeBack(moving)).toEqual(says(`${label} was not connected`));
    expect(writtenBetween(before, keptIn(scene.ports))).toEqual([]);
  });
});

describe('A connection to be brought back', () => {
  test('as another Clio user signs nobody in', async () => {
    const scene = createScene();
    const person = await scene.signedIn(ada);
    const [connection] = await person.connections();
    await scene.signedIn(cleo);
    const before = keptIn(scene.ports);
    const page = await person.authorize('clio', cleo, { connection: connection?.id ?? '' });
    expect(page).toEqual(says('You signed in as another account'));
    expect(writtenBetween(before, keptIn(scene.ports))).toEqual([]);
    expect(await person.session()).toMatchObject({ member: { email: ada.email } });
  });

  test('as a Clio user with the same number in another firm signs nobody in', async () => {
    const scene = createScene();
    const person = await scene.signedIn(ada);
    const [connection] = await person.connections();
    scene.tamper.response = (response) => ({ ...response, body: response.body.replace('"id":501', '"id":502') });
    const before = keptIn(scene.ports);
    const page = await person.authorize('clio', ada, { connection: connection?.id ?? '' });
    expect(page).toEqual(says('You signed in as another account'));
    expect(writtenBetween(before, keptIn(scene.ports))).toEqual([]);
    expect(await person.session()).toMatchObject({ firm: { name: 'Abbott & Bell LLP' } });
  });

  test.each([
    ['a colleague', cleo],
    ['the owner of another firm', eve],
  ])('is its member’s alone: not %s’s, to bring back or to move', async (_who, user) => {
    const scene = createScene();
    const person = await scene.signedIn(ada);
    await person.authorize('microsoft', work1);
    const [signIn, outlook] = await person.connections();
    const thief = await scene.signedIn(user);
    const before = keptIn(scene.ports);
    for (const address of [
      `/auth/microsoft/start?connection=${outlook?.id}`,
      `/auth/microsoft/start?connection=${outlook?.id}&move=1`,
      `/auth/google/start?connection=${outlook?.id}`,
      `/auth/clio/start?connection=${signIn?.id}`,
      `/auth/clio/start?connection=${outlook?.id}`,
    ])
      for (const browser of [thief, ...(address.includes('/clio/') ? [scene.browser()] : [])])
        expect([address, await browser.comeBack(address)]).toEqual([address, stale]);
    expect(writtenBetween(before, keptIn(scene.ports))).toEqual([]);
  });
});
