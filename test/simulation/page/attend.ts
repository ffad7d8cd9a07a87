import type { SyncView, WaitingRow } from '@concord/core';
import { answer, createSync, requestScan, sessionView, startSync, waitingPage } from '@concord/engine';
import type { Chance } from '../chance.ts';
import { peopleAreClaimed } from '../claimed-people.ts';
import type { BookName, Wish } from '../history/happenings.ts';
import { type MailboxAccount, otherFolder, type Place } from '../mailboxes/index.ts';
import { chooseAnswer } from '../people/answers.ts';
import type { Truth } from '../people/truth.ts';
import { noteNow } from '../stage/clouds.ts';
import type { Stage } from '../stage/stage.ts';
import type { FirmPlan } from '../story.ts';
import { nobody, type SyncBetween, tagOfMapping } from './tag-of-mapping.ts';
import type { Visitor } from './visitor.ts';

/** How ready somebody is to do what the page asks for; in the end everybody does everything. */
export type Zeal = 'sometimes' | 'always';

export type Session = Extract<Awaited<ReturnType<typeof sessionView>>, { readonly signedIn: true }>;

/** What whoever looks after a member's sync does when the page says so. Returns how many things there were to do. */
export async function attend(
  stage: Stage,
  visitor: Visitor,
  truth: Truth,
  zeal: Zeal,
  chance: Chance,
): Promise<number> {
  const likes = (probability: number): boolean => zeal === 'always' || chance.hits(probability);
  const session = await look(stage, visitor);
  const { mailboxes } = visitor.member;
  const missing = (['clio', ...mailboxes.map(({ provider }) => provider)] as const).filter(
    (provider) => !session?.connections.some((one) => one.provider === provider && isInOrder(one)),
  );
  for (const provider of missing) {
    if (!likes(session === undefined ? 1 : 0.3)) return missing.length;
    noteWish(stage, visitor, session === undefined ? 'connect' : 'reconnect', { provider });
    if (!(await visitor.connect(provider, chance))) return missing.length;
  }
  const now = (await look(stage, visitor)) ?? session;
  let todo = missing.length;
  for (const mailbox of mailboxes) todo += await attendSync(stage, visitor, mailbox, now, truth, likes, chance);
  return todo;
}

/** The page asks to authorize again what a grant no longer covers. */
const isInOrder = ({ state, missing = [] }: Session['connections'][number]): boolean =>
  state === 'active' && !missing.includes('contact');

async function attendSync(
  stage: Stage,
  visitor: Visitor,
  { provider, book }: MailboxAccount,
  now: Session | undefined,
  truth: Truth,
  likes: (probability: number) => boolean,
  chance: Chance,
): Promise<number> {
  const right = now?.connections.find((one) => one.provider === provider && one.account !== '');
  if (right === undefined) return 1;
  const sync = now?.syncs.find((one) => one.right.connection === right.id);
  if (sync === undefined) {
    await visitor.ask(async (ports) =>
      createSync(ports, stage.callerOf(visitor.firm, visitor.member), { right: right.id, itemType: 'contact' }),
    );
    return 1;
  }
  const done = await nudge(stage, visitor, sync, book, likes);
  return (done ? 1 : 0) + (likes(0.3) ? await answerAll(stage, visitor, sync, book, truth, chance) : 0);
}

/** What the page says, without the faults of a click. Whatever is new about a sync is noted. */
async function look(stage: Stage, { firm, member }: Visitor): Promise<Session | undefined> {
  const session = await sessionView(stage.calmPorts, stage.callerOf(firm, member));
  if (!session.signedIn) return undefined;
  for (const { id, state, trouble, waiting } of session.syncs)
    noteNow(stage.clouds, {
      kind: 'sight',
      firm: firm.id,
      sync: id,
      state,
      ...(trouble === undefined ? {} : { trouble }),
      ...waiting,
    });
  return session;
}

/** The button that the page offers. */
async function nudge(
  stage: Stage,
  visitor: Visitor,
  { id, state, trouble, preview }: SyncView,
  mailbox: BookName,
  likes: (probability: number) => boolean,
): Promise<boolean> {
  const caller = stage.callerOf(visitor.firm, visitor.member);
  const { conflicts, deletes } = visitor.firm.plan;
  if (state === 'draft' || (state === 'stopped' && likes(0.3))) {
    noteWish(stage, visitor, 'scan', { sync: id, mailbox });
    await visitor.ask((ports) => requestScan(ports, caller, id, { clioSyncOff: true, conflicts, ...chosen(deletes) }));
    return true;
  }
  if (state === 'previewed' && preview && likes(0.8)) {
    noteWish(stage, visitor, 'start', { sync: id, mailbox });
    await visitor.ask((ports) => startSync(ports, caller, id, preview.run));
    return true;
  }
  if (state === 'paused' && likes(0.5)) {
    const braked = trouble?.startsWith('brake.') === true;
    noteWish(stage, visitor, braked ? 'go on' : 'start', { sync: id, mailbox });
    await visitor.ask((ports) => startSync(ports, caller, id, ''));
    return true;
  }
  return state !== 'live';
}

