import type { BoxSeen, CopyState, Of, SettingsState } from '../record.ts';
import type { MailBench } from './bench.ts';
import type { CopyHistory, Knowledge } from './knowledge.ts';
import { belongsTo, keyOf } from './oracle.ts';
import { overlaps, type Spell } from './spells.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** Longer than any list of a cloud lags, and than two clocks differ. */
const lagMs = 15 * minuteMs;

/** What the pages showed, and when mailboxes were connected. */
export type Coverage = {
  readonly seen: (box: number) => readonly Of<'seen'>[];
  readonly events: (box: number) => readonly Of<'box'>[];
  /** A cloud forgot where the changes went on: what was moved before that it tells nobody. */
  readonly forgets: boolean;
  /** Clio did not always show everybody. */
  readonly isBlind: boolean;
  /** True times at which Concord had read Clio, as its page said. */
  readonly reads: (firm: string) => readonly number[];
};

export function coverageOf({ record, story }: MailBench): Coverage {
  const seen = Map.groupBy(record.of('seen'), ({ box }) => box);
  const events = Map.groupBy(record.of('box'), ({ box }) => box);
  const reads = Map.groupBy(record.of('directory'), ({ firm }) => firm);
  return {
    seen: (box) => seen.get(box) ?? [],
    events: (box) => events.get(box) ?? [],
    forgets: story.habits.some(([name]) => /history(?:Gone|Ages)|deltaExpired/u.test(name)),
    // Whom a list of Clio left out nobody misses until the next complete look.
    isBlind: story.habits.some(([name]) => /^clio\.(?:rowsLeftOut|empty|stale|replay)/u.test(name)),
    reads: (firm) => (reads.get(firm) ?? []).map(({ readAt }) => readAt - story.skewMs),
  };
}

/** Why a message must be on a timeline; undefined when it need not be. */
export type Owed = { readonly contact: string; readonly because: string };

/** On whose timelines a message must be: whoever was known when it had to be looked at, and is still there. */
export function owedContacts(
  knowledge: Knowledge,
  coverage: Coverage,
  firm: string,
  tag: string,
  now: number,
): readonly Owed[] {
  return knowledge
    .copies(tag)
    .filter(({ box }) => box.firm.id === firm)
    .flatMap((copy) => owedBy(knowledge, coverage, { firm, tag, copy, now }));
}

type Case = { readonly firm: string; readonly tag: string; readonly copy: CopyHistory; readonly now: number };

function owedBy(knowledge: Knowledge, coverage: Coverage, one: Case): readonly Owed[] {
  const { firm, tag, copy } = one;
  return knowledge.contacts(firm).flatMap((contact) => {
    const spell = lastSteady(knowledge, one, contact);
    const because = spell && covered(knowledge, coverage, one, contact, spell);
    return because === undefined ? [] : [{ contact, because: `${tag} in box ${copy.box.index}: ${because}` }];
  });
}

/** The time up to now in which it was this contact's without a break, wherever else it was moved meanwhile. */
function lastSteady(knowledge: Knowledge, one: Case, contact: string): Spell<CopyState> | undefined {
  let steady: Spell<CopyState> | undefined;
  for (const spell of one.copy.spells.toReversed()) {
    if (!isSteady(knowledge, one, contact, spell)) break;
    steady = { from: spell.from, to: one.now, state: spell.state };
  }
  return steady;
}

function isSteady(knowledge: Knowledge, { firm, tag }: Case, contact: string, spell: Spell<CopyState>): boolean {
  const versions = knowledge.settings(firm).filter(({ from, to }) => overlaps(spell, from - lagMs, to + lagMs));
  return versions.every(({ state }) => isTheirs(knowledge, firm, tag, contact, spell.state, state));
}

function isTheirs(
  knowledge: Knowledge,
  firm: string,
  tag: string,
  contact: string,
  { place, labels }: CopyState,
  settings: SettingsState,
): boolean {
  const composed = knowledge.composed.get(tag);
  if (composed === undefined || place === undefined) return false;
  const now = Number.POSITIVE_INFINITY;
  return belongsTo({
    ...composed,
    ...settings,
    place,
    labels,
    isInternal: (key) => knowledge.isOwn(firm, key),
    contactsAt: (key) =>
      knowledge
        .tenures(firm, key)
        .filter(({ to }) => to === now)
        .map((tenure) => tenure.contact),
  }).has(contact);
}

