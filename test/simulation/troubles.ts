import type { SideName } from '@concord/core';
import { disconnect, sessionView, stopSync } from '@concord/engine';
import type { Chance } from './chance.ts';
import { noteWish } from './page/attend.ts';
import type { Visitor } from './page/visitor.ts';
import { noteNow } from './stage/clouds.ts';
import type { Loop } from './stage/loop.ts';
import { requestTimeoutMs, type Stage } from './stage/stage.ts';

export type Scene = {
  readonly stage: Stage;
  readonly loop: Loop;
  readonly visitor: Visitor;
  readonly chance: Chance;
};

type Trouble = (scene: Scene) => string | undefined | Promise<string | undefined>;

/** What befalls workers, grants and clouds, and what people do to their syncs: name → how often, and how. */
export const troubles = {
  kill: [10, kill],
  stall: [3, stall],
  loseMessage: [1, loseMessage],
  clockJump: [1, clockJump],
  expireCursor: [1, expireCursor],
  subscriptionRemoved: [1, ({ stage, visitor }) => lifecycle(stage, visitor, 'subscriptionRemoved')],
  reauthorizationRequired: [1, ({ stage, visitor }) => lifecycle(stage, visitor, 'reauthorizationRequired')],
  missed: [1, ({ stage, visitor }) => lifecycle(stage, visitor, 'missed')],
  passwordChanged: [1, ({ stage, visitor }) => loseOutlook(stage, visitor, 'passwordChanged')],
  passwordKeepsGrant: [1, keepPassword],
  consentWithdrawn: [1, ({ stage, visitor }) => loseOutlook(stage, visitor, 'consentWithdrawn')],
  signInDemanded: [1, ({ stage, visitor }) => loseOutlook(stage, visitor, 'signInFrequency')],
  adminDemanded: [1, demandAdmin],
  clioRevoked: [1, loseClio],
  clioAppRemoved: [1, removeApp],
  keyRotated: [1, rotateKey],
  stop: [1, stop],
  disconnectOutlook: [1, (scene) => disconnectFrom(scene, 'right')],
  disconnectClio: [1, (scene) => disconnectFrom(scene, 'left')],
  cutOff: [2, cutOff],
  restore: [2, restore],
} as const satisfies Readonly<Record<string, readonly [number, Trouble]>>;

/** Whoever makes a call of a kind that nobody made since, when there were so many kinds: rare ones are hit as well. */
function kill({ stage: { scheduler }, chance }: Scene): string {
  const role = chance.oneOf('', '', 'poll', 'api');
  const [kinds, seen] = [chance.below(kindsOf[role]), new Set<string>()];
  const fits = (point: string): boolean => {
    if (!point.startsWith(role) || seen.has(point)) return false;
    seen.add(point);
    return seen.size > kinds;
  };
  scheduler.befall({ kind: 'kill', fits });
  return `A ${role || 'worker'} will be killed at one of its calls`;
}

/** About as many as a story has of any function, and of some; before and after count as two. */
const kindsOf = { '': 120, poll: 12, api: 60 } as const;

/**
 * At any of its calls, or right at its look at the lease. Before a request no longer than it may take: a process that sleeps
 * between its last look at the lease and the wire cannot be fenced.
 */
function stall({ stage: { scheduler }, chance }: Scene): string {
  const ms = chance.oneOf(2_000, 20_000, 90_000, 400_000);
  let left = chance.below(40);
  const isAtLease = chance.hits(0.3);
  if (isAtLease) left %= 8;
  const fits = (point: string, when: 'before' | 'after'): boolean => {
    if (!point.startsWith(isAtLease ? 'merge table.get ACCOUNT before' : 'merge ')) return false;
    if (ms > requestTimeoutMs && when === 'before' && point.includes(' transport ')) return false;
    left -= 1;
    return left < 0;
  };
  scheduler.befall({ kind: 'stall', ms, fits });
  return `A worker will sleep for ${ms / 1000} s`;
}

function loseMessage({ loop }: Scene): string {
  loop.loseNext();
  return 'The next message is lost';
}

async function clockJump({ loop, chance }: Scene): Promise<string> {
  const ms = chance.below(5 * 3_600_000);
  await loop.runFor(ms);
  return `${Math.round(ms / 60_000)} minutes pass`;
}

function expireCursor({ stage: { clouds }, visitor }: Scene): string {
  clouds.sandbox.microsoft.expireDeltaTokens(visitor.member.email);
  return `The delta tokens of ${visitor.member.id} expire`;
}

