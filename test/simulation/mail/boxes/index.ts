import type { Sandbox } from '@concord/sandbox';
import type { MailboxProvider } from '../../history/happenings.ts';
import type { Stage } from '../../stage/stage.ts';
import type { EntryBody, MailRecord } from '../record.ts';
import { tagOf } from '../tags.ts';
import { gmailBox } from './gmail-box.ts';
import type { BoxHands } from './hands.ts';
import { outlookBox } from './outlook-box.ts';

const openers = { microsoft: outlookBox, google: gmailBox } as const satisfies Readonly<
  Record<MailboxProvider, (sandbox: Sandbox, email: string) => BoxHands>
>;

type Opening = { readonly index: number; readonly provider: MailboxProvider; readonly email: string };

/** Opens a mailbox, and takes notes of whatever becomes of any message in it from then on. */
export function openBox(stage: Stage, { index, provider, email }: Opening, record: MailRecord): BoxHands {
  const hands = openers[provider](stage.clouds.sandbox, email);
  /** What comes labelled comes so at once: nobody sees it without. */
  let arriving: EntryBody | undefined;
  let isArriving = false;
  const note = (entry: EntryBody): void => {
    if (!isArriving) return record.note(entry);
    arriving = arriving === undefined || entry.kind !== 'lies' ? entry : { ...entry, isNew: true };
  };
  hands.watch((copy, before, after) => {
    const subject = after?.subject ?? before?.subject ?? '';
    const tag = tagOf(subject);
    const by = stage.whoActs();
    if (tag === undefined) return record.note({ kind: 'stray', box: index, subject, by });
    const place = after?.place;
    const receivedAt = (after ?? before)?.receivedAt ?? Number.NaN;
    const state = { tag, copy, place, labels: after?.labels ?? [], receivedAt, isNew: before === undefined, by };
    note({ kind: 'lies', box: index, ...state });
  });
  return {
    ...hands,
    receive: (...given) => {
      isArriving = true;
      hands.receive(...given);
      isArriving = false;
      if (arriving) record.note(arriving);
      arriving = undefined;
    },
  };
}