/** Why somebody must have looked at it while it was this contact's; undefined when nobody had to. */
function covered(
  knowledge: Knowledge,
  coverage: Coverage,
  one: Case,
  contact: string,
  steady: Spell<CopyState>,
): string | undefined {
  const { index } = one.copy.box;
  const spans = connectedSpans(coverage, index);
  if (spans.at(-1)?.to !== Number.POSITIVE_INFINITY) return undefined;
  const receivedAt = one.copy.spells[0]?.state.receivedAt ?? steady.from;
  const isKnownBy = (at: number): boolean => isKnown(knowledge, coverage, one, contact, at);
  const run = fillOf(coverage.seen(index), receivedAt, steady.from);
  if (run !== undefined && isKnownBy(run)) return 'a run went through its time';
  if (isInGap(coverage.seen(index), receivedAt)) return undefined;
  const live = spans.find(({ from, to }) => steady.from >= from && steady.from < to);
  if (isMoved(one.copy, steady)) {
    const isWhole =
      live?.to === Number.POSITIVE_INFINITY && !coverage.forgets && !hasExpired(coverage.events(index), steady.from);
    return isWhole && isKnownBy(steady.from) ? 'it was moved while the mailbox was connected' : undefined;
  }
  if (!isNew(one.copy, steady)) return undefined;
  if (live) {
    const isSeen = isKnownBy(steady.from) && !live.isGivenUp;
    return isSeen ? 'it came while the mailbox was connected' : undefined;
  }
  const next = spans.find(({ from }) => from > steady.from);
  if (next === undefined || !isKnownBy(next.from)) return undefined;
  if (receivedAt >= next.from - dayMs + lagMs) return 'it came in the day before the mailbox was connected';
  return next.isAgain ? 'it came while the grant was lost, and no gap is shown' : undefined;
}

/** Whether Concord certainly knew this contact, by an address of this message, when it looked at that moment or later. */
function isKnown(knowledge: Knowledge, coverage: Coverage, { firm, tag }: Case, contact: string, at: number): boolean {
  const since = (knowledge.composed.get(tag)?.parties ?? [])
    .flatMap(({ address }) => knowledge.tenures(firm, keyOf(address)))
    .filter((tenure) => tenure.contact === contact && tenure.to === Number.POSITIVE_INFINITY)
    .map(({ from }) => from);
  const from = Math.min(...since) + lagMs;
  if (coverage.isBlind && at < knowledge.probedAt(firm)) return false;
  const reads = coverage.reads(firm).filter((read) => read <= at);
  // Nothing is looked at before Clio was read for the first time.
  return from <= at && (reads.length === 0 || reads.some((read) => read >= from));
}

type Span = {
  readonly from: number;
  readonly to: number;
  /** Its owner ended it: what nobody had looked at by then nobody will. */
  readonly isGivenUp: boolean;
  /** A lost grant was given again. */
  readonly isAgain: boolean;
};

/**
 * Of the record, and of the page: some grants end by a policy of the cloud, and only the page knows. While nobody has begun to look,
 * as the page shows it, a mailbox is not connected yet.
 */
function connectedSpans(coverage: Coverage, box: number): readonly Span[] {
  const seen = coverage.seen(box);
  const shownLost = seen.flatMap(({ at, state }) => (state === 'active' ? [] : [{ at, state: 'lost' as const }]));
  const turns = [...coverage.events(box).filter(({ state }) => state !== 'cursorExpired'), ...shownLost];
  const inOrder = turns.toSorted((one, other) => one.at - other.at);
  const spans: Span[] = [];
  for (const [place, { at: from, state }] of inOrder.entries()) {
    if (state !== 'connected') continue;
    const end = inOrder.slice(place + 1).find((turn) => turn.state !== 'connected');
    const to = end?.at ?? Number.POSITIVE_INFINITY;
    const isBegun = seen.some(
      ({ at, lookedAt }) => at >= from && at <= to && lookedAt !== undefined && lookedAt >= from - lagMs,
    );
    const last = spans.at(-1);
    if (!isBegun || (last !== undefined && last.to > from)) continue;
    spans.push({ from, to, isGivenUp: end?.state === 'disconnected', isAgain: last !== undefined && !last.isGivenUp });
  }
  return spans;
}

const hasExpired = (events: readonly Of<'box'>[], since: number): boolean =>
  events.some(({ state, at }) => state === 'cursorExpired' && at >= since - lagMs);

const isInGap = (seen: readonly BoxSeen[], at: number): boolean =>
  seen.at(-1)?.gaps.some(({ from, until }) => at >= from - lagMs && at <= until + lagMs) ?? false;

/** When the first look through this time began that came to its end, after it lay there. */
function fillOf(seen: readonly Of<'seen'>[], receivedAt: number, steadyFrom: number): number | undefined {
  const done = seen.find(
    ({ run }) =>
      run?.state === 'done' &&
      (run.kind === 'backSync' || run.kind === 'gap') &&
      receivedAt >= run.from + lagMs &&
      receivedAt <= run.until - lagMs &&
      beganAt(seen, run.id) >= steadyFrom,
  );
  return done?.run && beganAt(seen, done.run.id);
}

const beganAt = (seen: readonly Of<'seen'>[], id: string): number =>
  seen.find(({ run }) => run?.id === id)?.at ?? Number.NEGATIVE_INFINITY;

/** It lay where it counts from its first moment on. */
const isNew = ({ spells }: CopyHistory, { from }: Spell<CopyState>): boolean =>
  spells.some((spell) => spell.from === from && spell.state.isNew);

/** Out of the junk, out of the bin: of that mailboxes tell; of labels and settings nobody does. */
function isMoved({ spells }: CopyHistory, { from }: Spell<CopyState>): boolean {
  const place = spells.findIndex((spell) => spell.from === from);
  const [before, after] = [spells[place - 1]?.state, spells[place]?.state];
  return before !== undefined && after?.isNew !== true && before.place !== after?.place;
}
