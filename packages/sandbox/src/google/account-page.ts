import { type PlainRequest, type PlainResponse, reply } from '../kernel/plain-http.ts';
import { escapeHtml, page } from '../pages/shell.ts';
import { accountActions, type GoogleAccountAction, type GoogleAction } from './account-actions.ts';
import type { GoogleControl } from './control.ts';
import type { GoogleAccount } from './directory.ts';

/** `GET /account?account=`: what a person, and a Workspace administrator, does to a sign-in. `POST` with `do` is one of them. */
export function answerAccount(control: GoogleControl, request: PlainRequest): PlainResponse {
  const query = new URL(request.url).searchParams;
  const accounts = control.accounts();
  const email = query.get('account');
  const account = email === null ? accounts[0] : accounts.find((one) => one.email === email);
  if (account === undefined) return missingPage();
  if (request.method === 'POST') return act(control, account, new URLSearchParams(request.body).get('do') ?? '');
  return accountPage(accounts, account, Object.hasOwn(accountActions, query.get('done') ?? ''));
}

function act(control: GoogleControl, account: GoogleAccount, name: string): PlainResponse {
  if (!Object.hasOwn(accountActions, name)) return missingPage();
  control.act(account.email, name as GoogleAccountAction);
  return reply(null, { status: 303, headers: { location: `${hrefOf(account)}&done=${name}` } });
}

function accountPage(accounts: readonly GoogleAccount[], account: GoogleAccount, isDone: boolean): PlainResponse {
  const rows = Object.entries<GoogleAction>(accountActions).map(
    ([name, { label, about, who }]) =>
      `<tr><td><button class="quiet" name="do" value="${name}">${label}</button></td><td>${about}</td><td>${whoDoesIt[who]}</td></tr>`,
  );
  const links = accounts.map((one) => {
    const here = one === account ? ' aria-current="page"' : '';
    return `<a href="${escapeHtml(hrefOf(one))}"${here}>${escapeHtml(one.email)}</a>`;
  });
  const body = `<h1>Google Account</h1><p class="muted">${escapeHtml(`${account.name} · ${account.email}`)}</p>
<nav aria-label="Accounts" class="actions spaced">${links.join('')}</nav>
<form method="post" action="${escapeHtml(hrefOf(account))}"><table class="list"><thead><tr><th scope="col">Do</th><th scope="col">What happens</th><th scope="col">Who does it</th></tr></thead><tbody>${rows.join('')}</tbody></table></form>`;
  return page({ title: 'Google Account', service: 'google', body, ...(isDone ? { notice: 'Done.' } : {}) });
}

const whoDoesIt = {
  person: 'The person',
  administrator: 'A Workspace administrator',
} as const satisfies Record<GoogleAction['who'], string>;

const hrefOf = ({ email }: GoogleAccount): string =>
  `/google/account?${new URLSearchParams({ account: email }).toString()}`;

function missingPage(): PlainResponse {
  const body =
    '<section class="sheet narrow"><h1>Not here</h1><p>There is no such account, or nothing like that can be done to it.</p></section>';
  return page({ title: 'Not here', service: 'google', body, status: 404 });
}
