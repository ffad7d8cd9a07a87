import { createHash } from 'node:crypto';
import type { ErrorCode, Grant, LostCause, OAuthContext, Provider } from '@concord/core';
import type { ManualWorld } from '@concord/sandbox';
import { describe, expect, test } from 'vitest';

/** One provider before its look-alike, and a person at the look-alike's pages. */
export type OAuthScene = {
  readonly world: ManualWorld;
  readonly context: OAuthContext;
  /** What the browser comes back with, as the query of the redirect address, after this decision at that address. */
  readonly decide: (authorizeUrl: string, decision: 'accept' | 'decline') => Promise<Readonly<Record<string, string>>>;
  /** Ends the person's grant from the provider's side. */
  readonly kill: () => void;
};

export type OAuthCase = {
  readonly provider: Provider;
  readonly createScene: () => OAuthScene;
  readonly identity: { readonly accountId: string; readonly email: string; readonly name: string };
  /** What a refresh says of a grant that was killed. */
  readonly killed: { readonly code: ErrorCode; readonly lostCause: LostCause };
  /** The awkwardness under which nobody answers at the token endpoint. */
  readonly down: string;
};

const verifier = 'a-verifier-of-at-least-forty-three-characters-in-length';
const challenge = createHash('sha256').update(verifier).digest('base64url');

/** The one story of every grant: there, back, exchange, identify, refresh, and its end. */
export function describeOAuth(name: string, { provider, createScene, identity, killed, down }: OAuthCase): void {
  const { oauth } = provider;
  const comeBack = async (scene: OAuthScene, decision: 'accept' | 'decline' = 'accept') => {
    const url = oauth.authorizeUrl(scene.context, { state: 'st&te 1', challenge, loginHint: identity.email });
    const query = await scene.decide(url, decision);
    expect(query.state).toBe('st&te 1');
    return query;
  };
  const connect = async (scene: OAuthScene): Promise<Grant> => {
    const { code = '' } = await comeBack(scene);
    return oauth.exchange(scene.context, code, verifier);
  };
  const refreshed = (scene: OAuthScene, { refreshToken = '' }: Grant) => oauth.refresh(scene.context, refreshToken);

  describe(`a grant of ${name}`, () => {
    test('begins with a code, says whose it is, and lives on by refreshing', async () => {
      const scene = createScene();
      const grant = await connect(scene);
      expect(grant.expiresAt).toBeGreaterThan(scene.world.now());
      expect(await oauth.identify(scene.context, grant)).toMatchObject(identity);
      await scene.world.advance(grant.expiresAt - scene.world.now());
      const second = await refreshed(scene, grant);
      expect(second.accessToken).not.toBe(grant.accessToken);
      expect(second.expiresAt).toBeGreaterThan(grant.expiresAt);
      expect(await oauth.identify(scene.context, second)).toMatchObject(identity);
      expect((await refreshed(scene, second)).refreshToken).toEqual(expect.any(String));
    });

    test('is of the same account when the person comes a second time', async () => {
      const scene = createScene();
      const [first, second] = [await connect(scene), await connect(scene)];
      expect(second.refreshToken).toEqual(expect.any(String));
      const { accountId } = await oauth.identify(scene.context, first);
      expect((await oauth.identify(scene.context, second)).accountId).toBe(accountId);
    });

    test('is not to be had with a code twice, nor with another verifier, nor for another address', async () => {
      const scene = createScene();
      const { code = '' } = await comeBack(scene);
      await oauth.exchange(scene.context, code, verifier);
      await expect(oauth.exchange(scene.context, code, verifier)).rejects.toMatchObject({ code: 'grantLost' });
      const { code: second = '' } = await comeBack(scene);
      await expect(oauth.exchange(scene.context, second, 'x'.repeat(50))).rejects.toMatchObject({ code: 'grantLost' });
      const { code: third = '' } = await comeBack(scene);
      const elsewhere = { ...scene.context, redirectUri: 'http://127.0.0.1:4173/auth/other/callback' };
      await expect(oauth.exchange(elsewhere, third, verifier)).rejects.toMatchObject({
        code: expect.stringMatching(/^(?:grantLost|appRejected)$/u),
      });
    });

    test('is declined by pressing the other button', async () => {
      const query = await comeBack(createScene(), 'decline');
      expect(query).not.toHaveProperty('code');
      expect(oauth.refusal(query)).toBe('consentNeeded');
    });

    test('dies at the provider, which a refresh says, and a new one begins', async () => {
      const scene = createScene();
      const grant = await connect(scene);
      scene.kill();
      await expect(refreshed(scene, grant)).rejects.toMatchObject({ ...killed, provider: provider.name });
      expect((await refreshed(scene, await connect(scene))).accessToken).toEqual(expect.any(String));
    });

    test('does not die of our own wrong secret, nor while nobody answers', async () => {
      const scene = createScene();
      const grant = await connect(scene);
      const wrong = { ...scene.context, app: { ...scene.context.app, clientSecret: 'wrong' } };
      await expect(oauth.refresh(wrong, grant.refreshToken ?? '')).rejects.toMatchObject({
        code: 'appRejected',
        lostCause: undefined,
      });
      scene.world.awkward.set(down, { rate: 1 });
      await expect(refreshed(scene, grant)).rejects.toMatchObject({ code: 'unavailable', lostCause: undefined });
      scene.world.awkward.set(down, undefined);
      expect((await refreshed(scene, grant)).accessToken).toEqual(expect.any(String));
    });

    // Microsoft has nothing to end one grant with.
    if (oauth.revoke === undefined) return;

    test('ends by revoking, also when its access token has run out', async () => {
      const scene = createScene();
      const grant = await connect(scene);
      await scene.world.advance(grant.expiresAt - scene.world.now() + 1);
      await oauth.revoke?.(scene.context, grant);
      await expect(refreshed(scene, grant)).rejects.toMatchObject({ code: 'grantLost' });
      await oauth.revoke?.(scene.context, grant);
    });
  });
}
