import { createHash } from 'node:crypto';
import { google } from '@concord/provider-google';
import { describe, expect, test } from 'vitest';
import { atGoogle, createScene, person } from './oauth-scene.ts';

const { oauth } = google;
const verifier = 'a-verifier-of-at-least-forty-three-characters-in-length';
const challenge = createHash('sha256').update(verifier).digest('base64url');
const dayMs = 86_400_000;

function googleScene(scope?: string) {
  const press: typeof atGoogle.press = (decision, asked) => {
    const { scope: usual = '', ...fields } = atGoogle.press(decision, asked);
    return { ...fields, scope: scope ?? usual };
  };
  const scene = createScene({ ...atGoogle, press });
  const connect = async () => {
    const { code = '' } = await scene.decide(oauth.authorizeUrl(scene.context, { state: 's', challenge }), 'accept');
    return oauth.exchange(scene.context, code, verifier);
  };
  return { ...scene, connect };
}

describe('Google’s habits', () => {
  test('of leaving a box empty: there is no grant without contacts', async () => {
    const { connect } = googleScene('');
    await expect(connect()).rejects.toMatchObject({ code: 'consentNeeded', lostCause: 'scopeMissing' });
  });

  test('of answering an empty page with access_denied: that is a refusal', async () => {
    const { context, decide, world } = googleScene('');
    world.awkward.set('google.nothingTickedDenies', { rate: 1 });
    const back = await decide(oauth.authorizeUrl(context, { state: 's', challenge }), 'accept');
    expect(oauth.refusal(back)).toBe('consentNeeded');
  });

  test('of giving a refresh token the first time only: each sign-in brings one, as each asks for consent', async () => {
    const { connect } = googleScene();
    const [first, second] = [await connect(), await connect()];
    expect(first.refreshToken).toEqual(expect.any(String));
    expect(second.refreshToken).not.toBe(first.refreshToken);
  });

  test('of ending every grant of the account with one: a second connection dies with the first', async () => {
    const { connect, context } = googleScene();
    const [first, second] = [await connect(), await connect()];
    await oauth.revoke?.(context, first);
    const refresh = oauth.refresh(context, second.refreshToken ?? '');
    await expect(refresh).rejects.toMatchObject({ code: 'grantLost', lostCause: 'revoked' });
  });

  test('of seven days in testing, of few tokens, of limited time: each is a lost grant', async () => {
    for (const [habit, amount, waitMs] of [
      ['google.testingMode', 7, 7 * dayMs],
      ['google.timeLimited', 60, 60_000],
      ['google.tokenLimit', 2, 0],
    ] as const) {
      const { connect, context, world } = googleScene();
      world.awkward.set(habit, { rate: 1, amount });
      const grant = await connect();
      for (let more = 0; more < 2; more += 1) await connect();
      await world.advance(waitMs);
      const refresh = oauth.refresh(context, grant.refreshToken ?? '');
      await expect(refresh, habit).rejects.toMatchObject({ code: 'grantLost', lostCause: 'revoked' });
    }
  });

  test('of passwords: a changed one leaves a grant for contacts alive', async () => {
    const { connect, context, sandbox } = googleScene();
    const grant = await connect();
    sandbox.google.act(person.email, 'changePassword');
    expect((await oauth.refresh(context, grant.refreshToken ?? '')).accessToken).toEqual(expect.any(String));
  });

  test('of two names for itself: either is the issuer', async () => {
    const { connect, context, world } = googleScene();
    world.awkward.set('google.bareIssuer', { rate: 1 });
    expect(await oauth.identify(context, await connect())).toMatchObject({ accountId: '1083' });
  });
});
