import type { CalendarBox } from '../../calendar/calendar-box.ts';
import type { StoredEvent } from '../../calendar/event.ts';
import { instantOfMoment, kindOf } from '../../calendar/instances.ts';
import { canonicalPropertyId } from '../../mailbox/read-fields.ts';
import { alternatives, propertyClause, unescaped } from '../filters.ts';
import { badRequest } from '../refusal.ts';

type Test = (event: StoredEvent) => boolean;

const momentClause = /^(start|end)\/dateTime (eq|ne|ge|gt|le|lt) '([^']*)'$/iu;
const timeClause = /^(createdDateTime|lastModifiedDateTime) (eq|ne|ge|gt|le|lt) '?([^']+?)'?$/iu;
const textClause = /^(subject|iCalUId|showAs|sensitivity|type) (eq|ne) '((?:[^']|'')*)'$/iu;
const flagClause = /^(isAllDay|isCancelled|isOrganizer) (eq|ne) (true|false)$/iu;

/** The events that a `$filter` leaves: clauses joined with `and`, such groups joined with `or`. */
export function filterEvents(box: CalendarBox, events: readonly StoredEvent[], filter: string): readonly StoredEvent[] {
  const groups = alternatives(filter).map((group) => conjuncts(group).map((clause) => testOf(box, clause)));
  return events.filter((event) => groups.some((tests) => tests.every((test) => test(event))));
}

/** Splits at `and` outside quotes and parentheses. */
export function conjuncts(group: string): readonly string[] {
  const parts = group.match(/(?:'(?:[^']|'')*'|\((?:'(?:[^']|'')*'|[^'()])*\)|(?! and )[^'(])+/giu) ?? [];
  return parts.map((part) => part.replace(/^\s*and\s+/iu, '').trim());
}

function testOf(box: CalendarBox, clause: string): Test {
  const property = propertyClause.exec(clause);
  if (property) {
    const found = box.withProperty(canonicalPropertyId(unescaped(property[2])), unescaped(property[3]));
    const ids = new Set(found.map(({ id }) => id));
    return ({ id }) => ids.has(id);
  }
  const [, moment, by = 'eq', at = ''] = momentClause.exec(clause) ?? [];
  if (moment !== undefined) {
    const wanted = instantIn(at);
    return ({ fields }) =>
      compare[by.toLowerCase() as Operator](
        instantOfMoment(moment.toLowerCase() === 'start' ? fields.start : fields.end),
        wanted,
      );
  }
  const [, time, how = 'eq', when = ''] = timeClause.exec(clause) ?? [];
  if (time !== undefined) {
    const wanted = instantIn(when);
    const isCreation = time.toLowerCase() === 'createddatetime';
    return ({ createdAt, modifiedAt }) =>
      compare[how.toLowerCase() as Operator](isCreation ? createdAt : modifiedAt, wanted);
  }
  return plainTest(clause);
}

function plainTest(clause: string): Test {
  const [, name, operator, value = ''] = textClause.exec(clause) ?? flagClause.exec(clause) ?? [];
  if (name === undefined) throw badRequest(`The filter '${clause}' is not supported.`, 'ErrorInvalidUrlQueryFilter');
  const read = values[name.toLowerCase()];
  const isWanted = (event: StoredEvent) => String(read?.(event)).toLowerCase() === unescaped(value).toLowerCase();
  return operator?.toLowerCase() === 'ne' ? (event) => !isWanted(event) : isWanted;
}

const values: Readonly<Record<string, (event: StoredEvent) => unknown>> = {
  subject: ({ fields }) => fields.subject,
  icaluid: ({ iCalUId }) => iCalUId,
  showas: ({ fields }) => fields.showAs,
  sensitivity: ({ fields }) => fields.sensitivity,
  type: (event) => kindOf({ event }),
  isallday: ({ fields }) => fields.isAllDay,
  iscancelled: ({ isCancelled }) => isCancelled,
  isorganizer: ({ isOrganizer }) => isOrganizer,
};

const compare = {
  eq: (one, other) => one === other,
  ne: (one, other) => one !== other,
  ge: (one, other) => one >= other,
  gt: (one, other) => one > other,
  le: (one, other) => one <= other,
  lt: (one, other) => one < other,
} as const satisfies Record<string, (one: number, other: number) => boolean>;
type Operator = keyof typeof compare;

/** Without an offset it is UTC. Blanks in a query were plus signs. */
export function instantIn(text: string): number {
  const given = text.trim().replace(/ (\d\d:\d\d)$/u, '+$1');
  const withZone = /(?:Z|[+-]\d\d:\d\d)$/iu.test(given) || !given.includes('T') ? given : `${given}Z`;
  const instant = Date.parse(withZone.replace(/(\.\d{3})\d+/u, '$1'));
  if (Number.isNaN(instant)) throw badRequest(`The time '${text}' is not valid.`, 'ErrorInvalidParameter');
  return instant;
}
