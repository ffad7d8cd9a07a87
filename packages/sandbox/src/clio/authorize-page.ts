import { type PlainRequest, type PlainResponse, reply } from '../kernel/plain-http.ts';
import { escapeHtml, page } from '../pages/shell.ts';
import type { Clio } from './call.ts';
import { issueCode, mayReturnTo } from './oauth.ts';
import type { Firm, User } from './records.ts';

/** `GET /oauth/authorize` shows who may allow what; `POST` is that page's form. */
export function answerAuthorize(clio: Clio, request: PlainRequest): PlainResponse {
  const url = new URL(request.url);
  const query = request.method === 'POST' ? new URLSearchParams(request.body) : url.searchParams;
  const fault = faultOf(clio, query);
  if (fault !== undefined) return faultPage(fault);
  const decision = request.method === 'POST' ? query.get('decision') : null;
  if (decision === 'allow') return allow(clio, query);
  if (decision === 'decline') return decline(query);
  return choicePage(clio, query);
}

/** What makes it unsafe to return to the asker: said to the person instead. */
function faultOf(clio: Clio, query: URLSearchParams): string | undefined {
  const app = clio.state.app();
  if (query.get('client_id') !== app.client_id) return 'The app is not known here: its client_id is wrong.';
  if (query.get('response_type') !== 'code')
    return 'The app asked for something else than a code: response_type must be code.';
  if (!mayReturnTo(app, query.get('redirect_uri') ?? ''))
    return 'The address to return to (redirect_uri) is not registered for the app.';
  return undefined;
}

function allow(clio: Clio, query: URLSearchParams): PlainResponse {
  const user = clio.state.users.get(query.get('user') ?? '');
  if (user === undefined || !user.enabled) return choicePage(clio, query, 'Choose who you are first.');
  const code = issueCode(clio, {
    user: user.id,
    client: clio.state.app().client_id,
    redirect_uri: query.get('redirect_uri') ?? '',
    challenge: query.get('code_challenge'),
    challenge_method: query.get('code_challenge_method'),
  });
  return goBack(query, { code });
}

/** Documented. Without `redirect_on_decline=true` the person stays. */
function decline(query: URLSearchParams): PlainResponse {
  if (query.get('redirect_on_decline') === 'true') return goBack(query, { error: 'access_denied' });
  const body =
    '<section class="sheet narrow"><h1>Access declined</h1><p>The app was not given access. You can close this page.</p></section>';
  return page({ title: 'Access declined', service: 'clio', body });
}

function goBack(query: URLSearchParams, answer: Readonly<Record<string, string>>): PlainResponse {
  const target = new URL(query.get('redirect_uri') ?? '');
  const state = query.get('state');
  for (const [name, value] of Object.entries(state === null ? answer : { ...answer, state }))
    target.searchParams.set(name, value);
  return reply(null, { status: 302, headers: { location: target.href, 'cache-control': 'no-store' } });
}

function faultPage(fault: string): PlainResponse {
  const body = `<section class="sheet narrow"><h1>This app cannot be connected</h1><p class="error" role="alert">${escapeHtml(fault)}</p></section>`;
  return page({ title: 'Cannot connect', service: 'clio', body, status: 400 });
}

const carried = [
  'response_type',
  'client_id',
  'redirect_uri',
  'state',
  'redirect_on_decline',
  'code_challenge',
  'code_challenge_method',
  'login_hint',
];

function choicePage(clio: Clio, query: URLSearchParams, problem?: string): PlainResponse {
  const target = new URL(query.get('redirect_uri') ?? '');
  const hidden = carried
    .filter((name) => query.has(name))
    .map((name) => `<input type="hidden" name="${name}" value="${escapeHtml(query.get(name) ?? '')}">`)
    .join('');
  const body = `<section class="sheet narrow">
<h1>Allow access to your contacts?</h1>
<p class="muted">The app at <strong>${escapeHtml(target.host)}</strong> asks to act for you in Clio: to read and write contacts, to read users, and to be told of changes.</p>
${problem === undefined ? '' : `<p class="error" role="alert">${escapeHtml(problem)}</p>`}
<form method="post" action="${clio.path}/oauth/authorize">${hidden}
${firmChoices(clio, query.get('login_hint'))}
<p class="muted">In Clio you would be signed in already. Here you choose who you are.</p>
<div class="actions"><button name="decision" value="allow">Allow access</button><button class="quiet" name="decision" value="decline">Decline</button></div>
</form></section>`;
  return page({
    title: 'Allow access',
    service: 'clio',
    body,
    formTargets: [target.origin],
    status: problem === undefined ? 200 : 422,
  });
}

function firmChoices({ state }: Clio, hint: string | null): string {
  const users = [...state.users.values()].filter((user) => user.enabled);
  const chosen = users.find((user) => user.email.toLowerCase() === hint?.toLowerCase()) ?? users[0];
  const fieldsets = [...state.firms.values()].map((firm) => firmChoice(firm, users, chosen));
  return fieldsets.join('') || '<p class="error" role="alert">There is no firm here yet.</p>';
}

function firmChoice(firm: Firm, users: readonly User[], chosen: User | undefined): string {
  const cards = users
    .filter((user) => user.firm === firm.id)
    .map((user) => {
      const checked = user === chosen ? ' checked' : '';
      const about = [
        user.email,
        user.account_owner ? 'account owner' : '',
        user.restricted ? 'sees only some contacts' : '',
      ];
      return `<label class="choice card"><input type="radio" name="user" value="${user.id}" required${checked}><span>${escapeHtml(user.name)}<small>${about.filter(Boolean).map(escapeHtml).join(' · ')}</small></span></label>`;
    });
  return `<fieldset><legend>${escapeHtml(firm.name)}</legend>${cards.join('')}</fieldset>`;
}
