import type { ClioEntryChange, ClioEntryEdit, ClioEntryView, Sandbox } from '@concord/sandbox';
import { isoOf, plain, type Shown, type ShownDate, tagIn, withoutGuests } from '../shown.ts';
import { dateOf, daysLater, endOfDay, rruleOf, type Typed, type TypedWhen } from '../typed.ts';
import type { CalendarHands, DateEdit, Edit, Seen, Span } from './hands.ts';

type Control = Sandbox['clio']['calendar'];

/** What somebody does in one of the calendars of Clio; `other` is one that nobody keeps in step. */
export function clioHands(control: Control, calendar: number, other: number): CalendarHands {
  const existing = (id: string): ClioEntryView => {
    const entry = control.get(id);
    if (entry === undefined) throw new Error(`There is no entry ${id}`);
    return entry;
  };
  const childrenOf = (id: string): readonly ClioEntryView[] =>
    control.list({ calendar: existing(id).calendar }).filter(({ parent }) => parent === id);
  const show = (entry: ClioEntryView): Shown =>
    showEntry(entry, entry.recurrence_rule === null ? [] : childrenOf(entry.id));
  const add = ({ title, location, description, when }: Typed, courtRule = false): string =>
    control.add({
      summary: title,
      location,
      description,
      ...timesOf(when),
      calendar,
      ...(courtRule ? { court_rule: true } : {}),
    });
  const startAt = (id: string, slot: string): string =>
    freeInstances(control, existing(id)).find((one) => one.slot === slot)?.start ?? slot;
  return {
    list: () =>
      control
        .list({ calendar })
        .filter(({ parent }) => parent === null)
        .map(show),
    get: (id) => {
      const entry = control.get(id);
      return entry?.calendar === calendar ? show(entry) : undefined;
    },
    dates: (id, span) => datesOf(control, existing(id), childrenOf(id), span),
    add: (typed) => add(typed),
    edit: (id, edit) => control.edit(id, toEdit(edit)),
    remove: (id) => control.remove(id),
    slots: (id) => freeInstances(control, existing(id)).map(({ slot }) => slot),
    editDate: (id, slot, edit) => {
      const start = startAt(id, slot);
      control.editInstance(id, start, toDateEdit(start, edit));
    },
    cancelDate: (id, slot) => control.cancelInstance(id, startAt(id, slot)),
    editFollowing: (id, slot, edit) => control.editFollowing(id, startAt(id, slot), toEdit(edit)),
    removeFollowing: (id, slot) => control.cancelFollowing(id, startAt(id, slot)),
    moveAway: (id) => control.move(id, other),
    moveBack: (id) => control.move(id, calendar),
    typeExtra: (id, number) => {
      const { external_properties } = existing(id);
      control.edit(id, {
        external_properties: [...others(external_properties), { name: 'file', value: `no ${number}` }],
      });
      return 'a property of another app';
    },
    addCourtRule: (typed) => add(typed, true),
  };
}

/** Those of Concord stay, too: a person's page does not know whose they are. */
const others = (properties: ClioEntryView['external_properties']) =>
  properties.filter(({ name }) => name !== 'file').map(({ name, value }) => ({ name, value }));

function timesOf(
  when: TypedWhen,
): Pick<Parameters<Control['add']>[0], 'start' | 'end' | 'all_day' | 'recurrence_rule' | 'time_zone'> {
  const { start, end, allDay, zone, rule } = when;
  const zoned = allDay ? {} : { time_zone: zone };
  return { start, end, all_day: allDay, recurrence_rule: rule ? rruleOf(rule, start, endOfDay(when)) : null, ...zoned };
}

function toEdit({ title, location, description, when }: Edit): ClioEntryEdit {
  return {
    ...(title === undefined ? {} : { summary: title }),
    ...(location === undefined ? {} : { location }),
    ...(description === undefined ? {} : { description }),
    ...(when === undefined ? {} : timesOf(when)),
  };
}

