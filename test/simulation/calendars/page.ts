import type { SyncView, WaitingRow } from '@concord/core';
import {
  answer,
  calendarsView,
  createSync,
  requestCalendars,
  requestScan,
  sessionView,
  startSync,
  waitingPage,
} from '@concord/engine';
import type { Chance } from '../chance.ts';
import type { Visitor } from '../page/visitor.ts';
import { noteNow } from '../stage/clouds.ts';
import type { Stage } from '../stage/stage.ts';
import type { Chronicle } from './chronicle.ts';
import type { Pair } from './pairs.ts';
import { tagIn } from './shown.ts';
import type { PolicyPlan } from './story.ts';

export type Zeal = 'sometimes' | 'always';

export type Attending = {
  readonly stage: Stage;
  readonly visitor: Visitor;
  readonly pairs: readonly Pair[];
  readonly policy: PolicyPlan;
  readonly chronicle: Chronicle;
  readonly chance: Chance;
};

type Session = Extract<Awaited<ReturnType<typeof sessionView>>, { readonly signedIn: true }>;

/** What a member does when the page says so, for each pair of their calendars. Returns how many things there were to do. */
export async function attendCalendars(attending: Attending, zeal: Zeal): Promise<number> {
  const { stage, visitor, pairs, chance } = attending;
  const likes = (probability: number): boolean => zeal === 'always' || chance.hits(probability);
  const session = await look(stage, visitor);
  const ways = ['clio', ...visitor.member.mailboxes.map(({ provider }) => provider)] as const;
  const missing = ways.filter(
    (way) => !session?.connections.some((one) => one.provider === way && one.state === 'active'),
  );
  for (const way of missing) {
    if (!likes(session === undefined ? 1 : 0.3)) return missing.length;
    if (!(await visitor.connect(way, chance))) return missing.length;
  }
  let todo = missing.length;
  for (const pair of pairs) todo += await attendPair(attending, pair, likes);
  return todo;
}

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

type Likes = (probability: number) => boolean;

async function attendPair(attending: Attending, pair: Pair, likes: Likes): Promise<number> {
  const { stage, visitor } = attending;
  const session = await look(stage, visitor);
  const right = session?.connections.find((one) => one.provider === pair.mailbox && one.account !== '');
  if (session === undefined || right === undefined) return 1;
  const sync = session.syncs.find((one) => isOf(one, pair));
  if (sync === undefined) {
    await choose(attending, pair, right.id);
    return 1;
  }
  if (sync.state === 'live' && attending.chronicle.liveSince(pair.index) === undefined)
    attending.chronicle.note({ kind: 'live', pair: pair.index });
  const done = await nudge(attending, pair, sync, likes);
  return (done ? 1 : 0) + (likes(0.3) ? await answerAll(attending, pair, sync) : 0);
}

const isOf = ({ left, right }: SyncView, { ids }: Pair): boolean =>
  left.calendar?.id === ids.left && right.calendar?.id === ids.right;

/** The lists are read by a worker; then both are chosen. */
async function choose({ stage, visitor }: Attending, { ids }: Pair, right: string): Promise<void> {
  const caller = stage.callerOf(visitor.firm, visitor.member);
  const view = await calendarsView(stage.calmPorts, caller, right).catch(() => undefined);
  const isThere = (['left', 'right'] as const).every((side) => view?.[side].some(({ id }) => id === ids[side]));
  if (isThere) {
    await visitor.ask((ports) => createSync(ports, caller, { right, itemType: 'event', calendars: ids }));
    return;
  }
  await visitor.ask((ports) => requestCalendars(ports, caller, right));
}

/** The button that the page offers. */
async function nudge(attending: Attending, pair: Pair, sync: SyncView, likes: Likes): Promise<boolean> {
  const { stage, visitor, policy } = attending;
  const { id, state, preview, trouble } = sync;
  const caller = stage.callerOf(visitor.firm, visitor.member);
  if (state === 'draft' || (state === 'stopped' && likes(0.3))) {
    await visitor.ask((ports) => requestScan(ports, caller, id, { clioSyncOff: true, ...policy }));
    return true;
  }
  if (state === 'previewed' && preview && likes(0.8)) {
    await visitor.ask((ports) => startSync(ports, caller, id, preview.run));
    return true;
  }
  if (state === 'paused' && likes(0.5)) {
    if (trouble?.startsWith('brake.'))
      attending.chronicle.note({
        kind: 'deed',
        what: 'answered',
        tag: '',
        pair: pair.index,
        side: 'left',
        field: 'go on',
      });
    await visitor.ask((ports) => startSync(ports, caller, id, ''));
    return true;
  }
  return state !== 'live';
}

async function answerAll(attending: Attending, pair: Pair, { id, waiting }: SyncView): Promise<number> {
  const { stage, visitor } = attending;
  if (waiting.held + waiting.parked === 0) return 0;
  const { rows } = await waitingPage(stage.calmPorts, stage.callerOf(visitor.firm, visitor.member), id);
  for (const row of rows) await answerOne(attending, pair, id, row);
  return rows.length;
}

async function answerOne({ stage, visitor, chronicle, chance }: Attending, pair: Pair, sync: string, row: WaitingRow) {
  const tag = tagIn(row.title, row.subtitle) ?? row.title;
  const answers = row.answers.map((one) => one.answer);
  const said = chooseAnswer(row, tag, answers, chance);
  if (said === undefined) return;
  chronicle.note({
    kind: 'deed',
    what: 'answered',
    tag,
    pair: pair.index,
    side: 'left',
    field: said.answer,
    before: row.because,
  });
  await visitor.ask((ports) =>
    answer(ports, stage.callerOf(visitor.firm, visitor.member), sync, {
      answers: [{ mapping: row.mapping, ...said }],
    }),
  );
}

type Said = { readonly answer: WaitingRow['answers'][number]['answer']; readonly candidate?: string };

/** Who looks at both can tell whether they are the same; of the rest any answer will do. */
function chooseAnswer(
  row: WaitingRow,
  tag: string,
  answers: readonly Said['answer'][],
  chance: Chance,
): Said | undefined {
  if (row.kind === 'parked' && answers.includes('retry')) return { answer: 'retry' };
  const same = row.candidates.find(({ title, subtitle }) => tagIn(title, subtitle) === tag);
  if (same && answers.includes('same')) return { answer: 'same', candidate: same.mapping };
  if (row.candidates.length > 0 && answers.includes('different')) return { answer: 'different' };
  const picked = chance.pick(answers.filter((one) => one !== 'same' && one !== 'retry'));
  return picked && { answer: picked };
}
