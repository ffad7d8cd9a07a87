import { type PlainRequest, type PlainResponse, reply } from '../../kernel/plain-http.ts';
import { escapeHtml, page } from '../../pages/shell.ts';
import type { Clio } from '../call.ts';
import type { ClioControl } from '../control.ts';
import type { User } from '../records.ts';

/** `GET {path}/apps`: whose data the app may use; `POST` removes it for one user. In Clio each finds only their own. */
export function answerApps(clio: Clio, control: ClioControl, request: PlainRequest): PlainResponse {
  if (request.method === 'POST') {
    control.removeApp(Number(new URLSearchParams(request.body).get('user')));
    return reply(null, { status: 303, headers: { location: `${clio.path}/apps?done=removed` } });
  }
  const done = new URL(request.url).searchParams.get('done') === 'removed';
  const body = `<h1>Connected apps</h1><p class="muted">In Clio, each person finds this in their own settings. Removing the app ends its access for that person.</p>
<table class="list"><thead><tr><th scope="col">Person</th><th scope="col">The app</th></tr></thead><tbody>${rowsOf(clio)}</tbody></table>`;
  return page({ title: 'Connected apps', service: 'clio', body, ...(done ? { notice: 'The app was removed.' } : {}) });
}

function rowsOf(clio: Clio): string {
  const { state } = clio;
  const connected = new Set([...state.refreshTokens.values()].map(({ user }) => user));
  return [...state.users.values()].map((user) => rowOf(clio, user, connected.has(user.id))).join('');
}

function rowOf({ state, path }: Clio, user: User, isConnected: boolean): string {
  const firm = state.firms.get(String(user.firm))?.name ?? '';
  const form = `<form method="post" action="${path}/apps"><button class="danger" name="user" value="${user.id}">Remove<span class="unseen"> for ${escapeHtml(user.name)}</span></button></form>`;
  return `<tr><td><bdi>${escapeHtml(user.name)}</bdi><small>${escapeHtml(`${user.email} · ${firm}`)}</small></td><td>${isConnected ? form : '<span class="muted">not connected</span>'}</td></tr>`;
}
