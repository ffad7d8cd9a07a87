import type { ProviderName, SideName } from '@concord/core';
import { type Of, sideOf } from '../history/happenings.ts';
import { plainText } from '../people/spelling.ts';
import { auditedWrite, createFormerNames, isUndone, titleOf, type Write } from './audited-write.ts';
import { type Bench, type CreateCheck, isBlind } from './check.ts';

type Line = Of<'audit'> & { used: boolean };
/** A write and its line are one batch apart; what no answer came for is told when it was found out. */
const besideMs = 10 * 60 * 1000;
const foundOutMs = 48 * 60 * 60 * 1000;

/**
 * I24. Every change that Concord made in a cloud has a line of its own in the activity of that sync: side, kind, whom it was
 * about, and the details; also when the worker died or no answer came, once that was found out. What a dead worker made along
 * the way any sync of the firm may find, and tells of it in its own activity. And every line that tells of a write has one. What no answer came for nobody can find out any more where somebody else undid it soon after, or where
 * the cloud does not show what is there.
 */
export const auditTrail: CreateCheck = (bench) => {
  const { picture, tried } = bench;
  const writes: Write[] = [];
  const lines: Line[] = [];
  const sent: Sent[] = [];
  const names = createFormerNames(besideMs);
  const onCard = new Map<string, Write[]>();
  const unanswered = new Set<Write>();
  const undone = new Set<Write>();
  const byPeople: ByPeople[] = [];
  const deaths: Death[] = [];
  return {
    sees: {
      change: (change) => {
        const worker = picture.worker(change.by);
        const card = `${change.book} ${change.id}`;
        if (worker) {
          tried();
          const write = auditedWrite(bench, change, worker, names);
          writes.push(write);
          unanswered.add(write);
          onCard.set(card, [...(onCard.get(card) ?? []), write]);
        } else if (change.before && change.after)
          byPeople.push({ at: change.at, side: sideOf(change.book), title: titleOf(change.before) });
        for (const write of onCard.get(card) ?? [])
          if (write.sync !== worker?.sync && change.at - write.at < besideMs && isUndone(write, change.after))
            undone.add(write);
        if (change.before) names.note(picture.ownerOf(change.before), change);
      },
      call: ({ at, worker, writes: isWrite, provider, status = 0, garbled }) => {
        const sync = isWrite ? picture.worker(worker)?.sync : undefined;
        if (sync === undefined) return;
        sent.push({ at, sync, side: sideFrom(provider) });
        if (status < 200 || status >= 300 || garbled) return;
        for (const write of unanswered)
          if (write.worker === worker && write.side === sideFrom(provider) && write.at >= at) unanswered.delete(write);
      },
      work: ({ at, sync, what }) => {
        if (what === 'dies') deaths.push({ at, sync });
      },
      audit: (line) => {
        lines.push({ ...line, at: line.at - bench.story.skewMs, used: false });
      },
    },
    ends: () => {
      if (lines.length === 0 && writes.length === 0) return;
      const isExcused = (write: Write): boolean => {
        const isHeard = !mayForget(bench) && !unanswered.has(write) && picture.worker(write.worker)?.end === 'ends';
        return !isHeard && (undone.has(write) || isHidden(bench, write));
      };
      const isUnheard = (write: Write): boolean =>
        unanswered.has(write) || picture.worker(write.worker)?.end === 'dies';
      judgeWrites(bench, writes, byTitle(lines), new Set(writes.filter(isExcused)), isUnheard);
      judgeLines(bench, lines, writes, sent, (line) => isLookedAlike(line, byPeople, deaths));
    },
  };
};

type ByPeople = { readonly at: number; readonly side: SideName; readonly title: string };
type Death = { readonly at: number; readonly sync: string };

/** Who died over a change left it open whether it was sent; where somebody else then made the card look like it, it counts as sent. */
const isLookedAlike = (line: Line, byPeople: readonly ByPeople[], deaths: readonly Death[]): boolean =>
  line.what === 'changed' &&
  deaths.some(({ at, sync }) => sync === line.sync && Math.abs(at - line.at) <= besideMs) &&
  byPeople.some(
    ({ at, side, title }) =>
      side === line.side && plainText(title) === titleIn(line) && Math.abs(at - line.at) <= besideMs,
  );

type Sent = { readonly at: number; readonly sync: string; readonly side: SideName };

const keyOf = ({ sync, side }: { readonly sync: string; readonly side: SideName }, title: string): string =>
  `${sync} ${side} ${title}`;

/** Under the firm as under a sync: whichever of them found what a dead worker made along the way. */
const foundKeyOf = ({ firm, side }: { readonly firm: string; readonly side: SideName }, title: string): string =>
  keyOf({ sync: `any of ${firm}`, side }, title);

/** By whom they are about. What was made along the way is told under the title of the card that needed it: also under none. */
function byTitle(lines: readonly Line[]): ReadonlyMap<string, readonly Line[]> {
  const found = new Map<string, Line[]>();
  for (const line of lines) {
    const byTheWay = isByTheWay(line) ? [keyOf(line, ''), foundKeyOf(line, titleIn(line))] : [];
    for (const key of [keyOf(line, titleIn(line)), ...byTheWay]) {
      const list = found.get(key);
      if (list) list.push(line);
      else found.set(key, [line]);
    }
  }
  return found;
}

