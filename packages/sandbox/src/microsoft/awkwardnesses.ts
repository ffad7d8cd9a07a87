import { eventFieldNames } from './calendar/read-event.ts';
import { fieldNames } from './mailbox/contact-fields.ts';

/** Ways in which a refresh token ends, each with its own words from the identity platform. */
export const revokeModes = [
  'passwordChanged',
  'inactive',
  'consentWithdrawn',
  'sessionsRevoked',
  'interactionRequired',
  'blockedByPolicy',
  'signInFrequency',
  'secretExpired',
] as const;
export type RevokeMode = (typeof revokeModes)[number];

/** Ways in which Graph says that a delta token is no good any more. */
export const expiryForms = ['gone', 'notFound', 'badRequest', 'resync', 'plain', 'malformed'] as const;
export type ExpiryForm = (typeof expiryForms)[number];

/** What the identity platform does instead of letting a person accept. */
export const consentBlocks = ['adminRequired', 'consentRequired', 'approvalPage'] as const;
export type ConsentBlock = (typeof consentBlocks)[number];

/** Every awkward habit of the Microsoft look-alike: name → what happens when it strikes. All are off until switched on. */
export const awkwardnesses: Readonly<Record<string, string>> = {
  'microsoft.rateLimited': 'Graph answers 429 with Retry-After in whole seconds (amount: seconds, 1).',
  'microsoft.rateLimited.fractional': 'Graph answers 429 with a fractional Retry-After (amount: seconds, 2.128).',
  'microsoft.rateLimited.absent': 'Graph answers 429 without Retry-After.',
  'microsoft.rateLimited.date': 'Graph answers 429 with a date as its Retry-After (amount: seconds from now, 2).',
  'microsoft.concurrencyLimited':
    'Graph answers 429 "over its MailboxConcurrency limit", whatever is running (amount: seconds, 1).',
  'microsoft.serverError': 'Graph answers 503 serviceNotAvailable before anything happened.',
  'microsoft.forbidden': 'Graph answers 403 ErrorAccessDenied before anything happened.',
  'microsoft.htmlGateway': 'A gateway answers 502 or 504 with an HTML page before anything happened.',
  'microsoft.htmlOk': 'Something in between answers 200 with an HTML page before anything happened.',
  'microsoft.truncatedJson': 'The request takes effect, and the answer breaks off in the middle.',
  'microsoft.truncatedPage': 'A list or a delta page breaks off in the middle of its JSON.',
  'microsoft.cutOff':
    'Graph cannot be reached: connections are refused, and notifications do not get out either. They are sent again for four hours.',
  'microsoft.loginCutOff': 'The token endpoint cannot be reached: connections are refused.',
  'microsoft.brokenBeforeEffect': 'The connection breaks before anything happened.',
  'microsoft.timeoutAfterCommit':
    'The connection breaks after a write took effect; of a batch, after some of its items (amount: how many, random).',
  'microsoft.slow': 'Graph takes its time (amount: milliseconds, 2000).',
  'microsoft.tokenExpired': 'Graph calls a good access token expired (401).',
  'microsoft.shortTokens': 'Access tokens live briefly (amount: seconds, 60).',
  'microsoft.loginUnavailable': 'The token endpoint answers temporarily_unavailable (90033).',
  'microsoft.loginTimeout': 'The token endpoint issues the tokens, and the connection breaks before they arrive.',
  ...named('microsoft.grantRevoked', {
    passwordChanged: 'A refresh fails with invalid_grant 50173.',
    inactive: 'A refresh fails with invalid_grant 700082.',
    consentWithdrawn: 'A refresh fails with invalid_grant 65001 and suberror consent_required.',
    sessionsRevoked: 'A refresh fails with invalid_grant 50173, as after an administrator ended all sessions.',
    interactionRequired: 'A refresh fails with interaction_required 50076.',
    blockedByPolicy: 'A refresh fails with invalid_grant 53003: Conditional Access blocks it.',
    signInFrequency: 'A refresh fails with invalid_grant 70043: a policy wants people to sign in again now and then.',
    secretExpired: 'The token endpoint calls our secret wrong: invalid_client 7000215.',
  } satisfies Record<RevokeMode, string>),
  ...named('microsoft.consentBlocked', {
    adminRequired: 'Accepting leads back with access_denied AADSTS90094, until an administrator consented.',
    consentRequired: 'Accepting leads back with consent_required AADSTS65001, until an administrator consented.',
    approvalPage:
      'Accepting ends at a page "Need admin approval" that leads nowhere, until an administrator consented.',
  } satisfies Record<ConsentBlock, string>),
  'microsoft.passwordChangeKeepsGrants':
    'A person’s own password change leaves refresh tokens alive, as the documentation says of confidential clients; otherwise it ends them, as the text of 50173 says.',
  'microsoft.unsignedIdToken': 'An id token comes with a signature that does not verify.',
  'microsoft.staleRead': 'Reads and lists show the mailbox as it was (amount: milliseconds ago, 5000).',
  'microsoft.staleDelta': 'Delta shows changes late (amount: milliseconds, 5000).',
  'microsoft.replayOld':
    'A delta page ends with up to three old versions of contacts or events that were changed since.',
  'microsoft.emptyDeltaPage': 'Every other delta page is empty and only has a nextLink.',
  'microsoft.duplicateInDelta': 'A row of a delta page comes twice.',
  'microsoft.partialDeltaRows':
    'Delta rows of contacts, events and messages that the client knows carry only the id and what changed.',
  'microsoft.removedAsChanged': 'Tombstones give "changed" as their reason.',
  'microsoft.endlessDelta': 'The same delta page comes for ever, each time with a fresh nextLink.',
  'microsoft.emptyListing': 'Lists without a filter and the first delta round come back empty, with 200.',
  'microsoft.rowsLeftOut': 'A page of the first delta round leaves some contacts, events or messages out, with 200.',
  ...named('microsoft.deltaExpired', {
    gone: 'A delta token is answered with 410 and a Location.',
    notFound: 'A delta token is answered with 404 SyncStateNotFound.',
    badRequest: 'A delta token is answered with 400 syncStateNotFound.',
    resync: 'A delta token is answered with 410 resyncRequired.',
    plain: 'A delta token is answered with a bare 400.',
    malformed: 'A delta token is answered with 400 ErrorInvalidIdMalformed.',
  } satisfies Record<ExpiryForm, string>),
  'microsoft.itemGone': 'A contact, an event or a message that is not there is answered 410 instead of 404.',
  'microsoft.refusesValue': 'A write of a contact or an event that holds the word "[refuse]" anywhere is answered 400.',
  'microsoft.changeKeyBump':
    'Some time after a write the change key moves once more (amount: milliseconds later, 2000).',
  'microsoft.categoriesUnseen':
    'A change of categories alone leaves the change key as it was, and no delta or notification tells of it.',
  'microsoft.trimsValues': 'Long texts are cut on saving (amount: characters, 255).',
  'microsoft.reformatsPhones': 'North American numbers are saved as "(416) 555-0100".',
  'microsoft.ignoresEmailName': 'A new display name for an e-mail address that the contact already has is ignored.',
  'microsoft.losesBadAddress': 'An e-mail that is no address is accepted, and comes back without its address.',
  ...named(
    'microsoft.dropsField',
    Object.fromEntries(fieldNames.map((name) => [name, `"${name}" is accepted by a write and not saved.`])),
  ),
  'microsoft.ignoreIfMatch': 'If-Match is not looked at.',
  'microsoft.spuriousConflict': 'An update or delete fails with 412 although nobody else wrote.',
  'microsoft.softDeleteVisible':
    'A contact in Deleted Items still answers to its immutable id, with that folder as its parent.',
  'microsoft.listsDefaultFolder': 'The list of contact folders contains the folder "Contacts" too.',
  ...named(
    'microsoft.calendar.dropsField',
    Object.fromEntries(
      eventFieldNames
        .filter((name) => name !== 'start' && name !== 'end')
        .map((name) => [name, `"${name}" of an event is accepted by a write and not saved.`]),
    ),
  ),
  'microsoft.calendar.allDayShifted':
    'A whole day begins at the midnight of its own zone also when it is shown in another: at 04:00, say, instead of 00:00.',
  'microsoft.calendar.windowsZonesOnly': 'A zone with an IANA name is kept under its Windows name.',
  'microsoft.calendar.bareLineEnds': 'Bodies in plain text have bare line feeds instead of CR LF.',
  'microsoft.calendar.transactionIdsKept': 'The transaction id of a deleted event cannot be used again.',
  'microsoft.calendar.transactionReplayRefused':
    'The same event posted again under its transaction id is refused instead of found.',
  'microsoft.calendar.forgetsTransactionIds':
    'A transaction id is forgotten, so that the same event can be made twice (amount: milliseconds after its creation, 3600000).',
  'microsoft.calendar.occurrenceTombstones':
    'A delta also tells of each instance that was called off, or went with its series, as removed.',
  'microsoft.calendar.typedTombstones': 'What a delta calls removed says of which type it was.',
  'microsoft.calendar.outsideUntold': 'A delta says nothing of events that are and were outside its window.',
  'microsoft.calendar.masterAlone': 'A changed series comes in a delta without its unchanged instances.',
  'microsoft.calendar.cancelledAsIds': 'Instances that were called off are listed by their ids.',
  'microsoft.calendar.rangeKeepsExceptions':
    'A series of which only the last day or the number changes keeps its changed and cancelled instances.',
  'microsoft.calendar.quietOwnFields':
    'Guests are not written to when nothing but categories, reminders, privacy or free and busy changed.',
  'microsoft.calendar.suspendsInviters':
    'Who sends too many invitations within an hour is answered 403 ErrorAccountSuspend (amount: how many are still well, 20).',
  'microsoft.calendar.mainCalendarOnly': 'A subscription to /me/events hears of the main calendar only.',
  'microsoft.mail.sentLate': 'What was sent is late to lie in Sent Items (amount: milliseconds, 60000).',
  'microsoft.mail.dropsSentProperties':
    'What lies in Sent Items has lost the extended properties that it was sent with.',
  'microsoft.mail.ignoresReplyProperty':
    'A message is not filed as an answer although a property names what it answers.',
  'microsoft.mail.hidesSensitivity': 'Messages do not show the property that tells their sensitivity.',
  'microsoft.mail.bigPages':
    'A large page of messages runs into a time limit: 504 (amount: the most that is still well, 100).',
  'microsoft.mail.deltaFiltersOnce':
    'The filter of a delta of messages counts for its first round only: what is moved in later comes, however old.',
  'microsoft.mail.topFoldersOnly': 'A delta of mail folders tells only of those at the top.',
  'microsoft.mail.movesUntold': 'A subscription to all messages does not hear of one that is moved.',
  'microsoft.mail.noProxyAddresses': 'A person does not see the further addresses of the own mailbox.',
  'microsoft.batchItemThrottled': 'An item of a batch gets 429 (amount: seconds, 1).',
  'microsoft.batchItemFailed': 'An item of a batch gets 503 ErrorServerBusy.',
  'microsoft.subscriptionQuota': 'A new subscription is refused with 403: too many for this mailbox.',
  'microsoft.subscriptionDuplicate': 'A second subscription of the same kind is refused with 409, as documented.',
  'microsoft.subscriptionNeedsRead': 'A subscription is refused with 403 when only Contacts.ReadWrite was granted.',
  'microsoft.subscriptionRemoved': 'A change removes the subscription instead of being told.',
  'microsoft.subscriptionGhost':
    'A subscription that is deleted goes on sending until it would have expired, and nobody sees it any more.',
  'microsoft.notificationLost': 'A notification is never sent.',
  'microsoft.notificationDoubled': 'A delivery is sent twice.',
  'microsoft.notificationLate': 'A notification is sent late (amount: milliseconds, 60000).',
  'microsoft.notificationReordered': 'The notifications of one delivery come in another order, and so do deliveries.',
  'microsoft.notificationForeign': 'A delivery also holds a notification of a subscription that is not ours.',
  'microsoft.notificationStorm': 'One action is told as created and twice updated.',
};

function named(prefix: string, table: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(table).map(([name, text]) => [`${prefix}.${name}`, text]));
}