/** Whoever wants what Concord does by itself chooses nothing. */
const chosen = (deletes: FirmPlan['deletes']): { readonly deletes?: FirmPlan['deletes'] } =>
  deletes.left === 'propagate' && deletes.right === 'release' ? {} : { deletes };

async function answerAll(
  stage: Stage,
  visitor: Visitor,
  { id, waiting }: SyncView,
  mailbox: BookName,
  truth: Truth,
  chance: Chance,
): Promise<number> {
  if (waiting.held + waiting.parked === 0) return 0;
  const { rows } = await waitingPage(stage.calmPorts, stage.callerOf(visitor.firm, visitor.member), id);
  let asked = 0;
  for (const row of rows) if (await answerOne(stage, visitor, { sync: id, mailbox }, row, truth, chance)) asked += 1;
  return asked;
}

/** How many questions are about cards that are not there any more: nobody looks for an answer, and a night takes them away. */
export async function asksAboutNobody(stage: Stage, visitor: Visitor, truth: Truth): Promise<number> {
  const session = await look(stage, visitor);
  let about = 0;
  for (const between of syncsOf(visitor, session)) {
    const { rows } = await waitingPage(stage.calmPorts, stage.callerOf(visitor.firm, visitor.member), between.sync);
    for (const { mapping } of rows)
      if ((await tagOfMapping(stage, visitor, between, mapping, truth)) === nobody) about += 1;
  }
  return about;
}

/** Which sync keeps which of somebody's mailboxes. */
export function syncsOf({ member }: Visitor, session: Session | undefined): readonly SyncBetween[] {
  const providerOf = new Map(session?.connections.map(({ id, provider }) => [id, provider]));
  return (session?.syncs ?? []).flatMap(({ id: sync, right }) => {
    const mailbox = member.mailboxes.find(({ provider }) => provider === providerOf.get(right.connection));
    return mailbox ? [{ sync, mailbox: mailbox.book }] : [];
  });
}

/** False when there is no card to look at. */
async function answerOne(
  stage: Stage,
  visitor: Visitor,
  between: SyncBetween,
  row: WaitingRow,
  truth: Truth,
  chance: Chance,
): Promise<boolean> {
  const about = (mapping: string, ...places: readonly Place[]): Promise<string> =>
    tagOfMapping(stage, visitor, between, mapping, truth, [undefined, ...places]);
  const tag = await about(row.mapping);
  // Deleted meanwhile, or a worker has it in its hands: whoever looks again sees who it is.
  if (tag === nobody) return false;
  const candidates = await Promise.all(
    row.candidates.map(async ({ mapping }) => ({ mapping, tag: await about(mapping, otherFolder) })),
  );
  // Half of an answer is being carried out: nobody says of a card that they cannot see whether it is the same.
  if (candidates.some((one) => one.tag === nobody)) return false;
  const answers = row.answers.map((one) => one.answer);
  const said = chooseAnswer({ tag, kind: row.kind, answers, candidates }, truth, chance);
  if (said === undefined || (said.answer === 'resend' && isSentByAnother(stage, visitor, between.mailbox, tag)))
    return true;
  noteWish(stage, visitor, 'answer', { ...between, tag, answer: said.answer });
  await visitor.ask((ports) =>
    answer(ports, stage.callerOf(visitor.firm, visitor.member), between.sync, {
      answers: [{ mapping: row.mapping, ...said }],
    }),
  );
  return true;
}

const apartMs = 10 * 60_000;

/** Two mailboxes that send one person to Clio in the same moment make two of them: only a claim for the whole firm could tell. */
function isSentByAnother({ clouds }: Stage, { firm }: Visitor, mailbox: BookName, tag: string): boolean {
  if (peopleAreClaimed) return false;
  const wishes = clouds.history.of('wish').filter((wish) => wish.tag === tag && wish.answer === 'resend');
  return wishes.some((wish) => wish.firm === firm.id && wish.mailbox !== mailbox && clouds.now() - wish.at < apartMs);
}

export function noteWish(
  { clouds }: Stage,
  { firm, member }: Visitor,
  what: Wish['what'],
  more: Partial<Pick<Wish, 'sync' | 'mailbox' | 'provider' | 'tag' | 'answer'>> = {},
): void {
  noteNow(clouds, { kind: 'wish', firm: firm.id, member: member.id, what, ...more });
}