function toDateEdit(start: string, { hoursLater, ...texts }: DateEdit): ClioEntryEdit {
  if (hoursLater === undefined) return toEdit(texts);
  // Whole days move by days.
  if (start.length === 10) return { ...toEdit(texts), start: daysLater(start, 1) };
  return { ...toEdit(texts), start: `${isoOf(Date.parse(start) + hoursLater * 3_600_000)}Z` };
}

type Free = { readonly slot: string; readonly start: string };

/** Those that the rule makes and nobody changed. */
function freeInstances(control: Control, series: ClioEntryView): readonly Free[] {
  if (series.recurrence_rule === null) return [];
  return control
    .instances(series.id, { to: daysLater(series.start.slice(0, 10), 200) })
    .filter(({ id }) => id.includes('-'))
    .map(({ start }) => ({ slot: slotOf(series, start), start }))
    .slice(0, 12);
}

function slotOf({ all_day, time_zone }: ClioEntryView, start: string): string {
  return all_day ? start : localDate(Date.parse(start), time_zone);
}

export function localDate(at: number, zone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(at);
}

function datesOf(
  control: Control,
  series: ClioEntryView,
  children: readonly ClioEntryView[],
  { from, to }: Span,
): readonly ShownDate[] {
  const asDate = (entry: ClioEntryView, start: string, end: string, slot: string): ShownDate => ({
    slot,
    start: start.replace('Z', ''),
    end: end.replace('Z', ''),
    title: titleOf(entry),
    location: plain(entry.location),
    description: withoutGuests(plain(entry.description)),
  });
  const changed = new Map(children.map((child) => [child.id, child]));
  const span = { from: series.all_day ? dateOf(from) : isoOf(from), to: series.all_day ? dateOf(to) : isoOf(to) };
  const seen = series.recurrence_rule === null ? [series] : control.instances(series.id, span);
  return seen.map(({ id, start, end }) => {
    const child = changed.get(id);
    const own = child?.original_start ?? start;
    return asDate(child ?? series, start, end, slotOf(series, own));
  });
}

/** An entry of Clio's cannot be without one. */
const titleOf = ({ summary }: ClioEntryView): string => (plain(summary) === '(No title)' ? '' : plain(summary));

function showEntry(entry: ClioEntryView, children: readonly ClioEntryView[]): Shown {
  const { id, summary, location, description, attendees, court_rule } = entry;
  const properties = entry.external_properties.filter(({ name }) => !name.startsWith('concord'));
  const foreign = properties.map(({ name, value }) => [name, value]);
  const unmapped = [entry.event_type, entry.matter, attendees, foreign, entry.join_url, entry.private, court_rule];
  const words = [entry, ...children].map((one) => `${one.summary}\n${one.location}\n${one.description}`).join('\n');
  return {
    id,
    tag: tagIn(summary, location ?? '', withoutGuests(plain(description))),
    title: titleOf(entry),
    location: plain(location),
    description: withoutGuests(plain(description)),
    isSeries: entry.recurrence_rule !== null,
    allDay: entry.all_day,
    isPrivate: entry.private,
    guests: [],
    hands: court_rule ? 'courtRule' : 'ours',
    unmapped: JSON.stringify(unmapped),
    isFormatted: false,
    words,
  };
}

/** Tells of every change in that calendar. */
export function watchClio(control: Control, calendar: number, tell: (seen: Seen) => void): void {
  const within = (entry: ClioEntryView | undefined): ClioEntryView | undefined =>
    entry?.calendar === calendar ? entry : undefined;
  control.watch(({ kind, id, before, after }: ClioEntryChange) => {
    const [was, is] = [within(before), within(after)];
    if (kind === 'touched' || (was === undefined && is === undefined)) return;
    const parent = (is ?? was)?.parent ?? undefined;
    const verb = was === undefined ? 'created' : is === undefined ? 'deleted' : 'changed';
    tell({
      verb: parent === undefined ? verb : 'changed',
      id: parent ?? id,
      before: was && showEntry(was, []),
      after: is && showEntry(is, []),
      isDate: parent !== undefined,
    });
  });
}
