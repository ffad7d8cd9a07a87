/** What a write may leave out without being refused. That Clio drops what it does not know was seen; that it drops these is assumed. */
export const droppable = [
  'middle_name',
  'prefix',
  'title',
  'date_of_birth',
  'company',
  'email_addresses',
  'phone_numbers',
  'addresses',
  'web_sites',
  'instant_messengers',
] as const;
type Droppable = (typeof droppable)[number];

const dropsField = Object.fromEntries(
  droppable.map((name) => [`clio.dropsField.${name}`, `"${name}" is accepted by a write and not saved.`]),
) as Readonly<Record<`clio.dropsField.${Droppable}`, string>>;

/** The same of calendar entries. */
export const droppableOfEntries = [
  'description',
  'location',
  'all_day',
  'recurrence_rule',
  'matter',
  'attendees',
  'external_properties',
] as const;

const dropsEntryField = Object.fromEntries(
  droppableOfEntries.map((name) => [
    `clio.calendar.dropsField.${name}`,
    `"${name}" of a calendar entry is accepted by a write and not saved.`,
  ]),
) as Readonly<Record<`clio.calendar.dropsField.${(typeof droppableOfEntries)[number]}`, string>>;

/** Of calendars. What public sources leave open has a habit for every way in which it may be. */
const calendarHabits = {
  ...dropsEntryField,
  'clio.calendar.allDayEndsLastMidnight':
    'An all-day entry ends at the midnight with which its last day begins, instead of the next one.',
  'clio.calendar.allDayEndsLastSecond': 'An all-day entry ends with the last second of its last day.',
  'clio.calendar.rulePrefix': 'Rules are shown with "RRULE:" before them.',
  'clio.calendar.ruleRewritten': 'Rules are shown with their parts in another order, and an interval of 1 named.',
  'clio.calendar.takesExdates': 'EXDATE lines of a rule are taken and shown, instead of refused with 422.',
  'clio.calendar.opaqueInstanceIds': 'Ids of instances do not tell their series or time.',
  'clio.calendar.instancesUnwritable': 'A change of an instance that is no entry yet is answered 422.',
  'clio.calendar.exceptionTouchesSeries':
    'A change or a cancellation of an instance moves the etag and time of its series.',
  'clio.calendar.exceptionCopiesProperties': 'A changed instance takes over the external properties of its series.',
  'clio.calendar.anySeriesEditDiscards':
    'Every change of a series, also of its texts alone, loses its changed and cancelled instances.',
  'clio.calendar.windowByFirstStart':
    'Without "expanded", a series is listed by its first times alone, and not when it reaches into the window.',
  'clio.calendar.timeZoneWritable': 'A time zone that comes along with an entry is saved instead of dropped.',
  'clio.calendar.listsUnshared': 'The list of calendars has those that the user may not see, with permission "none".',
  'clio.calendar.ownedOnly': 'A list of one calendar leaves out what the calendar only attends.',
  'clio.calendar.notifiesUnasked':
    'A write that does not say whether to notify attendees, a delete included, sends them mail.',
  'clio.calendar.noConferences': 'The firm’s plan has no conference meetings: asking for one is passed over.',
} as const;

