import { getProfile, listLabels, listSendAs } from './account-calls.ts';
import type { Answer, Call } from './call.ts';
import { listHistory } from './history-calls.ts';
import { getMessage, listMessages } from './message-calls.ts';
import { sendMessage } from './send-call.ts';
import type { UnitName } from './units.ts';
import { stopWatch, watchMailbox } from './watch-calls.ts';

export type Route = {
  readonly writes: boolean;
  readonly costs: UnitName;
  readonly scopes: readonly string[];
  readonly answer: (call: Call) => Answer | Promise<Answer>;
};

const all = 'https://mail.google.com/';
const named = (names: string): readonly string[] => [
  all,
  ...names.split(' ').map((name) => `https://www.googleapis.com/auth/gmail.${name}`),
];

/** Documented for each method (discovery document, revision 20260727); any one of them will do. */
const scopes = {
  profile: named('compose metadata modify readonly'),
  read: named('metadata modify readonly'),
  labels: named('labels metadata modify readonly'),
  settings: named('modify readonly settings.basic'),
  send: named('compose modify send'),
} as const;

const route = (needs: keyof typeof scopes, costs: UnitName, answer: Route['answer'], writes = false): Route => ({
  scopes: scopes[needs],
  costs,
  answer,
  writes,
});

/** Below `/gmail/v1/users/me/`; `{id}` stands for one part of a path. */
const routes: Readonly<Record<string, Route>> = {
  'GET profile': route('profile', 'getProfile', getProfile),
  'GET labels': route('labels', 'labelsList', listLabels),
  'GET settings/sendAs': route('settings', 'sendAsList', listSendAs),
  'GET messages': route('read', 'messagesList', listMessages),
  'GET messages/{id}': route('read', 'messagesGet', getMessage),
  'POST messages/send': route('send', 'messagesSend', sendMessage, true),
  'GET history': route('read', 'historyList', listHistory),
  'POST watch': route('read', 'watch', watchMailbox, true),
  'POST stop': route('read', 'stop', stopWatch, true),
};

export type FoundRoute = { readonly kind: string; readonly route: Route; readonly user: string; readonly id: string };

/** By method and path below `/gmail/v1/`. */
export function findRoute(method: string, path: string): FoundRoute | undefined {
  const [, user = '', rest = ''] = /^users\/([^/]+)\/(.+)$/u.exec(path) ?? [];
  const exact = routes[`${method} ${rest}`];
  if (exact) return { kind: `${method} ${rest}`, route: exact, user: decoded(user), id: '' };
  const id = /^messages\/([^/]+)$/u.exec(rest)?.[1];
  const kind = `${method} messages/{id}`;
  const route = id === undefined ? undefined : routes[kind];
  return route && { kind, route, user: decoded(user), id: decoded(id ?? '') };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
