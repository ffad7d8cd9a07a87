import type { Row } from '@concord/core';
import type { Stage } from '../../stage/stage.ts';
import type { Box } from '../cast.ts';
import type { MailRecord } from '../record.ts';
import { type Line, readTimelines } from '../shown.ts';
import type { MailStory } from '../story.ts';
import { type MailBench, type MailFault, type MailInvariant, mailInvariants } from './bench.ts';
import { createEffort } from './effort.ts';
import { knowledgeOf } from './knowledge.ts';
import { judgeLetters } from './letters.ts';
import { createStored } from './stored.ts';
import { judgeLines, judgeLosses } from './timelines.ts';

export { type MailFault, type MailInvariant, mailInvariants } from './bench.ts';

/** Reads what people did, the mailboxes, and what the pages show; of what Concord keeps only whether it should be there at all. */
export type MailJudge = {
  /** What was broken since the last look: a story that did so once need not go on. */
  readonly look: () => Promise<readonly MailFault[]>;
  readonly ends: () => Promise<readonly MailFault[]>;
  readonly wrote: (row: Row) => void;
  readonly tested: () => Readonly<Record<MailInvariant, number>>;
};

export function createMailJudge(story: MailStory, stage: Stage, boxes: readonly Box[], record: MailRecord): MailJudge {
  const tested = Object.fromEntries(Object.keys(mailInvariants).map((name) => [name, 0])) as Record<
    MailInvariant,
    number
  >;
  let faults: MailFault[] = [];
  const bench: MailBench = {
    story,
    stage,
    boxes,
    record,
    tried: (invariant) => {
      tested[invariant] += 1;
    },
    accuse: (invariant, says) => faults.push({ invariant, says }),
  };
  const stored = createStored();
  const effort = createEffort(bench);
  let [heard, read] = [0, 0];
  const lines = async (): Promise<readonly Line[]> => {
    const all: Line[] = [];
    for (const firm of stage.clouds.firms) all.push(...(await readTimelines(stage, firm)));
    return all;
  };
  const hear = (): void => {
    const news = stage.clouds.history.all().slice(heard);
    heard += news.length;
    for (const one of news) {
      effort(one);
      if (one.kind === 'work' && one.what === 'fails' && one.code === undefined)
        faults.push({ invariant: 'bug', says: one.error ?? '' });
    }
    const entries = record.all().slice(read);
    read += entries.length;
    for (const one of entries) judgeTouch(bench, one);
  };
  const judge = async (isEnd: boolean): Promise<readonly MailFault[]> => {
    hear();
    const knowledge = knowledgeOf(record, boxes);
    const shown = await lines();
    judgeLines(bench, knowledge, shown);
    stored.judge(bench, knowledge);
    if (isEnd) {
      judgeLosses(bench, knowledge, shown);
      judgeLetters(bench, knowledge);
    }
    const taken = faults;
    faults = [];
    return taken;
  };
  return {
    look: async () => await judge(false),
    ends: async () => await judge(true),
    wrote: stored.note,
    tested: () => tested,
  };
}

/** M7: what lies in a mailbox comes from people, from the world, or is a letter that somebody sent. */
function judgeTouch({ tried, accuse }: MailBench, entry: ReturnType<MailRecord['all']>[number]): void {
  if (entry.kind !== 'lies' && entry.kind !== 'stray') return;
  tried('M7');
  const isLetter = entry.kind === 'lies' && entry.tag.startsWith('L');
  if (entry.by !== 'person' && !isLetter)
    accuse('M7', `${entry.kind === 'lies' ? entry.tag : entry.subject} in box ${entry.box} is touched by a worker`);
}