function lifecycle(
  { clouds }: Stage,
  { member }: Visitor,
  event: 'subscriptionRemoved' | 'reauthorizationRequired' | 'missed',
): string {
  clouds.sandbox.microsoft.lifecycle(member.email, event);
  return `Graph sends "${event}" to ${member.id}`;
}

/** The next sign-in of the same person works again: the page leads there. */
function loseOutlook(
  { clouds }: Stage,
  { member }: Visitor,
  mode: 'passwordChanged' | 'consentWithdrawn' | 'signInFrequency',
): string {
  clouds.sandbox.microsoft.revoke(member.email, mode);
  clouds.sandbox.microsoft.restore(member.email);
  noteNow(clouds, { kind: 'grant', provider: 'microsoft', account: member.email, state: 'lost' });
  return `${member.id} loses the grant for Outlook (${mode})`;
}

/** Both are documented: this time the grant lives. */
function keepPassword({ stage: { clouds }, visitor: { member } }: Scene): string {
  clouds.sandbox.awkward.set('microsoft.passwordChangeKeepsGrants', { rate: 1 });
  clouds.sandbox.microsoft.act(member.email, 'changePassword');
  clouds.sandbox.awkward.set('microsoft.passwordChangeKeepsGrants', undefined);
  return `${member.id} changes the password, which ends no grant`;
}

/** The tenant's policy changes, and what was agreed before ends with it. */
function demandAdmin({ stage, visitor }: Scene): string {
  stage.clouds.sandbox.microsoft.demandAdminConsent(visitor.member.email, true);
  return `${loseOutlook(stage, visitor, 'consentWithdrawn')}, and only an administrator may agree again`;
}

function removeApp({ stage: { clouds }, visitor: { member } }: Scene): string {
  clouds.sandbox.clio.removeApp(member.clioUser);
  noteNow(clouds, { kind: 'grant', provider: 'clio', account: String(member.clioUser), state: 'lost' });
  return `${member.id} removes Concord from the apps in Clio`;
}

function rotateKey({ stage: { vault } }: Scene): string {
  vault.rotate();
  return 'A new key seals from now on';
}

function loseClio({ stage: { clouds }, visitor: { member } }: Scene): string {
  clouds.sandbox.clio.revoke(member.clioUser);
  noteNow(clouds, { kind: 'grant', provider: 'clio', account: String(member.clioUser), state: 'lost' });
  return `${member.id} takes the grant back in Clio`;
}

async function stop({ stage, visitor }: Scene): Promise<string | undefined> {
  const caller = stage.callerOf(visitor.firm, visitor.member);
  const sync = await syncOf(stage, visitor);
  if (sync === undefined) return undefined;
  await visitor.ask((ports) => stopSync(ports, caller, sync));
  noteWish(stage, visitor, 'stop', { sync });
  return `${visitor.member.id} presses Stop`;
}

async function disconnectFrom({ stage, visitor }: Scene, side: SideName): Promise<string | undefined> {
  const provider = side === 'left' ? 'clio' : 'microsoft';
  const caller = stage.callerOf(visitor.firm, visitor.member);
  const session = await sessionView(stage.calmPorts, caller);
  const connection = session.signedIn ? session.connections.find((one) => one.provider === provider) : undefined;
  if (connection?.state !== 'active') return undefined;
  const done = await visitor.ask(async (ports) => {
    await disconnect(ports, caller, connection.id);
    return true;
  });
  if (done) noteWish(stage, visitor, 'disconnect', { provider });
  return `${visitor.member.id} disconnects ${provider}`;
}

async function syncOf(stage: Stage, { firm, member }: Visitor): Promise<string | undefined> {
  const session = await sessionView(stage.calmPorts, stage.callerOf(firm, member));
  return session.signedIn ? session.syncs[0]?.id : undefined;
}

const clouds = ['clio.cutOff', 'microsoft.cutOff', 'microsoft.loginCutOff'] as const;

/** One cloud after the other, and back in another order. */
function cutOff({ stage: { habits }, chance }: Scene): string {
  const name = chance.oneOf(...clouds);
  habits.set(name, { rate: 1 });
  return `${name}: nothing gets through any more`;
}

function restore({ stage: { habits }, chance }: Scene): string {
  const name = chance.oneOf(...clouds);
  habits.set(name, undefined);
  return `${name}: back again`;
}