const sideFrom = (provider: ProviderName): SideName => (provider === 'clio' ? 'left' : 'right');

/** A worker that slept, or whose table did not take what it heard, ends as any other. */
const mayForget = ({ story }: Bench): boolean =>
  story.steps.some(({ what }) => what === 'stall') || story.habits.some(([name]) => name.startsWith('table.'));

const isHidden = ({ story }: Bench, { side }: Write): boolean =>
  isBlind({ habits: story.habits.filter(([name]) => sideFrom(name.split('.')[0] as ProviderName) === side) });

/** Who fits few lines chooses before who would do with any of them. */
const hardestFirst = (writes: readonly Write[], excused: ReadonlySet<Write>): readonly Write[] =>
  writes.toSorted((a, b) => Number(excused.has(a)) - Number(excused.has(b)) || b.labels.length - a.labels.length);

/** `excused`: nobody can find out any more that they were written. `isUnheard`: its worker could not tell what came of it. */
function judgeWrites(
  { picture, accuse }: Bench,
  writes: readonly Write[],
  lines: ReadonlyMap<string, readonly Line[]>,
  excused: ReadonlySet<Write>,
  isUnheard: (write: Write) => boolean,
): void {
  const tellers = new Map<Line, Write>();
  const linesFor = (write: Write): readonly Line[] =>
    linesOf(write, lines, isUnheard(write) ? picture.worker(write.worker)?.firm : undefined);
  for (const write of hardestFirst(writes, excused)) {
    if (isTold(write, linesFor, tellers, new Set()) || excused.has(write)) continue;
    accuse(
      `${write.owner}: ${write.what} on the ${write.side} by worker ${write.worker}${fate(picture, write)}, and no line tells of it`,
    );
  }
  for (const line of tellers.keys()) line.used = true;
}

/** By a line of its own: who has taken one that this write needs moves to another one that tells of it as well. */
function isTold(
  write: Write,
  linesFor: (write: Write) => readonly Line[],
  tellers: Map<Line, Write>,
  asked: Set<Line>,
): boolean {
  for (const line of linesFor(write)) {
    if (asked.has(line)) continue;
    asked.add(line);
    const holder = tellers.get(line);
    if (holder && !isTold(holder, linesFor, tellers, asked)) continue;
    tellers.set(line, write);
    return true;
  }
  return false;
}

/** The nearest one first; one may be of when it was found out. `foundIn`: the firm whose other syncs may have found it. */
function linesOf(
  write: Write,
  lines: ReadonlyMap<string, readonly Line[]>,
  foundIn: string | undefined,
): readonly Line[] {
  const isCompany = write.owner.startsWith('company ');
  const { side } = write;
  const found =
    isCompany && foundIn !== undefined ? write.titles.map((title) => foundKeyOf({ firm: foundIn, side }, title)) : [];
  const keys = [...(isCompany ? ['', ...write.titles] : write.titles).map((title) => keyOf(write, title)), ...found];
  return [...new Set(keys.flatMap((key) => lines.get(key) ?? []))]
    .filter((line) => tells(line, write) || foundOut(line, write))
    .toSorted((a, b) => Math.abs(a.at - write.at) - Math.abs(b.at - write.at));
}

const fate = (picture: Bench['picture'], { worker }: Write): string => {
  const end = picture.worker(worker)?.end;
  return end === 'ends' || end === undefined ? '' : `, which ${end}`;
};

/** Of the same kind, with every detail that changed, at that time or when it was found out. */
function tells(line: Line, { at, what, labels: changed }: Write): boolean {
  if (line.what !== what || line.at < at - besideMs || line.at > at + foundOutMs) return false;
  return changed.every((label) => line.fields.some((field) => field.label === label));
}

/** What became of a create whose answer nobody heard may be told as a link; or, at its time, as what a person is asked. */
const foundOut = (line: Line, { at, what }: Write): boolean => {
  const isAsked = line.what === 'held' && line.because.includes('no answer came');
  if (what !== 'added' || !(line.what === 'linked' || isAsked)) return false;
  return line.at >= (isAsked ? at - besideMs : at) && line.at <= at + foundOutMs;
};

const isByTheWay = ({ what, fields }: Line): boolean => what === 'added' && fields.length === 0;

const titleIn = ({ title }: Line): string => plainText(title);

function judgeLines(
  { accuse }: Bench,
  lines: readonly Line[],
  writes: readonly Write[],
  sent: readonly Sent[],
  isExcused: (line: Line) => boolean,
): void {
  for (const line of lines) {
    if (line.used || isExcused(line) || line.fields.length === 0 || !isOfWrite(line.what)) continue;
    // A cloud may take a write and change nothing by it; and what somebody else deleted just then is deleted.
    const wasSent = sent.some(
      (one) => one.sync === line.sync && one.side === line.side && Math.abs(one.at - line.at) <= besideMs,
    );
    const isEmptyWrite = line.what !== 'added' && wasSent;
    const hasSomeWrite =
      line.what === 'added' &&
      writes.some(
        (write) => write.what === 'added' && write.side === line.side && write.titles.includes(titleIn(line)),
      );
    if (!isEmptyWrite && !hasSomeWrite)
      accuse(`the activity says that "${line.title}" was ${line.what} on the ${line.side}, and nothing was`);
  }
}

const isOfWrite = (what: string): boolean => what === 'added' || what === 'changed' || what === 'deleted';
