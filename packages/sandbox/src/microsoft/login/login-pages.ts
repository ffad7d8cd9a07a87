import { type PlainResponse } from '../../kernel/plain-http.ts';
import { escapeHtml, page } from '../../pages/shell.ts';
import type { Account } from '../directory.ts';
import type { AuthorizeRequest } from './authorize-request.ts';
import { describeScope } from './scopes.ts';

export type SignIn = {
  readonly request: AuthorizeRequest;
  readonly accounts: readonly Account[];
  readonly picked: Account | undefined;
  /** Accounts whose holders need not be asked for the permissions any more. */
  readonly granted: readonly Account[];
  readonly problem?: string | undefined;
};

/** Posts `account` and `answer` (`accept` or `cancel`) to the address it was shown at. */
export function signInPage({ request, accounts, picked, granted, problem }: SignIn): PlainResponse {
  const target = new URL(request.redirectUri).origin;
  return page({
    title: 'Sign in',
    service: 'outlook',
    formTargets: [target],
    body: `<form class="sheet narrow" method="post">
<h1>Sign in to your account</h1>
<p class="muted">An app at <strong>${escapeHtml(target)}</strong> wants to use it.</p>
${problem === undefined ? '' : `<p class="error" role="alert">${escapeHtml(problem)}</p>`}
${accountChoice(accounts, picked, granted)}
${permissions(request.scopes, granted.length < accounts.length)}
<div class="actions"><button name="answer" value="accept">Accept</button>
<button class="quiet" name="answer" value="cancel" formnovalidate>Cancel</button></div>
</form>`,
  });
}

export type AdminConsent = {
  readonly target: string;
  readonly scopes: readonly string[];
  readonly accounts: readonly Account[];
};

/** As `signInPage`, for a whole organization. */
export function adminConsentPage({ target, scopes, accounts }: AdminConsent): PlainResponse {
  return page({
    title: 'Permissions for your organization',
    service: 'outlook',
    formTargets: [target],
    body: `<form class="sheet narrow" method="post">
<h1>Accept for your whole organization</h1>
<p class="muted">An app at <strong>${escapeHtml(target)}</strong> asks. Nobody in the organization is asked again.</p>
${accountChoice(accounts, accounts[0])}
${permissions(scopes, true)}
<div class="actions"><button name="answer" value="accept">Accept for everybody</button>
<button class="quiet" name="answer" value="cancel" formnovalidate>Cancel</button></div>
</form>`,
  });
}

export function brokenPage(description: string): PlainResponse {
  return page({
    title: 'Sign-in problem',
    service: 'outlook',
    status: 400,
    body: `<div class="sheet narrow"><h1>We could not sign you in</h1><p class="error" role="alert">${escapeHtml(description)}</p>
<p class="muted">The app that sent you here has to correct its request.</p></div>`,
  });
}

/** The real page of this name does not lead back to the app. */
export function approvalPage(account: Account): PlainResponse {
  return page({
    title: 'Need admin approval',
    service: 'outlook',
    body: `<div class="sheet narrow"><h1>Need admin approval</h1>
<p>The app needs permission to access resources in your organization that only an administrator can grant.</p>
<p class="muted">Signed in as ${escapeHtml(account.email)}. Ask an administrator to grant permission before you use the app.</p></div>`,
  });
}

function accountChoice(
  accounts: readonly Account[],
  picked: Account | undefined,
  granted: readonly Account[] = [],
): string {
  if (accounts.length === 0) return '<p class="error" role="alert">There is no account in this directory.</p>';
  const choices = accounts.map((account) => {
    const notes = [
      account.email,
      ...(account.mailbox ? [] : ['no mailbox']),
      ...(granted.includes(account) ? ['has accepted this app'] : []),
    ];
    const checked = account === picked ? ' checked' : '';
    return `<label class="choice card"><input type="radio" name="account" value="${escapeHtml(account.oid)}" required${checked}>
<span><bdi>${escapeHtml(account.name)}</bdi><small>${escapeHtml(notes.join(' · '))}</small></span></label>`;
  });
  return `<fieldset><legend>Pick an account</legend>${choices.join('')}</fieldset>`;
}

function permissions(scopes: readonly string[], needsConsent: boolean): string {
  if (!needsConsent) return '<p class="muted">This app already has the permissions that it asks for.</p>';
  const items = scopes.map((scope) => `<li>${escapeHtml(describeScope(scope))}</li>`).join('');
  return `<h2>The app would like to</h2><ul>${items}</ul>`;
}
