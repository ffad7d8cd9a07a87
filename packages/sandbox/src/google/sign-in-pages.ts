import type { PlainResponse } from '../kernel/plain-http.ts';
import { escapeHtml, page } from '../pages/shell.ts';
import type { AuthorizeRequest } from './authorize-request.ts';
import type { GoogleAccount } from './directory.ts';
import { describeScope, isSignInScope } from './scopes.ts';

/** Posts `account` to the address it was shown at. The hinted one stands first. */
export function chooserPage(
  request: AuthorizeRequest,
  accounts: readonly GoogleAccount[],
  hinted: GoogleAccount | undefined,
): PlainResponse {
  const ordered = hinted === undefined ? accounts : [hinted, ...accounts.filter((account) => account !== hinted)];
  const choices = ordered.map(
    ({ sub, name, email }) =>
      `<p><button class="quiet" name="account" value="${escapeHtml(sub)}"><bdi>${escapeHtml(name)}</bdi> · ${escapeHtml(email)}</button></p>`,
  );
  return signInPage(
    request,
    'Choose an account',
    choices.join('') || '<p class="error" role="alert">There is no Google account in this sandbox yet.</p>',
  );
}

/**
 * Posts `answer` (`continue` or `cancel`), `account` and the ticked `scope`s. Documented: boxes come when there is
 * more than one scope besides signing in; here a single one has its box too, so that leaving it empty can be tried.
 */
export function consentPage(request: AuthorizeRequest, { sub, name, email }: GoogleAccount): PlainResponse {
  const boxes = request.scopes
    .filter((scope) => !isSignInScope(scope))
    .map(
      (scope) =>
        `<label class="choice card"><input type="checkbox" name="scope" value="${escapeHtml(scope)}"><span>${escapeHtml(describeScope(scope))}<small>${escapeHtml(scope)}</small></span></label>`,
    );
  return signInPage(
    request,
    'Select what the app can access',
    `<p>Signed in as <strong><bdi>${escapeHtml(name)}</bdi></strong> (${escapeHtml(email)}).</p>
<input type="hidden" name="account" value="${escapeHtml(sub)}"><fieldset><legend>The app would like to</legend>${boxes.join('') || '<p class="muted">know who you are</p>'}</fieldset>
<div class="actions"><button name="answer" value="continue">Continue</button><button class="quiet" name="answer" value="cancel">Cancel</button></div>`,
  );
}

function signInPage(request: AuthorizeRequest, title: string, content: string): PlainResponse {
  const target = new URL(request.redirectUri).origin;
  const body = `<form class="sheet narrow" method="post"><h1>${title}</h1>
<p class="muted">to continue to <strong>${escapeHtml(target)}</strong></p>
${content}</form>`;
  return page({ title, service: 'google', body, formTargets: [target] });
}

/** Google's own: whoever ends here never comes back to the app (documented). */
export function errorPage(error: string): PlainResponse {
  const isPolicy = error === 'admin_policy_enforced';
  const body = `<section class="sheet narrow"><h1>Access blocked</h1><p class="error" role="alert">Error 400: ${escapeHtml(error)}</p>
<p class="muted">${isPolicy ? 'Your organization’s administrator has to allow this app first.' : 'The app that sent you here has to correct its request.'}</p></section>`;
  return page({ title: 'Access blocked', service: 'google', body, status: isPolicy ? 200 : 400 });
}
