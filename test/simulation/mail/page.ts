import type { MailboxView, MailView } from '@concord/core';
import { fillGap, mailView, mailWishView, sessionView, startMailRun } from '@concord/engine';
import type { Chance } from '../chance.ts';
import type { Visitor } from '../page/visitor.ts';
import type { Stage } from '../stage/stage.ts';
import type { Box } from './cast.ts';
import type { MailRecord, SettingsState } from './record.ts';

export type Zeal = 'sometimes' | 'always';

export type Attending = {
  readonly stage: Stage;
  readonly visitor: Visitor;
  readonly box: Box;
  readonly record: MailRecord;
  readonly chance: Chance;
};

/** What a member does when the page says so. Returns how many things there were to do. */
export async function attendMail(attending: Attending, zeal: Zeal): Promise<number> {
  const { stage, visitor, box, record, chance } = attending;
  const likes = (probability: number): boolean => zeal === 'always' || chance.hits(probability);
  const before = await look(attending);
  if (before === undefined) return (await visitor.connect('clio', chance)) ? 1 : 2;
  let todo = 0;
  if (!(await isClioWell(attending))) {
    todo += 1;
    if (!likes(0.3) || !(await visitor.connect('clio', chance))) return todo;
  }
  const own = boxIn(before);
  if (own?.connection.state !== 'active') {
    todo += 1;
    if (own !== undefined && !likes(0.3)) return todo;
    if (await visitor.connect(box.provider, chance, 'mail'))
      record.note({ kind: 'box', box: box.index, state: 'connected' });
    await look(attending);
    return todo;
  }
  const { run } = own;
  const caller = stage.callerOf(visitor.firm, visitor.member);
  if (run?.state === 'counted') {
    await visitor.ask((ports) => startMailRun(ports, caller, own.connection.id, run.id));
    todo += 1;
  }
  return todo + (isUnderWay(own) ? 1 : 0);
}

const isUnderWay = ({ run }: MailboxView): boolean => run?.state === 'counting' || run?.state === 'running';

export const boxIn = ({ boxes }: MailView): MailboxView | undefined =>
  boxes.find(({ connection }) => connection.account !== '') ?? boxes[0];

async function isClioWell({ stage, visitor }: Attending): Promise<boolean> {
  const session = await sessionView(stage.calmPorts, stage.callerOf(visitor.firm, visitor.member));
  return (
    session.signedIn && session.connections.some(({ provider, state }) => provider === 'clio' && state === 'active')
  );
}

/** Looks at the page, and takes notes of what it shows. Undefined for whoever is not signed in. */
export async function look({ stage, visitor, box, record }: Attending): Promise<MailView | undefined> {
  const caller = stage.callerOf(visitor.firm, visitor.member);
  const view = await mailView(stage.calmPorts, caller).catch(() => undefined);
  if (view === undefined) return undefined;
  noteSettings(record, visitor.firm.id, view);
  if (view.directory.readAt !== undefined)
    record.note({ kind: 'directory', firm: visitor.firm.id, readAt: view.directory.readAt });
  const own = boxIn(view);
  if (own) {
    const { run } = own;
    record.note({
      kind: 'seen',
      box: box.index,
      state: own.connection.state,
      lookedAt: own.lookedAt,
      gaps: own.gaps.map(({ from, until }) => ({ from, until })),
      run: run && { id: run.id, kind: run.kind, state: run.state, from: run.from, until: run.until },
      aliases: own.aliases.own,
    });
  }
  return view;
}

/** As the page shows them, so that they certainly hold. */
export function noteSettings(record: MailRecord, firm: string, { settings }: MailView): void {
  const { copiesCount, excludedDomains, ownDomains, excludedLabels } = settings;
  const now: SettingsState = { copiesCount, excludedDomains, ownDomains, excludedLabels, isSure: true };
  const {
    firm: _,
    kind: __,
    at: ___,
    ...last
  } = record.of('settings').findLast((one) => one.firm === firm) ?? {
    firm,
    kind: '',
    at: 0,
  };
  if (JSON.stringify(last) !== JSON.stringify(now)) record.note({ kind: 'settings', firm, ...now });
}

/** One click for each gap that the page shows; not everybody presses it. */
export async function fillGaps({ stage, visitor }: Attending): Promise<number> {
  const caller = stage.callerOf(visitor.firm, visitor.member);
  const view = await mailView(stage.calmPorts, caller).catch(() => undefined);
  const own = view && boxIn(view);
  if (own === undefined || isUnderWay(own)) return 0;
  const [gap] = own.gaps;
  if (gap) await visitor.ask((ports) => fillGap(ports, caller, own.connection.id, gap.id));
  return own.gaps.length;
}

/** Letters that wait are asked after: the page forgets them within the hour. */
export async function askAfterLetters(
  { stage, visitor, box, record }: Attending,
  wishes: Map<string, string>,
): Promise<void> {
  const caller = stage.callerOf(visitor.firm, visitor.member);
  for (const [tag, id] of wishes) {
    const view = await mailWishView(stage.calmPorts, caller, id).catch(() => undefined);
    if (view === undefined || view.state === 'waiting') continue;
    wishes.delete(tag);
    record.note({ kind: 'letter', tag, box: box.index, state: view.state, sentence: view.sentence });
  }
}
