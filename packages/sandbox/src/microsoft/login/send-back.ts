import { type PlainResponse, reply } from '../../kernel/plain-http.ts';
import { escapeHtml, page } from '../../pages/shell.ts';
import type { ReturnAddress } from './authorize-request.ts';

/** Leads the browser back to the app, with the state as it came. */
export function sendBack(to: ReturnAddress, answer: Readonly<Record<string, string>>): PlainResponse {
  const parameters = { ...answer, ...(to.state === undefined ? {} : { state: to.state }) };
  if (to.responseMode === 'form_post') return formPost(to.redirectUri, parameters);
  const url = new URL(to.redirectUri);
  if (to.responseMode === 'fragment') url.hash = new URLSearchParams(parameters).toString();
  else for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return reply(null, { status: 302, headers: { location: url.href, 'cache-control': 'no-store' } });
}

function formPost(redirectUri: string, parameters: Readonly<Record<string, string>>): PlainResponse {
  const inputs = Object.entries(parameters)
    .map(([name, value]) => `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`)
    .join('');
  return page({
    title: 'Back to the app',
    service: 'outlook',
    body: `<form class="sheet narrow" id="back" method="post" action="${escapeHtml(redirectUri)}">${inputs}
<h1>Back to the app</h1><div class="actions"><button>Continue</button></div></form>`,
    script: "document.getElementById('back').submit()",
    formTargets: [new URL(redirectUri).origin],
  });
}