/** Every awkward habit of this look-alike: name → what happens. All are off until switched on; "amount" has a default. */
export const awkwardnesses = {
  'clio.rateLimited': 'A request is answered 429 with Retry-After (amount: seconds, 30).',
  'clio.rateLimitedWithoutHint': 'A request is answered 429 without Retry-After.',
  'clio.rateLimitedUntil': 'A request is answered 429 with a date as its Retry-After (amount: seconds from now, 30).',
  'clio.serverError': 'A request is answered 500, 502 or 503, and nothing is done.',
  'clio.forbidden': 'A request is answered 403 in Clio’s error shape, as when a permission is missing.',
  'clio.communicationsForbidden': 'The app has no permission for communications: 403 in Clio’s error shape.',
  'clio.htmlForbidden': 'A request is answered by the firewall: 403 with an HTML page.',
  'clio.firewall':
    'The firewall refuses the default agents of Node, and agents with an address in them: 403 with an HTML page.',
  'clio.htmlOk': 'A request is answered 200 with an HTML page, and nothing is done.',
  'clio.cutOff':
    'Clio cannot be reached: connections are refused, and its notices do not get out either. It sends those again later, and gives up after hours.',
  'clio.brokenBeforeEffect': 'The connection breaks before anything is done.',
  'clio.timeoutAfterCommit': 'A write is done, and the connection breaks before the answer.',
  'clio.truncatedJson': 'A write is done, and its answer is cut off in the middle of its JSON.',
  'clio.slow': 'An answer takes its time (amount: milliseconds, 3000).',
  'clio.tokenExpired': 'A valid access token is answered 401 invalid_token.',
  'clio.grantRevoked': 'Refreshing a token is answered invalid_grant.',
  'clio.shortTokens': 'Access tokens end early (amount: seconds, 60).',
  'clio.newGrantEndsOld': 'A new authorisation ends the user’s earlier refresh tokens.',
  'clio.staleList': 'A list shows how things were a while ago (amount: milliseconds, 5000).',
  'clio.staleRead': 'A contact or an entry read by id is shown as it was a while ago (amount: milliseconds, 5000).',
  'clio.truncatedPage': 'A list is cut off in the middle of its JSON.',
  'clio.emptyList': 'A list is answered 200 with no rows, unless it was asked for by creation.',
  'clio.rowsLeftOut': 'A list of everybody, or of all entries, leaves some out, with 200.',
  'clio.queryLag': 'A search misses contacts and entries younger than a while (amount: milliseconds, 5000).',
  'clio.redacted': 'What a restricted user may not see comes back redacted instead of not at all.',
  'clio.spuriousConflict': 'A change with If-Match is answered 412 although nobody else wrote.',
  'clio.refusesValue': 'A write that holds the word "[refuse]" anywhere is answered 422.',
  ...dropsField,
  'clio.trimsValues': 'Saved texts are cut off (amount: characters, 50).',
  'clio.stripsBlanks': 'Blanks around saved texts are removed.',
  'clio.reformatsPhones': 'North American numbers are saved as (416) 555-0100.',
  'clio.lowercasesEmails': 'E-mail addresses are saved in lower case.',
  'clio.noAutomaticPrimary': 'The first e-mail address or number does not become the primary one by itself.',
  'clio.rowEditsUnseen': 'A change of nested rows alone leaves the etag and updated_at of their record as they were.',
  'clio.unknownRowNotFound': 'A nested row that is not there is answered 404 instead of 422.',
  'clio.etagBump': 'A moment after a write the etag changes once more (amount: milliseconds, 1000).',
  'clio.formerClients': 'Who is the client of closed matters alone is not shown as a client.',
  'clio.mattersTouchClients':
    'A change of a matter moves the etag and time of its client, who else stays as they were.',
  'clio.practiceAreasMoved': 'The list of practice areas answers 307 and names another address.',
  ...calendarHabits,
  'clio.webhookLost': 'A notice is never sent.',
  'clio.webhookDoubled': 'A notice is sent twice (amount: milliseconds between, 1000).',
  'clio.webhookLate': 'A notice is sent late (amount: milliseconds, 30000).',
  'clio.webhookReordered': 'Notices overtake each other (amount: milliseconds at most, 3000).',
  'clio.webhookForeign': 'A notice that was meant for somebody else, with a signature of theirs, comes along.',
  'clio.webhookSuspended': 'A change suspends the webhook instead of being told.',
  'clio.webhookGhost':
    'A webhook that is deleted goes on sending until it would have expired, and nobody sees it any more.',
  'clio.webhookNoHandshake': 'A webhook is enabled without any handshake.',
  'clio.deauthorizationLost': 'Nobody is told that a person removed the app.',
  'clio.deauthorizationForm': 'That a person removed the app is posted as a form.',
  'clio.deauthorizationNested': 'That a person removed the app is posted as a notice is: the ids deep inside its JSON.',
  'clio.deauthorizationNameless': 'That a person removed the app is posted without saying whose it was.',
} as const satisfies Record<`clio.${string}`, string>;

export type ClioAwkwardness = keyof typeof awkwardnesses;
