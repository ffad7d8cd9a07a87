import type { SideName } from '@concord/core';
import type { MailboxProvider } from '../history/happenings.ts';
import type { Firm, Member } from '../stage/clouds.ts';
import type { Stage } from '../stage/stage.ts';
import type { Chronicle } from './chronicle.ts';
import { clioHands, watchClio } from './clouds/clio-calendar.ts';
import { googleHands, watchGoogle } from './clouds/google-calendar.ts';
import type { CalendarHands, Seen } from './clouds/hands.ts';
import { outlookHands, watchOutlook } from './clouds/outlook-calendar.ts';
import type { Shown } from './shown.ts';
import type { CalendarStory } from './story.ts';

/** Two calendars that a member keeps in step. */
export type Pair = {
  readonly index: number;
  readonly firm: Firm;
  readonly member: Member;
  readonly mailbox: MailboxProvider;
  /** As the providers' lists call them. */
  readonly ids: Readonly<Record<SideName, string>>;
  readonly hands: Readonly<Record<SideName, CalendarHands>>;
  /** A person may hide entries of the left one from whoever keeps it in step: somebody else owns it. */
  readonly hide: ((id: string, isHidden: boolean) => void) | undefined;
};

const elsewhere = 'Elsewhere';
const second = 'Hearings';

/** Makes the calendars of a story, and notes from now on whatever changes in them. */
export function openPairs(stage: Stage, story: CalendarStory, chronicle: Chronicle): readonly Pair[] {
  const [firm] = stage.clouds.firms;
  if (firm === undefined) return [];
  const pairs: Pair[] = [];
  for (const [place, plan] of story.members.entries())
    for (let number = 0; number < plan.calendars; number += 1) {
      const member = firm.members[place];
      if (member) pairs.push(openPair(stage, { index: pairs.length, firm, member, number }, chronicle));
    }
  return pairs;
}

type Opening = { readonly index: number; readonly firm: Firm; readonly member: Member; readonly number: number };

function openPair(stage: Stage, opening: Opening, chronicle: Chronicle): Pair {
  const { index, firm, member, number } = opening;
  const [{ provider }] = member.mailboxes as readonly [Member['mailboxes'][number]];
  const names = new Map<string, string>();
  const watcher =
    (side: SideName) =>
    ({ id, ...seen }: Seen): void => {
      const tag = seen.after?.tag ?? seen.before?.tag ?? names.get(`${side} ${id}`);
      if (tag !== undefined && !seen.isDate) names.set(`${side} ${id}`, tag);
      const known = seen.isDate ? names.get(`${side} ${id}`) : tag;
      chronicle.note({ kind: 'change', pair: index, side, id, tag: known, by: stage.whoActs(), ...seen });
    };
  const left = openLeft(stage, opening, watcher('left'));
  const right = openers[provider](stage, member, number, watcher('right'));
  return {
    index,
    firm,
    member,
    mailbox: provider,
    ids: { left: left.id, right: right.id },
    hands: { left: left.hands, right: right.hands },
    hide: left.hide,
  };
}

type Opened = { readonly id: string; readonly hands: CalendarHands };

/** A second calendar belongs to a colleague, where there is one, who lets this member write in it. */
function openLeft(
  stage: Stage,
  { firm, member, number }: Opening,
  tell: (seen: Seen) => void,
): Opened & Pick<Pair, 'hide'> {
  const control = stage.clouds.sandbox.clio.calendar;
  const other = control.addCalendar({ name: `${elsewhere} ${number}`, owner: member.clioUser });
  const colleague = firm.members.find((one) => one !== member);
  const isOthers = number > 0 && colleague !== undefined;
  const id =
    number === 0
      ? control.calendarOf(member.clioUser)
      : control.addCalendar({ name: second, owner: isOthers ? colleague.clioUser : member.clioUser });
  if (isOthers) control.share(id, member.clioUser, 'editor');
  watchClio(control, id, tell);
  const hide = isOthers ? (entry: string, isHidden: boolean) => control.makePrivate(entry, isHidden) : undefined;
  return { id: String(id), hands: clioHands(control, id, other), hide };
}

type Opener = (stage: Stage, member: Member, number: number, tell: (seen: Seen) => void) => Opened;

const openers: Readonly<Record<MailboxProvider, Opener>> = {
  microsoft: (stage, { email }, number, tell) => {
    const calendars = stage.clouds.sandbox.microsoft.calendars(email);
    const other = calendars.addCalendar(`${elsewhere} ${number}`).name;
    const own = number === 0 ? calendars.calendars().find(({ isDefault }) => isDefault) : calendars.addCalendar(second);
    const { id = '', name = '' } = own ?? {};
    watchOutlook(calendars, name, tell);
    return { id, hands: outlookHands(calendars, name, other) };
  },
  google: (stage, { email }, number, tell) => {
    const calendars = stage.clouds.sandbox.google.calendars(email);
    const other = calendars.addCalendar({ summary: `${elsewhere} ${number}` }).id;
    const id = number === 0 ? email : calendars.addCalendar({ summary: second }).id;
    watchGoogle(calendars, id, tell);
    return { id, hands: googleHands(calendars, id, other) };
  },
};

/** Everything in one calendar. */
export const shownIn = ({ hands }: Pair, side: SideName): readonly Shown[] => hands[side].list();
