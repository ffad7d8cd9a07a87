import { type PlainResponse, replyJson } from '../kernel/plain-http.ts';
import { type Call, type Handler, oneResponse } from './call.ts';
import { parseFields, render } from './fields.ts';
import { listPage } from './listing.ts';
import type { User } from './records.ts';
import { notFound } from './refusal.ts';
import { userResource } from './resources.ts';
import { etagOf } from './state.ts';

export const whoAmI: Handler = (call) => userResponse(call, call.user);

export const readUser: Handler = (call) => {
  const user = colleagues(call).find(({ id }) => id === Number(call.params[0]));
  if (user === undefined) throw notFound();
  return userResponse(call, user);
};

/** Documented. Unlike the other lists, up to 2000 rows. */
export const listUsers: Handler = (call) =>
  replyJson(
    listPage({
      url: call.url,
      address: `${call.clio.base}/api/v4/users.json`,
      resource: userResource,
      records: chosenUsers(call.url.searchParams, colleagues(call)),
      view: call.view,
      maxLimit: 2_000,
      orders: { id: (user) => user.id, name: (user) => user.name.toLowerCase() },
    }),
  );

function chosenUsers(query: URLSearchParams, users: readonly User[]): readonly User[] {
  const enabled = query.get('enabled');
  const name = query.get('name')?.toLowerCase();
  const role = query.get('role');
  const ids = query.has('ids[]') ? new Set(query.getAll('ids[]').map(Number)) : undefined;
  return users.filter(
    (user) =>
      (enabled === null || String(user.enabled) === enabled) &&
      (name === undefined || user.name.toLowerCase().includes(name)) &&
      (role === null || user.roles.includes(role)) &&
      (ids === undefined || ids.has(user.id)),
  );
}

function colleagues(call: Call): User[] {
  const users = [...call.clio.state.users.values()].filter((user) => user.firm === call.user.firm);
  return users.sort((a, b) => a.id - b.id);
}

function userResponse(call: Call, user: User): PlainResponse {
  const selection = parseFields(call.url.searchParams.get('fields'), userResource);
  return oneResponse(
    call.request,
    etagOf('user', user),
    user.updated_at,
    render(userResource, user, selection, call.view),
  );
}
