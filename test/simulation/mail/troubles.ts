import { cloudOf } from '../mailboxes/index.ts';
import { type Scene as TroubleScene, troubles } from '../troubles.ts';
import type { Asking } from './asks.ts';

type Trouble = (asking: Asking) => string | undefined | Promise<string | undefined>;

const sceneOf = ({ stage, loop, visitor, chance }: Asking): TroubleScene => ({ stage, loop, visitor, chance });

/** What befalls those who sync contacts befalls whoever reads mail as well. */
const shared =
  (
    name: 'kill' | 'stall' | 'loseMessage' | 'clockJump' | 'clioRevoked' | 'keyRotated' | 'cutOff' | 'restore',
  ): Trouble =>
  async (asking) =>
    await troubles[name][1](sceneOf(asking));

const expiresCursor: Trouble = ({ box, record }) => {
  box.hands.expireCursors();
  record.note({ kind: 'box', box: box.index, state: 'cursorExpired' });
  return `The cursors of box ${box.index} expire`;
};

const lifecycle =
  (event: 'subscriptionRemoved' | 'reauthorizationRequired' | 'missed'): Trouble =>
  ({ box, stage }) => {
    const send = cloudOf(box.provider).lifecycle;
    send?.(stage.clouds.sandbox, box.email, event);
    return send && `"${event}" is sent for box ${box.index}`;
  };

/** At Google a password change ends only what holds a permission for mail; at Microsoft everything. */
const losesGrant =
  (how: 'password' | 'consent'): Trouble =>
  ({ box, stage, record }) => {
    if (!isConnected({ box, record })) return undefined;
    const { lose, keepPassword } = cloudOf(box.provider);
    const { sandbox } = stage.clouds;
    const end = how === 'password' ? (lose.passwordChanged ?? keepPassword) : lose.consentWithdrawn;
    end?.(sandbox, box.email);
    record.note({ kind: 'box', box: box.index, state: 'lost' });
    return `The grant of box ${box.index} is lost (${how})`;
  };

/** A grant is lost, and nobody looks at the page for a while. */
const longOutage: Trouble = async (asking) => {
  const lost = await losesGrant('consent')(asking);
  if (lost === undefined) return undefined;
  const hours = asking.chance.oneOf(2, 20, 50, 100);
  await asking.loop.runFor(hours * 3_600_000);
  return `${lost}, and ${hours} hours pass`;
};

const isConnected = ({ box, record }: Pick<Asking, 'box' | 'record'>): boolean =>
  record.of('box').findLast((one) => one.box === box.index && one.state !== 'cursorExpired')?.state === 'connected';

/** Name → how often, and how. */
export const mailTroubles = {
  kill: [14, shared('kill')],
  stall: [3, shared('stall')],
  loseMessage: [2, shared('loseMessage')],
  clockJump: [3, shared('clockJump')],
  expiresCursor: [2, expiresCursor],
  subscriptionRemoved: [1, lifecycle('subscriptionRemoved')],
  reauthorizationRequired: [1, lifecycle('reauthorizationRequired')],
  missed: [1, lifecycle('missed')],
  passwordChanged: [2, losesGrant('password')],
  consentWithdrawn: [1, losesGrant('consent')],
  longOutage: [3, longOutage],
  clioRevoked: [1, shared('clioRevoked')],
  keyRotated: [1, shared('keyRotated')],
  cutOff: [2, shared('cutOff')],
  restore: [3, shared('restore')],
} as const satisfies Readonly<Record<string, readonly [weight: number, Trouble]>>;
