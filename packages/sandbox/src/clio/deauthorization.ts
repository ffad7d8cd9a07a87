import { type Outgoing, sendOut } from '../kernel/send-out.ts';
import type { ClioAwkwardness } from './awkwardness.ts';
import type { Clio } from './call.ts';
import { endGrants } from './oauth.ts';
import type { User } from './records.ts';

/** Assumption: once, as a delivery of a webhook would be answered; nothing of it is documented but that it happens. */
const answerWithinMs = 10_000;

/** A person removes the app: the user's tokens end, and the app's registered address is told. */
export function removeApp(clio: Clio, userId: number): void {
  const { state, world } = clio;
  endGrants(clio, (grant) => grant.user === userId);
  const url = state.app().deauthorize_url;
  const user = state.users.get(String(userId));
  if (url === undefined || user === undefined || world.awkward.strikes('clio.deauthorizationLost')) return;
  const message = { url, ...messageOf(clio, user) };
  world.later(0, async () => {
    await sendOut(world, message, answerWithinMs, 'clio.cutOff');
  });
}

type Message = Pick<Outgoing, 'headers' | 'body'>;

/** Every shape is an assumption: the reference found none. */
function messageOf(clio: Clio, user: User): Message {
  const shape = shapes.find(([name]) => clio.world.awkward.strikes(name));
  return shape === undefined ? json({ user_id: user.id, account_id: user.firm }) : shape[1](clio, user);
}

const shapes: readonly (readonly [ClioAwkwardness, (clio: Clio, user: User) => Message])[] = [
  [
    'clio.deauthorizationForm',
    (_clio, user) => ({
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ user_id: String(user.id), account_id: String(user.firm) }).toString(),
    }),
  ],
  [
    'clio.deauthorizationNested',
    (_clio, user) =>
      json({ data: { user: { id: user.id, account: { id: user.firm } } }, meta: { event: 'deauthorized' } }),
  ],
  ['clio.deauthorizationNameless', ({ state }) => json({ client_id: state.app().client_id })],
];

function json(value: object): Message {
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
