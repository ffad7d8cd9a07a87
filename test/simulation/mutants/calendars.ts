import type { Mutant } from './mutant.ts';
import { clio, core, google, microsoft, sync } from './places.ts';

/** What only calendars ask for: guests whom nobody mails, what goes one way, series with their dates, the span of time, privacy. */
export const ofCalendars = [
  {
    name: 'events-with-guests-written',
    breaks: 'What has guests is never written: Exchange would mail them.',
    invariant: 'I10',
    file: `${microsoft}/calendar/guests.ts`,
    find: 'some((one) => (one.attendees?.length ?? 0) > 0);',
    replace: 'some((one) => (one.attendees?.length ?? 0) > 99);',
  },
  {
    name: 'google-events-with-guests-written',
    breaks: 'What has guests is never written at Google either.',
    file: `${google}/calendar/guests.ts`,
    find: 'attendeesOmitted === true || (attendees ?? []).some(({ self }) => !self);',
    replace: 'attendeesOmitted === true && (attendees ?? []).some(({ self }) => !self);',
  },
  {
    name: 'google-guests-mailed',
    breaks: 'Nobody is mailed: every write at Google says so in its query.',
    file: `${google}/calendar/event-requests.ts`,
    find: '`${path}?sendUpdates=none`',
    replace: '`${path}?sendUpdates=all`',
  },
  {
    name: 'clio-guests-mailed',
    breaks: 'Nobody is mailed: every write of an entry says so.',
    file: `${clio}/calendar/entry-requests.ts`,
    find: 'send_email_notification: false',
    replace: 'send_email_notification: true',
  },
  {
    name: 'one-way-ignored',
    breaks: 'What is never written on a side goes one way only.',
    file: `${core}/merge.ts`,
    find: 'if (!oneWay && closed.length === 0) return capabilities;',
    replace: 'if (oneWay || closed.length === 0) return capabilities;',
  },
  {
    name: 'closed-ignored',
    breaks: 'A description that is more than its text is never written over.',
    invariant: 'I10',
    file: `${core}/merge.ts`,
    find: 'oneWay || closed.includes(name) ?',
    replace: 'oneWay ?',
  },
  {
    name: 'court-rules-written',
    breaks: 'What court rules make in Clio is never written.',
    file: `${clio}/calendar/event-observations.ts`,
    find: "if (isCourtRule) return 'oneWayCourtRule';",
    replace: '',
  },
  {
    name: 'veiled-read-back',
    breaks: 'Of what is private only "Busy" is told, and nothing goes back.',
    file: `${sync}/scoped.ts`,
    find: "return { ...placed, version, item, oneWay: 'oneWayVeiled' };",
    replace: 'return { ...placed, version, item };',
  },
  {
    name: 'private-shown',
    breaks: 'No word of what is private is told on the other side.',
    file: `${sync}/scoped.ts`,
    find: 'const item = type.veiled?.(present.item) ?? present.item;',
    replace: 'const item = present.item;',
  },
  {
    name: 'private-not-skipped',
    breaks: 'Where private events are not carried over, none is.',
    file: `${sync}/scoped.ts`,
    find: "if (policy.private === 'skip') return { ...placed, version, outside: true };",
    replace: "if (policy.private === 'skip') return { ...placed, version };",
  },
  {
    name: 'one-way-originals-deleted',
    breaks: 'What is only read from a side never ends because its copy did.',
    file: `${core}/rules/gone-on.ts`,
    find: "if (there.side.oneWay) return 'release';",
    replace: '',
  },
  {
    name: 'exceptions-at-another-slot',
    breaks: 'A changed date belongs to the slot on which its series places it.',
    invariant: 'I23',
    file: `${microsoft}/calendar/times.ts`,
    find: 'return when && toZone(formatWhen(when), series.zone)?.slice(0, 10);',
    replace: 'return when && toZone(formatWhen({ ...when, start: when.end }), "Pacific/Kiritimati")?.slice(0, 10);',
  },
  {
    name: 'cancelled-dates-overlooked',
    breaks: 'What a series calls off on one side does not take place on the other.',
    invariant: 'I23',
    file: `${microsoft}/calendar/exceptions.ts`,
    find: 'const off = cancelled.flatMap(',
    replace: 'const off = cancelled.slice(0, 0).flatMap(',
  },
  {
    name: 'event-deletes-released',
    breaks: 'A delete of an event is carried on both ways.',
    invariant: 'I1',
    file: `${core}/policy.ts`,
    find: "deletes: { left: 'propagate', right: 'propagate' },",
    replace: "deletes: { left: 'propagate', right: 'release' },",
  },
] as const satisfies readonly Mutant[];

/** Those that 250 stories do not notice, each with the reason; tests of one part do. */
export const unnoticedOfCalendars = [
  {
    // What a pass does not show is read by id before it counts as gone: it only costs a request.
    name: 'left-the-window-is-gone',
    breaks: 'What leaves the span of time is not missing: a complete pass does not show it.',
    invariant: 'I8',
    file: `${sync}/scoped.ts`,
    find: 'scope.type.isWithin?.(item, scope.window) ?? true;',
    replace: 'scope.type.isWithin?.(item, { from: 0, to: scope.window.to }) ?? true;',
  },
  {
    // Nobody in the stories makes private what was typed on both sides before.
    name: 'made-ignored',
    breaks: 'Only a copy that Concord made is taken back when its original becomes private.',
    file: `${core}/rules/withdraw.ts`,
    find: "view.status === 'present' && mapping[copy]?.made && mapping[copy].id === view.side.id",
    replace: "view.status === 'present' && mapping[copy]?.id === view.side.id",
  },
  {
    // The lens does not say such a series in Clio's clocks either.
    name: 'zones-not-refused',
    breaks:
      'A series in other clocks than the user’s is not written in Clio: its hours would be wrong for a part of the year.',
    invariant: 'I23',
    file: `${clio}/calendar/events.ts`,
    find: "(clocks === undefined || toZone(text, clocks) === undefined)) return 'zoneNotHeldLeft';",
    replace: "clocks === undefined) return 'zoneNotHeldLeft';",
  },
  {
    // What has guests goes one way: what is read back goes nowhere.
    name: 'guests-block-is-description',
    breaks: 'The guests that Concord writes into an entry are no part of its description.',
    file: `${clio}/calendar/guests-block.ts`,
    find: 'const from = lines.findIndex((line) => line.trim() === begin);',
    replace: 'const from = lines.findIndex((line) => line === `${begin} `);',
  },
] as const satisfies readonly Mutant[];
