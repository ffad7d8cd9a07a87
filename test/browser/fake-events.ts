import type {
  ActivityRow,
  PreviewCounts,
  PreviewFilter,
  PreviewRow,
  WaitingRow,
  WeekEntry,
  WeekView,
} from '@concord/core';

const guests = 'It has guests: a write in Microsoft 365 would mail them, so it goes one way, into Clio.';

type FakeEvent = {
  readonly row: PreviewRow;
  /** Days after the first instant of any week, hours of that day, and how long. */
  readonly dates: readonly {
    readonly day: number;
    readonly hour: number;
    readonly hours: number;
    readonly title?: string;
  }[];
  readonly more?: Partial<WeekEntry>;
  readonly isAllDay?: true;
};

function row(id: string, title: string, outcome: PreviewRow['outcome'], more: Partial<PreviewRow> = {}): PreviewRow {
  return {
    id,
    title,
    subtitle: 'Wed 15 Apr 2026, 12:00-13:00, weekly on Wednesday · Courtroom 4',
    outcome,
    rule: 'create-missing',
    because: 'It is on one side only, and nothing on the other resembles it.',
    fields: [],
    notFitting: [],
    ...more,
  };
}

/** Events with every fate that there is. */
export const fakeEvents: readonly FakeEvent[] = [
  {
    row: row('e0', 'Hearing Ashworth v. Quay', 'addedRight', {
      fields: [
        { name: 'title', label: 'Title', side: 'right', before: '', after: 'Hearing Ashworth v. Quay' },
        {
          name: 'when',
          label: 'When',
          side: 'right',
          before: '',
          after: 'Wed 15 Apr 2026, 12:00-13:00 (New York), weekly on Wednesday until 30 Dec 2026',
        },
        {
          name: 'exceptions',
          label: 'Other dates',
          side: 'right',
          before: '',
          after: 'Wed 22 Apr 2026: cancelled',
        },
      ],
      notFitting: [{ label: 'Shown as', value: 'Working elsewhere', reason: 'Clio has no place for it' }],
    }),
    dates: [
      { day: 1, hour: 9, hours: 1.5 },
      { day: 3, hour: 13, hours: 1, title: 'Hearing, moved' },
    ],
    more: { on: ['left'], appearsOn: 'right', isOfSeries: true },
  },
  {
    row: row('e1', 'Call with the registry', 'addedLeft'),
    dates: [{ day: 1, hour: 9.5, hours: 1 }],
    more: { on: ['right'], appearsOn: 'left' },
  },
  {
    row: row('e2', 'Partners’ meeting', 'linked'),
    dates: [{ day: 1, hour: 10, hours: 2 }],
    more: { on: ['left', 'right'] },
  },
  {
    row: row('e3', 'Lunch with Brightwater', 'agreed', { because: 'Both sides say the same.' }),
    dates: [{ day: 2, hour: 12, hours: 1 }],
    more: { on: ['left', 'right'], oneWay: guests },
  },
  {
    row: row('e4', 'Deposition', 'changed', {
      fields: [
        {
          name: 'when',
          label: 'When',
          side: 'right',
          before: 'Thu 16 Apr 2026, 14:00-15:00',
          after: 'Thu 16 Apr 2026, 15:00-16:30',
        },
      ],
    }),
    dates: [{ day: 3, hour: 15, hours: 1.5 }],
    more: { on: ['left', 'right'] },
  },
  {
    row: row('e5', 'Busy', 'addedLeft'),
    dates: [{ day: 4, hour: 8, hours: 0.25 }],
    more: { on: ['right'], appearsOn: 'left', oneWay: guests },
  },
  { row: row('e6', 'Mediation', 'held'), dates: [{ day: 4, hour: 16, hours: 2 }], more: { on: ['left'] } },
  { row: row('e7', 'Old reminder', 'leftOut'), dates: [{ day: 4, hour: 22, hours: 5 }], more: { on: ['right'] } },
  {
    row: row('e8', 'Conference', 'addedLeft'),
    dates: [{ day: 2, hour: 0, hours: 72 }],
    more: { on: ['right'], appearsOn: 'left' },
    isAllDay: true,
  },
  { row: row('e9', 'Weekend duty', 'agreed'), dates: [{ day: 5, hour: 7, hours: 3 }], more: { on: ['left', 'right'] } },
];

export function eventCounts(run: string): PreviewCounts {
  const count = (outcome: PreviewRow['outcome']): number =>
    fakeEvents.filter((one) => one.row.outcome === outcome).length;
  return {
    run,
    addedLeft: count('addedLeft'),
    addedRight: count('addedRight'),
    linked: count('linked'),
    changed: count('changed'),
    agreed: count('agreed'),
    held: count('held'),
    leftOut: count('leftOut'),
    notFitting: 1,
    resent: 0,
    mails: 0,
    oneWay: 2,
  };
}

/** A row by its id too, as the API finds it. */
export function previewOfEvents(query: URLSearchParams) {
  const filter = (query.get('filter') ?? 'all') as PreviewFilter;
  const search = query.get('search') ?? '';
  const rows = fakeEvents
    .map((one) => one.row)
    .filter(
      ({ outcome, notFitting }) =>
        filter === 'all' || outcome === filter || (filter === 'notFitting' && notFitting.length > 0),
    )
    .filter(({ id, title }) => id === search || title.toLowerCase().includes(search.toLowerCase()));
  return { rows };
}

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

/** Every week of the fake is alike. */
export function weekOfEvents(query: URLSearchParams): WeekView {
  const [from, to] = [Number(query.get('from')), Number(query.get('to'))];
  const entries = fakeEvents.flatMap(({ row: { id, title, outcome }, dates, more, isAllDay }) =>
    dates.map(({ day, hour, hours, title: own }): WeekEntry => {
      const start = from + day * dayMs + hour * hourMs;
      const say = (at: number): string =>
        isAllDay ? new Date(at + dayMs / 2).toISOString().slice(0, 10) : new Date(at).toISOString();
      return {
        id,
        title: own ?? title,
        start: say(start),
        end: say(start + hours * hourMs),
        allDay: isAllDay === true,
        outcome,
        on: [],
        ...more,
      };
    }),
  );
  return { from, to, entries, isCut: false };
}

export const heldEvents: readonly WaitingRow[] = ['Mediation', 'Site visit'].map((title, index) => ({
  mapping: `h${index}`,
  kind: 'held',
  title,
  subtitle: 'Thu 16 Apr 2026, 16:00-18:00',
  because: 'Two events in Microsoft 365 have this title at that time.',
  answers: [
    { answer: 'different', label: 'Different events' },
    { answer: 'same', label: 'Same event' },
  ],
  candidates: [{ mapping: `h${index}c`, title, subtitle: 'Thu 16 Apr 2026, 16:00-18:00' }],
}));

export const eventActivity = (now: number): readonly ActivityRow[] => [
  {
    id: 'a1',
    mapping: 'e4',
    at: now - 5000,
    cause: 'push',
    what: 'changed',
    side: 'right',
    title: 'Deposition',
    because: 'Robin Ashworth changed it in Clio.',
    fields: [
      {
        name: 'when',
        label: 'When',
        side: 'right',
        before: 'Thu 16 Apr 2026, 14:00-15:00',
        after: 'Thu 16 Apr 2026, 15:00-16:30',
      },
      { name: 'exceptions', label: 'Other dates', side: 'right', before: '', after: 'Thu 23 Apr 2026: cancelled' },
    ],
  },
];
