import { createHash } from 'node:crypto';
import { microsoft } from '@concord/provider-microsoft';
import { describe, expect, test } from 'vitest';
import { createMailbox, email, type Mailbox } from './microsoft-mailbox.ts';

const { oauth } = microsoft;
const verifier = 'a-verifier-of-at-least-forty-three-characters-in-length';
const challenge = createHash('sha256').update(verifier).digest('base64url');

/** A person at the sign-in page; answers what the browser is sent back with. */
async function signIn({ lookAlike, oauthContext }: Mailbox, answer: 'accept' | 'cancel' = 'accept') {
  const url = oauth.authorizeUrl(oauthContext, { state: 'state-1', challenge, loginHint: email });
  expect((await lookAlike.login.handle(new Request(url))).status).toBe(200);
  const body = new URLSearchParams({ account: 'oid-1', answer });
  const response = await lookAlike.login.handle(new Request(url, { method: 'POST', body }));
  const back = new URL(response.headers.get('location') ?? '');
  expect(back.searchParams.get('state')).toBe('state-1');
  return Object.fromEntries(back.searchParams);
}

async function connect(mailbox: Mailbox) {
  const { code = '' } = await signIn(mailbox);
  return oauth.exchange(mailbox.oauthContext, code, verifier);
}

describe('signing in at the look-alike', () => {
  test('gives a grant for contacts, and who granted it', async () => {
    const mailbox = createMailbox();
    const grant = await connect(mailbox);
    expect(grant.refreshToken).toEqual(expect.any(String));
    expect(grant.expiresAt).toBeGreaterThan(mailbox.world.now());
    expect(await oauth.identify(mailbox.oauthContext, grant)).toMatchObject({
      accountId: 'tenant-1:oid-1',
      email,
      name: 'Anna Reyes',
    });
    const refreshed = await oauth.refresh(mailbox.oauthContext, grant.refreshToken ?? '');
    expect(refreshed.accessToken).not.toBe(grant.accessToken);
    expect(refreshed.refreshToken).toEqual(expect.any(String));
  });

  test('redeems a code once, and only with its own verifier', async () => {
    const mailbox = createMailbox();
    const { code = '' } = await signIn(mailbox);
    await expect(oauth.exchange(mailbox.oauthContext, code, 'x'.repeat(50))).rejects.toMatchObject({
      code: 'grantLost',
    });
    const { code: second = '' } = await signIn(mailbox);
    await oauth.exchange(mailbox.oauthContext, second, verifier);
    await expect(oauth.exchange(mailbox.oauthContext, second, verifier)).rejects.toMatchObject({ code: 'grantLost' });
  });

  test('tells declining from being blocked by the organisation', async () => {
    const mailbox = createMailbox();
    expect(oauth.refusal(await signIn(mailbox, 'cancel'))).toBe('consentNeeded');
    for (const block of ['adminRequired', 'consentRequired']) {
      mailbox.world.awkward.set(`microsoft.consentBlocked.${block}`, { rate: 1 });
      expect(oauth.refusal(await signIn(mailbox))).toBe('adminNeeded');
      mailbox.world.awkward.set(`microsoft.consentBlocked.${block}`, undefined);
    }
  });
});

describe('a tenant in which only administrators accept apps', () => {
  const anna = 'oid-1';
  const pressed = async ({ lookAlike }: Mailbox, url: string, answer: string) => {
    const body = new URLSearchParams({ account: anna, answer });
    const response = await lookAlike.login.handle(new Request(url, { method: 'POST', body }));
    const location = response.headers.get('location');
    return location === null ? undefined : Object.fromEntries(new URL(location).searchParams);
  };
  const signInUrl = ({ oauthContext }: Mailbox) => oauth.authorizeUrl(oauthContext, { state: 's', challenge });
  const consentUrl = ({ oauthContext }: Mailbox) => oauth.adminConsent?.url(oauthContext, { state: 'admin-1' }) ?? '';

  test('keeps people until an administrator approved, and then asks them for no more', async () => {
    const mailbox = createMailbox();
    mailbox.control.act(email, 'removeApp');
    mailbox.control.demandAdminConsent(email, true);
    expect(await pressed(mailbox, signInUrl(mailbox), 'accept')).toBeUndefined();
    const back = (await pressed(mailbox, consentUrl(mailbox), 'accept')) ?? {};
    expect([oauth.adminConsent?.isApproval(back), back.state, back.code]).toEqual([true, 'admin-1', undefined]);
    const { code = '' } = (await pressed(mailbox, signInUrl(mailbox), 'accept')) ?? {};
    const grant = await oauth.exchange(mailbox.oauthContext, code, verifier);
    expect((await oauth.refresh(mailbox.oauthContext, grant.refreshToken ?? '')).scopes).toEqual(grant.scopes);
  });

  test('is not opened by an administrator who declines, although the answer says admin_consent', async () => {
    const mailbox = createMailbox();
    mailbox.control.act(email, 'removeApp');
    mailbox.control.demandAdminConsent(email, true);
    const back = (await pressed(mailbox, consentUrl(mailbox), 'cancel')) ?? {};
    expect(back.admin_consent).toBe('True');
    expect([oauth.adminConsent?.isApproval(back), oauth.refusal(back)]).toEqual([false, 'consentNeeded']);
    expect(await pressed(mailbox, signInUrl(mailbox), 'accept')).toBeUndefined();
  });
});

test.each([
  ['passwordChanged', 'grantLost', 'passwordChanged'],
  ['inactive', 'grantLost', 'expired'],
  ['consentWithdrawn', 'consentNeeded', 'consentRemoved'],
  ['sessionsRevoked', 'grantLost', 'passwordChanged'],
  ['interactionRequired', 'interactionNeeded', 'secondFactor'],
  ['blockedByPolicy', 'interactionNeeded', 'blockedByPolicy'],
  ['signInFrequency', 'interactionNeeded', 'signInAgain'],
  ['secretExpired', 'appRejected', undefined],
] as const)('a refresh after %s fails with %s, %s', async (mode, code, lostCause) => {
  const mailbox = createMailbox();
  const grant = await connect(mailbox);
  mailbox.control.revoke(email, mode);
  await expect(oauth.refresh(mailbox.oauthContext, grant.refreshToken ?? '')).rejects.toMatchObject({
    code,
    lostCause,
  });
});

test('a refresh while the platform is down is tried again later', async () => {
  const mailbox = createMailbox();
  const grant = await connect(mailbox);
  mailbox.world.awkward.set('microsoft.loginUnavailable', { rate: 1 });
  await expect(oauth.refresh(mailbox.oauthContext, grant.refreshToken ?? '')).rejects.toMatchObject({
    code: 'unavailable',
  });
});
