import { calendarAwkwardnesses } from './calendar/awkwardness.ts';
import { type FieldName, fieldNames } from './contacts/fields.ts';
import { mailAwkwardnesses } from './gmail/awkwardness.ts';

/** Ways in which the People API says that a sync token is no good any more. */
export const expiryForms = ['usual', 'invalidArgument', 'bare', 'gone'] as const;
export type ExpiryForm = (typeof expiryForms)[number];

/** Every awkward habit of the Google look-alike: name → what happens when it strikes. All are off until switched on. */
export const awkwardnesses = {
  'google.loginCutOff': 'The token endpoint cannot be reached: connections are refused.',
  'google.loginUnavailable': 'The token endpoint answers 503 with an HTML page.',
  'google.loginTimeout': 'The token endpoint issues the tokens, and the connection breaks before they arrive.',
  'google.shortTokens': 'Access tokens live briefly (amount: seconds, 60).',
  'google.wrongSecret': 'The token endpoint calls our secret wrong: 401 invalid_client.',
  'google.grantRevoked': 'A refresh fails with invalid_grant, which says nothing of the reason.',
  'google.sessionEnded':
    'A refresh fails with invalid_grant and error_subtype invalid_rapt: the session length of a Workspace.',
  'google.testingMode': 'The app is in testing: refresh tokens end some days after consent (amount: days, 7).',
  'google.timeLimited': 'People give access for a limited time, and the answer says so (amount: seconds, 3600).',
  'google.tokenLimit':
    'An account may hold few refresh tokens of the app, and the oldest ends without a word (amount: how many, 2; usually 100).',
  'google.nothingTickedDenies':
    'Who leaves every box empty comes back with access_denied, not with a grant for signing in.',
  'google.blockedByAdmin': 'Accepting ends at a page "admin_policy_enforced" that leads nowhere.',
  'google.bareIssuer': 'ID tokens are issued by "accounts.google.com", without a scheme.',
  'google.unsignedIdToken': 'ID tokens carry a placeholder instead of a signature.',
  'google.revokeLate': 'A revocation takes effect some time after its answer (amount: milliseconds, 60000).',

  'google.cutOff': 'Google’s APIs cannot be reached: connections are refused.',
  'google.brokenBeforeEffect': 'The connection breaks before anything happened.',
  'google.timeoutAfterCommit':
    'The connection breaks after a write took effect; of a batch, after some of its contacts (amount: how many, random).',
  'google.slow': 'Google’s APIs take their time (amount: milliseconds, 2000).',
  'google.htmlGateway': 'A server on the way answers 500 or 502 with an HTML page before anything happened.',
  'google.htmlOk': 'Something in between answers 200 with an HTML page before anything happened.',
  'google.truncatedJson': 'The request takes effect, and the answer breaks off in the middle.',
  'google.serverError': 'Google’s APIs answer 503 UNAVAILABLE before anything happened.',
  'google.internalError': 'Google’s APIs answer 500 INTERNAL before anything happened.',
  'google.rateLimited': 'Google’s APIs answer 429 RATE_LIMIT_EXCEEDED without Retry-After.',
  'google.rateLimited.seconds': 'Google’s APIs answer 429 with Retry-After (amount: seconds, 5).',
  'google.rateLimited.forbidden':
    'Google’s APIs answer 403 rateLimitExceeded, with a time in its message (amount: milliseconds from now, 5000).',
  'google.rateLimited.fbs': 'The People API answers 429 "FBS quota limit exceeded", which lasts long.',
  'google.refusesCrowd': 'A write while another write for the same account is running is answered 503.',
  'google.tokenExpired': 'Google’s APIs call a good access token invalid (401).',
  'google.serviceDisabled': 'The API is not switched on in the project: 403 SERVICE_DISABLED.',
  'google.newErrors': 'Errors of signing in come in the newer form: details, and no list of errors.',

  'google.staleSync': 'Lists of changes show them late (amount: milliseconds, 120000).',
  'google.staleList': 'Whole lists show the account as it was (amount: milliseconds ago, 120000).',
  'google.staleRead':
    'Reads by name show a contact or an event as it was, with its old etag (amount: milliseconds ago, 5000).',
  'google.replays': 'A list of changes ends with up to three rows that did not change.',
  'google.etagBump': 'Some time after a write the etag moves once more (amount: milliseconds later, 2000).',
  'google.emptyPage': 'Every other page of a list is empty and only has a nextPageToken.',
  'google.endlessPages': 'The same page comes for ever, each time with a nextPageToken.',
  'google.emptyListing': 'Whole lists come back empty, with 200.',
  'google.rowsLeftOut': 'A page of a whole list leaves some rows out, with 200.',
  'google.syncTokenExpired.usual': 'A sync token is answered with 400 FAILED_PRECONDITION and EXPIRED_SYNC_TOKEN.',
  'google.syncTokenExpired.invalidArgument':
    'A sync token is answered with 400 INVALID_ARGUMENT and EXPIRED_SYNC_TOKEN.',
  'google.syncTokenExpired.bare': 'A sync token is answered with 400 and a message, without details.',
  'google.syncTokenExpired.gone': 'A sync token is answered with 410.',
  'google.syncTokenRenewed': 'The sync token of a list of changes lives seven days anew.',

  'google.batchHalfDone': 'A batch with a bad contact is refused, and the good ones of it are written.',
  'google.shufflesBatches': 'The answers of a batch come in another order.',
  'google.batchGetRefuses': 'A batch of reads is refused as a whole when one contact is not there.',
  'google.batchDeleteIgnoresMissing': 'A batch of deletes passes over contacts that are not there, with 200.',
  'google.needsSources': 'An update without metadata.sources is refused with 400, as documented.',
  'google.spuriousConflict': 'A write with an etag fails as if it were stale, although nobody else wrote.',
  'google.refusesValue': 'A write of a contact or an event that holds the word "[refuse]" anywhere is answered 400.',
  'google.refusesEmpty': 'A write that leaves nothing of a contact is answered 400.',
  'google.refusesProfileValues': 'Values of a profile that are sent back count as further ones of the contact.',
  'google.ignoresNewMemberships': 'Somebody new lands in "My Contacts" alone, whatever groups came along.',
  'google.renamesContact': 'A write of e-mails or numbers gives the contact another resource name.',
  'google.oldNameGone': 'A contact is not found by a resource name that it had before.',
  'google.undeletesAnew': 'Who is taken out of the trash comes back as another contact.',
  'google.losesClientData': 'An edit by a person loses the client data of the contact.',
  'google.trimsValues': 'Long texts are cut on saving, not refused (amount: characters, 1024).',
  'google.stripsBlanks': 'Blanks at the ends of texts are dropped on saving.',
  'google.freeFormNameWins': 'Of a name with parts and a free form, the parts are made anew from the free form.',
  ...calendarAwkwardnesses,
  ...mailAwkwardnesses,
  ...droppedFields(),
} as const satisfies Record<`google.${string}`, string>;

function droppedFields(): Readonly<Record<`google.dropsField.${FieldName}`, string>> {
  return Object.fromEntries(
    fieldNames.map((name) => [`google.dropsField.${name}`, `"${name}" is accepted by a write and not saved.`]),
  ) as Record<`google.dropsField.${FieldName}`, string>;
}

export type GoogleAwkwardness = keyof typeof awkwardnesses;
