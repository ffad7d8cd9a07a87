import type { SideName } from '@concord/core';
import { disconnect, sessionView, stopSync } from '@concord/engine';
import type { Sandbox } from '@concord/sandbox';
import type { Chance } from './chance.ts';
import { cloudOf, type LifecycleEvent, type Loss, type MailboxAccount } from './mailboxes/index.ts';
import { noteWish, syncsOf } from './page/attend.ts';
import type { Visitor } from './page/visitor.ts';
import { seldomKilled } from './seldom-killed.ts';
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
  // Drawn by themselves, where there is need of them.
  killAimed: [0, killAimed],
  subscriberKilled: [0, killSubscriber],
  stall: [3, stall],
  loseMessage: [1, loseMessage],
  clockJump: [1, clockJump],
  expireCursor: [1, expireCursor],
  subscriptionRemoved: [1, (scene) => lifecycle(scene, 'subscriptionRemoved')],
  reauthorizationRequired: [1, (scene) => lifecycle(scene, 'reauthorizationRequired')],
  missed: [1, (scene) => lifecycle(scene, 'missed')],
  passwordChanged: [1, (scene) => loseMailbox(scene, 'passwordChanged')],
  passwordKeepsGrant: [1, keepPassword],
  consentWithdrawn: [1, (scene) => loseMailbox(scene, 'consentWithdrawn')],
  signInDemanded: [1, (scene) => loseMailbox(scene, 'signInDemanded')],
  adminDemanded: [1, demandAdmin],
  clioRevoked: [1, loseClio],
  clioAppRemoved: [1, removeApp],
  keyRotated: [1, rotateKey],
  stop: [1, stop],
  disconnectMailbox: [1, (scene) => disconnectFrom(scene, 'right')],
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

/** At a call of which there are few in a story, or at its beginning only. */
function killAimed({ stage: { scheduler }, chance }: Scene): string {
  const aim = `${chance.oneOf(...seldomKilled)} ${chance.oneOf('before', 'after')}`;
  scheduler.befall({ kind: 'kill', fits: (point) => point === aim });
  return `Whoever comes to "${aim}" will be killed`;
}

/** A subscription ends; whoever makes the next one dies before that is noted, it stays, and another one is asked for minutes later. */
async function killSubscriber(scene: Scene): Promise<string | undefined> {
  const lost = lifecycle(scene, 'subscriptionRemoved');
  if (lost === undefined) return undefined;
  const fits = (point: string): boolean => point === 'merge transport POST /graph/v1.0/subscriptions after';
  scene.stage.scheduler.befall({ kind: 'kill', fits });
  await scene.loop.runFor(10 * 60_000);
  return `${lost}, and whoever subscribes anew is killed`;
}

/** About as many as a story has of any function, and of some; before and after count as two. */
const kindsOf = { '': 140, poll: 12, api: 60 } as const;

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

/** One of those whom it befalls; a cloud may not know that trouble. */
const mailboxIn = ({ visitor, chance }: Scene): MailboxAccount | undefined => chance.pick(visitor.member.mailboxes);

function expireCursor(scene: Scene): string | undefined {
  const mailbox = mailboxIn(scene);
  if (mailbox === undefined) return undefined;
  cloudOf(mailbox.provider).expireCursor(scene.stage.clouds.sandbox, mailbox.email, scene.chance);
  return `The cursors of ${mailbox.book} expire`;
}

function lifecycle(scene: Scene, event: LifecycleEvent): string | undefined {
  const mailbox = mailboxIn(scene);
  const send = mailbox && cloudOf(mailbox.provider).lifecycle;
  if (mailbox === undefined || send === undefined) return undefined;
  send(scene.stage.clouds.sandbox, mailbox.email, event);
  return `"${event}" is sent for ${mailbox.book}`;
}

function loseMailbox(scene: Scene, how: Loss): string | undefined {
  const mailbox = mailboxIn(scene);
  const lose = mailbox && cloudOf(mailbox.provider).lose[how];
  if (mailbox === undefined || lose === undefined) return undefined;
  return loseGrant(scene, mailbox, lose, how);
}

function loseGrant(
  { stage: { clouds } }: Scene,
  { provider, email, book }: MailboxAccount,
  lose: (sandbox: Sandbox, email: string) => void,
  how: Loss,
): string {
  lose(clouds.sandbox, email);
  noteNow(clouds, { kind: 'grant', provider, account: email, state: 'lost' });
  return `The grant for ${book} is lost (${how})`;
}

function keepPassword(scene: Scene): string | undefined {
  const mailbox = mailboxIn(scene);
  if (mailbox === undefined) return undefined;
  cloudOf(mailbox.provider).keepPassword(scene.stage.clouds.sandbox, mailbox.email);
  return `The password of ${mailbox.book} is changed, which ends no grant`;
}

/** The tenant's policy changes, and what was agreed before ends with it. */
function demandAdmin(scene: Scene): string | undefined {
  const mailbox = mailboxIn(scene);
  if (mailbox === undefined) return undefined;
  const { demandAdmin: demand, lose } = cloudOf(mailbox.provider);
  if (demand === undefined || lose.consentWithdrawn === undefined) return undefined;
  demand(scene.stage.clouds.sandbox, mailbox.email);
  return `${loseGrant(scene, mailbox, lose.consentWithdrawn, 'consentWithdrawn')}, and only an administrator may agree again`;
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

async function stop({ stage, visitor, chance }: Scene): Promise<string | undefined> {
  const caller = stage.callerOf(visitor.firm, visitor.member);
  const session = await sessionView(stage.calmPorts, caller);
  const between = session.signedIn ? chance.pick(syncsOf(visitor, session)) : undefined;
  if (between === undefined) return undefined;
  await visitor.ask((ports) => stopSync(ports, caller, between.sync));
  noteWish(stage, visitor, 'stop', between);
  return `${visitor.member.id} presses Stop for ${between.mailbox}`;
}

async function disconnectFrom(scene: Scene, side: SideName): Promise<string | undefined> {
  const { stage, visitor } = scene;
  const mailbox = side === 'left' ? undefined : mailboxIn(scene);
  const provider = mailbox?.provider ?? 'clio';
  const caller = stage.callerOf(visitor.firm, visitor.member);
  const session = await sessionView(stage.calmPorts, caller);
  const connection = session.signedIn ? session.connections.find((one) => one.provider === provider) : undefined;
  if (connection?.state !== 'active') return undefined;
  const done = await visitor.ask(async (ports) => {
    await disconnect(ports, caller, connection.id);
    return true;
  });
  if (done) noteWish(stage, visitor, 'disconnect', { provider, ...(mailbox ? { mailbox: mailbox.book } : {}) });
  return `${visitor.member.id} disconnects ${provider}`;
}

const clouds = [
  'clio.cutOff',
  'microsoft.cutOff',
  'microsoft.loginCutOff',
  'google.cutOff',
  'google.loginCutOff',
] as const;

/** One cloud after the other, and back in another order. */
function cutOff(scene: Scene): string {
  const name = cloudFor(scene);
  scene.stage.habits.set(name, { rate: 1 });
  return `${name}: nothing gets through any more`;
}

function restore(scene: Scene): string {
  const name = cloudFor(scene);
  scene.stage.habits.set(name, undefined);
  return `${name}: back again`;
}

/** One that this member works with. */
function cloudFor({ visitor, chance }: Scene): (typeof clouds)[number] {
  const used = ['clio', ...visitor.member.mailboxes.map(({ provider }) => provider)];
  return chance.pick(clouds.filter((name) => used.some((provider) => name.startsWith(provider)))) ?? 'clio.cutOff';
}
