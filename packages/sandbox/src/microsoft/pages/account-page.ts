import { type PlainRequest, type PlainResponse, reply } from '../../kernel/plain-http.ts';
import { escapeHtml, page } from '../../pages/shell.ts';
import { type AccountAction, type Action, accountActions } from '../account-actions.ts';
import type { MicrosoftControl } from '../control.ts';
import type { Account } from '../directory.ts';

/** `/outlook/account?account=`: what a person, and an administrator, does to a sign-in. `POST` with `do` is one of them. */
export function answerAccount(control: MicrosoftControl, request: PlainRequest): PlainResponse {
  const query = new URL(request.url).searchParams;
  const accounts = control.accounts();
  const email = query.get('account');
  const account = email === null ? accounts[0] : accounts.find((one) => one.email === email);
  if (account === undefined) return missingPage();
  if (request.method === 'POST') return act(control, account, new URLSearchParams(request.body).get('do') ?? '');
  return accountPage(control, account, query.get('done') ?? '');
}

function act(control: MicrosoftControl, account: Account, name: string): PlainResponse {
  if (Object.hasOwn(policies, name)) control.demandAdminConsent(account.email, name === 'demandAdminConsent');
  else if (Object.hasOwn(accountActions, name)) control.act(account.email, name as AccountAction);
  else return missingPage();
  return reply(null, { status: 303, headers: { location: `${hrefOf(account)}&done=${name}` } });
}

function accountPage(control: MicrosoftControl, account: Account, done: string): PlainResponse {
  const policy = control.demandsAdminConsent(account.email) ? 'allowUserConsent' : 'demandAdminConsent';
  const rows = [...Object.entries<Row>(accountActions), [policy, policies[policy]] as const];
  const listed = (who: Row['who']) =>
    rows
      .filter(([, row]) => row.who === who)
      .map(actionRow)
      .join('');
  const body = `<h1>Account and security</h1><p class="muted">${escapeHtml(`${account.name} · ${account.email}`)}</p>
${accountLinks(control.accounts(), account)}
<form method="post" action="${escapeHtml(hrefOf(account))}">
<fieldset><legend>What the person does</legend><table class="list"><tbody>${listed('person')}</tbody></table></fieldset>
<fieldset><legend>What an administrator does</legend><table class="list"><tbody>${listed('administrator')}</tbody></table></fieldset></form>`;
  const notice = Object.hasOwn(accountActions, done) || Object.hasOwn(policies, done) ? { notice: 'Done.' } : {};
  return page({ title: 'Account and security', service: 'outlook', body, ...notice });
}

type Row = Pick<Action, 'who' | 'label' | 'about'>;

/** Of the whole organization. */
const policies = {
  demandAdminConsent: {
    who: 'administrator',
    label: 'Let only administrators accept apps',
    about: 'In the whole organization: others end at the page “Need admin approval”.',
  },
  allowUserConsent: {
    who: 'administrator',
    label: 'Let people accept apps',
    about: 'In the whole organization: now only an administrator may.',
  },
} as const satisfies Readonly<Record<string, Row>>;

function actionRow([name, { label, about }]: readonly [string, Row]): string {
  return `<tr><td><button class="quiet" name="do" value="${name}">${label}</button></td><td>${about}</td></tr>`;
}

function accountLinks(accounts: readonly Account[], current: Account): string {
  const links = accounts.map((account) => {
    const here = account === current ? ' aria-current="page"' : '';
    return `<a href="${escapeHtml(hrefOf(account))}"${here}>${escapeHtml(account.email)}</a>`;
  });
  return `<nav aria-label="Accounts" class="actions spaced">${links.join('')}</nav>`;
}

const hrefOf = ({ email }: Account): string => `/outlook/account?${new URLSearchParams({ account: email }).toString()}`;

function missingPage(): PlainResponse {
  const body =
    '<section class="sheet narrow"><h1>Not here</h1><p>There is no such account, or nothing like that can be done to it.</p></section>';
  return page({ title: 'Not here', service: 'outlook', body, status: 404 });
}
